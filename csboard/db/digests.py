"""Reading what became of somebody's tasks while they were away.

What is read follows what happened meanwhile and what they have, not the size of the board.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from peewee import JOIN, fn

from csboard.db import models, records
from csboard.db.absences import standing
from csboard.db.activity import newest_before
from csboard.db.clock_rules import rules_of
from csboard.db.hand_offs import given_for, untaken_of
from csboard.db.in_parts import in_parts
from csboard.db.models import whole_of
from csboard.db.prepared import Prepared, slot
from csboard.db.reply_models import OutboxRow
from csboard.db.team import Team
from csboard.domain.absences import Absence, Span, span_of
from csboard.domain.business_calendar import Calendar
from csboard.domain.card_clocks import pressing
from csboard.domain.digest import (
    COMING,
    TAKING,
    Found,
    Into,
    Said,
    Theirs,
    left_afterwards,
    takings,
)
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.digest_reading import DigestState, asked_for
from csboard.domain.hand_off_records import HandOff
from csboard.domain.records import Direction, Event, Outcome, TaskRef
from csboard.domain.time_history import own_eyes
from csboard.named import NamedTuple

AT_ONCE = 200
BEGINNING = 2_000
"""Signs that are read of a message."""

_Inquiry, _Task, _Event, _Message = (
    models.InquiryRow,
    models.TaskRow,
    models.EventRow,
    models.MessageRow,
)
_Outbox = OutboxRow
_WHOLE = whole_of(_Inquiry)
_SENT = (_Outbox.message_id == _Message.message_id) & (_Message.direction == Direction.OUT.value)

_OPEN = Prepared(
    lambda: _Task.select(_Task.inquiry, _Task.seq).where(
        _Task.owner == slot("member"),
        _Task.owner_since < slot("until"),
        _Task.closed_at.is_null(),
        _Task.withdrawn_at.is_null(),
    )
)
_LATE = Prepared(
    lambda: _Task.select(_Task.inquiry, _Task.seq).where(
        _Task.owner == slot("member"),
        _Task.owner_since >= slot("until"),
        _Task.owner_since < slot("day_end"),
        _Task.closed_at.is_null(),
        _Task.withdrawn_at.is_null(),
        fn.EXISTS(
            _Message.select(_Message.id).where(
                _Message.inquiry == _Task.inquiry,
                _Message.direction == Direction.IN.value,
                _Message.at >= _Task.owner_since,
                _Message.withdrawn_at.is_null(),
            )
        ),
    )
)
"""What they took on the day of their return, of which the customer has written since."""
_CLOSED = Prepared(
    lambda: _Task.select(_Task.inquiry, _Task.seq).where(
        _Task.owner == slot("member"),
        _Task.owner_since < slot("until"),
        _Task.closed_at >= slot("since"),
    )
)
_TAKING = Prepared(
    lambda: (
        _Event.select(*records.EVENT_COLUMNS)
        .where(
            _Event.id > slot("mark"),
            _Event.kind.in_((*COMING, *TAKING)),
        )
        .order_by(_Event.id)
    )
)
_MARK = Prepared(newest_before)
"""Read on its own: without its value PostgreSQL takes a third of all history for newer than it,
and begins processes to read that, which takes 20 ms where there is next to nothing to read.
"""


def digest_state(command: ReadDigest, login: str, team: Team) -> DigestState:
    named = standing(command.absence_id, team)
    return DigestState(team.member(login), named, team.members, ZoneInfo(team.settings.zone))


def found(team: Team, login: str, absence_id: int | None, now: datetime) -> Found:
    """Of one absence; of the one that is to be read of first, or of the latest, if none is named.

    Refused when there is none, it is another's or it hasn't begun.
    """
    zone = ZoneInfo(team.settings.zone)
    absence = asked_for(_known(absence_id, team), login, absence_id, team.members, now, zone)
    since, until = span_of(absence, zone)
    given = {
        one.task: one
        for one in given_for(absence, since, team)
        if one.taken_at is not None and one.taken_at <= until
    }
    untaken = {one.task: one for one in untaken_of(login, team)}
    day_end = span_of(absence._replace(until_noon=False), zone).end
    refs = _refs(team, login, Span(since, until), day_end, given)
    tasks = tuple(
        task._replace(hand_off=given.get(task.ref), untaken=untaken.get(task.ref))
        for task in _going_on(tuple(_tasks(refs, team, now)), team)
    )
    parts = _parts({one.ref.number for one in tasks})
    events = own_eyes(tuple(_events(parts, since, team)), login)
    return Found(
        absence=absence,
        since=since,
        until=until,
        now=now,
        tasks=tasks,
        events=events,
        said=tuple(_said(parts, since, team)),
        members=team.members,
        stages=team.settings.stages,
        zone=team.settings.zone,
        vocabulary=team.settings.vocabulary,
        reasons=_reasons(events),
        belongs=parts.belongs,
    )


def _known(absence_id: int | None, team: Team) -> tuple[Absence, ...]:
    """Those at hand, or the one that is named, if it stands."""
    if absence_id is None:
        return team.absences
    named = standing(absence_id, team)
    return () if named is None else (named,)


def _refs(
    team: Team, login: str, span: Span, day_end: datetime, given: Mapping[TaskRef, HandOff]
) -> list[TaskRef]:
    """What was theirs, whoever has it now.

    What they took during the absence too: they came in after all, or fell ill in the afternoon.
    """
    member = team.members.get(login)
    theirs = {"member": member.id if member else 0, "until": span.end}
    rows = [*_OPEN.rows(**theirs), *_CLOSED.rows(since=span.start, **theirs)]
    if span.end < day_end:
        rows += _LATE.rows(day_end=day_end, **theirs)
    refs = {TaskRef(*row) for row in rows} | set(given)
    mark = _MARK.scalar(since=span.start) or 0
    events = [records.event(row, team.logins) for row in _TAKING.rows(mark=mark)]
    refs |= set(takings(events, login, span.end)) | left_afterwards(events, login, span.end)
    return sorted(refs)


def _tasks(refs: list[TaskRef], team: Team, now: datetime) -> Iterator[Theirs]:
    calendar, wanted = rules_of(team).calendar, set(refs)
    for row in _rows(sorted({ref.number for ref in refs})):
        if row.ref in wanted:
            yield _theirs(row, team, calendar, now)


class _Row(NamedTuple):
    """What is read of a task and its inquiry; in the order of `_COLUMNS`."""

    number: int
    seq: int
    title: str
    subject: str
    stage: str
    owner: int | None
    closed_at: datetime | None
    outcome: str
    waiting: Any
    clocks: Any
    withdrawn_at: datetime | None
    merged_into: int | None
    junked_at: datetime | None

    @property
    def ref(self) -> TaskRef:
        return TaskRef(self.number, self.seq)


_COLUMNS = (
    _Task.inquiry,
    _Task.seq,
    _Task.title,
    _Inquiry.subject,
    _Task.stage,
    _Task.owner,
    _Task.closed_at,
    _Inquiry.outcome,
    _Task.waiting,
    _Inquiry.clocks,
    _Task.withdrawn_at,
    _Inquiry.merged_into,
    _Inquiry.junked_at,
)


def _rows(numbers: list[int]) -> Iterator[_Row]:
    """All tasks of these inquiries, in their order."""
    for some in in_parts(numbers, AT_ONCE):
        query = _Task.select(*_COLUMNS).join(_Inquiry).where(_Task.inquiry.in_(some))
        rows: Any = query.order_by(_Task.inquiry, _Task.seq).tuples()
        yield from map(_Row._make, rows)


def _theirs(row: _Row, team: Team, calendar: Calendar, now: datetime) -> Theirs:
    is_promised = row.clocks and row.seq == 1 and not row.closed_at
    return Theirs(
        row.ref,
        row.title or row.subject or records.erased(),
        row.stage,
        None if row.owner is None else team.logins.get(row.owner),
        row.closed_at,
        Outcome(row.outcome) if row.outcome else None,
        records.waiting_of(row.waiting),
        pressing(records.card_clocks(row.clocks), calendar, now) if is_promised else None,
        into=row.merged_into if row.withdrawn_at else None,
        junked_at=row.junked_at,
    )


def _going_on(tasks: tuple[Theirs, ...], team: Team) -> Iterator[Theirs]:
    """The same, those of merged inquiries with how the other's reply stands."""
    found: dict[int, Into] = {}
    for some in in_parts(sorted({one.into for one in tasks if one.into is not None}), AT_ONCE):
        rows: Any = (
            _Task.select(_Task.inquiry, _Task.owner, _Task.closed_at)
            .where(_Task.inquiry.in_(some), _Task.seq == 1)
            .tuples()
        )
        found.update(
            (number, Into(team.logins.get(owner), closed_at)) for number, owner, closed_at in rows
        )
    for one in tasks:
        yield one._replace(there=found.get(one.into or 0))


