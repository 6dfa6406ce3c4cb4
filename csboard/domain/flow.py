"""Moving through the stages: from ToDo to Doing to Done and back."""

from __future__ import annotations

from datetime import datetime

from csboard.domain import access
from csboard.domain.commands import Move, TaskCommand
from csboard.domain.decisions import Decision, EventDraft, Insert, Thing, Update
from csboard.domain.records import Inquiry, Role, Stage, Task
from csboard.domain.states import TaskState
from csboard.errors import Conflict, Refused
from csboard.i18n import _, current_language


def move(state: TaskState, command: Move, now: datetime) -> Decision:
    """Into another stage. Work needs an owner: who moves an unassigned task on, takes it."""
    access.require(state.actor, Role.MEMBER)
    task, stage = state.task, _stage(state, command.stage)
    if stage.key == task.stage:
        raise Refused(
            "already_there",
            _("#{task} is in {stage} already.").format(task=task.ref, stage=stage.key),
        )
    _refuse_if_anothers(state)
    refuse_if_changed(state, command)
    takes = task.owner is None and stage.kind != "todo"
    values: dict[str, object] = {
        "stage": stage.key,
        "closed_at": now if stage.kind == "done" else None,
        "waiting": None,
    }
    if takes:
        values |= {"owner_id": state.actor.id, "owner_since": now}
    detail = {
        "from": task.stage,
        "to": stage.key,
        "took": takes,
        "closed_at": task.closed_at.isoformat() if task.closed_at else None,
    }
    changes: list[Insert | Update] = [Update(Thing.TASK, task.id, values, task.version)]
    changes += close_or_reopen(state.inquiry, state.siblings, stage.kind == "done", now)
    return Decision(tuple(changes), EventDraft("moved", task.ref.number, task.ref, detail))


def close_or_reopen(
    inquiry: Inquiry, siblings: tuple[Task, ...], this_closes: bool, at: datetime
) -> list[Update]:
    """An inquiry is closed exactly while all its tasks are."""
    closes = this_closes and all(task.closed_at is not None for task in siblings)
    if closes == (inquiry.closed_at is not None):
        return []
    return [
        Update(
            Thing.INQUIRY, inquiry.number, {"closed_at": at if closes else None}, inquiry.version
        )
    ]


def refuse_if_changed(state: TaskState, command: TaskCommand) -> None:
    """Refuse when the task is not what the person saw: they decided about something else."""
    task = state.task
    if command.seen is None or command.seen == task.version:
        return
    stage = state.stage(task.stage)
    raise Conflict(
        "changed",
        _("#{task} has changed meanwhile: now in {stage}, owner {owner}. Look again.").format(
            task=task.ref,
            stage=stage.name(current_language()) if stage else task.stage,
            owner=state.name_of(task.owner) if task.owner else _("nobody"),
        ),
    )


def _stage(state: TaskState, key: str) -> Stage:
    stage = state.stage(key)
    if stage is None:
        raise Refused(
            "no_such_stage",
            _("There is no stage {stage!r}; there are: {stages}.").format(
                stage=key, stages=", ".join(stage.key for stage in state.settings.stages)
            ),
        )
    return stage


def _refuse_if_anothers(state: TaskState) -> None:
    owner = state.task.owner
    if owner in (None, state.actor.login) or access.is_lead(state.actor):
        return
    raise Refused(
        "not_yours",
        _("{name} has #{task}: only they or a lead can move it; take it over first.").format(
            name=state.name_of(str(owner)), task=state.task.ref
        ),
    )
