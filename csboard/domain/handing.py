"""What the programs that send write down at each step, so that no crash sends a mail twice.

`claimed`: nothing was given away yet; whoever finds it after its time takes it up. `handing`,
committed between the acceptance of the recipients and the text: from there on the mail server may
have it, and nothing but its answer or a person's word says what became of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from csboard.domain.approval import change_of, customer_since, needs_approval
from csboard.domain.decisions import Decision, EventDraft, Insert, Quiet, Thing, Update
from csboard.domain.replies import OutboxEntry, OutboxState
from csboard.domain.revisions import digest_of, digest_of_draft
from csboard.domain.sending import sent_event
from csboard.domain.sending_commands import (
    HoldLease,
    NoteFailed,
    NoteHanding,
    NoteSent,
    ParkUnknown,
    PutBack,
    TakeEntry,
)
from csboard.domain.sending_states import LeaseState, SendingState
from csboard.domain.sent import alarm, ended, outgoing_message, was_sent
from csboard.errors import Conflict, Refused
from csboard.i18n import _

BACK_OFF = (1, 5, 30, 120)
"""Minutes until the next try, after the first, second, … "later" of the server."""
HANDING_SECONDS = 15 * 60
"""Longer than any server takes over the text of a mail (RFC 5321 4.5.3.2: 10 minutes)."""
MAX_CODE = 40
OVERTAKEN = ("edited", "moved", "change")
"""Codes of what stopped a reply that nobody had begun to send."""


def take(state: SendingState, command: TakeEntry, now: datetime) -> Quiet:
    """In hand for some seconds. Conflict (`taken`) for all but one; or what overtook it.

    Asked again by the same holder, whose answer was lost, it is the same.
    """
    entry = state.outgoing
    is_due = entry.state is OutboxState.QUEUED and entry.not_before <= now
    may_go_on = is_over(entry, now) or entry.holder == command.holder
    if not is_due and not (entry.state is OutboxState.CLAIMED and may_go_on):
        raise _not_ours(entry)
    _refuse_overtaken(state)
    values = {
        "state": OutboxState.CLAIMED,
        "holder": command.holder,
        "held_until": now + timedelta(seconds=command.seconds),
    }
    return Quiet((Update(Thing.OUTBOX, entry.id, values, entry.version),))


def is_over(entry: OutboxEntry, now: datetime) -> bool:
    """Whether whoever had it in hand had it for long enough."""
    return entry.held_until is None or entry.held_until <= now


def overtaken(state: SendingState) -> str:
    """Why a reply that waits must not go out any more; empty when it may."""
    entry, matter = state.outgoing, state.matter
    revision = state.sent_words
    digests = {entry.digest, digest_of_draft(state.draft), revision.digest}
    if digests != {digest_of(revision.words, revision.files)}:
        return "edited"
    if customer_since(state.later, entry.queued_at):
        return "moved"
    change = change_of(matter)
    if change is not None and (needs_approval(matter) or change.at > entry.queued_at):
        return "change"
    return ""


def _refuse_overtaken(state: SendingState) -> None:
    code = overtaken(state)
    if code:
        raise Conflict(code, failed_in_words(code, state.number))


def failed_in_words(code: str, number: int) -> str:
    """Why a reply did not go out, in a sentence."""
    told = _OVERTAKEN.get(code)
    if told is None:
        return _("The reply to #{number} was not sent ({code}).").format(number=number, code=code)
    return told().format(number=number)


_OVERTAKEN = {
    "edited": lambda: _("The reply to #{number} was changed after it was let go: send it anew."),
    "moved": lambda: _(
        "The customer of #{number} wrote before the reply went out: read it, then send or edit."
    ),
    "change": lambda: _(
        "Somebody asked for a change of the reply to #{number} before it went out."
    ),
    "address": lambda: _("The reply to #{number} goes to an address that can't be."),
    "sender": lambda: _("The reply to #{number} goes out from an address that can't be."),
    "file": lambda: _("A file of the reply to #{number} is missing."),
}


def note_handing(state: SendingState, command: NoteHanding, now: datetime) -> Quiet:
    """The last look: only the very words that were let go are given away."""
    entry = _held_by(state, command.holder, OutboxState.CLAIMED, OutboxState.HANDING)
    if entry.state is OutboxState.HANDING:  # the answer was lost
        return Quiet(())
    if command.digest != entry.digest:
        raise Conflict("edited", failed_in_words("edited", state.number))
    _refuse_overtaken(state)
    values = {
        "state": OutboxState.HANDING,
        "held_until": now + timedelta(seconds=HANDING_SECONDS),
    }
    return Quiet((Update(Thing.OUTBOX, entry.id, values, entry.version),))


def put_back(state: SendingState, command: PutBack, now: datetime) -> Quiet:
    """Again later; Refused (`exhausted`) when the server has said that often enough.

    A server that can't be reached says nothing of the mail: it is tried every five minutes.
    """
    entry = state.outgoing
    if entry.state is OutboxState.QUEUED and entry.holder == command.holder:
        return Quiet(())  # the answer was lost
    entry = _held_by(state, command.holder, OutboxState.CLAIMED, OutboxState.HANDING)
    said_so = command.code[:1].isdigit()
    if said_so and entry.attempt >= len(BACK_OFF):
        raise Refused("exhausted", failed_in_words(command.code, state.number))
    attempt = entry.attempt if said_so else min(entry.attempt, 1)
    values = {
        "state": OutboxState.QUEUED,
        "not_before": now + timedelta(minutes=BACK_OFF[attempt]),
        "attempt": attempt + 1,
        "held_until": None,
        "code": command.code[:MAX_CODE],
    }
    return Quiet((Update(Thing.OUTBOX, entry.id, values, entry.version),))


def note_sent(state: SendingState, command: NoteSent, now: datetime) -> Decision:
    """The server's word, also about one that was given up as unknown meanwhile."""
    entry = _held_by(state, command.holder, OutboxState.HANDING, OutboxState.UNKNOWN)
    message = outgoing_message(state, now)
    return Decision(
        (ended(entry, OutboxState.SENT, now), *was_sent(state, message, now)),
        sent_event(state, entry.revision_id, entry.digest, entry.way, entry.queued_by),
    )


