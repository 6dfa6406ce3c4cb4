"""Reading stand-ups, and what the walk through the board tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from peewee import fn

from csboard.db import models, records
from csboard.db.activity import newest_before
from csboard.db.alarm_states import watched
from csboard.db.clock_rules import rules_of
from csboard.db.hand_offs import standing as standing_hand_offs
from csboard.db.in_parts import in_parts
from csboard.db.leave_models import StandUpRow
from csboard.db.models import whole_of
from csboard.db.prepared import Prepared, slot
from csboard.db.reply_models import AskRow, DraftRow
from csboard.db.team import Team
from csboard.domain.alarm_checks import limits_of
from csboard.domain.alarm_sight import open_at
from csboard.domain.business_calendar import Calendar
from csboard.domain.records import Direction, Event, TaskRef
from csboard.domain.stand_up import Found, Note, Standing, Wanted
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp
from csboard.domain.stand_ups import StandUp, StandUpState, told_since
from csboard.domain.time_history import is_about_time
from csboard.domain.time_records import TIMES

MOST_EVENTS = 5_000
"""Of one stand-up; the newest are told."""
AT_ONCE = 500

_Inquiry, _Task, _Event, _Message = (
    models.InquiryRow,
    models.TaskRow,
    models.EventRow,
    models.MessageRow,
)
_WHOLE = whole_of(_Inquiry)

_LATEST = Prepared(
    lambda: (
        StandUpRow.select(
            StandUpRow.id, StandUpRow.member, StandUpRow.began_at, StandUpRow.ended_at
        )
        .order_by(StandUpRow.id.desc())
        .limit(2)
    )
)
_EVENTS = Prepared(
    lambda: (
        _Event.select(*records.EVENT_COLUMNS, _WHOLE)
        .join(_Inquiry, on=(_Event.inquiry == _Inquiry.number))
        .where(
            _Event.id > fn.COALESCE(newest_before(), 0),
            _Event.kind.not_in(sorted(TIMES)),
        )
        .order_by(_Event.id.desc())
        .limit(slot("limit"))
    )
)
_ENDED = Prepared(
    lambda: (
        _Event.select(_Event.actor)
        .where(
            _Event.id > fn.COALESCE(newest_before(), 0),
            _Event.kind == "stand_up_ended",
        )
        .order_by(_Event.id)
        .limit(1)
    )
)
_ASKED = Prepared(
    lambda: (
        AskRow.select(DraftRow.inquiry, AskRow.of)
        .join(DraftRow)
        .where(AskRow.ended_at.is_null(), DraftRow.ended_at.is_null())
        .order_by(AskRow.id)
    )
)


def latest(team: Team) -> tuple[StandUp, ...]:
    """The newest and the one before it, as far as there are any."""
    rows = _LATEST.rows()
    return tuple(StandUp(row_id, team.logins[who], *times) for row_id, who, *times in rows)


def _with_who_ended(newest: tuple[StandUp, ...], team: Team) -> tuple[StandUp, ...]:
    """The same with who ended the newest, where somebody did."""
    if not newest or newest[0].ended_at is None:
        return newest
    (who,) = next(iter(_ENDED.rows(since=newest[0].ended_at)), (None,))
    return (newest[0]._replace(ended_by=team.logins.get(who)), *newest[1:])


def stand_up_state(command: BeginStandUp | EndStandUp, login: str, team: Team) -> StandUpState:
    if isinstance(command, BeginStandUp):
        return StandUpState(team.member(login), team.members, next(iter(latest(team)), None))
    row: Any = StandUpRow.get_or_none(StandUpRow.id == command.stand_up_id)
    one = row and StandUp(row.id, team.logins[row.member_id], row.began_at, row.ended_at)
    return StandUpState(team.member(login), team.members, one)


def found(team: Team, now: datetime) -> Found:
    """All that a stand-up at this moment has to tell."""
    rules, settings = rules_of(team), team.settings
    newest = _with_who_ended(latest(team), team)
    going_on = newest[0] if newest and newest[0].goes_on(now) else None
    before = newest[1:] if going_on else newest
    since = told_since(next(iter(before), None), rules.calendar, now)
    events = list(_EVENTS.rows(since=since, limit=MOST_EVENTS + 1))
    pairs = tuple(_told(events[:MOST_EVENTS], team))
    told = tuple(event for event, _whole in pairs)
    wholes = {event.number or 0: whole for event, whole in pairs}
    return Found(
        now=now,
        since=since,
        stand_up=going_on,
        tasks=tuple(_tasks(set(wholes.values()), team, rules.calendar, now)),
        events=told,
        reviews=tuple(Wanted(TaskRef(number), team.logins.get(of)) for number, of in _ASKED.rows()),
        offers=tuple(
            Wanted(one.task, one.receiver) for one in standing_hand_offs(team) if one.is_offered
        ),
        notes=tuple(_notes(told, wholes, going_on)) if going_on else (),
        absences=team.absences,
        members=team.members,
        stages=settings.stages,
        calendar=rules.calendar,
        limits=limits_of(settings.alarms),
        vocabulary=settings.vocabulary,
        more=len(events) > MOST_EVENTS,
        wholes=wholes,
        latest=newest,
    )


def _told(rows: Sequence[Any], team: Team) -> Iterator[tuple[Event, int]]:
    """The oldest first, each with the inquiry in which its own goes on."""
    for *row, whole in reversed(rows):
        event = records.event(tuple(row), team.logins)
        if not is_about_time(event):  # an undoing of such an act
            yield event, whole


def _tasks(numbers: set[int], team: Team, calendar: Calendar, now: datetime) -> Iterator[Standing]:
    opened = set()
    for card in watched(team):
        opened.add(card.ref)
        yield Standing(card.ref, card.title, card.stage, card.owner, open_at(card, calendar, now))
    for ref, title, stage, owner in _of_inquiries(numbers, team):
        if ref not in opened:
            yield Standing(ref, title, stage, owner)


def _of_inquiries(numbers: set[int], team: Team) -> Iterator[tuple[TaskRef, str, str, str | None]]:
    for some in in_parts(sorted(numbers), AT_ONCE):
        rows: Any = (
            _Task.select(
                _Task.inquiry, _Task.seq, _Task.title, _Inquiry.subject, _Task.stage, _Task.owner
            )
            .join(_Inquiry)
            .where(_Task.inquiry.in_(some))
            .tuples()
        )
        for number, seq, title, subject, stage, owner in rows:
            called = title or subject or records.erased()
            yield TaskRef(number, seq), called, stage, team.logins.get(owner)


def _notes(events: Sequence[Event], wholes: Mapping[int, int], stand_up: StandUp) -> Iterator[Note]:
    """What was noted while it went on, and still stands."""
    written = {
        event.detail.get("message"): event
        for event in events
        if event.kind == "noted" and event.at >= stand_up.began_at
    }
    rows: Any = (
        _Message.select(_Message.id, _Message.text)
        .where(
            _Message.id.in_(list(written)[:AT_ONCE]),
            _Message.direction == Direction.NOTE.value,
            _Message.withdrawn_at.is_null(),
        )
        .order_by(_Message.id)
        .tuples()
    )
    for message_id, text in rows:
        event = written[message_id]
        yield Note(wholes[event.number or 0], event.actor, event.at, text)
