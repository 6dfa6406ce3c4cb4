"""The calendar that a team's settings make."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from csboard.domain.business_calendar import (
    Calendar,
    DayHours,
    Hours,
    closed_days,
    hours_on,
    knows_holidays_of,
)
from csboard.domain.business_time import working_between
from csboard.domain.settings import TeamSettings
from csboard.domain.team_calendar import calendar_of, check_hours
from csboard.domain.team_days import parse_days, parse_hours
from csboard.errors import ConfigError
from csboard.i18n import in_zone

THANKSGIVING = date(2026, 11, 23)
"""勤労感謝の日, a Monday."""
HOLIDAYS = {THANKSGIVING: "勤労感謝の日"}


def calendar(**more: object) -> Calendar:
    settings = replace(TeamSettings(), **more)  # type: ignore[arg-type]
    check_hours(settings)
    return calendar_of(settings, HOLIDAYS, (2026, 2027))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("09:00-18:00", (540, 1080)),
        ("9:00-18:00", (540, 1080)),
        ("00:00-24:00", (0, 1440)),
        ("22:00-02:00", (1320, 1560)),
        ("22:00-00:00", (1320, 1440)),
        ("18:00-09:00", (1080, 1980)),
        ("09:00-09:00", None),
        ("24:00-25:00", None),
        ("09:00-24:01", None),
        ("09:60-10:00", None),
        ("9-18", None),
        ("", None),
        ("09:00–18:00", None),
    ],
)
def test_hours_as_they_are_written(text: str, meant: tuple[int, int] | None) -> None:
    assert parse_hours(text) == meant


@pytest.mark.parametrize(
    ("text", "first", "last", "count"),
    [
        ("2026-12-28", date(2026, 12, 28), date(2026, 12, 28), 1),
        ("2026-12-29..2027-01-03", date(2026, 12, 29), date(2027, 1, 3), 6),
        ("12-28", (12, 28), (12, 28), 1),
        ("12-29..01-03", (12, 29), (1, 3), 6),
        ("02-28..03-01", (2, 28), (3, 1), 3),
        ("01-01..12-31", (1, 1), (12, 31), 366),
    ],
)
def test_days_as_they_are_written(text: str, first: object, last: object, count: int) -> None:
    days = parse_days(text)
    assert (days[0], days[-1], len(days)) == (first, last, count)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("13-01", "no month 13"),
        ("2026-00-01", "no month 0"),
        ("02-30", "no day 02-30"),
        ("2027-02-29", "no day 2027-02-29"),
        ("2026-12-29..01-03", "a year on one side only"),
        ("2027-01-03..2026-12-29", "must come after"),
        ("2026-01-01..2028-01-01", "within a year"),
        ("Christmas", "'Christmas' is no day"),
        ("12-29..", "'' is no day"),
        ("12-29...01-03", "is no day"),
        ("", "is no day"),
    ],
)
def test_no_such_days(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        parse_days(text)


def test_the_more_exact_wins() -> None:
    """The very day, the day of every year, a public holiday, the weekday."""
    office, half = ("09:00-18:00",), ("09:00-12:00",)
    monday = {"mon": office, "holiday": ("10:00-11:00",)}
    nine = DayHours((Hours(540, 1080),))

    def thanksgiving(**more: object) -> DayHours:
        return hours_on(calendar(**more), THANKSGIVING)

    assert thanksgiving() == DayHours((), "勤労感謝の日")
    assert thanksgiving(hours=monday) == DayHours((Hours(600, 660),), "勤労感謝の日")
    assert thanksgiving(days={"11-23": office}) == nine
    assert thanksgiving(days={"11-23": office, "2026-11-23": half}) == DayHours((Hours(540, 720),))
    assert hours_on(calendar(), date(2026, 11, 24)) == nine
    assert hours_on(calendar(days={"2026-11-22": half}), date(2026, 11, 22)).hours  # a Sunday


def test_a_long_weekend_counts_nothing() -> None:
    days = list(closed_days(calendar(), date(2026, 11, 20), date(2026, 11, 24)))
    assert days == [
        (date(2026, 11, 21), ""),
        (date(2026, 11, 22), ""),
        (THANKSGIVING, "勤労感謝の日"),
    ]
    friday = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)  # 17:00 in Tokyo
    tuesday = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # 10:00
    assert working_between(calendar(), friday, tuesday) == timedelta(hours=2)


def test_a_night_shift_belongs_to_the_day_it_begins_on() -> None:
    night = calendar(hours={"sun": ("22:00-02:00",)}, days={"2026-11-23": ()})
    sunday = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
    assert in_zone(sunday, "Asia/Tokyo").hour == 21
    counted = working_between(night, sunday, sunday + timedelta(hours=24))
    assert counted == timedelta(hours=4)  # though Monday is closed


def test_which_years_of_holidays_are_known() -> None:
    assert knows_holidays_of(calendar(), date(2027, 12, 31))
    assert not knows_holidays_of(calendar(), date(2028, 1, 1))
    assert knows_holidays_of(calendar_of(TeamSettings()), date(2028, 1, 1))  # it keeps none


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"hours": {}}, "^hours: no weekday has an open hour"),
        ({"hours": {"mon": (), "holiday": ("09:00-10:00",)}}, "^hours: no weekday"),
        ({"hours": {"mo": ("09:00-10:00",)}}, "^hours.mo: "),
        ({"hours": {"mon": ("09:00-12:00", "11:59-13:00")}}, "^hours.mon: 11:59-13:00 overlaps"),
        ({"hours": {"mon": ("13:00-18:00", "09:00-12:00")}}, "^hours.mon: 09:00-12:00 overlaps"),
        ({"hours": {"mon": ("20:00-09:01",), "tue": ("09:00-18:00",)}}, "^hours.mon: .* tue"),
        ({"hours": {"sun": ("20:00-09:01",), "mon": ("09:00-18:00",)}}, "^hours.sun: .* mon"),
        ({"days": {"2026-12-28": ("9",)}}, "^days.2026-12-28: '9' is no range"),
        ({"days": {"2026-12-28..2026-12-30": (), "2026-12-29": ()}}, "^days.2026-12-29: .*too"),
        ({"days": {"01-01..12-31": ()}}, "^days: every day"),
        ({"days": {f"{n}-01-01": () for n in range(1000, 2001)}}, "^days: 1000 at most"),
        ({"holidays": "japan"}, "^holidays: 'japan'"),
    ],
)
def test_settings_that_make_no_calendar(changes: dict[str, object], words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        check_hours(replace(TeamSettings(), **changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"hours": {"mon": ("20:00-09:00",), "tue": ("09:00-18:00",)}},
        {"hours": {"mon": ("00:00-24:00",), "tue": ("00:00-24:00",)}},
        {"days": {"2026-12-29": (), "12-29": ()}},
        {"days": {"01-01..12-31": ("09:00-10:00",)}},
        {"holidays": "DE-BY"},
        {"holidays": ""},
    ],
)
def test_settings_that_do(changes: dict[str, object]) -> None:
    check_hours(replace(TeamSettings(), **changes))  # type: ignore[arg-type]
