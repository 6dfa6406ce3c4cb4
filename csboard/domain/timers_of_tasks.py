"""A timer ends with what it runs on: when the task is done, given away or taken off the board.

One closes a task, and whoever is at it has nothing to be at any more; one gives it back, and
one's own timer ends with it. It is part of the same decision, so that no moment counts twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from csboard.domain.decisions import Decision, Thing, Update
from csboard.domain.time_records import LOST, STOPPED, Entry
from csboard.named import NamedTuple

ENDED_WITH = "timers"
"""Where an event keeps the ids of the timers that ended with it."""


class OnTask(NamedTuple):
    """A timer that runs on a task."""

    entry: Entry
    task_id: int
    is_owners: bool
    """Whether it is of whoever holds the task."""


def left_tasks(decision: Decision) -> dict[int, bool]:
    """The tasks that are done with a decision, and those that leave their owner's hands.

    By id; True where everybody's timer ends, False where the owner's does.
    """
    event, found = decision.event, dict[int, bool]()
    was_nobodys = event.kind == "claimed" or bool(event.detail.get("took"))
    for change in decision.changes:
        if isinstance(change, Update) and change.thing is Thing.TASK and isinstance(change.id, int):
            values = change.values
            if values.get("closed_at") or values.get("withdrawn_at"):
                found[change.id] = True
            elif "owner_id" in values and not was_nobodys:
                found.setdefault(change.id, False)
    return found


def with_timers_ended(decision: Decision, on_them: Sequence[OnTask], now: datetime) -> Decision:
    """The decision that ends the timers on the tasks it leaves, too."""
    left = left_tasks(decision)
    ending = [one.entry for one in on_them if left.get(one.task_id) or one.is_owners]
    if not ending:
        return decision
    changes = (*decision.changes, *(_ended(entry, now) for entry in ending))
    detail = {**decision.event.detail, ENDED_WITH: [entry.id for entry in ending]}
    return Decision(changes, decision.event._replace(detail=detail))


def _ended(entry: Entry, now: datetime) -> Update:
    is_lost = entry.is_lost(now)
    values = {
        "ended_at": entry.last_sign if is_lost else max(now, entry.started_at),
        "ending": LOST if is_lost else STOPPED,
    }
    return Update(Thing.TIME_ENTRY, entry.id, values)
