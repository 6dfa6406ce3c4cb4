"""Time that counts: how much of it lies between two moments, and when so much has passed.

A moment counts when the wall clock in the calendar's zone shows an open minute. So an hour that
the clock shows twice in autumn counts twice, and one that it leaves out in spring not at all.
All is reckoned in whole microseconds; nothing is rounded.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from csboard.domain.business_calendar import Calendar, hours_on
from csboard.named import NamedTuple

NEVER = 40
"""Years without one open minute after which none is looked for: the longest that a weekday and a
29 February keep one another waiting."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_SECOND, _MINUTE, _DAY = 1_000_000, 60_000_000, 86_400_000_000
_EPOCH_DAY = _EPOCH.toordinal()
_FIRST_YEAR, _LAST_YEAR = 2, 9997
"""Beyond, another zone's day may not exist: what lies there is taken for their ends."""


def _begin(year: int) -> int:
    return (date(year, 1, 1).toordinal() - _EPOCH_DAY) * _DAY


_FIRST, _LAST = _begin(_FIRST_YEAR), _begin(_LAST_YEAR + 1) - 1


def working_between(calendar: Calendar, a: datetime, b: datetime) -> timedelta:
    """How much open time lies between two aware moments; negative when `b` is the earlier one."""
    if b < a:
        return -working_between(calendar, b, a)
    start, end = _place(a), _place(b)
    counted = _before(calendar, end) - _before(calendar, start)
    if end.year > start.year:
        counted += sum(_year(calendar, year).total for year in range(start.year, end.year))
    return timedelta(microseconds=counted)


def add_working(calendar: Calendar, start: datetime, amount: timedelta) -> datetime | None:
    """The first moment at which `amount` of open time has passed since `start`, in UTC.

    Nothing added gives the first open moment that is not before `start`; a negative amount the
    last moment from which so much open time passes until `start`. None when it never comes: the
    calendar has no open time there.
    """
    place, wanted = _place(start), amount // _MICROSECOND
    if wanted > 0:
        return _after(calendar, place, wanted)
    if wanted < 0:
        return _earlier(calendar, place, -wanted)
    return _next_open(calendar, place)


def is_open(calendar: Calendar, moment: datetime) -> bool:
    """Whether that moment counts."""
    place = _place(moment)
    year = _year(calendar, place.year)
    index = bisect_right(year.starts, place.at) - 1
    return index >= 0 and place.at < year.ends[index]


class _Place(NamedTuple):
    """A moment in microseconds since 1970, with its year in UTC."""

    at: int
    year: int


class _Year(NamedTuple):
    """The open times of one year in UTC, in microseconds since 1970."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    before: tuple[int, ...]
    """What is open in the year before each start."""
    total: int


def _place(moment: datetime) -> _Place:
    at = (moment - _EPOCH) // _MICROSECOND
    if not _FIRST <= at <= _LAST:
        at = min(max(at, _FIRST), _LAST)
    return _Place(at, date.fromordinal(at // _DAY + _EPOCH_DAY).year)


def _moment(at: int) -> datetime:
    return _EPOCH + timedelta(microseconds=at)


def _before(calendar: Calendar, place: _Place) -> int:
    """What is open in the place's year before it."""
    year = _year(calendar, place.year)
    index = bisect_right(year.starts, place.at) - 1
    if index < 0:
        return 0
    return year.before[index] + min(place.at, year.ends[index]) - year.starts[index]


def _after(calendar: Calendar, place: _Place, wanted: int) -> datetime | None:
    wanted += _before(calendar, place)
    for year in _years_on(calendar, place.year, 1):
        if wanted <= year.total:
            index = bisect_left(year.before, wanted) - 1
            return _moment(year.starts[index] + wanted - year.before[index])
        wanted -= year.total
    return None


def _earlier(calendar: Calendar, place: _Place, wanted: int) -> datetime | None:
    wanted -= _before(calendar, place)
    for index, year in enumerate(_years_on(calendar, place.year, -1)):
        wanted -= year.total if index else 0
        if wanted <= 0:
            found = bisect_right(year.before, -wanted) - 1
            return _moment(year.starts[found] - wanted - year.before[found])
    return None


