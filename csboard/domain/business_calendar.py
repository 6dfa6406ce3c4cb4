"""When a team is there: weekdays, public holidays, the team's own days, and its zone.

The day on which hours begin owns them, also beyond midnight. What says most exactly which hours
hold on a day wins: the day itself, the day of every year, a public holiday, the weekday.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from csboard.domain.frozen import Frozen
from csboard.named import NamedTuple

MINUTES_A_DAY = 24 * 60


class Hours(NamedTuple):
    """Open from `start` to `end`, in minutes after the midnight with which their day begins."""

    start: int
    end: int
    """Later than `start`, and at most a day later; beyond 1440 it is the next day's clock."""


class DayHours(NamedTuple):
    """What holds on one day."""

    hours: tuple[Hours, ...]
    """In their order, none overlapping another; empty when it is closed."""
    name: str = ""
    """Why it isn't as other days: a public holiday's name, or the team's word for it."""


CLOSED = DayHours(())


class Calendar(Frozen):
    """Says of every day when it is open. Two are the same only if they are one object."""

    zone: str
    """IANA name; what the wall clocks there show decides."""
    week: tuple[DayHours, ...]
    """Seven, Monday first."""
    days: Mapping[date, DayHours] = MappingProxyType({})
    """The team's own days: closed, open after all, or otherwise open."""
    yearly: Mapping[tuple[int, int], DayHours] = MappingProxyType({})
    """The same by month and day, for every year."""
    holidays: Mapping[date, str] = MappingProxyType({})
    """Public holidays with their names, for the years `known_from` to `known_to`."""
    place: str = ""
    """Whose those are, and in whose language they are called."""
    on_holidays: DayHours = CLOSED
    """What holds on each of them."""
    known_from: int | None = None
    known_to: int | None = None
    """The years whose public holidays are known; None when the team keeps none."""


def hours_on(calendar: Calendar, day: date) -> DayHours:
    """When it is open on that day, and by what name it is another than its weekday."""
    found = calendar.days.get(day) or calendar.yearly.get((day.month, day.day))
    if found is not None:
        return found
    holiday = calendar.holidays.get(day)
    if holiday is not None:
        return calendar.on_holidays._replace(name=holiday)
    return calendar.week[day.weekday()]


def closed_days(calendar: Calendar, first: date, last: date) -> Iterator[tuple[date, str]]:
    """The days from `first` to `last` that have no hours, with their names."""
    for ordinal in range(first.toordinal(), last.toordinal() + 1):
        day = date.fromordinal(ordinal)
        found = hours_on(calendar, day)
        if not found.hours:
            yield day, found.name


def knows_holidays_of(calendar: Calendar, day: date) -> bool:
    """Whether it is known if that day is a public holiday, or the team keeps none."""
    if calendar.known_from is None or calendar.known_to is None:
        return True
    return calendar.known_from <= day.year <= calendar.known_to


def spills(hours: DayHours, following: DayHours) -> bool:
    """Whether hours run on into hours of the day after."""
    if not hours.hours or not following.hours:
        return False
    return hours.hours[-1].end - MINUTES_A_DAY > following.hours[0].start
