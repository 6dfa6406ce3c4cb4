"""The task that somebody should take next, found without making cards of all there are.

Of each only its need is read: first the least that it could be, which takes no look at its
promises and tags; then, beginning with the most needy, what it is, until the rest can't be more
in need than the best so far.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from csboard.db import models, records
from csboard.db.clock_rules import rules_of
from csboard.db.prepared import Prepared
from csboard.db.team import Team
from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import add_working
from csboard.domain.card_clocks import from_stored
from csboard.domain.card_need import left_of, unowned_for
from csboard.domain.need import MOST_UNOWNED, Case, Heat, Need, heat_of, least_need, need_of
from csboard.domain.records import NO_TAGS, Pin, TaskRef, Urgency

_Task, _Inquiry = models.TaskRow, models.InquiryRow


_FREE = Prepared(
    lambda: (
        _Task.select(
            _Task.inquiry,
            _Task.seq,
            _Task.opened_at,
            _Task.need,
            _Task.free_since,
            _Task.waiting,
            _Task.pinned_at,
            _Inquiry.tags.cast("TEXT"),  # as the text that it is: most of them are never looked at
            _Inquiry.clocks.cast("TEXT"),
        )
        .join(_Inquiry)
        .where(_Task.owner.is_null(), _Task.closed_at.is_null(), _Task.withdrawn_at.is_null())
    )
)


class _Found(NamedTuple):
    """A task for the taking; it sorts by the least that its need could be."""

    least: Need
    case: Case
    """Without what its promises and tags say."""
    tags: str | None
    clocks: str | None


def most_in_need(team: Team, now: datetime) -> TaskRef | None:
    """The task most in need of those that nobody has and that don't wait; None without any."""
    calendar, heat = rules_of(team).calendar, heat_of(team.settings)
    best: Need | None = None
    for found in sorted(_for_the_taking(calendar, heat, now)):
        if best is not None and best <= found.least:
            break
        need = need_of(_whole(found, team, calendar, now), heat)
        best = need if best is None else min(best, need)
    return best.ref if best else None


def _for_the_taking(calendar: Calendar, heat: Heat, now: datetime) -> Iterator[_Found]:
    long_free = add_working(calendar, now, -MOST_UNOWNED)
    for number, seq, opened_at, rank, free_since, waits, pinned_at, tags, clocks in _FREE.rows():
        waiting = records.waiting_of(waits)
        if waiting is not None and not waiting.is_over(now):
            continue
        since = free_since or opened_at
        is_long = long_free is not None and since <= long_free
        case = Case(
            ref=TaskRef(number, seq),
            opened_at=opened_at,
            urgency=Urgency.of_rank(rank),
            unowned_for=MOST_UNOWNED if is_long else unowned_for(since, calendar, now),
            pin=pinned_at and Pin("", pinned_at),
        )
        yield _Found(least_need(case, heat, is_promised=bool(clocks)), case, tags, clocks)


def _whole(found: _Found, team: Team, calendar: Calendar, now: datetime) -> Case:
    tags = records.tags_of(json.loads(found.tags)) if found.tags else NO_TAGS
    clocks = from_stored(json.loads(found.clocks)) if found.clocks else None
    return found.case._replace(
        left=left_of(clocks, calendar, now),
        emotions=team.settings.vocabulary.shown(tags).emotion,
    )
