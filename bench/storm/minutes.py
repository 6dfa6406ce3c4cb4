"""T28: business time and clocks against minutes counted one by one, in many more cases.

Any calendar (nights, lunches, own days, holidays, zones with summer time) and any history, by the
properties that the ordinary tests try some of; and each of ten years' minutes of Japanese holidays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.figures import Figure
from bench.storm.field import Storm
from csboard.domain.business_time import working_between
from tests.property import clock_watching
from tests.property import test_business_time as time
from tests.property import test_clocks as clocks

CASES, PAIRS = 5_000, 200_000

Drawn = tuple[st.SearchStrategy[Any], ...]

RULES: dict[str, tuple[Callable[..., Any], Drawn]] = {
    "stretches that don't add up": (
        time.test_stretches_add_up,
        (time.calendars(), time.MOMENTS, time.MOMENTS, time.MOMENTS),
    ),
    "adding that counting doesn't find again": (
        time.test_adding_is_the_inverse_of_counting,
        (time.calendars(), time.MOMENTS, time.AMOUNTS),
    ),
    "starting later, ending earlier": (
        time.test_who_starts_later_ends_no_earlier,
        (time.calendars(), time.MOMENTS, time.MOMENTS, time.AMOUNTS),
    ),
    "minutes around a change of clocks": (
        time.test_each_minute_around_a_change_of_clocks_counts_as_the_wall_clock_shows,
        (
            time.calendars(),
            st.sampled_from(time.CHANGES),
            st.integers(-1500, 1500),
            st.integers(0, 1500),
        ),
    ),
    "clocks that a watcher saw otherwise": (
        clocks.test_every_clock_is_what_a_watcher_saw,
        (clock_watching.stories(), st.sampled_from((0, 1, 50, 500))),
    ),
    "broken at another moment than it said": (
        clocks.test_it_is_broken_from_the_moment_it_said_on,
        (clock_watching.stories(), st.integers(0, 3000), st.integers(1, 5000)),
    ),
}


def run(storm: Storm) -> Iterator[Figure]:
    cases = storm.times(CASES, 50)
    for what, (rule, drawn) in RULES.items():
        failed = 0
        try:
            _tried(rule, drawn, cases)
        except AssertionError:
            failed = 1
        yield Figure("T28", what, f"{cases:,} cases", failed, "", 0, counted=True)
    pairs = storm.times(PAIRS, 2_000)
    yield Figure("T28", "pairs of ten years", f"{pairs:,}", _pairs(pairs), "", 0, counted=True)


def _tried(rule: Callable[..., Any], drawn: Drawn, cases: int) -> None:
    inner: Any = rule.hypothesis.inner_test  # type: ignore[attr-defined]
    settings(max_examples=cases, database=None, deadline=None)(given(*drawn)(inner))()


def _pairs(count: int) -> int:
    """Stretches of ten years in Tokyo that hold another number of open minutes."""
    calendar, minutes = time.tokyo(), time.minutes_of_ten_years()
    return sum(
        working_between(calendar, time.BEGIN + start * time.MINUTE, time.BEGIN + end * time.MINUTE)
        != minutes.count(1, start, end) * time.MINUTE
        for start, end in time.pairs(count, 28)
    )
