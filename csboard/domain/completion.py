"""The definition of done: what must be known of an inquiry before it may go on."""

from __future__ import annotations

from collections.abc import Callable

from csboard.domain import words
from csboard.domain.records import Inquiry, Stage, Task
from csboard.domain.states import TaskState
from csboard.errors import Unfinished
from csboard.i18n import _, current_language

_Look = Callable[[Inquiry, tuple[Task, ...]], bool]

_KNOWN: dict[str, _Look] = {
    "owner": lambda inquiry, tasks: any(task.owner for task in tasks if task.ref.seq == 1),
    "fact": lambda inquiry, tasks: bool(inquiry.fact),
    "emotion": lambda inquiry, tasks: bool(inquiry.emotion),
    "policy": lambda inquiry, tasks: bool(inquiry.policy),
    "outcome": lambda inquiry, tasks: inquiry.outcome is not None,
    "content": lambda inquiry, tasks: bool(inquiry.tags.content),
    "symptom": lambda inquiry, tasks: bool(inquiry.tags.symptom),
    "reply": lambda inquiry, tasks: inquiry.first_reply_at is not None,
    "tasks": lambda inquiry, tasks: all(task.closed_at for task in tasks if task.ref.seq != 1),
}
"""Whether what a need names is there, by the inquiry and all its tasks."""


def missing(
    stages: tuple[Stage, ...],
    inquiry: Inquiry,
    tasks: tuple[Task, ...],
    task: Task,
    target: Stage,
    *,
    takes: bool = False,
) -> tuple[str, ...]:
    """What is not known yet though the way of `task` to `target` asks for it, in the team's order.

    The reply is asked at every stage it enters or passes on its way right; a task split off
    only at those of kind done, when its move closes the inquiry. `tasks` are all of the
    inquiry; `takes` says that the move makes its mover the owner. Nothing is asked on the way
    left. A screen calls this with what an `InquiryView` holds.
    """
    needs = [need for stage in _asking(stages, tasks, task, target) for need in stage.needs]
    moved = _moved(task, target, takes=takes)
    after = tuple(moved if one.id == task.id else one for one in tasks)
    return tuple(need for need in dict.fromkeys(needs) if not _KNOWN[need](inquiry, after))


def refuse_unfinished(state: TaskState, target: Stage, *, takes: bool = False) -> None:
    """Refuse a move that the team's definition of done forbids, saying what is missing."""
    tasks = (state.task, *state.siblings)
    codes = missing(state.settings.stages, state.inquiry, tasks, state.task, target, takes=takes)
    if not codes:
        return
    raise Unfinished(
        _("#{task} can't go to {stage} yet; still missing: {missing}.").format(
            task=state.task.ref,
            stage=target.name(current_language()),
            missing=_(", ").join(words.need(code) for code in codes),
        ),
        codes,
    )


def _asking(
    stages: tuple[Stage, ...], tasks: tuple[Task, ...], task: Task, target: Stage
) -> tuple[Stage, ...]:
    """The stages on the way that ask."""
    order = {stage.key: index for index, stage in enumerate(stages)}
    entered = stages[order.get(task.stage, -1) + 1 : order[target.key] + 1]
    if task.ref.seq == 1:
        return entered
    others_done = all(other.closed_at for other in tasks if other.id != task.id)
    if task.closed_at is None and not others_done:
        return ()
    return tuple(stage for stage in entered if stage.kind == "done")


def _moved(task: Task, target: Stage, *, takes: bool) -> Task:
    """The task as far as needs go, once it is there: somebody's, and done in a last stage."""
    closed_at = task.opened_at if target.kind == "done" else None
    return task._replace(owner="-" if takes else task.owner, closed_at=closed_at)
