"""Loading what the rules about worked time are shown."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from csboard.db.clock_models import TimeEntryRow as TimeEntry
from csboard.db.models import TaskRow as Task
from csboard.db.states import inquiry_state
from csboard.db.team import Team
from csboard.db.time_entry_rows import (
    RUNS,
    beside,
    columns_where,
    entry,
    entry_of,
    running_of,
)
from csboard.domain.inverses import id_of
from csboard.domain.records import Event, Member, TaskRef
from csboard.domain.records import Task as TaskRecord
from csboard.domain.time_commands import (
    CorrectTime,
    DropTime,
    EndLostTimer,
    EnterTime,
    StartTimer,
    StopTimer,
)
from csboard.domain.time_records import Entry, TimeState
from csboard.domain.timers_of_tasks import ENDED_WITH, OnTask
from csboard.domain.undo_times import TimeUndoState

EVER = datetime(9999, 1, 1, tzinfo=UTC)


def timer_state(command: StartTimer | StopTimer, login: str, team: Team) -> TimeState:
    """One's own timer, and what else lies behind the moment that is said."""
    me = team.member(login)
    state = TimeState(me, team.members, running_of(me.id, team))
    if isinstance(command, StopTimer):
        return state
    return state._replace(
        task=_task(command.task, me, team, junk=False),
        beside=beside(me.id, command.at, EVER, team) if command.at is not None else (),
    )


def lost_state(command: EndLostTimer, login: str, team: Team) -> TimeState:
    return TimeState(team.member(login), team.members, entry=entry_of(command.entry_id, team))


def entering_state(command: EnterTime, login: str, team: Team) -> TimeState:
    me = team.member(login)
    return TimeState(
        me,
        team.members,
        task=_task(command.task, me, team, junk=True),
        beside=_beside(command.login, command, team),
    )


def entry_state(command: CorrectTime | DropTime, login: str, team: Team) -> TimeState:
    me = team.member(login)
    found = entry_of(command.entry_id, team)
    state = TimeState(me, team.members, entry=found)
    if found is None or isinstance(command, DropTime):
        return state
    return state._replace(
        task=_task(command.task, me, team, junk=True),
        beside=_beside(found.login, command, team),
    )


def _beside(login: str, command: EnterTime | CorrectTime, team: Team) -> tuple[Entry, ...]:
    member = team.members.get(login)
    if member is None:
        return ()
    return beside(member.id, command.started_at, command.ended_at, team)


def _task(ref: TaskRef | None, me: Member, team: Team, *, junk: bool) -> TaskRecord | None:
    """The task of that number as it goes on; Refused when there is no such inquiry."""
    if ref is None:
        return None
    whole = inquiry_state(ref.number, me, team, junk=junk)
    if ref.seq == 1:
        ref = TaskRef(whole.inquiry.number)
    return next((task for task in whole.tasks if task.ref == ref), None)


def timers_on(task_ids: list[int], team: Team) -> tuple[OnTask, ...]:
    """The timers that run on some tasks."""
    rows: Any = columns_where((Task.id, Task.owner), TimeEntry.task.in_(task_ids), RUNS).tuples()
    return tuple(
        OnTask(entry(tuple(row), team), task_id, is_owners=owner == row[1])
        for *row, task_id, owner in rows
    )


def time_undo_state(act: Event, team: Team) -> TimeUndoState | None:
    """The entries of an act on time."""
    detail = act.detail
    found = entry_of(id_of(detail["entry"]), team)
    if found is None:
        return None
    before = detail.get("ended", detail.get("corrects"))
    member = team.members[found.login]
    earlier = entry_of(before, team) if isinstance(before, int) else None
    since = min(one.started_at for one in (found, earlier) if one is not None)
    return TimeUndoState(
        found, earlier, running_of(member.id, team), beside(member.id, since, EVER, team)
    )


def ended_with(act: Event, team: Team) -> tuple[Entry, ...]:
    """The timers that ended with an act on their task, of people of whom none runs now."""
    ids: Any = act.detail.get(ENDED_WITH) or ()
    found = (entry_of(one, team) for one in ids)
    return tuple(
        one
        for one in found
        if one is not None and running_of(team.members[one.login].id, team) is None
    )
