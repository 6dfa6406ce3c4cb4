"""Entries of worked time as they are read from the database."""

from __future__ import annotations

from typing import Any

from peewee import JOIN

from csboard.db.clock_models import TimeEntryRow
from csboard.db.models import TaskRow
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.domain.records import TaskRef
from csboard.domain.time_records import Entry

TimeEntry, Task = TimeEntryRow, TaskRow

ENTRY_COLUMNS = (
    TimeEntry.id,
    TimeEntry.member,
    TimeEntry.started_at,
    TimeEntry.ended_at,
    Task.inquiry,
    Task.seq,
    TimeEntry.work,
    TimeEntry.source,
    TimeEntry.ending,
    TimeEntry.entered_by,
    TimeEntry.corrects,
    TimeEntry.withdrawn_at,
    TimeEntry.alive_at,
)

STANDS = TimeEntry.withdrawn_at.is_null()
RUNS = TimeEntry.ended_at.is_null() & STANDS


def entries_where(*conditions: Any) -> Any:
    """Entries with the task each is on, the earliest first."""
    return columns_where((), *conditions)


def columns_where(more: tuple[Any, ...], *conditions: Any) -> Any:
    """The same with more columns of the task."""
    return (
        TimeEntry.select(*ENTRY_COLUMNS, *more)
        .join(Task, JOIN.LEFT_OUTER)
        .where(*conditions)
        .order_by(TimeEntry.started_at, TimeEntry.id)
    )


_ENTRY = Prepared(lambda: entries_where(TimeEntry.id == slot("entry")))
_RUNNING_OF = Prepared(lambda: entries_where(TimeEntry.member == slot("member"), RUNS))
_RUNNING = Prepared(lambda: entries_where(RUNS))
_BESIDE = Prepared(
    lambda: entries_where(
        TimeEntry.member == slot("member"),
        STANDS,
        TimeEntry.started_at < slot("end"),
        TimeEntry.ended_at.is_null() | (TimeEntry.ended_at > slot("start")),
    )
)


def entry(row: tuple[Any, ...], team: Team) -> Entry:
    own, member, started, ended, inquiry, seq, work, source, ending, by, corrects, gone, alive = row
    return Entry(
        id=own,
        login=team.logins[member],
        started_at=started,
        ended_at=ended,
        task=None if inquiry is None else TaskRef(inquiry, seq),
        work=work,
        source=source,
        ending=ending,
        entered_by="" if by in (None, member) else team.logins[by],
        corrects=corrects,
        withdrawn_at=gone,
        alive_at=alive,
    )


def entry_of(entry_id: int, team: Team) -> Entry | None:
    """One entry, whether it stands or not."""
    row = _ENTRY.row(entry=entry_id)
    return entry(row, team) if row else None


def running_of(member_id: int, team: Team) -> Entry | None:
    """The timer that runs of a member."""
    row = _RUNNING_OF.row(member=member_id)
    return entry(row, team) if row else None


def running(team: Team) -> tuple[Entry, ...]:
    """The timers that run, of everybody."""
    return tuple(entry(row, team) for row in _RUNNING.rows())


def beside(member_id: int, start: Any, end: Any, team: Team) -> tuple[Entry, ...]:
    """The standing entries of a member that share time with a stretch."""
    rows = _BESIDE.rows(member=member_id, start=start, end=end)
    return tuple(entry(row, team) for row in rows)
