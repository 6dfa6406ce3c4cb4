"""When something in the story happens, told from the present moment.

`3/14:05` is five past two in the afternoon, three working days ago; `-45m` and `-3h20m` are
so long ago from now. A story told on a Sunday has its last working day on Friday, and one told in
the small hours is still of the day before: what was some hours ago is of the same day as now.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from csboard.i18n import in_zone

_RECENT = re.compile(r"-(?:(\d+)h)?(?:(\d+)m)?")
_EARLIER = re.compile(r"(\d+)/(\d\d):(\d\d)")
SATURDAY = 5
SMALL_HOURS = timedelta(hours=3)


def moment(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """The moment `text` names, seen from `now`; ValueError when it names none."""
    if found := _EARLIER.fullmatch(text):
        days, hour, minute = map(int, found.groups())
        return _working_day(days, -1, time(hour, minute), now, zone)
    found = _RECENT.fullmatch(text)
    if found is None or not any(found.groups()):
        raise ValueError(f"not a time of the story: {text!r}")
    hours, minutes = (int(part or 0) for part in found.groups())
    return now - timedelta(hours=hours, minutes=minutes)


def in_days(days: int, now: datetime, zone: ZoneInfo) -> datetime:
    """Ten in the morning, so many working days from now."""
    return _working_day(days, 1, time(10), now, zone)


def day_of(text: str, now: datetime, zone: ZoneInfo) -> date:
    """The working day `text` names: `3` three of them ago, `+2` two ahead."""
    days = int(text)
    step = 1 if text.startswith("+") else -1
    return in_zone(_working_day(days, step, time(10), now, zone), zone).date()


def _working_day(days: int, step: int, at: time, now: datetime, zone: ZoneInfo) -> datetime:
    day = in_zone(now - SMALL_HOURS, zone).date()
    while days:
        day += timedelta(days=step)
        days -= day.weekday() < SATURDAY
    return datetime.combine(day, at, zone).astimezone(now.tzinfo)
