"""Which days people mean by a period."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from csboard.domain.periods import Days, Length, days_around, read_days, today
from csboard.errors import UsageError

THURSDAY = date(2026, 11, 26)


def meant(text: str) -> tuple[str, str]:
    found = read_days(text, THURSDAY)
    return str(found.first), str(found.last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("day", "2026-11-26", "2026-11-26"),
        ("今日", "2026-11-26", "2026-11-26"),
        ("昨日", "2026-11-25", "2026-11-25"),
        ("week", "2026-11-23", "2026-11-29"),
        ("先週", "2026-11-16", "2026-11-22"),
        ("month", "2026-11-01", "2026-11-30"),
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("２０２４年２月", "2024-02-01", "2024-02-29"),
        ("2026/11/3", "2026-11-03", "2026-11-03"),
        ("2025-W01", "2024-12-30", "2025-01-05"),
        ("11/24", "2026-11-24", "2026-11-24"),
        ("１２月１日", "2025-12-01", "2025-12-01"),
        ("11/1..11/15", "2026-11-01", "2026-11-15"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2026-11-01..2026-11-15", "2026-11-01", "2026-11-15"),
        ("2026-09..2026-10", "2026-09-01", "2026-10-31"),
        ("2026-11-20..", "2026-11-20", "2026-11-26"),
    ],
)
def test_what_is_meant(text: str, first: str, last: str) -> None:
    assert meant(text) == (first, last)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2026-13", "There is no month 13: those of 2026 go from 2026-01 to 2026-12."),
        ("2026-00-01", "There is no month 0: those of 2026 go from 2026-01 to 2026-12."),
        ("2026-02-30", "2026-02 has no day 30: its days go from 2026-02-01 to 2026-02-28."),
        ("2024-02-00..", "2024-02 has no day 0: its days go from 2024-02-01 to 2024-02-29."),
        ("2/31", "2026-02 has no day 31: its days go from 2026-02-01 to 2026-02-28."),
        ("13/1", "There is no month 13"),
        ("2026-W54", "2026 has no week 54: its weeks go from 2026-W01 to 2026-W53."),
        ("2025-W53", "2025 has no week 53: its weeks go from 2025-W01 to 2025-W52."),
        ("2026-W0", "2026 has no week 0: its weeks go from 2026-W01 to 2026-W53."),
        ("0000", "No board has anything of that time"),
        ("0000-13", "No board has anything of that time"),
        ("0001-W01", "No board has anything of that time"),
        ("9999-W52", "No board has anything of that time"),
        ("2026-11-09..2026-11-01", "2026-11-01 is before 2026-11-09"),
        ("2026-12", "2026-12-01 has not come yet: name a period that begins on 2026-11-26 or"),
        ("2026-12-09..2026-11-01", "2026-11-01 is before 2026-12-09"),
        ("2026-12-01..", "2026-12-01 has not come yet"),
        ("..2026-11-01", "2026-11-01.. for all until today"),
        ("fortnight", "'fortnight' is no period"),
        ("..", "'..' is no period"),
        ("", "'' is no period"),
        ("2010-01-01..2026-11-01", "more than ten years"),
        ("9999-12", "9999-12-01 has not come yet: name a period that begins on 2026-11-26 or"),
        ("0001-01-01", "No board has anything of that time"),
    ],
)
def test_what_is_no_period(text: str, told: str) -> None:
    with pytest.raises(UsageError) as error:
        read_days(text, THURSDAY)
    assert told in error.value.sentence


@pytest.mark.parametrize(
    ("days", "by", "first", "last"),
    [
        (Days(Length.MONTH, date(2026, 1, 1), date(2026, 1, 31)), -1, "2025-12-01", "2025-12-31"),
        (Days(Length.MONTH, date(2026, 1, 1), date(2026, 1, 31)), 1, "2026-02-01", "2026-02-28"),
        (Days(Length.WEEK, date(2026, 11, 23), date(2026, 11, 29)), -1, "2026-11-16", "2026-11-22"),
        (Days(Length.DAYS, date(2026, 11, 1), date(2026, 11, 3)), -1, "2026-10-29", "2026-10-31"),
    ],
)
def test_the_one_before_and_after(days: Days, by: int, first: str, last: str) -> None:
    moved = days.moved(by)
    assert (str(moved.first), str(moved.last)) == (first, last)
    assert moved.moved(-by) == days


def test_the_time_that_can_be_told_of_ends() -> None:
    for length in Length:
        if length is not Length.DAYS:
            with pytest.raises(UsageError):
                days_around(length, date(1970, 1, 3)).moved(-3)
            with pytest.raises(UsageError):
                days_around(length, date(1970, 1, 3)).moved(-40_000)


def test_days_follow_one_another_in_the_teams_zone() -> None:
    """Also where a night has an hour more or less."""
    day = days_around(Length.DAY, date(2026, 3, 29))
    period, after = day.period("Europe/Berlin"), day.moved(1).period("Europe/Berlin")
    assert period.end - period.start == timedelta(hours=23)
    assert after.start == period.end
    assert today(datetime(2026, 11, 26, 16, tzinfo=UTC), "Asia/Tokyo") == date(2026, 11, 27)


def test_from_a_day_to_itself_is_named_as_that_day() -> None:
    once = read_days("2026-11-24", date(2026, 11, 25)).name
    assert read_days("2026-11-24..2026-11-24", date(2026, 11, 25)).name == once
