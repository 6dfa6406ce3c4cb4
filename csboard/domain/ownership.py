"""Claim, give back, take over: one accountable owner who took the task by themselves.

Three verbs and no setter, as in Request Tracker: taking is only from nobody, taking over
only from another member, giving back only one's own.
"""

from __future__ import annotations

from datetime import datetime

from csboard.domain import access
from csboard.domain.commands import Claim, Release, TakeOver
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.flow import iso, refuse_if_changed
from csboard.domain.former import ended_waiting
from csboard.domain.notes import note_row
from csboard.domain.records import Held, Task
from csboard.domain.states import TaskState
from csboard.errors import Conflict, Refused
from csboard.i18n import _, ago
from csboard.text import clean


def claim(state: TaskState, command: Claim, now: datetime) -> Decision:
    """From nobody to the actor. The loser of a race learns who has it and since when."""
    task = state.task
    _refuse_if_closed(task)
    if task.owner == state.actor.login:
        raise Refused("yours", _("You took #{task} already, {ago}.").format(**_since(task, now)))
    if task.owner is not None:
        raise Conflict(
            "taken",
            _("{name} took #{task} {ago}.").format(
                name=state.name_of(task.owner), **_since(task, now)
            ),
        )
    return Decision(
        (_own(task, state.actor.id, now),),
        EventDraft("claimed", task.ref.number, task.ref, {"stage": task.stage}),
    )


def release(state: TaskState, command: Release, now: datetime) -> Decision:
    """Back to nobody, into the first stage, where everybody looks for work."""
    task = state.task
    _refuse_if_closed(task)
    if task.owner is None:
        raise Refused("unowned", _("#{task} has no owner.").format(task=task.ref))
    if task.owner != state.actor.login and not access.is_lead(state.actor):
        raise Refused(
            "not_yours",
            _("{name} has #{task}: only they or a lead can give it back.").format(
                name=state.name_of(task.owner), task=task.ref
            ),
        )
    refuse_if_changed(state, command)
    first = state.settings.first_stage.key
    kept, former = ended_waiting(task, now)
    values = {"owner_id": None, "owner_since": None, "stage": first, "waiting": None}
    detail = {"from": task.stage, "to": first, "owner": task.owner, **_was_since(task), **former}
    return Decision(
        (Update(Thing.TASK, task.id, values, task.version), *kept),
        EventDraft("released", task.ref.number, task.ref, detail),
    )


def take_over(state: TaskState, command: TakeOver, now: datetime) -> Decision:
    """From another member to the actor, with a word why that everybody can read."""
    task = state.task
    refuse_taking_over(task, state.actor.login, now)
    refuse_if_changed(state, command)
    reason = clean(command.reason).strip()
    if not reason:
        raise Refused("no_reason", _("Taking over needs a word why: it is shown to everybody."))
    return Decision(
        (
            _own(task, state.actor.id, now),
            Insert(
                Thing.MESSAGE,
                note_row(task.ref.number, state.actor, reason, now, kind="take-over"),
                "note",
            ),
        ),
        EventDraft(
            "taken_over",
            task.ref.number,
            task.ref,
            {"from": task.owner, **_was_since(task), "message": Ref("note")},
        ),
    )


def refuse_taking_over(task: Held, login: str, now: datetime) -> None:
    """Refused where there is nobody else to take a task over from, as it is shown."""
    _refuse_if_closed(task)
    if task.owner is None:
        raise Refused("unowned", _("#{task} has no owner: just take it.").format(task=task.ref))
    if task.owner == login:
        raise Refused("yours", _("You took #{task} already, {ago}.").format(**_since(task, now)))


def _own(task: Task, member_id: int, now: datetime) -> Update:
    return Update(Thing.TASK, task.id, {"owner_id": member_id, "owner_since": now}, task.version)


def _refuse_if_closed(task: Held) -> None:
    if task.closed_at is not None:
        raise Refused(
            "closed",
            _("#{task} is done: move it back first if it isn't.").format(task=task.ref),
        )


def _since(task: Held, now: datetime) -> dict[str, str]:
    since = task.owner_since or now
    return {"task": str(task.ref), "ago": ago((now - since).total_seconds())}


def _was_since(task: Task) -> dict[str, object]:
    return {"owner_since": iso(task.owner_since)}
