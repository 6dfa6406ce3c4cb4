"""Loading what the rules about absences are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

from csboard.db import models, records
from csboard.db.absences import absence_of, held, standing_rule
from csboard.db.prepared import Prepared, slot
from csboard.db.reads import no_such_task
from csboard.db.states import inquiry_state
from csboard.db.team import Team
from csboard.domain.absence_commands import (
    ChangeAbsence,
    EnterAbsence,
    RuleForTask,
    WithdrawAbsence,
)
from csboard.domain.absence_states import AbsenceState, StillWith
from csboard.domain.digest import TAKING, Left, takings
from csboard.domain.inverses import id_of
from csboard.domain.records import Event, Member, Task, TaskRef
from csboard.domain.undo import ON_ABSENCES

_Event, _Task = models.EventRow, models.TaskRow
_SINCE = Prepared(
    lambda: (
        _Event.select(*records.EVENT_COLUMNS)
        .where(_Event.id > slot("act"), _Event.kind.in_((*ON_ABSENCES, *TAKING)))
        .order_by(_Event.id)
    )
)
_WHOSE = Prepared(
    lambda: _Task.select(_Task.owner, _Task.closed_at).where(
        _Task.inquiry == slot("number"), _Task.seq == slot("seq"), _Task.withdrawn_at.is_null()
    )
)


def absence_state(
    command: EnterAbsence | ChangeAbsence | WithdrawAbsence, login: str, team: Team
) -> AbsenceState:
    me = team.member(login)
    if isinstance(command, EnterAbsence):
        return _without(me, team)._replace(held=held(team))
    state = _state(command.absence_id, me, team)
    return state._replace(held=held(team))


def rule_state(command: RuleForTask, login: str, team: Team) -> AbsenceState:
    me = team.member(login)
    task = _task(command.task, me, team)
    return _state(command.absence_id, me, team)._replace(
        task=task, standing_rule=standing_rule(command.absence_id, task.id)
    )


def absence_undo_state(act: Event, me: Member, team: Team) -> AbsenceState:
    """The absence of an act, as it is now, with what was done to it and by it since."""
    state = _state(id_of(act.detail["absence"]), me, team)
    since = [records.event(row, team.logins) for row in _SINCE.rows(act=act.id)]
    state = state._replace(since=tuple(_done_since(act, since)))
    if act.kind in ("absence_entered", "absence_changed") and state.absence is not None:
        state = state._replace(passed=tuple(_passed(state.absence.login, since, team)))
    if act.task is None:
        return state
    task = _task(act.task, me, team)
    assert state.absence is not None
    return state._replace(task=task, standing_rule=standing_rule(state.absence.id, task.id))


def _done_since(act: Event, since: Iterable[Event]) -> Iterator[Event]:
    """What else was done to its absence, and what of that was undone."""
    of_absence = {act.id}
    for event in since:
        if event.kind in ON_ABSENCES and event.detail.get("absence") == act.detail["absence"]:
            of_absence.add(event.id)
            yield event
        elif event.kind == "undone" and event.detail.get("event") in of_absence:
            yield event


def _passed(login: str, since: Iterable[Event], team: Team) -> Iterator[StillWith]:
    """The open tasks that went on by an absence since, and are still there."""
    for ref, taken in sorted(takings(since, login).items()):
        if taken.left not in (Left.BY_MAIL, Left.REOPENED):
            continue
        row = _WHOSE.row(number=ref.number, seq=ref.seq)
        if row is not None and row[1] is None and team.logins.get(row[0]) == taken.to:
            yield StillWith(ref, taken.to)


def _without(me: Member, team: Team) -> AbsenceState:
    return AbsenceState(me, team.members, ZoneInfo(team.settings.zone), team.absences)


def _state(absence_id: int, me: Member, team: Team) -> AbsenceState:
    found = absence_of(absence_id, team.logins)
    if found is None:
        return _without(me, team)
    return _without(me, team)._replace(absence=found[0], is_withdrawn=found[1])


def _task(ref: TaskRef, me: Member, team: Team) -> Task:
    """The task of that number, as it goes on; Refused when there is none."""
    whole = inquiry_state(ref.number, me, team, junk=True)
    if ref.seq == 1:
        return whole.reply
    found = next((task for task in whole.tasks if task.ref == ref), None)
    if found is None:
        raise no_such_task(ref)
    return found