def _next_open(calendar: Calendar, place: _Place) -> datetime | None:
    for year in _years_on(calendar, place.year, 1):
        index = bisect_right(year.ends, place.at)
        if index < len(year.starts):
            return _moment(max(place.at, year.starts[index]))
    return None


def _years_on(calendar: Calendar, year: int, step: int) -> Iterator[_Year]:
    """That year and those after, or before; it ends when nothing is open for too long."""
    empty = 0
    while _FIRST_YEAR <= year <= _LAST_YEAR and empty <= NEVER:
        found = _year(calendar, year)
        yield found
        empty = 0 if found.total else empty + 1
        year += step


_years: WeakKeyDictionary[Calendar, dict[int, _Year]] = WeakKeyDictionary()
"""Worked out once for each calendar, a year at a time."""


def _year(calendar: Calendar, year: int) -> _Year:
    try:
        return _years[calendar][year]
    except KeyError:
        found = _years.setdefault(calendar, {})[year] = _worked_out(calendar, year)
        return found


def _worked_out(calendar: Calendar, year: int) -> _Year:
    starts, ends, before, total = [], [], [], 0
    shown = _on_the_wall(calendar, year)
    for start, end in _in_utc(shown, ZoneInfo(calendar.zone), year):
        starts.append(start)
        ends.append(end)
        before.append(total)
        total += end - start
    return _Year(tuple(starts), tuple(ends), tuple(before), total)


def _on_the_wall(calendar: Calendar, year: int) -> list[tuple[int, int]]:
    """The open times of a year as wall clocks show them, in order, none touching another.

    With a day or two of its neighbours, for the year in UTC.
    """
    first, last = date(year, 1, 1).toordinal() - 2, date(year, 12, 31).toordinal() + 2
    shown: list[tuple[int, int]] = []
    for ordinal in range(first, last + 1):
        midnight = (ordinal - _EPOCH_DAY) * _DAY
        for hours in hours_on(calendar, date.fromordinal(ordinal)).hours:
            start, end = midnight + hours.start * _MINUTE, midnight + hours.end * _MINUTE
            if shown and start <= shown[-1][1]:
                shown[-1] = (shown[-1][0], max(end, shown[-1][1]))
            else:
                shown.append((start, end))
    return shown


def _in_utc(shown: list[tuple[int, int]], zone: ZoneInfo, year: int) -> Iterator[tuple[int, int]]:
    """The moments of a year in UTC at which wall clocks show one of these times."""
    ends = [end for _start, end in shown]
    for start, end, offset in _offsets(zone, year):
        for begins, closes in shown[bisect_right(ends, start + offset) :]:
            if begins >= end + offset:
                break
            yield max(begins - offset, start), min(closes - offset, end)


def _offsets(zone: ZoneInfo, year: int) -> Iterator[tuple[int, int, int]]:
    """The stretches of a year in UTC in which wall clocks keep their distance from it."""
    begin, end = _begin(year), _begin(year + 1)
    start, offset = begin, _offset(zone, begin)
    for midnight in range(begin + _DAY, end + _DAY, _DAY):
        later = _offset(zone, min(midnight, end - _SECOND))
        if later != offset:
            change = _change(zone, midnight - _DAY, min(midnight, end - _SECOND))
            yield start, change, offset
            start, offset = change, later
    yield start, end, offset


def _change(zone: ZoneInfo, low: int, high: int) -> int:
    """The second between two moments from which the later one's distance holds."""
    offset = _offset(zone, high)
    while high - low > _SECOND:
        middle = low + (high - low) // _SECOND // 2 * _SECOND
        low, high = (low, middle) if _offset(zone, middle) == offset else (middle, high)
    return high


def _offset(zone: ZoneInfo, at: int) -> int:
    local = datetime.fromtimestamp(at // _SECOND, zone)
    return (local.utcoffset() or timedelta()) // _MICROSECOND