def note_failed(state: SendingState, command: NoteFailed, now: datetime) -> Decision:
    """Refused for good; or overtaken before anybody began, which the state itself must show."""
    code = command.code[:MAX_CODE]
    if code in OVERTAKEN:
        entry, code = state.outgoing, overtaken(state)
        waits = entry.state is OutboxState.QUEUED or (
            entry.state is OutboxState.CLAIMED and command.holder in ("", entry.holder)
        )
        if not code or not waits:
            raise _not_ours(entry)
        to = OutboxState.STOPPED
    else:
        entry = _held_by(state, command.holder, OutboxState.CLAIMED, OutboxState.HANDING)
        to = OutboxState.FAILED
    changes = (ended(entry, to, now, code), *alarm(state, "failed", now))
    return Decision(changes, _told("send_failed", state, code))


def park(state: SendingState, command: ParkUnknown, now: datetime) -> Decision:
    """By whoever handed it over and lost the line, or by anybody when their time is over."""
    entry = state.outgoing
    mine = command.holder == entry.holder and bool(entry.holder)
    if entry.state is not OutboxState.HANDING or not (mine or is_over(entry, now)):
        raise _not_ours(entry)
    values = {"state": OutboxState.UNKNOWN, "held_until": None, "code": command.code[:MAX_CODE]}
    update = Update(Thing.OUTBOX, entry.id, values, entry.version)
    return Decision(
        (update, *alarm(state, "unknown", now)), _told("send_unknown", state, command.code)
    )


def hold_lease(state: LeaseState, command: HoldLease, now: datetime) -> Quiet:
    """Mine for some seconds from now; Conflict (`leased`) while another holds it."""
    values = {"holder": command.holder, "until": now + timedelta(seconds=command.seconds)}
    if state.holder is None:
        return Quiet((Insert(Thing.LEASE, {"name": command.name, **values}),))
    if state.holder != command.holder and state.until and state.until > now:
        raise Conflict("leased", _("Another program does this already."))
    return Quiet((Update(Thing.LEASE, command.name, values),))


def _told(kind: str, state: SendingState, code: str) -> EventDraft:
    detail = {
        "draft": state.draft.id,
        "code": code[:MAX_CODE],
        "login": state.draft.author,
        "by": state.outgoing.queued_by,
    }
    return EventDraft(kind, state.number, None, detail)


def _held_by(state: SendingState, holder: str, *states: OutboxState) -> OutboxEntry:
    entry = state.outgoing
    if entry.state not in states or entry.holder != holder:
        raise _not_ours(entry)
    return entry


def _not_ours(entry: OutboxEntry) -> Conflict:
    return Conflict(
        "taken",
        _("Another program has the reply to #{number} in hand.").format(number=entry.number),
    )
