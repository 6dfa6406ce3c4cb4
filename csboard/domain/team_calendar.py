"""The calendar that a team's settings make, and what is wrong with settings that make none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from csboard.domain.business_calendar import CLOSED, Calendar, DayHours, Hours, spills
from csboard.domain.settings import HOLIDAY, WEEKDAYS, TeamSettings
from csboard.domain.team_days import MOST_DAYS, Day, parse_days, parse_hours
from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.public_holidays import PublicHolidays
from csboard.text import clean, quoted

MOST_ENTRIES = 1_000
"""Of the team's own days; a year of holidays has twenty."""

_PLACE = r"[A-Z]{2}(-[A-Z0-9]{1,3})?"


def calendar_of(
    settings: TeamSettings,
    holidays: Mapping[date, str] = MappingProxyType({}),
    known: tuple[int, int] | None = None,
    place: str = "",
) -> Calendar:
    """When the team is there, by settings that `check_hours` has let pass.

    `holidays` are the public ones that it keeps, those of `place`, and `known` the first and the
    last year for which they are known; None when it keeps none.
    """
    days: dict[date, DayHours] = {}
    yearly: dict[tuple[int, int], DayHours] = {}
    for written, ranges in settings.days.items():
        for day in parse_days(written):
            if isinstance(day, date):
                days[day] = _day_hours(ranges)
            else:
                yearly[day] = _day_hours(ranges)
    first, last = known or (None, None)
    return Calendar(
        zone=settings.zone,
        week=tuple(_day_hours(settings.hours.get(day, ())) for day in WEEKDAYS),
        days=days,
        yearly=yearly,
        holidays=holidays,
        place=place,
        on_holidays=_day_hours(settings.hours.get(HOLIDAY, ())),
        known_from=first,
        known_to=last,
    )


def team_calendar(settings: TeamSettings, days: PublicHolidays) -> Calendar:
    """The same with the public holidays that are written down for the team.

    A calendar remembers the years it has worked out: keep it for as long as the settings hold.
    """
    known = (days.first, days.last) if days.place else None
    return calendar_of(settings, days.days, known, days.place)


def _day_hours(ranges: Sequence[str]) -> DayHours:
    found = tuple(hours for one in ranges if (hours := parse_hours(one)))
    return DayHours(found) if found else CLOSED


def check_hours(settings: TeamSettings) -> None:
    """Raise ConfigError, naming the key, for hours and days that contradict one another."""
    for day, ranges in settings.hours.items():
        if day not in (*WEEKDAYS, HOLIDAY):
            raise ConfigError(
                _("hours.{day}: this is not a weekday; write {days}.").format(
                    day=clean(day), days=_(", ").join((*WEEKDAYS, HOLIDAY))
                )
            )
        _check_ranges(f"hours.{day}", ranges)
    if not any(settings.hours.get(day) for day in WEEKDAYS):
        raise ConfigError(_("hours: no weekday has an open hour; write at least one range."))
    _check_nights(settings)
    if settings.holidays and not re.fullmatch(_PLACE, settings.holidays):
        raise ConfigError(
            _(
                "holidays: {place} is no place; write a country as JP, with a part of it as"
                " DE-BY, or nothing for none."
            ).format(place=quoted(settings.holidays))
        )
    _check_days(settings.days)


def _check_ranges(key: str, ranges: Sequence[str]) -> None:
    found: list[Hours] = []
    for written in ranges:
        hours = parse_hours(written)
        if hours is None:
            raise ConfigError(
                _("{key}: {range} is no range; write one like 09:00-18:00.").format(
                    key=key, range=quoted(written)
                )
            )
        if found and hours.start < found[-1].end:
            raise ConfigError(
                _("{key}: {range} overlaps the range before it.").format(key=key, range=written)
            )
        found.append(hours)


def _check_nights(settings: TeamSettings) -> None:
    """Hours that run on beyond midnight end before the next day's begin."""
    week = [(day, _day_hours(settings.hours.get(day, ()))) for day in WEEKDAYS]
    for (day, before), (following, after) in pairwise((*week, week[0])):
        if spills(before, after):
            raise ConfigError(
                _("hours.{day}: {range} runs on into the hours of {following}.").format(
                    day=day, range=settings.hours[day][-1], following=following
                )
            )


def _check_days(days: Mapping[str, Sequence[str]]) -> None:
    if len(days) > MOST_ENTRIES:
        raise ConfigError(_("days: {limit} at most.").format(limit=MOST_ENTRIES))
    seen: dict[Day, str] = {}
    for written, ranges in days.items():
        key = f"days.{clean(written)}"
        _check_ranges(key, ranges)
        for day in _days(key, written):
            if day in seen:
                raise ConfigError(
                    _("{key}: {day} is in {other} too; write it once.").format(
                        key=key, day=_as_written(day), other=seen[day]
                    )
                )
            seen[day] = written
    _refuse_closed_for_ever(seen, days)


def _days(key: str, written: str) -> Iterator[Day]:
    try:
        yield from parse_days(written)
    except ValueError as wrong:
        raise ConfigError(f"{key}: {wrong}") from None


def _refuse_closed_for_ever(seen: Mapping[Day, str], days: Mapping[str, Sequence[str]]) -> None:
    closed = [day for day, written in seen.items() if isinstance(day, tuple) and not days[written]]
    if len(closed) >= MOST_DAYS - 1:
        raise ConfigError(_("days: every day of the year is closed; leave some open."))


def _as_written(day: Day) -> str:
    return str(day) if isinstance(day, date) else f"{day[0]:02}-{day[1]:02}"
