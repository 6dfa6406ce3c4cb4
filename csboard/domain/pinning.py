"""Pins: somebody wants a card to come before all others, and everybody sees who.

A pin is a person's word against the order, so it has a name on it and ends with the task.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain.commands import Pin, Unpin
from csboard.domain.decisions import Decision, EventDraft, Thing, Update
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member, Task
from csboard.domain.states import TaskState
from csboard.errors import Refused
from csboard.i18n import _

NO_PIN: Mapping[str, object] = {"pinned_at": None, "pinned_by_id": None}
"""The values of a task without a pin."""


def pin(state: TaskState, command: Pin, now: datetime) -> Decision:
    """Before all others with it, in the actor's name."""
    task = state.task
    if task.closed_at is not None:
        raise Refused(
            "closed", _("#{task} is done: only open tasks can be pinned.").format(task=task.ref)
        )
    if task.pin is not None:
        raise Refused(
            "pinned",
            _("#{task} is pinned already, by {name}.").format(
                task=task.ref, name=in_a_sentence(task.pin.login, state.members)
            ),
        )
    values = {"pinned_at": now, "pinned_by_id": state.actor.id}
    return Decision(
        (Update(Thing.TASK, task.id, values, task.version),),
        EventDraft("pinned", task.ref.number, task.ref),
    )


def unpin(state: TaskState, command: Unpin, now: datetime) -> Decision:
    """Back to its place; whoever pinned it."""
    task = state.task
    if task.pin is None:
        raise Refused("not_pinned", _("#{task} is not pinned.").format(task=task.ref))
    return Decision(
        (Update(Thing.TASK, task.id, NO_PIN, task.version),),
        EventDraft("unpinned", task.ref.number, task.ref, pin_of(task)),
    )


def pin_of(task: Task) -> dict[str, object]:
    """For an event that takes the pin away: whose it was, and since when."""
    if task.pin is None:
        return {}
    return {"pin": {"login": task.pin.login, "at": task.pin.at.isoformat()}}


def pin_before(detail: Mapping[str, object], members: Mapping[str, Member]) -> dict[str, object]:
    """The values that give a task the pin back that an event took away; none where it had none."""
    before = detail.get("pin")
    if not isinstance(before, Mapping):
        return {}
    member = members.get(str(before["login"]))
    if member is None:
        return {}
    return {"pinned_at": datetime.fromisoformat(str(before["at"])), "pinned_by_id": member.id}
