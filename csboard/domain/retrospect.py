"""A period to look back on: what flowed, what stuck, promises broken and why, what was changed.

A page for a team's retrospective (ふりかえり). It names inquiries by their numbers and colleagues
by their names; of customers it says nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import working_between
from csboard.domain.clocks import Clock
from csboard.domain.figures import Figures, Period
from csboard.domain.periods import Days
from csboard.domain.records import Event, Member
from csboard.domain.team_goals import Why
from csboard.named import NamedTuple

MOST_STUCK = 10
MOST_BROKEN = 100
"""Promises that are told one by one."""
MOST_CHANGES = 12
"""The latest changes of the workflow that are told."""
LONGEST_SPAN = timedelta(days=28)
SHORTEST_SPAN = timedelta(days=1)
"""Before and after a change; of less, nothing is told yet."""
MASK = "…"


class Stuck(NamedTuple):
    """An inquiry that is open and in which nothing has happened for long."""

    number: int
    since: datetime
    """When anything last happened in it."""
    stage: str
    owner: str
    """Login of whoever has the reply; empty for nobody."""
    stood: timedelta = timedelta()
    """Business time since then, until the period's end or now."""


class Broken(NamedTuple):
    """A promise that was broken in the period."""

    number: int
    clock: str
    due_at: datetime
    over: timedelta
    """Business time beyond; of one that goes on still, until now."""
    is_open: bool
    """Whether it goes on still."""
    why: Why | None = None


class Changed(NamedTuple):
    """A change of the workflow, and the figures of equal spans before and after it."""

    at: datetime
    by: str
    """Login."""
    keys: tuple[str, ...]
    span: timedelta = timedelta()
    """How long before and after; nothing where it is too early to tell."""
    before: Figures | None = None
    after: Figures | None = None


class Case(NamedTuple):
    """A successful case that was made in the period."""

    number: int
    topic: str
    """Its tags."""
    author: str
    """Login."""
    used: int


class Retrospect(NamedTuple):
    """All of it."""

    days: Days
    zone: str
    now: datetime
    figures: Figures
    before: Figures
    """Of as long a time before it, as far as it has come."""
    stuck: tuple[Stuck, ...]
    broken: tuple[Broken, ...]
    """Latest first; at most `MOST_BROKEN`."""
    broken_total: int
    reasons: tuple[tuple[str, int], ...]
    """How often each code was given, the commonest first; of all broken ones."""
    changes: tuple[Changed, ...]
    cases: tuple[Case, ...]
    members: dict[str, Member]


def longest_stuck(found: Iterable[Stuck], calendar: Calendar, end: datetime) -> tuple[Stuck, ...]:
    """Those in which nothing has happened for longest, by business time, up to a moment."""
    stood = [
        one._replace(stood=working_between(calendar, one.since, end))
        for one in found
        if one.since < end
    ]
    stood = [one for one in stood if one.stood]
    stood.sort(key=lambda one: (-one.stood, one.number))
    return tuple(stood[:MOST_STUCK])


def broken_in(number: int, clocks: Iterable[Clock], period: Period) -> list[Broken]:
    """The promises of an inquiry that were broken in a period: when they were due counts."""
    return [
        Broken(number, clock.which, clock.due_at, -(clock.left or timedelta()), not clock.ended_at)
        for clock in clocks
        if clock.is_broken and clock.due_at is not None and period.has(clock.due_at)
    ]


def with_why(broken: Iterable[tuple[Broken, datetime]], whys: Sequence[Why]) -> tuple[Broken, ...]:
    """Each with what was said of it, by when its clock began; the latest first."""
    said = {(one.number, one.clock, one.since): one for one in whys}
    told = [one._replace(why=said.get((one.number, one.clock, began))) for one, began in broken]
    return tuple(sorted(told, key=lambda one: one.due_at, reverse=True))


def reasons(broken: Iterable[Broken]) -> tuple[tuple[str, int], ...]:
    """How often each code was given, the commonest first."""
    counted = Counter(one.why.code for one in broken if one.why is not None)
    return tuple(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def changes_in(events: Iterable[Event]) -> list[Changed]:
    """The latest changes of the settings, the oldest first; those of one minute as one."""
    found: list[Changed] = []
    for event in events:
        keys = event.detail.get("keys")
        named = tuple(str(key) for key in keys) if isinstance(keys, (list, tuple)) else ()
        if not named:
            continue
        last = found[-1] if found else None
        if last and last.by == event.actor and event.at - last.at < timedelta(minutes=1):
            found[-1] = last._replace(keys=tuple(sorted({*last.keys, *named})))
        else:
            found.append(Changed(event.at, event.actor, named))
    return found[-MOST_CHANGES:]


def spans(at: datetime, now: datetime) -> tuple[Period, Period] | None:
    """Equal spans before and after a change; None as long as it is too early to tell."""
    span = min(now - at, LONGEST_SPAN)
    if span < SHORTEST_SPAN:
        return None
    return Period(at - span, at), Period(at, at + span)


def masked(words: str, names: Iterable[str]) -> str:
    """A colleague's words without a customer's name, address or company in them."""
    parts = {part for name in names for part in (name, *re.split(r"[\s　@]+", name))}
    for part in sorted(filter(lambda one: len(one) > 1, parts), key=len, reverse=True):
        words = re.sub(re.escape(part), MASK, words, flags=re.IGNORECASE)
    return words
