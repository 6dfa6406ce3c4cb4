"""Loading what the rules about sending are shown, and the outbox as programs read it."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from csboard.db import replies, wholes
from csboard.db import reply_models as models
from csboard.db import reply_records as records
from csboard.db.models import MessageRow
from csboard.db.prepared import Prepared, slot
from csboard.db.states import inquiry_state
from csboard.db.success_states import waiting_reuses
from csboard.db.team import Team
from csboard.domain.records import Direction, Member, Message
from csboard.domain.replies import OutboxEntry, OutboxState, Revision
from csboard.domain.sending_commands import (
    HoldLease,
    NoteFailed,
    NoteHanding,
    NoteSent,
    ParkUnknown,
    PutBack,
    RecordSent,
    Send,
    SettleUnknown,
    StopSending,
    TakeEntry,
)
from csboard.domain.sending_states import LeaseState, SendingState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple

OfDraft = Send | StopSending | RecordSent
OfEntry = TakeEntry | NoteHanding | PutBack | NoteSent | NoteFailed | ParkUnknown | SettleUnknown

MAX_DUE = 50
"""Replies that are looked at at once."""

TOKEN_BYTES = 12
"""96 bits of a Message-ID that nobody guesses."""

Outbox, Verdict, Ask = models.OutboxRow, models.VerdictRow, models.AskRow
File = models.DraftFileRow

_VERDICTS = Prepared(
    lambda: (
        Verdict.select(*records.VERDICT_COLUMNS)
        .where(Verdict.draft == slot("draft"), Verdict.withdrawn_at.is_null())
        .order_by(Verdict.id)
    )
)
_ASKS = Prepared(
    lambda: Ask.select(Ask.id).where(Ask.draft == slot("draft"), Ask.ended_at.is_null())
)
_ENTRY = Prepared(lambda: Outbox.select(*records.OUTBOX_COLUMNS).where(Outbox.id == slot("entry")))
_ENTRY_NAMED = Prepared(
    lambda: Outbox.select(*records.OUTBOX_COLUMNS).where(Outbox.message_id == slot("message_id"))
)
_LATER = Prepared(
    lambda: (
        MessageRow.select(
            MessageRow.id, MessageRow.direction, MessageRow.at, MessageRow.author, MessageRow.kind
        )
        .where(
            MessageRow.inquiry.in_(wholes.parts_of(slot("number"))),
            MessageRow.withdrawn_at.is_null(),
            MessageRow.id > slot("seen"),
        )
        .order_by(MessageRow.id)
    )
)
_LEASE = Prepared(
    lambda: models.LeaseRow.select(models.LeaseRow.holder, models.LeaseRow.until).where(
        models.LeaseRow.name == slot("name")
    )
)


def draft_state(command: OfDraft, login: str, team: Team) -> SendingState:
    """About a draft; Refused when there is none, or its inquiry was filed as junk."""
    seen = getattr(command, "seen", None)
    return _state(command.draft_id, team.member(login), team, seen=seen, junk=False)


def entry_state(command: OfEntry, login: str, team: Team) -> SendingState:
    """About an entry of the outbox, whatever became of its inquiry; Refused without one."""
    return _state(_entry(command.entry_id, team).draft_id, team.member(login), team, junk=True)


def state_of_draft(draft_id: int, me: Member, team: Team) -> SendingState:
    """About a draft, whatever became of its inquiry."""
    return _state(draft_id, me, team, junk=True)


def state_named(message_id: str, me: Member, team: Team) -> SendingState | None:
    """About the reply that goes or went out with this Message-ID, if one does."""
    row = _ENTRY_NAMED.row(message_id=message_id)
    if row is None:
        return None
    return _state(records.outbox_entry(row, team.logins).draft_id, me, team, junk=True)


def lease_state(command: HoldLease, login: str, team: Team) -> LeaseState:
    row = _LEASE.row(name=command.name)
    return LeaseState(*row) if row else LeaseState()


def _state(
    draft_id: int, me: Member, team: Team, *, seen: int | None = None, junk: bool
) -> SendingState:
    draft = replies.draft(draft_id, team)
    whole = inquiry_state(draft.number, me, team, junk=junk)
    known = draft.seen if seen is None else min(draft.seen, seen)
    return SendingState(
        whole=whole,
        draft=draft,
        revisions=replies.revisions_of(draft_id, team),
        verdicts=tuple(records.verdict(one, team.logins) for one in _VERDICTS.rows(draft=draft_id)),
        later=_later(whole.inquiry.number, known, team),
        entry=replies.entry_of(draft_id, team),
        asks=tuple(ask for (ask,) in _ASKS.rows(draft=draft_id)),
        reuses=waiting_reuses(draft_id, team),
        reviewer=replies.reviewer_meant(whole.inquiry.number, whole.reply.owner, team),
        token=secrets.token_urlsafe(TOKEN_BYTES),
    )


def _later(number: int, seen: int, team: Team) -> tuple[Message, ...]:
    """Heads of what came after; a draft's `seen` is the newest its writer had before their eyes."""
    return tuple(
        Message(
            id=message_id,
            direction=Direction(direction),
            at=at,
            sender_name="",
            sender_email="",
            subject="",
            text="",
            kind=kind,
            author=team.logins[author] if author else None,
        )
        for message_id, direction, at, author, kind in _LATER.rows(number=number, seen=seen)
    )


