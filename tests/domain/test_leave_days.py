"""Whose leave is checked, and of which days."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from csboard.domain.absences import Absence, OnMail
from csboard.domain.leave_days import (
    days_in_a_line,
    days_named,
    next_leave,
    next_week,
    written,
)
from csboard.errors import Refused, UsageError
from tests.domain.clock_builders import at

NOW: datetime = at("25 10:00")
ZONE = "Asia/Tokyo"


def absence(own: int, first: int, last: int, login: str = "sato") -> Absence:
    days = (date(2026, 11, first), date(2026, 11, last))
    return Absence(own, login, *days, OnMail.POOL)


@pytest.mark.parametrize(
    ("first", "last", "sentence"),
    [
        (
            "2026-11-30",
            "2026-11-26",
            "It would end (2026-11-26) before it begins (2026-11-30): swap them.",
        ),
        (
            "2026-11-20",
            "2026-11-24",
            "2026-11-24 is past: name a last day that isn't over (today is 2026-11-25).",
        ),
        (
            "2026-12-01pm",
            "2026-12-01am",
            "From noon to noon of 2026-12-01 is no time: leave one of them out.",
        ),
        (
            "2026-12-01",
            "2027-12-02",
            "A leave check looks at a year at most: name fewer days.",
        ),
        ("9999-12-31", "9999-12-31", "A leave check looks at a year at most: name fewer days."),
    ],
)
def test_days_that_cannot_be_say_what_would_work(first: str, last: str, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        days_named("sato", first, last, NOW, ZONE)
    assert refused.value.sentence == sentence


@pytest.mark.parametrize("day", ["2027-02-31", "31 February", "2月31日", "", "tomorrowish"])
def test_what_is_no_day_is_told(day: str) -> None:
    with pytest.raises(UsageError):
        days_named("sato", day, "2027-03-02", NOW, ZONE)


def test_days_are_read_as_those_of_absences() -> None:
    found = days_named("sato", "2026-11-25pm", "11/30am", NOW, ZONE)
    assert found == absence(0, 25, 30)._replace(from_noon=True, until_noon=True)
    # Somebody who fell ill yesterday.
    assert days_named("sato", "2026-11-24", "2026-11-25", NOW, ZONE).first == date(2026, 11, 24)


@pytest.mark.parametrize(
    "text", ["2026-11-26", "2026-11-26pm", "2026-11-26am", "2026-11-26..2026-11-27am"]
)
def test_days_are_written_as_they_are_read_and_one_day_once(text: str) -> None:
    assert written(days_in_a_line("sato", text, NOW, ZONE)) == text


def test_a_named_week_is_all_of_it() -> None:
    week = next_week("sato", NOW, ZONE)
    assert days_named("sato", "来週", None, NOW, ZONE) == week
    assert days_in_a_line("sato", " next week ", NOW, ZONE) == week
    assert days_in_a_line("sato", "11/30..来週", NOW, ZONE) == week
    assert days_in_a_line("sato", "来週〜12/2", NOW, ZONE).last == date(2026, 12, 2)
    assert days_in_a_line("sato", "来週の月曜", NOW, ZONE).last == week.first


def test_the_absence_that_goes_on_comes_before_the_next() -> None:
    over, now, later = absence(1, 23, 24), absence(2, 25, 26), absence(3, 28, 28)
    anothers = absence(4, 25, 25, "tanaka")
    assert next_leave("sato", [later, anothers, now, over], NOW, ZONE) is now
    assert next_leave("sato", [later, over], NOW, ZONE) is later
    assert next_leave("sato", [over, anothers], NOW, ZONE) == next_week("sato", NOW, ZONE)


def test_the_week_after_this_begins_on_monday() -> None:
    assert next_week("sato", NOW, ZONE)[2:4] == (date(2026, 11, 30), date(2026, 12, 6))
    monday = at("30 00:00")
    assert next_week("sato", monday, ZONE)[2:4] == (date(2026, 12, 7), date(2026, 12, 13))
