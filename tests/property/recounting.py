"""A period's figures counted slowly and obviously, minute by minute, for comparison."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from csboard.domain.business_time import is_open
from csboard.domain.clock_story import Story, Turned
from csboard.domain.figures import DIMENSIONS, Figures, Period
from csboard.domain.promises import CLOCKS
from csboard.domain.records import NO_TAGS, Outcome, Tags
from tests.domain.clock_builders import MINUTE, OFFICE, TOKYO
from tests.property.clock_watching import Watch, Watcher


class Seen(NamedTuple):
    """One inquiry, as somebody saw it who watched every minute."""

    story: Story
    watcher: Watcher
    responders: tuple[str, ...] = ()
    outcome: Outcome | None = None
    tags: Tags = NO_TAGS
    taken_at: datetime | None = None


Counted = dict[str, Any]
"""All of a period's figures by name, for comparison; numbers in their order."""


def as_counted(found: Figures) -> Counted:
    """What the program says."""
    shares = {"same_day": found.same_day, "first_contact": found.first_contact, **found.kept}
    spreads = {"first_reply": found.first_reply, "solved": found.solved, "cycle": found.cycle}
    days = {
        (day, name): count
        for day, flow in found.days.items()
        for name, count in flow._asdict().items()
        if count
    }
    return {
        "days": days,
        "arrived": sorted(found.arrived),
        "arrived_on": found.arrived_on,
        "open_before": found.open_before,
        "open_after": sorted(found.open_after),
        "ages": sorted(found.age.times),
        **{name: (one.median, one.p90, sorted(one.times)) for name, one in spreads.items()},
        **{name: (list(one.yes), list(one.no)) for name, one in shares.items()},
        "outcomes": {key: list(numbers) for key, numbers in found.outcomes.items()},
        "tags": {key: list(numbers) for key, numbers in found.tags.items()},
    }


def recounted(seen: Sequence[Seen], period: Period, now: datetime) -> Counted:
    """What somebody says who has watched."""
    seen = sorted(seen, key=lambda one: one.story.number)
    return {
        **_flow(seen, period, now),
        **_times(seen, period),
        **{which: _promises(seen, which, period) for which in CLOCKS},
        **_ends(seen, period),
        **_arrivals(seen, period, now),
    }


def _flow(seen: Sequence[Seen], period: Period, now: datetime) -> Counted:
    days: Counter[tuple[object, str]] = Counter()
    for one in seen:
        for at, name in (*changes(one.story), (one.story.opened_at, "arrived")):
            if period.has(at):
                days[at.astimezone(TOKYO).date(), name] += 1
    end = min(period.end, now + datetime.resolution)
    before = [one for one in seen if _is_open(one.story, period.start)]
    still = [one for one in seen if _is_open(one.story, end)]
    return {
        "days": dict(days),
        "open_before": len(before),
        "open_after": [one.story.number for one in still],
        "ages": sorted(minutes_open(one.story.opened_at, end) for one in still),
    }


def _is_open(story: Story, moment: datetime) -> bool:
    """Just before that moment."""
    return story.opened_at < moment and not over_at(story, moment)


def over_at(story: Story, moment: datetime) -> str:
    """`closed`, `junk` or nothing, by all that had happened before that moment."""
    closed = junk = False
    for turn in story.turns:
        if turn.at < moment:
            closed = {Turned.CLOSED: True, Turned.REOPENED: False}.get(turn.kind, closed)
            junk = {Turned.JUNKED: True, Turned.UNJUNKED: False}.get(turn.kind, junk)
    return "junk" if junk else "closed" if closed else ""


def changes(story: Story) -> list[tuple[datetime, str]]:
    """When it stopped being open, or was open again."""
    moments = sorted({turn.at for turn in story.turns})
    found = []
    for at in moments:
        before, after = over_at(story, at), over_at(story, at + MINUTE / 2)
        if bool(before) != bool(after):
            name = {"": "reopened", "closed": "departed", "junk": "junked"}[after]
            found.append((at, name))
    return found


def minutes_open(start: datetime, end: datetime) -> timedelta:
    """Business time between two moments: its whole minutes, and what there is of the last."""
    count = int((end - start) / MINUTE)
    rest = end - start - count * MINUTE
    minutes = sum(is_working(start + index * MINUTE) for index in range(count)) * MINUTE
    return minutes + (rest if is_working(start + count * MINUTE) else timedelta())


@cache
def is_working(minute: datetime) -> bool:
    return is_open(OFFICE, minute)


