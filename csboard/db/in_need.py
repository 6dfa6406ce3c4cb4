"""Open tasks in order of need, found without making cards of all there are.

Of each only its need is read: first the least that it could be, which takes no look at its
promises and tags; then, beginning with the most needy, what it is, until the rest can't be more
in need. It is the order in which whole cards stand, as a test makes sure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from heapq import heappop, heappush
from typing import Any, NamedTuple

from csboard.db import models, records
from csboard.db.clock_rules import rules_of
from csboard.db.prepared import Prepared
from csboard.db.team import Team
from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import add_working
from csboard.domain.card_clocks import from_stored
from csboard.domain.card_need import left_of, unowned_for
from csboard.domain.need import MOST_UNOWNED, Case, Need, heat_of, least_need, need_of
from csboard.domain.records import NO_TAGS, Pin, TaskRef, Urgency

_Task, _Inquiry = models.TaskRow, models.InquiryRow

COLUMNS = (
    _Task.inquiry,
    _Task.seq,
    _Task.opened_at,
    _Task.need,
    _Task.owner,
    _Task.free_since,
    _Task.waiting,
    _Task.pinned_at,
    _Inquiry.tags.cast("TEXT"),  # as the text that it is: most of them are never looked at
    _Inquiry.clocks.cast("TEXT"),
)
"""What is read of each task."""

_FREE = Prepared(
    lambda: (
        _Task.select(*COLUMNS)
        .join(_Inquiry)
        .where(_Task.owner.is_null(), _Task.closed_at.is_null(), _Task.withdrawn_at.is_null())
    )
)


class _Found(NamedTuple):
    """A task; it sorts by the least that its need could be."""

    least: Need
    case: Case
    """Without what its promises and tags say."""
    tags: str | None
    clocks: str | None


def next_to_take(team: Team, now: datetime) -> TaskRef | None:
    """The task most in need of those that nobody has and that don't wait; None without any."""
    found = _cases(_FREE.rows(), team, now)
    return next(_sorted((one for one in found if not one.case.waits), team, now), None)


def in_need(rows: Iterable[tuple[Any, ...]], team: Team, now: datetime) -> Iterator[TaskRef]:
    """The open tasks of some rows of `COLUMNS`, the one most in need first."""
    return _sorted(_cases(rows, team, now), team, now)


def _sorted(found: Iterable[_Found], team: Team, now: datetime) -> Iterator[TaskRef]:
    """Each as soon as none of those behind it can be more in need."""
    calendar, heat = rules_of(team).calendar, heat_of(team.settings)
    known: list[Need] = []
    for one in sorted(found):
        while known and known[0] <= one.least:
            yield heappop(known).ref
        heappush(known, need_of(_whole(one, team, calendar, now), heat))
    while known:
        yield heappop(known).ref


def _cases(rows: Iterable[tuple[Any, ...]], team: Team, now: datetime) -> Iterator[_Found]:
    calendar, heat = rules_of(team).calendar, heat_of(team.settings)
    long_free = add_working(calendar, now, -MOST_UNOWNED)
    there = {member.id for member in team.members.values() if member.active}
    for number, seq, opened_at, rank, owner, free_since, waits, pinned_at, tags, clocks in rows:
        since = None if owner in there else free_since or opened_at
        is_long = since is not None and long_free is not None and since <= long_free
        waiting = records.waiting_of(waits)
        case = Case(
            ref=TaskRef(number, seq),
            opened_at=opened_at,
            urgency=Urgency.of_rank(rank),
            unowned_for=MOST_UNOWNED if is_long else unowned_for(since, calendar, now),
            waits=waiting is not None and not waiting.is_over(now),
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
