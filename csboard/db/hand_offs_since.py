"""Reading what has happened since sheets were written that nobody has taken. One query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from csboard.db import records
from csboard.db.models import EventRow as Event
from csboard.db.team import Team
from csboard.domain.hand_off_records import HandOff
from csboard.domain.hand_off_since import TOLD, Since, since_written


def since_each(some: Iterable[HandOff], team: Team) -> Mapping[int, Since]:
    """By id of those that are still to be taken, or lie with whoever has the task otherwise."""
    still = [one for one in some if one.is_open or one.was_left]
    if not still:
        return {}
    rows: Any = (
        Event.select(*records.EVENT_COLUMNS)
        .where(
            Event.inquiry.in_(sorted({one.task.number for one in still})),
            Event.kind.in_(TOLD),
            Event.at >= min(one.written_at for one in still),
        )
        .order_by(Event.id)
        .tuples()
    )
    of: dict[int | None, list[Any]] = {}
    for event in (records.event(row, team.logins) for row in rows):
        of.setdefault(event.number, []).append(event)
    return {one.id: since_written(one, of.get(one.task.number, ())) for one in still}