def _times(seen: Sequence[Seen], period: Period) -> Counted:
    firsts = [
        one.watcher.first.used * MINUTE
        for one in seen
        if one.watcher.first
        and one.watcher.first.ending == "replied"
        and period.has(one.watcher.first.ended_at)
    ]
    solved = [
        one.watcher.solved.used * MINUTE
        for one in seen
        if one.watcher.solved.ending == "solved" and period.has(one.watcher.solved.ended_at)
    ]
    cycles = [time for one in seen if (time := _cycle(one, period)) is not None]
    spreads = {"first_reply": firsts, "solved": solved, "cycle": cycles}
    return {
        name: (middle(values), ninth_tenth(values), sorted(values))
        for name, values in spreads.items()
    }


def _cycle(one: Seen, period: Period) -> timedelta | None:
    """From taken to closed, minute by minute, if it was closed in the period."""
    taken_at, solved = one.taken_at, one.watcher.solved
    if solved.ending != "solved" or not period.has(solved.ended_at) or taken_at is None:
        return None
    assert solved.ended_at is not None
    count = max(0, int((solved.ended_at - taken_at) / MINUTE))
    moments = [taken_at + index * MINUTE for index in range(count)]
    ran = [is_working(at) and not over_at(one.story, at + MINUTE / 2) for at in moments]
    return sum(ran) * MINUTE


def middle(values: list[Any]) -> Any:
    ordered = sorted(values)
    while len(ordered) > 2:
        ordered = ordered[1:-1]
    return sum(ordered, timedelta()) / len(ordered) if ordered else None


def ninth_tenth(values: list[Any]) -> Any:
    """The smallest that nine tenths don't exceed."""
    enough = [
        one for one in sorted(values) if sum(v <= one for v in values) * 10 >= len(values) * 9
    ]
    return enough[0] if enough else None


def _promises(seen: Sequence[Seen], which: str, period: Period) -> tuple[list[int], list[int]]:
    kept, broken = [], []
    for one in seen:
        for watch in _watches(one.watcher, which):
            if watch.breached and period.has(watch.due_at):
                broken.append(one.story.number)
            ended_well = watch.ending in ("replied", "solved") and not watch.breached
            if ended_well and period.has(watch.ended_at):
                kept.append(one.story.number)
    return kept, broken


def _watches(watcher: Watcher, which: str) -> list[Watch]:
    if which == "next":
        return watcher.next
    watch = watcher.first if which == "first" else watcher.solved
    return [watch] if watch else []


def _ends(seen: Sequence[Seen], period: Period) -> Counted:
    """Of those that were closed in the period."""
    contact: dict[bool, list[int]] = {True: [], False: []}
    outcomes: dict[Outcome | None, list[int]] = {}
    for one in seen:
        number, solved = one.story.number, one.watcher.solved
        if solved.ending == "solved" and period.has(solved.ended_at):
            outcomes.setdefault(one.outcome, []).append(number)
            names = [name for _at, name in changes(one.story)]
            if one.responders:
                is_one = len(set(one.responders)) == 1
                contact[is_one and "reopened" not in names].append(number)
    return {"outcomes": outcomes, "first_contact": (contact[True], contact[False])}


def _arrivals(seen: Sequence[Seen], period: Period, now: datetime) -> Counted:
    """Of those that came in in the period."""
    arrived = [one for one in seen if period.has(one.story.opened_at)]
    same_day: dict[bool, list[int]] = {True: [], False: []}
    words: dict[tuple[str, str], list[int]] = {}
    for one in arrived:
        number, first = one.story.number, one.watcher.first
        if first is not None and first.ending in ("", "replied"):
            day = _its_day(one.story.opened_at)
            answered_at = first.ended_at
            if answered_at is not None:
                same_day[answered_at.astimezone(TOKYO).date() <= day].append(number)
            elif now.astimezone(TOKYO).date() > day:  # until then it may still be
                same_day[False].append(number)
        for dimension in DIMENSIONS:
            for word in getattr(one.tags, dimension):
                words.setdefault((dimension, word), []).append(number)
    days = {one.story.number: one.story.opened_at.astimezone(TOKYO).date() for one in arrived}
    return {
        "arrived": [one.story.number for one in arrived],
        "arrived_on": days,
        "same_day": (same_day[True], same_day[False]),
        "tags": words,
    }


def _its_day(opened_at: datetime) -> date:
    """On which business time began for it."""
    minute = opened_at
    while not is_working(minute):
        minute += MINUTE
    return minute.astimezone(TOKYO).date()
