"""Reading who could go on with a task."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.db.knowledge_map import knowledge
from csboard.domain.absences import Span
from csboard.domain.receivers import Proposal, at_once, receivers
from csboard.domain.records import TaskRef

if TYPE_CHECKING:
    from csboard.db.reads import Reading


def receivers_of(
    ref: TaskRef, away: Span | None, now: datetime, reading: Reading
) -> tuple[Proposal, ...]:
    """As the board promises it in `LeaveCheckReads.receivers`."""
    card, team = reading.card(ref), reading.team
    times = (at_once(now), *([away] if away is not None else []))
    known = knowledge(now, team)
    zone = ZoneInfo(team.settings.zone)
    return receivers(card.tags, card.owner, times, known, team.absences, zone)