class _Parts(NamedTuple):
    """Inquiries with those that they were merged with."""

    belongs: Mapping[int, int]
    """By the number of each part, the number that is told of it."""


def _parts(numbers: set[int]) -> _Parts:
    belongs: dict[int, int] = {}
    for some in in_parts(sorted(numbers), AT_ONCE):
        own: Any = _Inquiry.select(_Inquiry.number, _WHOLE).where(_Inquiry.number.in_(some))
        wholes = {number: whole for number, whole in own.tuples()}
        belongs.update((number, number) for number in wholes)
        for number, whole in wholes.items():
            belongs.setdefault(whole, number)
        merged: Any = _Inquiry.select(_Inquiry.number, _Inquiry.merged_into).where(
            _Inquiry.merged_into.in_(list(wholes.values()))
        )
        for part, whole in merged.tuples():
            belongs.setdefault(part, belongs[whole])
    return _Parts(belongs)


def _events(parts: _Parts, since: datetime, team: Team) -> Iterator[Event]:
    found: list[Event] = []
    for some in in_parts(sorted(parts.belongs), AT_ONCE):
        rows: Any = (
            _Event.select(*records.EVENT_COLUMNS)
            .where(_Event.inquiry.in_(some), _Event.at >= since)
            .tuples()
        )
        found += (records.event(row, team.logins) for row in rows)
    yield from sorted(found)


