"""Reading what is laid out for whoever hands a task off: fixed queries, in one transaction."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.db.clock_reads import clocks
from csboard.db.hand_off_ends import ended_by
from csboard.db.hand_offs import of_inquiry
from csboard.db.hand_offs_since import since_each
from csboard.domain.absences import next_absence
from csboard.domain.hand_off_desk import Desk
from csboard.domain.hand_off_prefill import Due, Known, prefilled
from csboard.domain.hand_off_records import WITHDRAWN, HandOff
from csboard.domain.hand_off_since import NOTHING
from csboard.domain.inquiry_clocks import InquiryClocks
from csboard.domain.records import TaskRef

if TYPE_CHECKING:
    from csboard.db.reads import Reading


def desk(ref: TaskRef, now: datetime, reading: Reading) -> Desk:
    """Of a task, or of the reply it goes on in; Refused when there is none."""
    team = reading.team
    card = reading.card(ref)
    view = reading.inquiry(card.ref.number)
    task = next(one for one in view.tasks if one.ref == card.ref)
    due = _due(clocks(card.ref.number, team), now)
    known = Known(view, task, due, team.settings.zone, now)
    zone = ZoneInfo(team.settings.zone)
    absence = next_absence(card.owner, team.absences, now, zone) if card.owner else None
    theirs = (one for one in of_inquiry(card.ref.number, team) if one.task_id == card.task_id)
    found = _one_of(tuple(theirs))
    if found is None:
        return Desk(card, None, prefilled(known), absence)
    begun = found.sheet if found.was_left else prefilled(known)
    since = since_each([found], team).get(found.id, NOTHING)
    return Desk(card, found, begun, absence, since, ended_by(found, team))


def _one_of(some: tuple[HandOff, ...]) -> HandOff | None:
    """What is open; else what was left with the task; else the last, however it ended."""
    if still := next((one for one in some if one.is_open), None):
        return still
    kept = [one for one in some if one.ending != WITHDRAWN]
    if kept and kept[-1].was_left:
        return kept[-1]
    return some[-1] if some else None


def _due(told: InquiryClocks, now: datetime) -> tuple[Due, ...]:
    """The promises that go on, by when they are due."""
    found = [
        Due(one.which, one.due_at, one.is_broken or (one.due_at is not None and one.due_at < now))
        for one in told.at(now).all
        if one.ended_at is None and one.promise is not None
    ]
    return tuple(sorted(found, key=lambda one: (one.at is None, one.at or now)))
