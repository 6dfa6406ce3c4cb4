"""One's own marks: kept for one member alone, told to nobody."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.commands import MarkSeen
from csboard.domain.decisions import Insert, Quiet, Thing, Update
from csboard.domain.states import PersonalState

SEEN = "seen"
"""Under this key: the id of the newest event that was looked at."""


def mark_seen(state: PersonalState, command: MarkSeen, now: datetime) -> Quiet:
    """Up to that event; never back, because two boards of one person may mark at once."""
    wanted = min(command.event_id, state.newest)
    if state.row is None:
        values = {"member_id": state.actor.id, "key": SEEN, "value": max(wanted, 0)}
        return Quiet((Insert(Thing.PERSONAL, values),))
    if wanted <= state.seen:
        return Quiet(())
    return Quiet((Update(Thing.PERSONAL, state.row, {"value": wanted}),))
