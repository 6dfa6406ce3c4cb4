"""Moving through the stages: from ToDo to Doing to Done and back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain.commands import Move, Reopen, TaskCommand
from csboard.domain.completion import refuse_unfinished
from csboard.domain.decisions import Decision, EventDraft, Insert, Thing, Update
from csboard.domain.former import ended_waiting
from csboard.domain.holding import refuse_if_another_holds
from csboard.domain.pinning import NO_PIN, pin_of
from csboard.domain.records import Inquiry, Stage, Task, TaskRef
from csboard.domain.states import InquiryState, TaskState
from csboard.errors import Conflict, Refused
from csboard.i18n import _, current_language
from csboard.text import quoted

SEEN_TO: Mapping[str, object] = {"woke_at": None}
"""Of a task that somebody acts on: that it has woken need not be said any more."""


def was_awake(task: Task) -> dict[str, object]:
    """For an event of an act that sees to a task: when it had woken, if that was to be said."""
    return {"woke_at": iso(task.woke_at)} if task.woke_at else {}


def move(state: TaskState, command: Move, now: datetime) -> Decision:
    """Into another stage. Work needs an owner: who moves an unassigned task on, takes it."""
    task, stage = state.task, _stage(state, command.stage)
    if stage.key == task.stage:
        raise Refused(
            "already_there",
            _("#{task} is in {stage} already.").format(
                task=task.ref, stage=stage.name(current_language())
            ),
        )
    refuse_if_another_holds(task, state.actor, state.members)
    refuse_if_changed(state, command)
    takes = task.owner is None and stage.kind != "todo"
    refuse_unfinished(state, stage, takes=takes)
    values: dict[str, object] = {
        "stage": stage.key,
        "closed_at": now if stage.kind == "done" else None,
        "waiting": None,
        **SEEN_TO,
    }
    if stage.kind == "done":
        values |= NO_PIN
    if takes:
        values |= {"owner_id": state.actor.id, "owner_since": now}
    kept, former = ended_waiting(task, now)
    detail = {"from": task.stage, "to": stage.key, "took": takes, **was_closed(task), **former}
    detail |= was_awake(task)
    if stage.kind == "done":
        detail |= pin_of(task)
    inquiry = close_or_reopen(state.inquiry, state.siblings, stage.kind == "done", now)
    if inquiry:
        detail |= {"inquiry_closed_at": iso(state.inquiry.closed_at)}
    changes: tuple[Insert | Update, ...] = (
        Update(Thing.TASK, task.id, values, task.version),
        *inquiry,
        *kept,
    )
    return Decision(changes, EventDraft("moved", task.ref.number, task.ref, detail))


def reopen(state: InquiryState, command: Reopen, now: datetime) -> Decision:
    """A closed inquiry goes on: its reply task goes back to work, to its owner if still here."""
    inquiry = state.inquiry
    if inquiry.closed_at is None:
        raise Refused("open", _("#{number} is open already.").format(number=inquiry.number))
    reply = state.reply
    from csboard.domain.absent_owner import passed_on, told_stand_in

    update = reopen_reply(state, now)
    passed = passed_on(state, now)
    detail = {
        "from": reply.stage,
        "owner": reply.owner,
        "owner_since": iso(reply.owner_since),
        **went_back(update),
        **(passed.told if passed else {}),
        "free_since": iso(reply.free_since),
        "inquiry_closed_at": iso(inquiry.closed_at),
        **was_closed(reply),
    }
    changes: tuple[Insert | Update, ...] = (
        update,
        Update(Thing.INQUIRY, inquiry.number, {"closed_at": None}, inquiry.version),
        *told_stand_in(passed, state, now),
    )
    return Decision(changes, EventDraft("reopened", inquiry.number, reply.ref, detail))


def reopen_reply(state: InquiryState, now: datetime) -> Update:
    """The reply task back in the first stage of work, or in the first of all without an owner.

    Whoever stands in has it where its owner is away.
    """
    from csboard.domain.absent_owner import passed_on, passed_values

    reply = state.reply
    owner = state.members.get(reply.owner or "")
    stays = owner is not None and owner.active
    stage = state.settings.first_of("doing" if stays else "todo")
    values: dict[str, object] = {"stage": stage.key, "closed_at": None}
    if not stays:
        values |= {"owner_id": None, "owner_since": None, "free_since": now}
    elif passed := passed_on(state, now):
        values |= passed_values(passed, state, now)
    return Update(Thing.TASK, reply.id, values, reply.version)


def went_back(reply: Update) -> dict[str, object]:
    """For an event: where a reply task went that was opened again, and whether to its owner."""
    return {"to": reply.values["stage"], "kept": "owner_id" not in reply.values}


def was_closed(task: Task) -> dict[str, object]:
    """For an event: when the task was done that now may no longer be."""
    return {"closed_at": iso(task.closed_at)}


def reply_as_it_is(task: Task) -> dict[str, object]:
    """What reopening changes of a reply task, as an event keeps it."""
    return {
        "stage": task.stage,
        "closed_at": iso(task.closed_at),
        "owner": task.owner,
        "owner_since": iso(task.owner_since),
        "free_since": iso(task.free_since),
    }


def iso(moment: datetime | None) -> str | None:
    """A moment as an event's detail keeps it."""
    return moment.isoformat() if moment else None


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
    owner = state.name_of(task.owner) if task.owner else ""
    raise changed_meanwhile(task.ref, state.stage(task.stage), task.stage, owner)


def changed_meanwhile(ref: TaskRef, stage: Stage | None, key: str, owner: str) -> Conflict:
    """That a task is not what the person saw, and what holds of it now.

    `key` names a stage that is gone; `owner` as people call them, empty when there is none.
    """
    return Conflict(
        "changed",
        _("#{task} has changed meanwhile: now in {stage}, owner {owner}. Look again.").format(
            task=ref,
            stage=stage.name(current_language()) if stage else key,
            owner=owner or _("nobody"),
        ),
    )


def _stage(state: TaskState, key: str) -> Stage:
    stage = state.stage(key)
    if stage is None:
        raise Refused(
            "no_such_stage",
            _("There is no stage {stage}; there are: {stages}.").format(
                stage=quoted(key), stages=_(", ").join(stage.key for stage in state.settings.stages)
            ),
        )
    return stage