def _reasons(events: Iterable[Event]) -> Mapping[int, str]:
    """What was said where a task was taken over, by the note's id."""
    notes = [one.detail.get("message", 0) for one in events if one.kind == "taken_over"]
    found: dict[int, str] = {}
    for some in in_parts(notes, AT_ONCE):
        text = fn.SUBSTR(_Message.text, 1, BEGINNING)
        rows: Any = _Message.select(_Message.id, text).where(_Message.id.in_(some)).tuples()
        found.update((row_id, said or "") for row_id, said in rows)
    return found


def _said(parts: _Parts, since: datetime, team: Team) -> Iterator[Said]:
    found: list[tuple[datetime, int, Said]] = []
    for some in in_parts(sorted(parts.belongs), AT_ONCE):
        rows: Any = (
            _Message.select(
                _Message.at,
                _Message.id,
                _Message.inquiry,
                _Message.direction,
                _Message.sender_name,
                _Message.sender_email,
                fn.COALESCE(_Outbox.queued_by, _Message.author),
                fn.SUBSTR(_Message.text, 1, BEGINNING),
            )
            .join(_Outbox, JOIN.LEFT_OUTER, on=_SENT)
            .where(
                _Message.inquiry.in_(some),
                _Message.at >= since,
                _Message.direction.in_((Direction.IN.value, Direction.OUT.value)),
                _Message.withdrawn_at.is_null(),
            )
            .tuples()
        )
        for at, row_id, number, direction, name, email, sender, text in rows:
            who = team.logins.get(sender) or name or email
            number = parts.belongs[number]
            found.append((at, row_id, Said(number, Direction(direction), at, who, text or "")))
    for _at, _id, said in sorted(found):
        yield said
