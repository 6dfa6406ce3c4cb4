"""When a desk is asked and who is there, over a Japanese business year."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import add_working

ZONE = ZoneInfo("Asia/Tokyo")
FIRST, LAST = date(2025, 4, 1), date(2026, 3, 31)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)

BY_MONTH = (1.0, 0.8, 1.3, 1.15, 0.95, 0.9, 1.0, 0.85, 1.0, 1.05, 1.15, 1.5)
"""From January on: a new business year in spring, a sale in December."""
BY_WEEKDAY = (1.35, 1.1, 1.0, 1.0, 1.05, 0.5, 0.45)
BY_HOUR = (
    *(0.3, 0.2, 0.1, 0.1, 0.1, 0.2, 0.5, 1.0, 1.8, 3.0, 3.4, 3.0),
    *(2.2, 2.9, 2.7, 2.5, 2.4, 2.2, 1.8, 1.6, 1.6, 1.7, 1.4, 0.8),
)
ON_HOLIDAYS = 0.55
"""Of what comes on other days of the month."""


def start() -> datetime:
    """When the year begins."""
    return midnight(FIRST)


def end() -> datetime:
    """When it is over."""
    return midnight(LAST + DAY)


def arrivals(count: int, holidays: Mapping[date, str], chance: random.Random) -> list[datetime]:
    """When so many customers turn to the desk, in order, to the minute."""
    hours = [start() + index * HOUR for index in range((end() - start()) // HOUR)]
    weights = list(accumulate(_weight(hour.astimezone(ZONE), holidays) for hour in hours))
    chosen = chance.choices(hours, cum_weights=weights, k=count)
    return sorted(hour + chance.randrange(60) * MINUTE for hour in chosen)


def _weight(hour: datetime, holidays: Mapping[date, str]) -> float:
    closed = ON_HOLIDAYS if hour.date() in holidays else 1.0
    return BY_MONTH[hour.month - 1] * BY_WEEKDAY[hour.weekday()] * BY_HOUR[hour.hour] * closed


def absences(logins: Sequence[str], chance: random.Random) -> dict[str, set[date]]:
    """On which days each of them is on leave or ill: two weeks on end, and some single days."""
    days = [FIRST + index * DAY for index in range((LAST - FIRST).days + 1)]
    found = {}
    for login in logins:
        leave = chance.randrange(len(days) - 14)
        found[login] = {*days[leave : leave + 10], *chance.sample(days, 12)}
    return found


def next_open(calendar: Calendar, absent: set[date], moment: datetime) -> datetime:
    """When somebody who is away on those days works again, at the earliest at that moment."""
    while True:
        opens = add_working(calendar, moment, timedelta())
        assert opens is not None
        day = opens.astimezone(ZONE).date()
        if day not in absent:
            return max(opens, moment)
        moment = midnight(day + DAY)


def midnight(day: date) -> datetime:
    """The moment at which a day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=ZONE)
