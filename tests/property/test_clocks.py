"""The clocks of random histories against watching them minute by minute."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import timedelta
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from csboard.domain.clock_rests import standings
from csboard.domain.clock_story import Story
from csboard.domain.clocks import Clock, State, clocks_of
from csboard.domain.promises import CLOCKS
from tests.domain.clock_builders import MINUTE
from tests.property.clock_watching import RULES, Watch, Watcher, stories

EXAMPLES = settings(max_examples=300 if os.environ.get("CI") == "true" else 100, deadline=None)


@EXAMPLES
@given(stories(), st.sampled_from((0, 1, 50, 500)))
def test_every_clock_is_what_a_watcher_saw(story: Story, later: int) -> None:
    now = story.turns[-1].at + later * MINUTE
    watcher = Watcher(story, now)
    watcher.watch()
    found = clocks_of(story, RULES, now)
    _same([found.first] if found.first else [], [watcher.first] if watcher.first else [])
    _same(found.next, watcher.next)
    _same([found.solved], [watcher.solved])


def _same(clocks: Iterable[Clock], watches: list[Watch]) -> None:
    seen = [
        (
            one.started_at,
            one.used,
            one.ended_at,
            one.ending,
            one.breached,
            one.due_at if one.breached else None,
        )
        for one in watches
    ]
    told = [
        (
            one.started_at,
            one.used // MINUTE,
            one.ended_at,
            one.ending,
            one.is_broken,
            one.due_at if one.is_broken else None,
        )
        for one in clocks
    ]
    assert told == seen


@EXAMPLES
@given(stories(), st.integers(0, 3000), st.integers(1, 5000))
def test_it_is_broken_from_the_moment_it_said_on(story: Story, later: int, more: int) -> None:
    """As long as nothing else happens."""
    now = story.turns[-1].at + later * MINUTE
    held = tuple(one for one in story.traits if one[0] <= now)
    story = story._replace(traits=held)
    for index, clock in enumerate(clocks_of(story, RULES, now).all):
        if clock.due_at is None or clock.ended_at is not None or clock.is_broken:
            continue
        assert clock.due_at >= now
        assert not clocks_of(story, RULES, clock.due_at).all[index].is_broken
        after = clocks_of(story, RULES, clock.due_at + more * MINUTE).all[index]
        assert (after.is_broken, after.due_at, after.state) == (True, clock.due_at, State.OVERDUE)


@EXAMPLES
@given(stories(), st.integers(0, 3000))
def test_spans_cover_all_from_beginning_to_end(story: Story, later: int) -> None:
    now = story.turns[-1].at + later * MINUTE
    for clock in clocks_of(story, RULES, now).all:
        assert clock.spans[0].start == clock.started_at
        assert clock.spans[-1].end == clock.ended_at
        for one, following in pairwise(clock.spans):
            assert one.end == following.start
            assert one.why != following.why
        assert clock.which in CLOCKS
        assert clock.used == sum((one.worked for one in clock.spans if not one.why), timedelta())


@EXAMPLES
@given(stories())
def test_standings_are_in_order_and_each_differs_from_the_one_before(story: Story) -> None:
    found = standings(story)
    assert found[0].since == story.opened_at
    assert all(a.since < b.since and a[1:] != b[1:] for a, b in pairwise(found))
