"""Claim, give back, take over: one accountable owner who took the task by themselves.

Three verbs and no setter, as in Request Tracker: taking is only from nobody, taking over
only from another member, giving back only one's own.
"""

from __future__ import annotations

from datetime import datetime

from csboard.domain.commands import Claim, Release, TakeOver
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.flow import SEEN_TO, iso, refuse_if_changed, was_awake
from csboard.domain.former import ended_waiting
from csboard.domain.holding import refuse_claiming, refuse_releasing, refuse_taking_over
from csboard.domain.notes import note_row
from csboard.domain.records import Task
from csboard.domain.states import TaskState
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import clean


def claim(state: TaskState, command: Claim, now: datetime) -> Decision:
    """From nobody to the actor. The loser of a race learns who has it and since when."""
    task = state.task
    refuse_claiming(task, state.actor, state.members, now)
    told, detail = _with_reviewer(state, command, now)
    return Decision(
        (_own(task, state.actor.id, now), *told),
        EventDraft(
            "claimed", task.ref.number, task.ref, {"stage": task.stage, **was_awake(task), **detail}
        ),
    )


def _with_reviewer(
    state: TaskState, command: Claim, now: datetime
) -> tuple[tuple[Insert, ...], dict[str, object]]:
    """What the reviewer to be is told, and what the event says of it."""
    if command.reviewer is None:
        return (), {}
    from csboard.domain.mentions import TO_REVIEW, inbox
    from csboard.domain.reviewers import reviewer

    task, me = state.task, state.actor
    if task.ref.seq != 1:
        raise Refused("no_reply", _("#{task} has no reply to review.").format(task=task.ref))
    asked = reviewer(command.reviewer, me.login, state.members)
    told = inbox({asked.login: TO_REVIEW}, me, state.members, task.ref.number, now)
    return told, {"reviewer": asked.login}


def release(state: TaskState, command: Release, now: datetime) -> Decision:
    """Back to nobody, into the first stage, where everybody looks for work."""
    task = state.task
    refuse_releasing(task, state.actor, state.members)
    refuse_if_changed(state, command)
    first = state.settings.first_stage.key
    kept, former = ended_waiting(task, now)
    values = {
        "owner_id": None,
        "owner_since": None,
        "free_since": now,
        "stage": first,
        "waiting": None,
        **SEEN_TO,
    }
    detail = {
        "from": task.stage,
        "to": first,
        "owner": task.owner,
        "free_since": iso(task.free_since),
        **_was_since(task),
        **was_awake(task),
        **former,
    }
    return Decision(
        (Update(Thing.TASK, task.id, values, task.version), *kept),
        EventDraft("released", task.ref.number, task.ref, detail),
    )


def take_over(state: TaskState, command: TakeOver, now: datetime) -> Decision:
    """From another member to the actor, with a word why that everybody can read.

    Whoever had it finds that in their inbox.
    """
    from csboard.domain.mentions import TAKEN_OVER, inbox

    task, me = state.task, state.actor
    refuse_taking_over(task, me, now)
    refuse_if_changed(state, command)
    reason = clean(command.reason).strip()
    if not reason:
        raise Refused("no_reason", _("Taking over needs a word why: it is shown to everybody."))
    number, wanted = task.ref.number, {task.owner or "": TAKEN_OVER}
    note = note_row(number, me, reason, now, kind="take-over")
    return Decision(
        (
            _own(task, me.id, now),
            Insert(Thing.MESSAGE, note, "note"),
            *inbox(wanted, me, state.members, number, now, message_id=Ref("note")),
        ),
        EventDraft(
            "taken_over",
            number,
            task.ref,
            {"from": task.owner, **_was_since(task), **was_awake(task), "message": Ref("note")},
        ),
    )


def _own(task: Task, member_id: int, now: datetime) -> Update:
    values = {"owner_id": member_id, "owner_since": now, **SEEN_TO}
    return Update(Thing.TASK, task.id, values, task.version)


def _was_since(task: Task) -> dict[str, object]:
    return {"owner_since": iso(task.owner_since)}
