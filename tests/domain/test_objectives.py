"""Progress, pace and outlook of key results."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.domain.objectives import (
    KeyResult,
    Outlook,
    Pace,
    Reading,
    elapsed,
    judged,
    outlook,
    pace,
    progress,
    refuse_senseless,
)

FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)
FASTER = KeyResult(start=4.0, target=2.0, begins=FIRST, ends=LAST)
"""Hours until the first reply."""
MORE = KeyResult(start=0.6, target=0.9, begins=FIRST, ends=LAST)


def day(after: int) -> date:
    return FIRST + timedelta(days=after)


@pytest.mark.parametrize(
    ("result", "value", "done"),
    [(FASTER, 4, 0), (FASTER, 3, 0.5), (FASTER, 2, 1), (FASTER, 1, 1.5), (FASTER, 5, -0.5)],
)
def test_progress_of_what_is_to_become_less(result: KeyResult, value: float, done: float) -> None:
    assert progress(result, value) == done


def test_how_much_of_its_time_has_passed() -> None:
    assert elapsed(FASTER, day(-1)) == 0
    assert elapsed(FASTER, FIRST) == pytest.approx(1 / 92)
    assert (elapsed(FASTER, LAST), elapsed(FASTER, LAST + timedelta(days=9))) == (1, 1)


@pytest.mark.parametrize(
    ("readings", "found"),
    [
        ([], Pace.UNKNOWN),
        ([Reading(day(80), 2)], Pace.UNKNOWN),  # of a day to come
        ([Reading(day(45), 3)], Pace.ON_PACE),
        ([Reading(day(45), 3.01)], Pace.BEHIND),
        ([Reading(day(0), 4), Reading(day(40), 2)], Pace.REACHED),
        ([Reading(day(40), 2), Reading(day(45), 3.5)], Pace.BEHIND),  # and lost again
        ([Reading(day(45), 3.5), Reading(day(40), 2)], Pace.BEHIND),
    ],
)
def test_pace(readings: list[Reading], found: Pace) -> None:
    assert pace(FASTER, readings, day(46)) is found


@pytest.mark.parametrize(
    ("found", "at_end", "told"),
    [
        (Pace.ON_PACE, 1.9, Pace.ON_PACE),
        (Pace.ON_PACE, 2.0, Pace.ON_PACE),
        (Pace.ON_PACE, 2.1, Pace.AT_RISK),
        (Pace.REACHED, 1.0, Pace.REACHED),
        (Pace.REACHED, 3.0, Pace.AT_RISK),  # and will be lost again
        (Pace.BEHIND, 1.9, Pace.BEHIND),
        (Pace.BEHIND, 3.9, Pace.BEHIND),
        (Pace.UNKNOWN, 1.9, Pace.UNKNOWN),
    ],
)
def test_the_word_does_not_contradict_the_forecast(found: Pace, at_end: float, told: Pace) -> None:
    assert judged(FASTER, found, Outlook(-0.01, at_end, None)) is told
    assert judged(FASTER, found, None) is found, "nothing is known of where it is heading"


def test_where_it_is_heading() -> None:
    readings = [Reading(day(0), 4.0), Reading(day(10), 3.8), Reading(day(20), 3.6)]
    found = outlook(FASTER, readings)
    assert found is not None
    assert found.per_day == pytest.approx(-0.02)
    assert found.at_end == pytest.approx(4 - 0.02 * 91)
    assert found.reached_on == day(100)  # nine days too late


@pytest.mark.parametrize("values", [(3, 3, 3), (3, 3.1, 3.2)])
def test_what_stands_still_or_goes_the_other_way_is_never_reached(
    values: tuple[float, ...],
) -> None:
    readings = [Reading(day(index), value) for index, value in enumerate(values)]
    found = outlook(FASTER, readings)
    assert found is not None
    assert found.reached_on is None


def test_two_readings_are_no_trend() -> None:
    assert outlook(FASTER, [Reading(day(0), 4), Reading(day(9), 3)]) is None
    assert outlook(FASTER, [Reading(day(0), 4), Reading(day(0), 3), Reading(day(9), 3)]) is None


def test_a_day_that_no_calendar_has_is_never() -> None:
    readings = [Reading(day(index), 4 - index * 1e-12) for index in range(3)]
    found = outlook(FASTER, readings)
    assert found is None or found.reached_on is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"target": 4.0}, "the same as the start"),
        ({"target": float("nan")}, "numbers"),
        ({"start": float("inf")}, "numbers"),
        ({"ends": FIRST}, "a later day"),
    ],
)
def test_what_nobody_could_reach(change: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        refuse_senseless(FASTER._replace(**change))  # type: ignore[arg-type]


VALUES = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@given(
    VALUES,
    VALUES.filter(lambda value: abs(value) > 0.01),
    st.lists(st.integers(0, 300), min_size=3, max_size=20, unique=True),
)
def test_a_straight_line_is_found_as_it_is(start: float, slope: float, days: list[int]) -> None:
    readings = [Reading(day(after), start + slope * after) for after in days]
    found = outlook(MORE, readings)
    assert isinstance(found, Outlook)
    assert found.per_day == pytest.approx(slope, rel=1e-6, abs=1e-6)
    assert found.at_end == pytest.approx(start + slope * 91, rel=1e-6, abs=1e-2)


@given(VALUES, VALUES)
def test_nearer_to_the_target_is_farther_on(one: float, other: float) -> None:
    for result in (FASTER, MORE):
        better = (one - other) * (result.target - result.start)
        if better > 1e-9:
            assert progress(result, one) >= progress(result, other)
