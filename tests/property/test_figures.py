"""The figures of random histories, against counting them slowly and obviously anew."""

from __future__ import annotations

import os
from datetime import datetime
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from csboard.domain.clock_rests import standings
from csboard.domain.clock_story import Story, Turned
from csboard.domain.clocks import clocks_of
from csboard.domain.figures import Figures, Matter, Period
from csboard.domain.promises import CLOCKS
from csboard.domain.records import Outcome, Tags
from tests.domain.clock_builders import MINUTE, OFFICE, figures_of
from tests.property.clock_watching import RULES, START, Watcher, stories
from tests.property.recounting import Seen, as_counted, recounted

EXAMPLES = settings(max_examples=25 if os.environ.get("CI") == "true" else 15, deadline=None)
DAY = 24 * 60
Team = tuple[list[Seen], Period, datetime]


@st.composite
def teams(draw: st.DrawFn) -> Team:
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
    return Seen(
        story,
        watcher,
        responders=tuple(who),
        outcome=draw(st.sampled_from((None, *Outcome))),
        tags=Tags(content=tuple(draw(st.lists(st.sampled_from(("決済", "配送")), unique=True)))),
        taken_at=draw(st.sampled_from((None, *(turn.at for turn in story.turns)))),
    )


def matter_of(one: Seen, now: datetime) -> Matter:
    return Matter(
        number=one.story.number,
        opened_at=one.story.opened_at,
        standings=tuple(standings(one.story)),
        clocks=clocks_of(one.story, RULES, now),
        responders=one.responders,
        outcome=one.outcome,
        tags=one.tags,
        taken_at=one.taken_at,
    )


@settings(EXAMPLES, max_examples=3 * EXAMPLES.max_examples)
@given(teams())
def test_all_figures_are_what_somebody_counted(team: Team) -> None:
    seen, period, now = team
    found = figures_of((matter_of(one, now) for one in seen), period, OFFICE, now)
    assert as_counted(found) == recounted(seen, period, now)
    came = len(found.arrived) + len(found.reopened)
    went = len(found.departed) + len(found.junked)
    assert len(found.open_after) == found.open_before + came - went


@EXAMPLES
@given(teams(), st.randoms(use_true_random=False))
def test_the_order_they_are_taken_in_changes_nothing(team: Team, drawn: Any) -> None:
    seen, period, now = team
    matters = [matter_of(one, now) for one in seen]
    before: Figures = figures_of(matters, period, OFFICE, now)
    drawn.shuffle(matters)
    assert figures_of(matters, period, OFFICE, now) == before


@EXAMPLES
@given(teams(), st.integers(1, DAY))
def test_two_periods_make_the_one_that_spans_them(team: Team, length: int) -> None:
    seen, period, now = team
    middle_at = period.start + (period.end - period.start) * length / (DAY + 1)
    parts = [Period(period.start, middle_at), Period(middle_at, period.end)]
    whole, one, two = (
        figures_of((matter_of(each, now) for each in seen), part, OFFICE, now)
        for part in (period, *parts)
    )
    for name in ("arrived", "departed", "reopened", "junked"):
        assert getattr(whole, name) == (*getattr(one, name), *getattr(two, name))
    for which in CLOCKS:
        both = sorted((*one.kept[which].yes, *two.kept[which].yes))
        assert list(whole.kept[which].yes) == both
    if middle_at <= now:
        assert len(one.open_after) == two.open_before
    assert all(a <= b for a, b in pairwise(sorted(whole.days)))
