"""Time that counts: laws that hold for any calendar, and minutes counted one by one."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import jpholiday
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from csboard.domain.business_calendar import (
    CLOSED,
    MINUTES_A_DAY,
    Calendar,
    DayHours,
    Hours,
    closed_days,
    hours_on,
)
from csboard.domain.business_time import NEVER, add_working, is_open, working_between
from csboard.public_holidays import public_holidays

EXAMPLES = settings(max_examples=100 if os.environ.get("CI") == "true" else 40, deadline=None)
MINUTE = timedelta(minutes=1)
ZONES = ("Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
"""Without summer time, with it on both sides of the ocean, and with one of half an hour."""
OFFICE = DayHours((Hours(540, 720), Hours(780, 1080)))
NIGHT = DayHours((Hours(1320, 1560),))
"""From ten in the evening until two, when clocks are changed."""


def office(zone: str = "Asia/Tokyo", **more: Any) -> Calendar:
    return Calendar(zone=zone, week=(OFFICE,) * 5 + (CLOSED,) * 2, **more)


@st.composite
def ranges(draw: st.DrawFn) -> DayHours:
    """Any hours of a day, some beyond midnight."""
    bounds = draw(st.lists(st.integers(0, 30 * 60), max_size=6, unique=True).map(sorted))
    pairs = zip(bounds[::2], bounds[1::2], strict=False)
    return DayHours(tuple(Hours(*pair) for pair in pairs if pair[0] < MINUTES_A_DAY))


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """Any calendar that is open at some time of each year."""
    days = draw(st.dictionaries(DAYS, ranges(), max_size=5))
    yearly = draw(st.dictionaries(DAYS.map(lambda day: (day.month, day.day)), ranges(), max_size=3))
    holidays = draw(st.dictionaries(DAYS, st.just("x"), max_size=5))
    week = draw(st.lists(ranges(), min_size=6, max_size=6))
    return Calendar(
        zone=draw(st.sampled_from(ZONES)),
        week=(*week, draw(ranges().filter(lambda day: bool(day.hours)))),
        days=days,
        yearly=yearly,
        holidays=holidays,
        on_holidays=draw(ranges()),
    )


MOMENTS = st.datetimes(
    datetime(2025, 12, 20),
    datetime(2027, 1, 10),
    timezones=st.sampled_from((UTC, ZoneInfo(ZONES[2]))),
).map(lambda moment: moment.astimezone(UTC))
AMOUNTS = st.timedeltas(timedelta(microseconds=1), timedelta(days=20))


@EXAMPLES
@given(calendars(), MOMENTS, MOMENTS, MOMENTS)
def test_stretches_add_up(calendar: Calendar, a: datetime, b: datetime, c: datetime) -> None:
    there = working_between(calendar, a, b) + working_between(calendar, b, c)
    assert there == working_between(calendar, a, c)
    assert working_between(calendar, a, b) == -working_between(calendar, b, a)


@EXAMPLES
@given(calendars(), MOMENTS, MOMENTS, MOMENTS)
def test_a_later_end_counts_no_less_and_never_more_than_the_clock(
    calendar: Calendar, a: datetime, b: datetime, c: datetime
) -> None:
    a, b, c = sorted((a, b, c))
    assert timedelta() <= working_between(calendar, a, b) <= working_between(calendar, a, c)
    assert working_between(calendar, a, b) <= b - a


@EXAMPLES
@given(calendars(), MOMENTS, AMOUNTS)
def test_adding_is_the_inverse_of_counting(
    calendar: Calendar, start: datetime, amount: timedelta
) -> None:
    end = add_working(calendar, start, amount)
    assert end is not None
    assert working_between(calendar, start, end) == amount
    just_before = end - timedelta(microseconds=1)
    assert working_between(calendar, start, just_before) < amount  # the first such moment


@EXAMPLES
@given(calendars(), MOMENTS, AMOUNTS)
def test_taking_away_is_the_inverse_too(
    calendar: Calendar, end: datetime, amount: timedelta
) -> None:
    start = add_working(calendar, end, -amount)
    assert start is not None
    assert working_between(calendar, start, end) == amount
    just_after = start + timedelta(microseconds=1)
    assert working_between(calendar, just_after, end) < amount  # the last such moment


@EXAMPLES
@given(calendars(), MOMENTS, AMOUNTS, AMOUNTS)
def test_adding_twice_is_adding_once(
    calendar: Calendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    first = add_working(calendar, start, one)
    assert first is not None
    assert add_working(calendar, first, other) == add_working(calendar, start, one + other)


@EXAMPLES
@given(calendars(), MOMENTS, MOMENTS, AMOUNTS)
def test_who_starts_later_ends_no_earlier(
    calendar: Calendar, a: datetime, b: datetime, amount: timedelta
) -> None:
    a, b = sorted((a, b))
    first, second = add_working(calendar, a, amount), add_working(calendar, b, amount)
    assert first is not None
    assert second is not None
    assert first <= second


@EXAMPLES
@given(calendars(), MOMENTS)
def test_nothing_added_leads_into_open_time(calendar: Calendar, start: datetime) -> None:
    opens = add_working(calendar, start, timedelta())
    assert opens is not None
    assert opens >= start
    assert is_open(calendar, opens)
    assert working_between(calendar, start, opens) == timedelta()


@EXAMPLES
@given(calendars(), MOMENTS)
def test_closed_time_counts_nothing(calendar: Calendar, start: datetime) -> None:
    opens = add_working(calendar, start, timedelta())
    assert opens is not None
    for part in range(5):
        assert not working_between(calendar, start, start + (opens - start) * part / 4)
    assert is_open(calendar, start) == (opens == start)


def is_open_by_the_clock(calendar: Calendar, minute: datetime) -> bool:
    """Asked of the wall clock, minute by minute; hours belong to the day that begins them."""
    local = minute.astimezone(ZoneInfo(calendar.zone))
    today = local.date()
    since = local.hour * 60 + local.minute
    earlier = hours_on(calendar, today - timedelta(days=1)).hours
    return any(start <= since < end for start, end in hours_on(calendar, today).hours) or any(
        start <= since + MINUTES_A_DAY < end for start, end in earlier
    )


CHANGES = [
    datetime(2026, 3, 8, 7, tzinfo=UTC),  # New York
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # Berlin
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe, by half an hour
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2026, 11, 1, 6, tzinfo=UTC),
    datetime(2026, 12, 31, 23, tzinfo=UTC),
]
"""When clocks are changed somewhere, and a year ends."""


@EXAMPLES
@given(calendars(), st.sampled_from(CHANGES), st.integers(-1500, 1500), st.integers(0, 1500))
@example(Calendar(zone="Europe/Berlin", week=(NIGHT,) * 7), CHANGES[1], -600, 1200)
@example(Calendar(zone="Europe/Berlin", week=(NIGHT,) * 7), CHANGES[4], -600, 1200)
def test_each_minute_around_a_change_of_clocks_counts_as_the_wall_clock_shows(
    calendar: Calendar, change: datetime, shift: int, length: int
) -> None:
    start = change + shift * MINUTE
    minutes = (start + index * MINUTE for index in range(length))
    counted = sum(is_open_by_the_clock(calendar, minute) for minute in minutes)
    assert working_between(calendar, start, start + length * MINUTE) == counted * MINUTE


FIRST, LAST = 2017, 2026
BEGIN = datetime(FIRST, 1, 1, tzinfo=UTC)


@cache
def minutes_of_ten_years() -> bytes:
    """One byte for each minute in UTC: whether the office in Tokyo is open.

    None of our code is asked, and the holidays are those of another library.
    """
    holidays = {
        day for year in range(FIRST, LAST + 1) for day, _name in jpholiday.year_holidays(year)
    }
    shut = set(itertools.chain(range(540), range(720, 780), range(1080, MINUTES_A_DAY)))
    working = bytes(minute not in shut for minute in range(MINUTES_A_DAY))
    counted = bytearray()
    for index in range((date(LAST, 12, 31) - date(FIRST, 1, 1)).days + 1):
        day = date(FIRST, 1, 1) + timedelta(days=index)
        is_new_year = (day.month, day.day) in ((12, 29), (12, 30), (12, 31), (1, 2), (1, 3))
        is_closed = day.weekday() >= 5 or day in holidays or is_new_year
        counted += bytes(MINUTES_A_DAY) if is_closed else working
    return bytes(counted[9 * 60 :])  # Tokyo is nine hours ahead


def tokyo() -> Calendar:
    found = public_holidays("JP", FIRST, LAST)
    closed = DayHours((), "年末年始")
    yearly = {key: closed for key in ((12, 29), (12, 30), (12, 31), (1, 2), (1, 3))}
    return office(holidays=found.days, yearly=yearly)


def pairs(count: int, seed: int) -> Iterator[tuple[int, int]]:
    most, drawn = len(minutes_of_ten_years()), random.Random(seed)
    for _ in range(count):
        length = drawn.choice((60, 3000, 20_000, most))
        start = drawn.randrange(most - 60)
        yield start, min(start + drawn.randrange(length), most)


def test_ten_years_of_japanese_holidays_against_minutes_counted_one_by_one() -> None:
    calendar, minutes = tokyo(), minutes_of_ten_years()
    for start, end in [(0, len(minutes)), *pairs(1_500, 1)]:
        counted = minutes.count(1, start, end)
        a, b = BEGIN + start * MINUTE, BEGIN + end * MINUTE
        assert working_between(calendar, a, b) == counted * MINUTE, (a, b)


def test_adding_over_ten_years_against_minutes_counted_one_by_one() -> None:
    calendar, minutes = tokyo(), minutes_of_ten_years()
    drawn = random.Random(2)
    for start, _end in pairs(200, 3):
        wanted, at = drawn.randrange(1, 4_000), start - 1
        left = wanted
        while left and (at := minutes.find(1, at + 1)) >= 0:
            left -= 1
        if not left:
            end = add_working(calendar, BEGIN + start * MINUTE, wanted * MINUTE)
            assert end == BEGIN + (at + 1) * MINUTE


def test_every_day_of_ten_years_is_open_or_closed_as_the_minutes_say() -> None:
    closed = {day for day, _name in closed_days(tokyo(), date(FIRST, 1, 2), date(LAST, 12, 31))}
    minutes = minutes_of_ten_years()
    for index in range((date(LAST, 12, 31) - date(FIRST, 1, 2)).days):
        start = (index + 1) * MINUTES_A_DAY - 9 * 60
        is_closed = not minutes.count(1, start, start + MINUTES_A_DAY)
        assert is_closed == (date(FIRST, 1, 2) + timedelta(days=index) in closed)


def test_nothing_is_looked_for_without_end() -> None:
    never = Calendar(zone="Asia/Tokyo", week=(CLOSED,) * 7)
    now = datetime(2026, 11, 24, tzinfo=UTC)
    for amount in (MINUTE, timedelta(), -MINUTE):
        assert add_working(never, now, amount) is None
    assert working_between(never, now, now + timedelta(days=400)) == timedelta()
    assert not is_open(never, now)


def test_the_rarest_day_is_found() -> None:
    """A Monday that is a 29 February: twenty-eight years apart, forty across 2100."""
    leap_days = {year: DayHours(()) for year in range(2024, 2200)}
    closed = {
        date(year, 2, 29): leap_days[year]
        for year in leap_days
        if year % 4 == 0 and year != 2100 and date(year, 2, 29).weekday() != 0
    }
    rare = Calendar(zone="UTC", week=(CLOSED,) * 7, yearly={(2, 29): OFFICE}, days=closed)
    found = add_working(rare, datetime(2072, 3, 1, tzinfo=UTC), MINUTE)
    assert found == datetime(2112, 2, 29, 9, 1, tzinfo=UTC)
    assert found.year - 2072 <= NEVER


def test_the_ends_of_the_calendar_hurt_nobody() -> None:
    for edge in (datetime.min, datetime.max):
        moment = edge.replace(tzinfo=UTC)
        add_working(office(), moment, timedelta(days=1))
        add_working(office(), moment, -timedelta(days=1))


def test_a_moment_without_a_zone_is_no_moment() -> None:
    with pytest.raises(TypeError):
        working_between(office(), datetime(2026, 1, 1), datetime(2026, 1, 2))
