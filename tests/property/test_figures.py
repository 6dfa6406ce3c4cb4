"""The figures of random histories, against counting them slowly and obviously anew."""

from __future__ import annotations

import os
from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from csboard.domain.business_time import is_open
from csboard.domain.clock_rests import standings
from csboard.domain.clock_story import Story, Turned
from csboard.domain.clocks import clocks_of
from csboard.domain.figures import Figures, Matter, Period, figures_of
from csboard.domain.promises import CLOCKS
from csboard.domain.records import Outcome, Tags
from tests.domain.clock_builders import MINUTE, OFFICE, TOKYO
from tests.property.clock_watching import RULES, START, Watch, Watcher, stories

EXAMPLES = settings(max_examples=25 if os.environ.get("CI") == "true" else 15, deadline=None)
DAY = 24 * 60


class Seen(NamedTuple):
    """One inquiry, as somebody saw it who watched every minute."""

    story: Story
    watcher: Watcher
    matter: Matter


@st.composite
def teams(draw: st.DrawFn) -> tuple[list[Seen], Period, datetime]:
    """Some inquiries of some days, and a period that may reach beyond them at either end."""
    told = draw(st.lists(stories(days=4), min_size=1, max_size=8))
    told = [story._replace(number=1001 + index) for index, story in enumerate(told)]
    now = max(story.turns[-1].at for story in told) + draw(st.integers(0, DAY)) * MINUTE
    begin = START + draw(st.integers(-DAY, 3 * DAY)) * MINUTE
    period = Period(begin, begin + draw(st.integers(1, 7 * DAY)) * MINUTE)
    return [_seen(draw, story, now) for story in told], period, now


def _seen(draw: st.DrawFn, story: Story, now: datetime) -> Seen:
    watcher = Watcher(story, now)
    watcher.watch()
    answers = sum(turn.kind is Turned.ANSWERED for turn in story.turns)
    who = draw(st.lists(st.sampled_from(("sato", "suzuki")), min_size=answers, max_size=answers))
    matter = Matter(
        number=story.number,
        opened_at=story.opened_at,
        standings=tuple(standings(story)),
        clocks=clocks_of(story, RULES, now),
        responders=tuple(who),
        outcome=draw(st.sampled_from((None, *Outcome))),
        tags=Tags(content=tuple(draw(st.lists(st.sampled_from(("決済", "配送")), unique=True)))),
        taken_at=draw(st.sampled_from((None, *(turn.at for turn in story.turns)))),
    )
    return Seen(story, watcher, matter)


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
    count = int((end - start) / MINUTE)
    return sum(is_open(OFFICE, start + index * MINUTE) for index in range(count)) * MINUTE


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


@EXAMPLES
@given(teams())
def test_what_came_and_went(team: tuple[list[Seen], Period, datetime]) -> None:
    seen, period, now = team
    found = figures_of((one.matter for one in seen), period, OFFICE, now)
    arrived = sorted(one.story.number for one in seen if period.has(one.story.opened_at))
    assert sorted(found.arrived) == arrived
    days: Counter[tuple[object, str]] = Counter()
    for one in seen:
        for at, name in (*changes(one.story), (one.story.opened_at, "arrived")):
            if period.has(at):
                days[at.astimezone(TOKYO).date(), name] += 1
    assert days == +Counter(
        {(day, name): n for day, flow in found.days.items() for name, n in flow._asdict().items()}
    )
    came = len(found.arrived) + len(found.reopened)
    went = len(found.departed) + len(found.junked)
    assert len(found.open_after) == found.open_before + came - went


@EXAMPLES
@given(teams())
def test_what_is_open_and_how_old(team: tuple[list[Seen], Period, datetime]) -> None:
    seen, period, now = team
    found = figures_of((one.matter for one in seen), period, OFFICE, now)
    end = min(period.end, now + MINUTE / 2)
    still = [one for one in seen if one.story.opened_at < end and not over_at(one.story, end)]
    assert sorted(found.open_after) == sorted(one.story.number for one in still)
    ages = [minutes_open(one.story.opened_at, min(end, now)) for one in still]
    assert found.age.median is None or abs(found.age.median - middle(ages)) < MINUTE
    assert (found.age.median is None) == (not ages)


@EXAMPLES
@given(teams())
def test_times_and_promises(team: tuple[list[Seen], Period, datetime]) -> None:
    seen, period, now = team
    found = figures_of((one.matter for one in seen), period, OFFICE, now)
    firsts = [
        one.watcher.first.used * MINUTE
        for one in seen
        if one.watcher.first
        and one.watcher.first.ending == "replied"
        and period.has(one.watcher.first.ended_at)
    ]
    assert (found.first_reply.median, found.first_reply.p90) == (
        middle(firsts),
        ninth_tenth(firsts),
    )
    solved = [
        one.watcher.solved.used * MINUTE
        for one in seen
        if one.watcher.solved.ending == "solved" and period.has(one.watcher.solved.ended_at)
    ]
    assert (found.solved.median, found.solved.p90) == (middle(solved), ninth_tenth(solved))
    cycles = [time for one in seen if (time := _cycle(one, period)) is not None]
    assert (found.cycle.median, found.cycle.p90) == (middle(cycles), ninth_tenth(cycles))
    assert sorted(found.cycle.times) == sorted(cycles)
    for which in CLOCKS:
        kept, broken = _promises(seen, which, period)
        share = found.kept[which]
        assert (list(share.yes), list(share.no)) == (sorted(kept), sorted(broken))


