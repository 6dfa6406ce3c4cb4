"""The tray by hand: a person decides about mail that opened no card by itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain.commands import DropFromTray, JoinFromTray, OpenFromTray, SortLetter
from csboard.domain.decisions import Decision, EventDraft, Thing, Update
from csboard.domain.flow import iso, reply_as_it_is
from csboard.domain.letters import Address, Letter
from csboard.domain.mail_arrival import JUNK, Arrival, joined, opened
from csboard.domain.opening import became
from csboard.domain.records import IMPORTS, Channel, Receipt
from csboard.domain.sorting import STRANGER, Action, Correspondence, Verdict, customer_of
from csboard.domain.states import InquiryState, LetterState, TrayState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import fold_address

DROPPED = "dropped"
"""The reason of a mail that a person filed."""
LONGEST_NAME = 40
"""Signs of a subject that stand in a sentence about its mail."""


def open_from_tray(state: TrayState, command: OpenFromTray, now: datetime) -> Decision:
    """An inquiry of its own, as if the mail had just been sorted so."""
    _refuse_unless_in_tray(state)
    decision = opened(_arrival(state, command.letter, Action.OPEN, now))
    return _by_hand(state, decision, {}, now)


def join_from_tray(state: TrayState, command: JoinFromTray, now: datetime) -> Decision:
    """Into the inquiry that was named, however long ago that was closed; it reopens."""
    _refuse_unless_in_tray(state)
    conversation = state.conversation
    assert conversation is not None
    decision = joined(_arrival(state, command.letter, Action.JOIN, now), conversation)
    return _by_hand(state, decision, _before(state, conversation), now)


def drop(state: TrayState, command: DropFromTray, now: datetime) -> Decision:
    """Held no longer: filed, with the reason that somebody decided so."""
    _refuse_unless_in_tray(state)
    receipt, reason = state.receipt, JUNK if command.junk else DROPPED
    if receipt.reason == reason or (receipt.state != "held" and not command.junk):
        raise Refused("filed", _("The mail {mail} is filed already.").format(mail=named(receipt)))
    detail: dict[str, object] = {"receipt": receipt.id, "reason": receipt.reason}
    if command.junk:
        detail |= {"was": receipt.state, "as": reason}
    return Decision(
        (became(receipt.id, "filed", receipt.number, reason),),
        EventDraft("dropped", receipt.number, None, detail),
    )


def _refuse_unless_in_tray(state: TrayState) -> None:
    receipt = state.receipt
    if receipt.state in ("opened", "joined"):
        raise Refused(
            "on_board",
            _("The mail {mail} is on the board already, in #{number}.").format(
                mail=named(receipt), number=receipt.number
            ),
        )
    if receipt.state == "received":
        raise Refused(
            "unsorted",
            _("Mail {id} has not been sorted yet: the next intake does it.").format(id=receipt.id),
        )


def _arrival(state: TrayState, letter: Letter | None, action: Action, now: datetime) -> Arrival:
    receipt, conversation = state.receipt, state.conversation
    read = letter or _unreadable(receipt)
    customer = customer_of(read, state.opening.settings)
    stranger = conversation is not None and fold_address(customer.email) not in state.people
    verdict = Verdict(
        action,
        customer,
        flag=STRANGER if stranger and letter is not None else "",
        sent_at=read.sent_at if read.sent_at and read.sent_at <= now else None,
    )
    channel = Channel.IMPORT if receipt.source in IMPORTS else Channel.MAIL
    return Arrival(
        LetterState(state.opening, receipt, Correspondence(), {}),
        SortLetter(receipt_id=receipt.id, letter=read, channel=channel),
        read,
        verdict,
        now,
    )


def named(receipt: Receipt) -> str:
    """A mail as a sentence names it: by its subject, which is what a person knows it by."""
    subject = receipt.subject or _("(no subject)")
    cut = subject if len(subject) <= LONGEST_NAME else f"{subject[:LONGEST_NAME]}…"
    return _("'{words}'").format(words=cut)


def _unreadable(receipt: Receipt) -> Letter:
    """What stands for a mail that can't be read: nothing of it but what its receipt knows."""
    sender = Address("", receipt.sender)
    return Letter(
        subject=receipt.subject or _("(a mail that can't be read)"),
        sender=sender,
        from_=sender,
        to=(),
        cc=(),
        sent_at=None,
        message_id="",
        in_reply_to=(),
        references=(),
        text=_(
            "This mail could not be read. Its original is kept:"
            " csboard tray show {id} --raw > mail.eml"
        ).format(id=receipt.id),
        attachments=(),
        digest=f"receipt-{receipt.id}",
    )


def _by_hand(
    state: TrayState, decision: Decision, before: Mapping[str, object], now: datetime
) -> Decision:
    """The same decision as a person's: it says what was before, so that it can be taken back."""
    before = {"by_hand": True, **before}
    return decided_again(state.receipt, state.standing, decision, before, now)


def decided_again(
    receipt: Receipt,
    standing: tuple[int, ...],
    decision: Decision,
    more: Mapping[str, object],
    now: datetime,
) -> Decision:
    """The decision about a mail that was decided about before: its old lines are withdrawn."""
    withdrawn = [Update(Thing.MESSAGE, one, {"withdrawn_at": now}) for one in standing]
    detail = {
        **decision.event.detail,
        "was": {"state": receipt.state, "reason": receipt.reason, "number": receipt.number},
        "withdrawn": list(standing),
        **more,
    }
    other = receipt.number if receipt.number != decision.event.number else None
    event = decision.event._replace(detail=detail, other=other)
    return Decision((*withdrawn, *decision.changes), event)


def _before(state: TrayState, conversation: InquiryState) -> dict[str, object]:
    return before_joining(conversation, state.last_in_at)


def before_joining(conversation: InquiryState, last_in_at: datetime | None) -> dict[str, object]:
    """What joining changes in the inquiry."""
    return {
        "last_in_at": iso(last_in_at),
        "inquiry_closed_at": iso(conversation.inquiry.closed_at),
        "reply": reply_as_it_is(conversation.reply),
    }
