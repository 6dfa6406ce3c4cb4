"""Days and times as people of the team read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from csboard.i18n import format_day, format_time, in_zone

MOMENT = datetime(2026, 11, 24, 5, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "time"),
    [("ja", "11/24(火)", "11/24(火) 14:05"), ("en", "Tue Nov 24", "Tue Nov 24 14:05")],
)
def test_both_languages(language: str, day: str, time: str) -> None:
    assert format_day(MOMENT, "Asia/Tokyo", language) == day
    assert format_time(MOMENT, "Asia/Tokyo", language) == time


def test_the_zone_decides_the_day() -> None:
    late = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
    assert format_time(late, "Asia/Tokyo", "en") == "Wed Nov 25 00:00"
    assert format_time(late, "America/New_York", "en") == "Tue Nov 24 10:00"


@pytest.mark.parametrize(
    ("language", "expected"), [("ja", "2025/11/24(月)"), ("en", "Mon Nov 24 2025")]
)
def test_another_year_is_named(language: str, expected: str) -> None:
    then = datetime(2025, 11, 24, 5, 5, tzinfo=UTC)
    assert format_day(then, "Asia/Tokyo", language, now=MOMENT) == expected


def test_new_year_is_seen_from_the_teams_zone() -> None:
    new_year = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert format_day(new_year, "Asia/Tokyo", "en", now=MOMENT) == "Fri Jan 1 2027"
    assert format_day(new_year, "UTC", "en", now=MOMENT) == "Thu Dec 31"


@pytest.mark.parametrize(
    ("moment", "zone"),
    [
        (datetime.min.replace(tzinfo=UTC), "America/New_York"),
        (datetime.max.replace(tzinfo=UTC), "Asia/Tokyo"),
        (datetime.max.replace(tzinfo=timezone(timedelta(hours=-23))), "UTC"),
    ],
)
def test_a_moment_at_the_end_of_the_calendar_is_still_shown(moment: datetime, zone: str) -> None:
    assert in_zone(moment, zone).year == moment.year
    assert format_time(moment, zone, "en", now=MOMENT)