def _cycle(one: Seen, period: Period) -> timedelta | None:
    """From taken to closed, minute by minute, if it was closed in the period."""
    taken_at, solved = one.matter.taken_at, one.watcher.solved
    if solved.ending != "solved" or not period.has(solved.ended_at) or taken_at is None:
        return None
    assert solved.ended_at is not None
    count = int((solved.ended_at - taken_at) / MINUTE)
    moments = [taken_at + index * MINUTE for index in range(max(count, 0))]
    return (
        sum(
            is_open(OFFICE, minute) and not over_at(one.story, minute + MINUTE / 2)
            for minute in moments
        )
        * MINUTE
    )


def _promises(seen: list[Seen], which: str, period: Period) -> tuple[list[int], list[int]]:
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


@EXAMPLES
@given(teams())
def test_shares(team: tuple[list[Seen], Period, datetime]) -> None:
    seen, period, now = team
    found = figures_of((one.matter for one in seen), period, OFFICE, now)
    same_day: dict[bool, list[int]] = {True: [], False: []}
    contact: dict[bool, list[int]] = {True: [], False: []}
    outcomes: dict[Outcome | None, list[int]] = {}
    for one in seen:
        number, first, solved = one.story.number, one.watcher.first, one.watcher.solved
        waits = first is not None and first.ending in ("", "replied")
        if period.has(one.story.opened_at) and first is not None and waits:
            same_day[_on_its_day(one.story.opened_at, first.ended_at)].append(number)
        if solved.ending == "solved" and period.has(solved.ended_at):
            outcomes.setdefault(one.matter.outcome, []).append(number)
            names = [name for _at, name in changes(one.story)]
            if one.matter.responders:
                is_one = len(set(one.matter.responders)) == 1
                contact[is_one and "reopened" not in names].append(number)
    assert (list(found.same_day.yes), list(found.same_day.no)) == (same_day[True], same_day[False])
    assert (list(found.first_contact.yes), list(found.first_contact.no)) == (
        contact[True],
        contact[False],
    )
    assert {key: list(numbers) for key, numbers in found.outcomes.items()} == outcomes
    words: dict[tuple[str, str], list[int]] = {}
    for one in seen:
        for word in one.matter.tags.content if period.has(one.story.opened_at) else ():
            words.setdefault(("content", word), []).append(one.story.number)
    assert {key: list(numbers) for key, numbers in found.tags.items()} == words
    assert sorted(found.arrived_on) == sorted(found.arrived)
    days = Counter(found.arrived_on.values())
    assert all(days[day] == flow.arrived for day, flow in found.days.items())


def _on_its_day(opened_at: datetime, ended_at: datetime | None) -> bool:
    minute = opened_at
    while not is_open(OFFICE, minute):
        minute += MINUTE
    return (
        ended_at is not None
        and ended_at.astimezone(TOKYO).date() <= minute.astimezone(TOKYO).date()
    )


@EXAMPLES
@given(teams(), st.randoms(use_true_random=False))
def test_the_order_they_are_taken_in_changes_nothing(
    team: tuple[list[Seen], Period, datetime], drawn: Any
) -> None:
    seen, period, now = team
    matters = [one.matter for one in seen]
    before: Figures = figures_of(matters, period, OFFICE, now)
    drawn.shuffle(matters)
    assert figures_of(matters, period, OFFICE, now) == before


@EXAMPLES
@given(teams(), st.integers(1, DAY))
def test_two_periods_make_the_one_that_spans_them(
    team: tuple[list[Seen], Period, datetime], length: int
) -> None:
    seen, period, now = team
    middle_at = period.start + (period.end - period.start) * length / (DAY + 1)
    parts = [Period(period.start, middle_at), Period(middle_at, period.end)]
    whole, one, two = (
        figures_of((each.matter for each in seen), part, OFFICE, now) for part in (period, *parts)
    )
    for name in ("arrived", "departed", "reopened", "junked"):
        assert getattr(whole, name) == (*getattr(one, name), *getattr(two, name))
    for which in CLOCKS:
        both = sorted((*one.kept[which].yes, *two.kept[which].yes))
        assert list(whole.kept[which].yes) == both
    if middle_at <= now:
        assert len(one.open_after) == two.open_before
    assert all(a <= b for a, b in pairwise(sorted(whole.days)))
