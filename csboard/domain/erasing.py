"""Erasing what customers wrote, for good: the rows stay, empty, and the history says who and why.

Events never held any of it; their digests prove nothing any more once the words are gone. The
hash of an original stays, so that importing the same mailbox again brings nothing back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from csboard.domain.commands import EraseAddress, EraseCustomer, EraseInquiry
from csboard.domain.decisions import Decision, EventDraft, Thing, Update
from csboard.domain.hand_off_records import FIELDS
from csboard.domain.pens import FREE, still_going_out
from csboard.domain.replies import Recipients, Words
from csboard.domain.revisions import words_row
from csboard.domain.states import (
    AddressErasureState,
    CustomerErasureState,
    ErasureState,
    Traces,
)
from csboard.domain.successes import LIMITS
from csboard.errors import Refused
from csboard.i18n import _

GROUNDS = ("request", "expired", "mistake")
"""Why: the person asked for it, it was kept long enough, or it should never have come here.

Codes and no words of anybody's: a reason in free text would be the next thing to erase.
"""

ERASED = "erased"
"""The kind of an emptied message."""

_NO_WORDS = {"sender_name": "", "sender_email": "", "subject": "", "text": ""}


def erase_inquiry(state: ErasureState, command: EraseInquiry, now: datetime) -> Decision:
    """Empty a closed inquiry: its fields, messages, notes, originals and what edits replaced."""
    _refuse_unknown_ground(command.why)
    inquiry = state.inquiry
    if open_task := next((task for task in state.traces.tasks if task.closed_at is None), None):
        raise is_open(str(open_task.ref))
    if inquiry.closed_at is None and inquiry.merged_into is None:
        raise is_open(str(inquiry.number))
    if state.is_sending:
        raise still_going_out(inquiry.number)
    fields = {"subject": "", "policy": "", "fact": "", "emotion": ""}
    changes = (
        Update(Thing.INQUIRY, inquiry.number, fields, inquiry.version),
        *(_untitled(state.traces)),
        *_emptied(state.traces),
        *_off_the_sheet(state.traces, now),
        *_offered_no_more(state.traces, now),
        *_ended(state.still_open, now),
    )
    detail = {"why": command.why, **_counts(state.traces)}
    return Decision(changes, EventDraft("erased", inquiry.number, None, detail))


def erase_customer(state: CustomerErasureState, command: EraseCustomer, now: datetime) -> Decision:
    """Empty who they were, and what they wrote outside their own inquiries."""
    _refuse_unknown_ground(command.why)
    if state.unerased:
        raise Refused(
            "unerased",
            _("#{number} is not erased yet: do that first.").format(number=state.unerased[0]),
        )
    _refuse_while_written_to(state.written_to)
    customer = state.customer
    changes = (
        Update(Thing.CUSTOMER, customer.id, {"name": "", "email": "", "organisation": ""}),
        *_forgotten(customer.id, state.addresses),
        *_gone_elsewhere(state.elsewhere, now),
    )
    event = _customer_erased(command.why, state.elsewhere)
    detail = {**event.detail, "customer": customer.id}
    if state.also:
        detail["also"] = list(state.also)
    return Decision(changes, event._replace(detail=detail))


def erase_address(state: AddressErasureState, command: EraseAddress, now: datetime) -> Decision:
    """Empty what came from somebody of whom no inquiry was ever opened."""
    _refuse_unknown_ground(command.why)
    if state.elsewhere.is_empty:
        raise nobody_known_by(command.address)
    _refuse_while_written_to(state.written_to)
    changes = tuple(_gone_elsewhere(state.elsewhere, now))
    return Decision(changes, _customer_erased(command.why, state.elsewhere))


def nobody_known_by(address: str) -> Refused:
    return Refused(
        "no_such_customer",
        _("Nobody is known by the address {email}: name it in full, or an inquiry.").format(
            email=address
        ),
    )


def _customer_erased(why: str, traces: Traces) -> EventDraft:
    return EventDraft("customer_erased", None, None, {"why": why, **_counts(traces)})


def _gone_elsewhere(traces: Traces, now: datetime) -> Iterator[Update]:
    """What somebody left outside inquiries of their own."""
    yield from _emptied(traces)
    yield from _unblocked(traces, now)
    for message_id, others in traces.copied:
        yield Update(Thing.MESSAGE, message_id, {"recipients": list(others)})


def is_open(ref: str) -> Refused:
    """For what somebody may be at work on: a card without a word would be left to them."""
    return Refused("open", _("#{task} is open: finish it before it is erased.").format(task=ref))


def _refuse_while_written_to(numbers: tuple[int, ...]) -> None:
    """A colleague's reply isn't taken from under their hands."""
    if numbers:
        raise Refused(
            "open",
            _("A reply to them is being written in #{number}: send or discard it first.").format(
                number=numbers[0]
            ),
        )


def _refuse_unknown_ground(why: str) -> None:
    if why not in GROUNDS:
        raise Refused("ground", _("Say why: {grounds}.").format(grounds=_(", ").join(GROUNDS)))


def _untitled(traces: Traces) -> Iterator[Update]:
    for task in traces.tasks:
        if task.title:
            yield Update(Thing.TASK, task.id, {"title": ""}, task.version)


def _emptied(traces: Traces) -> Iterator[Update]:
    nothing = {"attachments": None, "recipients": None, "message_id": "", "kind": ERASED}
    for message_id in traces.messages:
        yield Update(Thing.MESSAGE, message_id, {**_NO_WORDS, **nothing})
    for receipt_id in traces.receipts:
        about = {"subject": "", "sender": "", "sender_key": "", "detail": None}
        yield Update(Thing.RECEIPT, receipt_id, about)
        yield Update(Thing.RAW, receipt_id, {"data": b""})
    for former_id in traces.formers:
        yield Update(Thing.FORMER, former_id, {"fields": {}})
    yield from _emptied_replies(traces)


def _emptied_replies(traces: Traces) -> Iterator[Update]:
    """Drafts, what was kept and said of them, and their files; who and when stay."""
    nothing = words_row(Words(Recipients(), "", ""))
    for draft_id in traces.drafts:
        yield Update(Thing.DRAFT, draft_id, nothing)
    for file_id in traces.files:
        yield Update(Thing.DRAFT_FILE, file_id, {"name": "", "data": b""})
    for revision_id in traces.revisions:
        yield Update(Thing.REVISION, revision_id, {**nothing, "files": []})
    for comment_id in traces.comments:
        yield Update(Thing.COMMENT, comment_id, {"quote": "", "text": "", "proposal": None})
    for ask_id in traces.asks:
        yield Update(Thing.ASK, ask_id, {"topic": ""})
    for hand_off_id in traces.hand_offs:
        yield Update(Thing.HAND_OFF, hand_off_id, dict.fromkeys((*FIELDS, "read_back"), ""))


def _off_the_sheet(traces: Traces, now: datetime) -> Iterator[Update]:
    """Cases without a word; tags, who and when, and how often each was used stay."""
    nothing = dict.fromkeys(LIMITS, "")
    for success_id, retired_at in traces.successes:
        yield Update(Thing.SUCCESS, success_id, {**nothing, "retired_at": retired_at or now})
    for finding_id in traces.findings:
        yield Update(Thing.SUCCESS_WORD, finding_id, {"note": ""})


def _offered_no_more(traces: Traces, now: datetime) -> Iterator[Update]:
    """Templates without a word: what they were made of was said to one customer.

    Tags and language, who and when, and how often each was used stay.
    """
    for template_id, retired_at in traces.templates:
        name = f"erased {template_id}"
        values = {"name": name, "folded": name, "subject": "", "text": ""}
        yield Update(Thing.TEMPLATE, template_id, {**values, "retired_at": retired_at or now})


def _ended(drafts: tuple[int, ...], now: datetime) -> Iterator[Update]:
    """Drafts without a word are nobody's any more."""
    for draft_id in drafts:
        yield Update(Thing.DRAFT, draft_id, {"ended_at": now, "ending": "discarded", **FREE})


def _forgotten(customer_id: int, addresses: tuple[str, ...]) -> Iterator[Update]:
    """An address is the key it is found by: whoever writes from it again is somebody new."""
    for count, address in enumerate(addresses, start=1):
        yield Update(Thing.ADDRESS, address, {"folded": f"erased {customer_id}.{count}"})


def _unblocked(traces: Traces, now: datetime) -> Iterator[Update]:
    """A block names an address; one that is in force ends, since nobody is known by it now."""
    for block_id, ended_at in traces.blocks:
        values = {"pattern": f"erased {block_id}", "why": "", "ended_at": ended_at or now}
        yield Update(Thing.BLOCK, block_id, values)


def _counts(traces: Traces) -> dict[str, object]:
    counts: dict[str, object] = {
        "messages": len(traces.messages),
        "originals": len(traces.receipts),
    }
    if traces.successes:
        counts["cases"] = len(traces.successes)
    if traces.templates:
        counts["templates"] = [template_id for template_id, _at in traces.templates]
    return counts
