"""What text said before it was replaced: kept in a row, so that events need none of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain.decisions import Insert, Ref, Thing
from csboard.domain.records import Task

FORMER = Ref("former")
"""In an event's detail, under `former`: the row that `former_row` makes."""


def former_row(number: int, fields: Mapping[str, object], now: datetime) -> Insert:
    """The row of inquiry `number` that an undo takes `fields` back from."""
    return Insert(Thing.FORMER, {"inquiry_id": number, "at": now, "fields": fields}, FORMER.name)


def ended_waiting(task: Task, now: datetime) -> tuple[tuple[Insert, ...], dict[str, object]]:
    """What keeps the mark a task loses: a row, and the detail that names it; else nothing."""
    if task.waiting is None:
        return (), {}
    row = former_row(task.ref.number, {"waiting": task.waiting}, now)
    return (row,), {"former": FORMER}
