"""Stretches of worked time as people write them: `09:00-10:30`, `22:00-1:30`, `9:00〜10:30`."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from csboard.domain.moments import day_named
from csboard.domain.no_such_day import no_such_day
from csboard.domain.past_days import past_day
from csboard.errors import UsageError
from csboard.i18n import _, in_zone
from csboard.named import NamedTuple
from csboard.text import quoted

OVER_MIDNIGHT = timedelta(hours=12)
"""What ends before it starts goes on past midnight, if it isn't longer than that."""

_DAY = timedelta(days=1)
_TIME = r"(\d{1,2}):?(\d{2})"
_BETWEEN = r"\s*[-~\u2010-\u2015\u301c]\s*"


class Stretch(NamedTuple):
    """From one moment to another."""

    start: datetime
    end: datetime


def parse_stretch(text: str, day: date, zone: str) -> Stretch:
    """What was meant on a day of the team's zone; UsageError with what to write instead."""
    written = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(f"{_TIME}{_BETWEEN}{_TIME}", written)
    if found is None:
        raise UsageError(
            _("{text} is no stretch of time: write 09:00-10:30.").format(text=quoted(text))
        )
    start = _on(day, found[1], found[2], zone)
    end = _on(day, found[3], found[4], zone)
    if end < start and end + _DAY - start <= OVER_MIDNIGHT:
        end = _on(day + _DAY, found[3], found[4], zone)
    if end <= start:
        told = _("{text} takes no time: write one that ends later, as 09:00-10:30.")
        if end < start:
            told = _("{text} ends before it starts: write the earlier time first.")
        raise UsageError(told.format(text=quoted(text)))
    return Stretch(start, end)


def parse_time(text: str, now: datetime, zone: str, reach: timedelta) -> datetime:
    """A time of day: today's, or yesterday's where today's has not come and it's within `reach`."""
    written = unicodedata.normalize("NFKC", text).strip()
    found = re.fullmatch(_TIME, written)
    if found is None:
        raise UsageError(_("{text} is no time of day: write 09:00.").format(text=quoted(text)))
    today = in_zone(now, zone).date()
    at = _on(today, found[1], found[2], zone)
    if at <= now:
        return at
    yesterday = _on(today - _DAY, found[1], found[2], zone)
    if now - yesterday > reach:
        raise UsageError(
            _(
                "{text} has not come yet today, and yesterday's is too long ago: write down time "
                "that is over with csboard time add."
            ).format(text=quoted(text))
        )
    return yesterday


def parse_day(text: str, now: datetime, zone: str) -> date:
    """The day that is meant; one without its year is the latest that has come."""
    today = in_zone(now, zone).date()
    day = past_day(text, today)
    if day is None:
        raise UsageError(no_such_day(text, today) or _no_past_day(text, today))
    return day


def _no_past_day(text: str, today: date) -> str:
    told = _("{text} is no day: write 2026-11-24, 11/24, yesterday or 3d.")
    with suppress(ValueError, OverflowError):
        day = day_named(unicodedata.normalize("NFKC", text).strip().casefold(), today)
        if day is not None and day > today:
            told = _("{text} has not come yet: write 2026-11-24, 11/24, yesterday or 3d.")
    return told.format(text=quoted(text))


def day_bounds(day: date, zone: str) -> Stretch:
    """From its first moment on the team's clocks to that of the next."""
    following = day + _DAY if day < date.max else day
    return Stretch(_midnight(day, zone), _midnight(following, zone))


def written(start: datetime, end: datetime, zone: str) -> str:
    """A stretch as it can be written again."""
    return f"{in_zone(start, zone):%H:%M}-{in_zone(end, zone):%H:%M}"


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _on(day: date, hour: str, minute: str, zone: str) -> datetime:
    if (hour, minute) == ("24", "00"):
        return _midnight(day + _DAY, zone)
    if int(hour) > 23 or int(minute) > 59:
        raise UsageError(
            _("{time} is no time of day: it goes from 00:00 to 24:00.").format(
                time=f"{hour}:{minute}"
            )
        )
    return datetime.combine(day, time(int(hour), int(minute)), ZoneInfo(zone))
