"""Days as a team writes them in its settings: `2026-12-28`, `12-29`, `12-29..01-03`."""

from __future__ import annotations

import re
from datetime import date

from csboard.domain.business_calendar import MINUTES_A_DAY, Hours
from csboard.i18n import _
from csboard.text import clean, shortened

MOST_DAYS = 366
"""From the first to the last of several."""

Day = date | tuple[int, int]
"""One day, or by month and day one of every year."""

_LEAP_YEAR = 2024
_DAY = r"(?:(\d{4})-)?(\d{1,2})-(\d{1,2})"  # seldom met: `re` keeps it when it is
_RANGE = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")


def parse_hours(text: str) -> Hours | None:
    """What `09:00-18:00` means; an end that is not later is the next day's. None if nothing."""
    found = _RANGE.fullmatch(text.strip())
    if found is None:
        return None
    hour, minute, to_hour, to_minute = map(int, found.groups())
    start, end = hour * 60 + minute, to_hour * 60 + to_minute
    if max(minute, to_minute) > 59 or start >= MINUTES_A_DAY or end > MINUTES_A_DAY or start == end:
        return None
    return Hours(start, end if end > start else end + MINUTES_A_DAY)


def parse_days(text: str) -> tuple[Day, ...]:
    """The days that are meant, in their order. ValueError with a sentence when none are."""
    first, dots, last = text.strip().partition("..")
    begin = _parse(first)
    if not dots:
        return (begin,)
    end = _parse(last)
    if isinstance(begin, date) and isinstance(end, date):
        return _dated(begin, end)
    if isinstance(begin, date) or isinstance(end, date):
        raise ValueError(_("{days} has a year on one side only.").format(days=_shown(text)))
    return _of_every_year(begin, end)


def _dated(begin: date, end: date) -> tuple[Day, ...]:
    if not 0 <= (end - begin).days < MOST_DAYS:
        raise ValueError(
            _("{last} must come after {first}, within a year.").format(first=begin, last=end)
        )
    return tuple(map(date.fromordinal, range(begin.toordinal(), end.toordinal() + 1)))


def _of_every_year(begin: tuple[int, int], end: tuple[int, int]) -> tuple[Day, ...]:
    """Over the turn of the year, if that is meant; with 29 February, for years that have it."""
    first = date(_LEAP_YEAR, *begin).toordinal()
    count = (date(_LEAP_YEAR, *end).toordinal() - first) % MOST_DAYS + 1
    new_year = date(_LEAP_YEAR, 1, 1).toordinal()
    places = ((first - new_year + index) % MOST_DAYS for index in range(count))
    days = (date.fromordinal(new_year + place) for place in places)
    return tuple((day.month, day.day) for day in days)


def _parse(text: str) -> Day:
    found = re.fullmatch(_DAY, text.strip())
    if found is None:
        raise ValueError(
            _(
                "{day} is no day; write one as 2026-12-28, as 12-28 for every year, or several"
                " as 12-29..01-03."
            ).format(day=_shown(text))
        )
    month, day = int(found[2]), int(found[3])
    if not 1 <= month <= 12:
        raise ValueError(_("There is no month {month}: they go from 1 to 12.").format(month=month))
    try:
        whole = date(int(found[1] or _LEAP_YEAR), month, day)
    except ValueError:
        raise ValueError(_("There is no day {day}.").format(day=text.strip())) from None
    return whole if found[1] else (month, day)


def _shown(text: str) -> str:
    return _("'{words}'").format(words=shortened(clean(text)))
