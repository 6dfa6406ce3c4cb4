"""Key results in words: values, bars, forecasts."""

from __future__ import annotations

from datetime import date

import pytest

from csboard.domain import goal_words as words
from csboard.domain.goal_words import bar, forecast, number, value
from csboard.domain.objective_settings import Objective, Result, value_of
from csboard.domain.objectives import Reading
from csboard.domain.retrospect import masked
from csboard.domain.team_goals import ResultStanding, points

HOURS = Result("reply", 4, 2, measured="first_reply_median")
PERCENT = Result("kept", 60, 95, measured="kept_first")
BY_HAND = Result("nps", 20, 40, unit="points")
AIM = Objective("A", "2026-10-01", "2026-12-31")
TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("result", "measured", "told"),
    [
        (HOURS, 2.5, "2:30"),
        (HOURS, 0.009, "0:00"),
        (HOURS, 5.54 / 60, "0:05"),
        (HOURS, 100 / 60, "1:40"),
        (HOURS, -1.25, "-1:15"),
        (PERCENT, 54.54, "54.5%"),
        (BY_HAND, 25.0, "25 points"),
        (Result("x", 0, 1, unit="点"), 25.04, "25点"),
        (BY_HAND, None, "-"),
    ],
)
def test_a_value_with_its_unit(result: Result, measured: float | None, told: str) -> None:
    assert value(result, measured) == told


@pytest.mark.parametrize(
    ("one", "told"), [(0, "0"), (1200, "1,200"), (0.034, "0.034"), (9.96, "10")]
)
def test_a_number(one: float, told: str) -> None:
    assert number(one) == told


@pytest.mark.parametrize(("done", "filled"), [(None, 0), (-1, 0), (0.26, 3), (1, 10), (7, 10)])
def test_a_bar_stays_within_its_frame(done: float | None, filled: int) -> None:
    assert bar(done) == f"[{'#' * filled}{'-' * (10 - filled)}]"


@pytest.mark.parametrize(
    ("result", "values", "told"),
    [
        (BY_HAND, (20, 22), "too few"),
        (BY_HAND, (20, 30, 39), "reached on"),
        (BY_HAND, (20, 20.5, 21), "not reached"),
        (BY_HAND, (30, 25, 20), "at the end"),
        (PERCENT, (90, 50, 20), "at the end 0%"),
        (HOURS, (4, 3, 1.9), "stays reached if it goes on so"),
        (BY_HAND, (20, 30, 45), "stays reached if it goes on so"),
        (HOURS, (1.5, 1.7, 1.9), "at the end 3:19"),
    ],
)
def test_where_it_is_heading(result: Result, values: tuple[float, ...], told: str) -> None:
    readings = tuple(
        Reading(date(2026, 10, 10 * place + 1), one) for place, one in enumerate(values)
    )
    assert told in forecast(ResultStanding(AIM, result, readings, day=TODAY))


@pytest.mark.parametrize(
    ("values", "day", "told", "ahead"),
    [
        ((80, 70, 60), TODAY, "needs attention", "at the end 0%"),
        ((100, 98, 96), TODAY, "needs attention", "at the end 81.8%"),
        ((95, 96, 97), TODAY, "reached", "stays reached if it goes on so"),
        ((70, 80, 85), TODAY, "on pace", "reached on 2026-10-27"),
        ((80, 70, 60), date(2027, 1, 1), "on pace", ""),
    ],
)
def test_the_word_goes_with_the_forecast(
    values: tuple[float, ...], day: date, told: str, ahead: str
) -> None:
    """A share that falls from day to day is no good news, however far it is still ahead."""
    result = Result("kept", 0, 90, measured="kept_first")
    readings = tuple(
        Reading(date(2026, 10, 10 * place + 1), one) for place, one in enumerate(values)
    )
    standing = ResultStanding(AIM, result, readings, day=day)
    assert words.pace(standing) == told
    assert forecast(standing).startswith(ahead)


def test_after_its_end_nothing_is_forecast() -> None:
    assert not forecast(ResultStanding(AIM, BY_HAND, (), day=date(2027, 1, 1)))
    assert words.gone(AIM, date(2027, 1, 1)) == "ended on 2026-12-31"
    assert words.gone(AIM, date(2026, 9, 1)) == "begins on 2026-10-01"


@pytest.mark.parametrize(
    ("written", "read"), [("2:30", 2.5), ("2：30", 2.5), ("85%", 85), ("1,200", 1200), (4, 4)]
)
def test_a_value_as_it_is_written(written: float | str, read: float) -> None:
    assert value_of(written) == read


@pytest.mark.parametrize("written", ["", "2:60", "many", "nan", float("inf"), "1e99"])
def test_what_is_no_value(written: float | str) -> None:
    with pytest.raises(ValueError, match="number"):
        value_of(written)


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 9, 30), []),
        (date(2026, 10, 1), [1]),
        (date(2026, 10, 3), [1, 2, 3]),
        (date(2026, 10, 16), [2, 4, 6, 8, 10, 12, 14, 16]),
    ],
)
def test_the_days_a_measured_one_is_looked_at(today: date, days: list[int]) -> None:
    found = points(date(2026, 10, 1), date(2026, 12, 31), today)
    assert [one.day for one in found] == days


def test_nothing_of_the_customer_stands_in_a_colleagues_words() -> None:
    names = ("山田 花子", "hanako@example.jp", "Acme")
    told = masked("山田様（山田 花子）の件、ACME の担当へ。hanako@example.jp", names)
    assert told == "…様（…）の件、… の担当へ。…"


@pytest.mark.parametrize(("since", "told"), [(1, "reached on"), (2, "too few")])
def test_three_days_with_something_to_measure_make_a_trend(since: int, told: str) -> None:
    readings = tuple(Reading(date(2026, 10, day), 10.0 + 5 * day) for day in (1, 2, 3))
    standing = ResultStanding(AIM, BY_HAND, readings, day=date(2026, 10, 3))
    assert told in forecast(standing._replace(since=date(2026, 10, since)))


@pytest.mark.parametrize(
    ("result", "measured", "told", "in_header"),
    [
        (BY_HAND, 30.0, "30 of 40 points", "nps 30/40 points"),
        (BY_HAND, None, "- of 40 points", "nps -/40 points"),
        (PERCENT, 54.54, "54.5 of 95%", "kept 54.5/95%"),
        (HOURS, 2.5, "2:30 of 2:00", "reply 2:30/2:00"),
        (Result("x", 0, 40, unit="点"), 25.0, "25 of 40点", "x 25/40点"),
    ],
)
def test_a_unit_is_said_once_for_the_value_and_the_target(
    result: Result, measured: float | None, told: str, in_header: str
) -> None:
    readings = () if measured is None else (Reading(TODAY, measured),)
    standing = ResultStanding(AIM, result, readings, day=TODAY)
    assert words.of_target(standing) == told
    assert words.headline(standing) == in_header
