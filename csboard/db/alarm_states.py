"""The open cards as alarms see them, and what was told of them. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from peewee import JOIN, Table, fn

from csboard.db import models, records
from csboard.db.clock_models import AlarmRow
from csboard.db.clock_rules import rules_of
from csboard.db.fields import UtcField
from csboard.db.models import whole_of
from csboard.db.prepared import Prepared
from csboard.db.reply_models import OutboxRow
from csboard.db.team import Team
from csboard.domain.alarm_commands import NoteAlarmMail, TellAlarms
from csboard.domain.alarm_records import NO_ALARMS, Alarms, DueMail, Watch, Watched
from csboard.domain.alarm_sight import alarms_at
from csboard.domain.alarm_telling import DUE, TellingState
from csboard.domain.alarms import Alarm
from csboard.domain.records import Direction, TaskRef

if TYPE_CHECKING:
    from csboard.domain.absences import Span

_Task, _Inquiry, _Event = models.TaskRow, models.InquiryRow, models.EventRow
_Message = models.MessageRow
_HAND_OFF = Table("hand_off")
"""Without its model, which a board that looks for alarms would wait for."""


def _moved_at() -> Any:
    """When the newest event of a task's inquiry was: one step in an index for each."""
    return (
        _Event.select(_Event.at)
        .where(_Event.inquiry == _Task.inquiry)
        .order_by(_Event.id.desc())
        .limit(1)
    )


def _offered_at() -> Any:
    """Since when a task is offered to somebody who hasn't taken it."""
    return _HAND_OFF.select(_HAND_OFF.c.offered_at).where(
        _HAND_OFF.c.task_id == _Task.id,
        _HAND_OFF.c.taken_at.is_null(),
        _HAND_OFF.c.ended_at.is_null(),
    )


_OPEN = Prepared(
    lambda: (
        _Task.select(
            _Task.id,
            _Task.inquiry,
            _Task.seq,
            _Task.title,
            _Inquiry.subject,
            _Task.owner,
            _Task.owner_since,
            _Task.free_since,
            _Task.opened_at,
            _Task.waiting,
            _Task.stage,
            _Inquiry.clocks,
            _moved_at(),
            _offered_at(),
        )
        .join(_Inquiry)
        .where(_Task.closed_at.is_null(), _Task.withdrawn_at.is_null())
    )
)


def _bounced() -> Any:
    """By inquiry when a reply came back after which nothing went out."""
    whole = whole_of(_Inquiry)
    sent_since = _Message.select(_Message.id).where(
        (_Message.inquiry == OutboxRow.inquiry) | (_Message.inquiry == whole),
        _Message.direction == Direction.OUT.value,
        _Message.withdrawn_at.is_null(),
        _Message.at > OutboxRow.ended_at,
    )
    return (
        OutboxRow.select(whole, fn.MAX(OutboxRow.ended_at))
        .join(_Inquiry)
        .where(OutboxRow.state == "bounced", ~fn.EXISTS(sent_since))
        .group_by(whole)
    )


_BOUNCED = Prepared(_bounced)


def _latest_of_people() -> Any:
    """Those of people are each day's own: only the latest of each can stand still."""
    return (
        AlarmRow.select(fn.MAX(AlarmRow.id))
        .where(AlarmRow.task.is_null())
        .group_by(AlarmRow.member)
    )


_ALARM_COLUMNS = (
    AlarmRow.kind,
    _Task.inquiry,
    _Task.seq,
    AlarmRow.member,
    AlarmRow.since,
    AlarmRow.clock,
)
_TOLD = Prepared(
    lambda: (
        AlarmRow.select(*_ALARM_COLUMNS, AlarmRow.told_at)
        .join(_Task, JOIN.LEFT_OUTER)
        .where(
            (AlarmRow.task.is_null(False) & _Task.closed_at.is_null())
            | AlarmRow.id.in_(_latest_of_people())
        )
    )
)
_TO_MAIL = Prepared(
    lambda: (
        AlarmRow.select(AlarmRow.id, *_ALARM_COLUMNS)
        .join(_Task, JOIN.LEFT_OUTER)
        .where(AlarmRow.mail == DUE)
        .order_by(AlarmRow.id)
    )
)


def alarms(now: datetime, team: Team) -> Alarms:
    """All alarms that stand at `now`; nothing is read where the team wants none."""
    wanted = team.settings.alarms
    if not wanted.on:
        return NO_ALARMS
    return alarms_at(_watch(team), wanted, rules_of(team).calendar, now)


def _watch(team: Team) -> Watch:
    return Watch(tuple(watched(team)), dict(_told(team)))


def watched(team: Team) -> Iterator[Watched]:
    """All tasks that are open."""
    bounced = _bounces()
    for row in _OPEN.rows():
        task_id, number, seq, title, subject, owner, owner_since, free_since = row[:8]
        opened_at, waiting, stage, clocks, moved_at, offered_at = row[8:]
        is_reply = seq == 1
        yield Watched(
            task_id,
            TaskRef(number, seq),
            title or subject or records.erased(),
            team.logins[owner] if owner else None,
            (owner_since if owner else free_since) or opened_at,
            _moment(moved_at) or opened_at,
            records.waiting_of(waiting),
            records.card_clocks(clocks) if clocks and is_reply else None,
            bounced.get(number) if is_reply else None,
            stage,
            _moment(offered_at),
            _away(team.logins[owner], team) if owner and offered_at else (),
        )


def _bounces() -> dict[int, datetime]:
    found = ((number, _moment(at)) for number, at in _BOUNCED.rows())
    return {number: at for number, at in found if at is not None}


def _away(login: str, team: Team) -> tuple[Span, ...]:
    from csboard.domain.absences import span_of

    zone = ZoneInfo(team.settings.zone)
    return tuple(span_of(one, zone) for one in team.absences if one.login == login)


def _moment(stored: Any) -> datetime | None:
    """A time that no model's field has read."""
    found: datetime | None = UtcField().python_value(stored)
    return found


def _told(team: Team) -> Iterator[tuple[Alarm, datetime]]:
    """What people were told of that may stand still, and when."""
    for *row, told_at in _TOLD.rows():
        yield _alarm(row, team), told_at


def _alarm(row: Iterable[Any], team: Team) -> Alarm:
    kind, number, seq, member, since, clock = row
    ref = TaskRef(number, seq) if number else None
    return Alarm(kind, ref, team.logins[member] if member else None, since, clock)


def to_mail(team: Team) -> tuple[DueMail, ...]:
    """The alarms that are to be mailed, those that were told first before the others."""
    return tuple(DueMail(row_id, _alarm(row, team)) for row_id, *row in _TO_MAIL.rows())


def telling_state(command: TellAlarms, login: str, team: Team) -> TellingState:
    calendar = rules_of(team).calendar
    return TellingState(
        team.member(login), team.settings.alarms, team.members, _watch(team), calendar
    )


def mail_state(command: NoteAlarmMail, login: str, team: Team) -> frozenset[int]:
    return frozenset(one.id for one in to_mail(team))
