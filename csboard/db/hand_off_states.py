"""Loading what the rules about hand-offs are shown, and what ends with other acts."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from csboard.db.hand_off_ends import ended_by, latest_on
from csboard.db.hand_offs import of
from csboard.db.leave_models import HandOffRow as HandOff
from csboard.db.models import TaskRow as Task
from csboard.db.states import task_state
from csboard.db.team import Team
from csboard.domain.commands import TaskCommand
from csboard.domain.hand_off_records import OVERTAKEN
from csboard.domain.hand_off_records import HandOff as HandOffRecord
from csboard.domain.hand_off_states import HandOffState
from csboard.domain.hand_offs_of_tasks import ENDED_WITH, Ended
from csboard.domain.inverses import id_of
from csboard.domain.records import Event


def hand_off_state(command: Any, login: str, team: Team) -> HandOffState:
    """Of the task that a command of `hand_off_commands` names."""
    found = task_state(TaskCommand(task=command.task), login, team)
    hand_offs = of(HandOff.task == found.task.id, team)
    state = HandOffState(found, hand_offs, team.absences, ZoneInfo(team.settings.zone))
    if state.open is not None and state.open.is_offered:
        return state
    if state.open is None and state.overtaken is not None:
        state = state._replace(ended_by=ended_by(state.overtaken, team))
    return state._replace(latest=latest_on(found.task.ref, team))


def ended_with(act: Event, team: Team) -> tuple[Ended, ...]:
    """Those that ended with an act; of those to be taken, where none stands in their place."""
    ids: Any = act.detail.get(ENDED_WITH) or ()
    other = HandOff.alias()
    in_place = other.select(other.task).where(other.taken_at.is_null(), other.ended_at.is_null())
    rows: Any = (
        HandOff.select(
            HandOff.id,
            HandOff.version,
            HandOff.task,
            HandOff.giver,
            HandOff.taken_by,
            Task.owner,
            Task.closed_at,
            Task.withdrawn_at,
        )
        .join(Task)
        .where(HandOff.id.in_(list(ids)), HandOff.ending == OVERTAKEN)
        .where(HandOff.taken_at.is_null(False) | HandOff.task.not_in(in_place))
        .order_by(HandOff.id)
        .tuples()
    )
    return tuple(
        Ended(
            row_id,
            version,
            task_id,
            team.logins[taken_by or giver],
            team.logins.get(owner),
            closed_at is not None or withdrawn_at is not None,
        )
        for row_id, version, task_id, giver, taken_by, owner, closed_at, withdrawn_at in rows
    )


def hand_off_of(act: Event, team: Team) -> HandOffRecord | None:
    """The hand-off that an act was about."""
    found = of(HandOff.id == id_of(act.detail["hand_off"]), team)
    return found[0] if found else None