def _entry(entry_id: int, team: Team) -> OutboxEntry:
    row = _ENTRY.row(entry=entry_id)
    if row is None:
        raise Refused("no_such_entry", _("There is no such reply in the outbox: look again."))
    return records.outbox_entry(row, team.logins)


# What programs and lists read


SENDER = "sender"
"""The lease that a worker holds which can send."""

FRESH = timedelta(seconds=60)
"""A board that was open then is taken for open."""


class Parcel(NamedTuple):
    """A reply in the outbox with all that its mail is made of."""

    entry: OutboxEntry
    revision: Revision
    thread: tuple[str, ...]
    """Message-IDs of the conversation, the oldest first; the last is what it answers."""
    files: tuple[tuple[str, str, bytes], ...]
    """Name, type and bytes of each file."""


_SETTLED = (OutboxState.SENT, OutboxState.STOPPED)
_DUE = Prepared(
    lambda: (
        Outbox.select(*records.OUTBOX_COLUMNS)
        .where(
            (Outbox.state.in_(("queued", "claimed", "handing"))),
            Outbox.not_before <= slot("now"),
            Outbox.held_until.is_null() | (Outbox.held_until <= slot("now")),
        )
        .order_by(Outbox.not_before, Outbox.id)
        .limit(MAX_DUE)
    )
)
_WAITING = Prepared(
    lambda: (
        Outbox.select(*records.OUTBOX_COLUMNS)
        .where(Outbox.state.in_([state for state in OutboxState if state not in _SETTLED]))
        .order_by(Outbox.id)
    )
)
_THREAD = Prepared(
    lambda: (
        MessageRow.select(MessageRow.id, MessageRow.message_id)
        .where(
            MessageRow.inquiry.in_(wholes.parts_of(slot("number"))),
            MessageRow.withdrawn_at.is_null(),
            MessageRow.direction.in_(("in", "out")),
            MessageRow.message_id != "",
        )
        .order_by(MessageRow.at, MessageRow.id)
    )
)
_FILES = Prepared(
    lambda: (
        File.select(File.id, File.name, File.type, File.data)
        .where(File.draft == slot("draft"))
        .order_by(File.id)
    )
)


_SENDING = Prepared(
    lambda: (
        models.PresenceRow.select(models.PresenceRow.id)
        .where(models.PresenceRow.sends, models.PresenceRow.at >= slot("since"))
        .limit(1)
    )
)


def somebody_sends(now: datetime) -> bool:
    """Whether a worker is at work, or a board is open that can send."""
    holder = _LEASE.row(name=SENDER)
    if holder is not None and holder[1] > now:
        return True
    return _SENDING.row(since=now - FRESH) is not None


def due(now: datetime, team: Team) -> tuple[OutboxEntry, ...]:
    """What somebody has to see to now: to be sent, or left by whoever had it in hand."""
    return tuple(records.outbox_entry(row, team.logins) for row in _DUE.rows(now=now))


def unsettled(team: Team) -> tuple[OutboxEntry, ...]:
    """Everything that is on its way or went wrong, oldest first."""
    return tuple(records.outbox_entry(row, team.logins) for row in _WAITING.rows())


def parcel(entry_id: int, team: Team) -> Parcel:
    """One entry with its words, thread and files; Refused when there is none."""
    entry = _entry(entry_id, team)
    revision = next(
        one for one in replies.revisions_of(entry.draft_id, team) if one.id == entry.revision_id
    )
    draft = replies.draft(entry.draft_id, team)
    wanted = {file.id for file in revision.files}
    files = tuple(
        (name, kind, bytes(data))
        for file_id, name, kind, data in _FILES.rows(draft=entry.draft_id)
        if file_id in wanted
    )
    return Parcel(entry, revision, _thread(draft.number, draft.answers), files)


def _thread(number: int, answers: int | None) -> tuple[str, ...]:
    rows = _THREAD.rows(number=number)
    ids = [message_id for _id, message_id in rows]
    answered = [message_id for row_id, message_id in rows if row_id == answers]
    return (*(one for one in ids if one not in answered), *answered)
