"""Figures by example, above all at the very moments between two periods."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csboard.domain.clock_rests import standings
from csboard.domain.clock_story import Story
from csboard.domain.clocks import clocks_of
from csboard.domain.figures import Day, Figures, Matter, Period
from csboard.domain.measures import median, percentile, share
from csboard.domain.records import Outcome
from tests.domain.clock_builders import (
    HOUR,
    MINUTE,
    OFFICE,
    RULES,
    answered,
    asked,
    at,
    closed,
    figures_of,
    opened,
    reopened,
    story,
)

TUESDAY = Period(at("24 00:00"), at("25 00:00"))
NOW = at("30 12:00")


def matter(told: Story, number: int = 1, *responders: str) -> Matter:
    return Matter(
        number=number,
        opened_at=told.opened_at,
        standings=tuple(standings(told)),
        clocks=clocks_of(told, RULES, NOW),
        responders=responders,
        outcome=Outcome.SETTLED,
    )


def figures(*matters: Matter, period: Period = TUESDAY) -> Figures:
    return figures_of(matters, period, OFFICE, NOW)


def test_a_quiet_day() -> None:
    found = figures()
    assert (found.arrived, found.open_before, found.open_after, found.days) == ((), 0, (), {})
    assert (found.first_reply.median, found.same_day.value) == (None, None)


def test_a_day_begins_with_its_first_moment_and_ends_before_the_next() -> None:
    at_midnight = (matter(story(opened("24 00:00"))), matter(story(opened("25 00:00")), 2))
    assert figures(*at_midnight).arrived == (1,)
    ends = (
        matter(story(opened("23 09:00"), closed("24 00:00"))),
        matter(story(opened("23 09:00"), closed("25 00:00")), 2),
    )
    found = figures(*ends)
    assert (found.departed, found.open_before, found.open_after) == ((1,), 2, (2,))
    assert found.days == {date(2026, 11, 24): Day(departed=1)}


def test_an_inquiry_that_goes_and_comes_is_counted_each_time() -> None:
    turns = (closed("24 10:00"), reopened("24 11:00"), closed("24 12:00"))
    found = figures(matter(story(opened("24 09:00"), *turns)))
    assert (found.departed, found.reopened, found.open_after) == ((1, 1), (1,), ())
    assert found.solved.median == 2 * HOUR
    assert found.first_contact.value is None  # nobody has replied


def test_one_that_came_in_closed_has_gone_at_once() -> None:
    """As imports are."""
    found = figures(matter(story(opened("24 09:00"), closed("24 09:00"))))
    assert (found.arrived, found.departed, found.open_after) == ((1,), (1,), ())


def test_the_same_day_is_the_day_on_which_its_time_begins() -> None:
    over_night = story(opened("20 22:00"), answered("24 10:00"))
    day_after = story(opened("20 17:00"), answered("24 09:30"))
    friday = Period(at("20 00:00"), at("21 00:00"))
    found = figures(matter(over_night, 1), matter(day_after, 2), period=friday)
    assert (found.same_day.yes, found.same_day.no) == ((1,), (2,))
    assert found.same_day.value == 0.5


@pytest.mark.parametrize(
    ("responders", "turns", "is_first"),
    [
        (("sato",), (), True),
        (("sato", "sato"), (), True),
        (("sato", "suzuki"), (), False),
        (("sato",), (reopened("24 12:00"), closed("24 13:00")), False),
    ],
)
def test_settled_by_the_first_who_answered(
    responders: tuple[str, ...], turns: tuple[object, ...], is_first: bool
) -> None:
    told = story(opened("24 09:00"), answered("24 10:00"), closed("24 11:00"), *turns)  # type: ignore[arg-type]
    found = figures(matter(told, 1, *responders))
    assert found.first_contact.value == float(is_first)


def test_a_broken_promise_stands_on_the_day_it_was_due() -> None:
    late = matter(story(opened("24 17:00"), asked("24 17:00"), answered("26 10:00")))
    wednesday = Period(TUESDAY.end, TUESDAY.end + timedelta(days=1))
    thursday = Period(wednesday.end, wednesday.end + timedelta(days=1))
    broken = [
        figures(late, period=period).kept["first"].no for period in (TUESDAY, wednesday, thursday)
    ]
    assert broken == [(), (1,), ()]
    assert figures(late, period=thursday).first_reply.numbers == (1,)


def test_outcomes_are_of_what_is_still_closed() -> None:
    gone = matter(story(opened("24 09:00"), closed("24 10:00")))
    back = matter(story(opened("24 09:00"), closed("24 10:00"), reopened("26 10:00")), 2)
    assert figures(gone, back).outcomes == {Outcome.SETTLED: (1,)}


def minutes(*values: int) -> list[timedelta]:
    return [value * MINUTE for value in values]


@pytest.mark.parametrize(
    ("values", "middle", "ninetieth"),
    [
        ((), None, None),
        ((7,), 7, 7),
        ((9, 1), 5, 9),
        ((3, 1, 2), 2, 3),
        (tuple(range(1, 11)), 5.5, 9),
        (tuple(range(1, 12)), 6, 10),
    ],
)
def test_the_middle_and_the_ninth_tenth(
    values: tuple[int, ...], middle: float | None, ninetieth: int | None
) -> None:
    told = minutes(*values)
    assert median(told) == (None if middle is None else middle * MINUTE)
    assert percentile(told, 90) == (None if ninetieth is None else ninetieth * MINUTE)


def test_every_percentile_is_one_of_them() -> None:
    told = minutes(5, 3, 8)
    assert [percentile(told, percent) for percent in (1, 33, 34, 66, 67, 100)] == minutes(
        3, 3, 5, 5, 8, 8
    )


def test_a_share_of_nothing() -> None:
    assert (share(0, 0), share(0, 2), share(1, 2)) == (None, 0.0, 0.5)
