"""Letting a reply go out, stopping it, and saying of one whether it went.

Sending is asked for by people; what programs do about it is in `csboard.domain.handing`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from csboard.domain.approval import held
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.mailable import mailable
from csboard.domain.pens import FREE
from csboard.domain.recipients import refuse_unsendable
from csboard.domain.replies import OutboxState
from csboard.domain.revisions import Kept, as_revision, digest_of_draft
from csboard.domain.sending_commands import RecordSent, Send, SettleUnknown, StopSending
from csboard.domain.sending_states import SendingState
from csboard.domain.sent import author_of, ended, out_message, outgoing_message, was_sent
from csboard.errors import Conflict, Refused
from csboard.i18n import _, ago
from csboard.text import fold_address

HAND = "hand"

Changes = tuple[Insert | Update, ...]


def send(state: SendingState, command: Send, now: datetime) -> Decision:
    """Into the outbox, from where it goes when the send window is over. Once for each draft."""
    _refuse_unready(state, command, now)
    _refuse_unmailable(state)
    kept = as_revision(state.draft, state.revisions, state.members, now)
    values = {
        **_entry(state, kept, command.way),
        "state": OutboxState.QUEUED,
        "queued_at": now,
        "queued_by_id": state.actor.id,
        "not_before": now + timedelta(seconds=state.settings.send_window),
    }
    detail = {
        "draft": state.draft.id,
        "revision": kept.id,
        "digest": kept.digest,
        "way": command.way,
    }
    return Decision(
        (*kept.changes, _in_outbox(state, values), Update(Thing.DRAFT, state.draft.id, FREE)),
        EventDraft("queued", state.number, None, detail),
    )


def record_sent(state: SendingState, command: RecordSent, now: datetime) -> Decision:
    """That a person has sent it by hand, with these words."""
    _refuse_unready(state, command, now)
    kept = as_revision(state.draft, state.revisions, state.members, now)
    values = {
        **_entry(state, kept, HAND),
        "state": OutboxState.SENT,
        "queued_at": now,
        "queued_by_id": state.actor.id,
        "not_before": now,
        "ended_at": now,
    }
    message_id = str(values["message_id"])
    draft, me = state.draft, state.actor.login
    author = author_of(state, draft.writer, me)
    message = out_message(state, draft.words, draft.files, message_id, author, now)
    changes = (*kept.changes, _in_outbox(state, values), *was_sent(state, message, now))
    event = sent_event(state, kept.id, kept.digest, HAND, me)
    return Decision(changes, event)


def stop(state: SendingState, command: StopSending, now: datetime) -> Decision:
    """Before anything was given away; its draft is open again as it was."""
    refuse_stopping(state, now)
    return Decision(
        (ended(state.outgoing, OutboxState.STOPPED, now),),
        EventDraft("send_stopped", state.number, None, {"draft": state.draft.id}),
    )


def settle(state: SendingState, command: SettleUnknown, now: datetime) -> Decision:
    """A person has found out whether an uncertain reply went out; if not, it goes again.

    With the same Message-ID: a customer who gets it twice after all sees one.
    """
    entry = state.outgoing
    if entry.state not in (OutboxState.UNKNOWN, OutboxState.FAILED):
        raise Refused(
            "settled",
            _("What became of the reply to #{number} is known: {state}.").format(
                number=state.number, state=state_in_words(entry.state)
            ),
        )
    if command.was_sent:
        message = outgoing_message(state, now)
        return Decision(
            (ended(entry, OutboxState.SENT, now), *was_sent(state, message, now)),
            sent_event(state, entry.revision_id, entry.digest, entry.way, entry.queued_by),
        )
    values = {
        "state": OutboxState.QUEUED,
        "not_before": now,
        "attempt": 0,
        "holder": "",
        "held_until": None,
        "code": "",
        "ended_at": None,
    }
    detail = {"draft": state.draft.id, "digest": entry.digest, "way": entry.way, "again": True}
    return Decision(
        (Update(Thing.OUTBOX, entry.id, values, entry.version),),
        EventDraft("queued", state.number, None, detail),
    )


def state_in_words(state: OutboxState) -> str:
    """Where a reply is, for people."""
    return _STATES[state]()


_STATES = {
    OutboxState.QUEUED: lambda: _("waits to be sent"),
    OutboxState.CLAIMED: lambda: _("is being sent"),
    OutboxState.HANDING: lambda: _("is being handed over"),
    OutboxState.SENT: lambda: _("sent"),
    OutboxState.FAILED: lambda: _("not sent"),
    OutboxState.UNKNOWN: lambda: _("sent or not, nobody knows"),
    OutboxState.STOPPED: lambda: _("sending was stopped"),
    OutboxState.BOUNCED: lambda: _("came back"),
}


def sent_event(
    state: SendingState, revision: int | Ref, digest: str, way: str, by: str
) -> EventDraft:
    """Tells that the reply went out; `by` is who let it."""
    detail = {
        "draft": state.draft.id,
        "message": Ref("message"),
        "revision": revision,
        "digest": digest,
        "way": way,
        "login": state.draft.author,
        "by": by,
        "first": state.inquiry.first_reply_at is None,
    }
    return EventDraft("sent", state.number, None, detail)


def mail_domain(own: str, sender: str) -> str:
    """The right-hand side of our Message-IDs: as the team says, else that of its address."""
    return sender.rpartition("@")[2] if own == NO_DOMAIN and sender else own


NO_DOMAIN = "csboard.invalid"
"""The setting's default, which is nobody's."""


def _refuse_unready(state: SendingState, command: Send | RecordSent, now: datetime) -> None:
    draft = state.draft
    _refuse_a_second(state, now)
    if draft.ended_at is not None:
        raise Refused(
            "ended",
            _("The draft for #{number} was discarded {ago}: begin another one.").format(
                number=state.number, ago=ago((now - draft.ended_at).total_seconds())
            ),
        )
    if digest_of_draft(draft) != command.digest:
        raise Conflict(
            "changed",
            _("{name} changed the reply to #{number} {ago}: look again, then send.").format(
                name=state.name_of(draft.writer),
                number=state.number,
                ago=ago((now - draft.saved_at).total_seconds()),
            ),
        )
    if not draft.words.text.strip():
        raise Refused(
            "empty", _("The reply to #{number} is empty: write it.").format(number=state.number)
        )
    hold = held(state.matter, state.actor.login, command.seen, now)
    if hold is not None and not (command.anyway and hold.may_anyway):
        raise hold


def _refuse_a_second(state: SendingState, now: datetime) -> None:
    """Whoever presses second is told who was first; what failed or was stopped may go again."""
    entry = state.entry
    if entry is None or entry.state in (OutboxState.STOPPED, OutboxState.FAILED):
        return
    if entry.state is OutboxState.UNKNOWN:
        raise Refused(
            "unknown",
            _(
                "Whether the reply to #{number} went out is not known: say so first"
                " (csboard outbox settle {number})."
            ).format(number=state.number),
        )
    raise Conflict(
        "sent",
        _("{name} sent the reply to #{number} {ago}.").format(
            name=state.name_of(entry.queued_by),
            number=state.number,
            ago=ago((now - entry.queued_at).total_seconds()),
        ),
    )


def _refuse_unmailable(state: SendingState) -> None:
    """Refuse what no mail server would take; with what to do about it."""
    words, own = state.draft.words, state.settings.own_addresses
    refuse_unsendable(words.recipients)
    if fold_address(words.sender) not in set(map(fold_address, own)) or not mailable(words.sender):
        raise Refused(
            "no_sender",
            _(
                "The reply goes out from no address of the team's: a lead names it under"
                " own_addresses (csboard team edit), and the draft says from which."
            ),
        )


def _entry(state: SendingState, kept: Kept, way: str) -> dict[str, object]:
    """What an outbox row says of the draft, whatever becomes of it; an older row keeps its id."""
    domain = mail_domain(state.settings.mail_domain, state.draft.words.sender)
    message_id = f"<csb.{state.number}.{state.draft.id}.{state.token}@{domain}>"
    return {
        "draft_id": state.draft.id,
        "inquiry_id": state.number,
        "revision_id": kept.id,
        "digest": kept.digest,
        "message_id": state.entry.message_id if state.entry else message_id,
        "way": way,
    }


def _in_outbox(state: SendingState, values: dict[str, object]) -> Insert | Update:
    if state.entry is None:
        return Insert(Thing.OUTBOX, values)
    anew = {"attempt": 0, "holder": "", "held_until": None, "code": "", "ended_at": None}
    return Update(Thing.OUTBOX, state.entry.id, {**anew, **values}, state.entry.version)


def refuse_stopping(state: SendingState, now: datetime) -> None:
    """Refuse what is not on its way, or has left."""
    entry = state.entry
    if entry is None or entry.state is OutboxState.STOPPED:
        raise Refused(
            "not_queued",
            _("The reply to #{number} is not on its way.").format(number=state.number),
        )
    if entry.state not in (OutboxState.QUEUED, OutboxState.CLAIMED):
        passed = ago((now - (entry.ended_at or entry.not_before)).total_seconds())
        raise Refused(
            "too_late",
            _("The reply to #{number} can't be stopped any more: {state} ({ago}).").format(
                number=state.number, state=state_in_words(entry.state), ago=passed
            ),
        )
