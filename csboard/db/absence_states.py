"""Loading what the rules about absences are shown."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from csboard.db.absences import absence_of, held, standing_rule
from csboard.db.reads import no_such_task
from csboard.db.states import inquiry_state
from csboard.db.team import Team
from csboard.domain.absence_commands import (
    ChangeAbsence,
    EnterAbsence,
    RuleForTask,
    WithdrawAbsence,
)
from csboard.domain.absence_states import AbsenceState
from csboard.domain.inverses import id_of
from csboard.domain.records import Event, Member, Task, TaskRef


def absence_state(
    command: EnterAbsence | ChangeAbsence | WithdrawAbsence, login: str, team: Team
) -> AbsenceState:
    me = team.member(login)
    if isinstance(command, EnterAbsence):
        return _without(me, team)._replace(held=held(team))
    state = _state(command.absence_id, me, team)
    return state._replace(held=held(team)) if isinstance(command, ChangeAbsence) else state


def rule_state(command: RuleForTask, login: str, team: Team) -> AbsenceState:
    me = team.member(login)
    task = _task(command.task, me, team)
    return _state(command.absence_id, me, team)._replace(
        task=task, standing_rule=standing_rule(command.absence_id, task.id)
    )


def absence_undo_state(act: Event, me: Member, team: Team) -> AbsenceState:
    """The absence of an act, as it is now."""
    state = _state(id_of(act.detail["absence"]), me, team)
    if act.task is None:
        return state
    task = _task(act.task, me, team)
    assert state.absence is not None
    return state._replace(task=task, standing_rule=standing_rule(state.absence.id, task.id))


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
