"""Open tasks in order of need, found without making cards of all there are.

Of each only its need is read: first the least that it could be, which takes no look at its
promises, its tags and since when it is free; then, beginning with the most needy, what it is,
until the rest can't be more in need. It is the order in which whole cards stand, as a test makes
sure.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from heapq import heappop, heappush
from typing import Any

from csboard.db import models, records
from csboard.db.clock_rules import calendar_of
from csboard.db.prepared import Prepared
from csboard.db.team import Team
from csboard.domain.card_clocks import from_stored
from csboard.domain.card_need import left_of, unowned_for
from csboard.domain.need import Case, Need, group_of, heat_of, least_total, need_of
from csboard.domain.records import NO_TAGS, Pin, TaskRef, Urgency
from csboard.named import NamedTuple

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


Row = tuple[Any, ...]


class _Found(NamedTuple):
    """A task; it sorts by the least that its need could be."""

    least: Need
    waits: bool
    row: Row


def next_to_take(team: Team, now: datetime) -> TaskRef | None:
    """The task most in need of those that nobody has and that don't wait; None without any."""
    found = (one for one in _found(_FREE.rows(), team, now) if not one.waits)
    return next(_in_order(found, team, now), None)


def in_need(rows: Iterable[Row], team: Team, now: datetime) -> Iterator[TaskRef]:
    """The open tasks of some rows of `COLUMNS`, the one most in need first."""
    return _in_order(_found(rows, team, now), team, now)


def _in_order(found: Iterable[_Found], team: Team, now: datetime) -> Iterator[TaskRef]:
    """Each as soon as none of those behind it can be more in need."""
    heat, there = heat_of(team.settings), _there(team)
    known: list[Need] = []
    for one in sorted(found):
        while known and known[0] <= one.least:
            yield heappop(known).ref
        heappush(known, need_of(_case(one, team, there, now), heat))
    while known:
        yield heappop(known).ref


def _there(team: Team) -> frozenset[int]:
    """Those whose tasks aren't free: who has left has none."""
    return frozenset(member.id for member in team.members.values() if member.active)


def _found(rows: Iterable[Row], team: Team, now: datetime) -> Iterator[_Found]:
    heat, there = heat_of(team.settings), _there(team)
    least = {
        (urgency.rank, is_promised, is_free): least_total(
            urgency, heat, is_promised=is_promised, is_free=is_free
        )
        for urgency in Urgency
        for is_promised in (False, True)
        for is_free in (False, True)
    }
    for row in rows:
        number, seq, opened_at, rank, owner, _free_since, waiting, pinned_at, _tags, clocks = row
        waits = waiting is not None and not _is_over(waiting, now)
        group = group_of(is_pinned=pinned_at is not None, waits=waits)
        total = least[rank, clocks is not None, owner not in there]
        yield _Found(Need(group, total, opened_at, TaskRef(number, seq)), waits, row)


def _case(found: _Found, team: Team, there: frozenset[int], now: datetime) -> Case:
    """All that a task's need goes by."""
    number, seq, opened_at, rank, owner, free_since, _waiting, pinned_at, tags, clocks = found.row
    calendar = calendar_of(team)
    told = records.tags_of(json.loads(tags)) if tags else NO_TAGS
    since = None if owner in there else free_since or opened_at
    return Case(
        ref=TaskRef(number, seq),
        opened_at=opened_at,
        urgency=Urgency.of_rank(rank),
        left=left_of(from_stored(json.loads(clocks)) if clocks else None, calendar, now),
        emotions=team.settings.vocabulary.shown(told).emotion,
        unowned_for=unowned_for(since, calendar, now),
        waits=found.waits,
        pin=pinned_at and Pin("", pinned_at),
    )


def _is_over(stored: Mapping[str, Any], now: datetime) -> bool:
    waiting = records.waiting_of(stored)
    return waiting is None or waiting.is_over(now)
