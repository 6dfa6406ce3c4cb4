"""The stretches of days that figures are about: a day, a week, a month, or from one to another."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from csboard.domain.figures import Period
from csboard.errors import UsageError
from csboard.i18n import _, current_language, in_zone, weekday
from csboard.named import NamedTuple
from csboard.text import quoted

LONGEST = 3660
"""Days of a period; more are taken for a slip of the finger."""
FIRST_YEAR = 1970
"""No board has anything older."""
_DAY = timedelta(days=1)


class Length(StrEnum):
    """What kind of stretch it is; the first three follow one another without gaps."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    DAYS = "days"


class Days(NamedTuple):
    """A stretch of whole days in the team's zone."""

    length: Length
    first: date
    last: date
    """Included."""

    def period(self, zone: str) -> Period:
        """From when to when it goes."""
        return Period(_midnight(self.first, zone), _midnight(self.last + _DAY, zone))

    @property
    def many(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def name(self) -> str:
        """What people call it: `2026/11/24(火)`, `Nov 2026`, from one day to another."""
        return _NAMES[self.length](self)

    def moved(self, by: int) -> Days:
        """The one so many of its kind later, or earlier when `by` is negative; UsageError where
        there is none.
        """
        try:
            if self.length is Length.MONTH:
                return _told(_month(*_counted(self.first.year * 12 + self.first.month - 1 + by)))
            shift = by * self.many * _DAY
            return _told(self._replace(first=self.first + shift, last=self.last + shift))
        except (ValueError, OverflowError):
            raise _out_of_reach() from None


def days_around(length: Length, day: date) -> Days:
    """The day, week from Monday, or month that a day is in."""
    if length is Length.MONTH:
        return _month(day.year, day.month)
    if length is Length.WEEK:
        first = day - day.weekday() * _DAY
        return Days(length, first, first + 6 * _DAY)
    return Days(Length.DAY, day, day)


def read_days(text: str, today: date) -> Days:
    """What somebody means by `day`, `yesterday`, `week`, `month`, `2026-11-24`, `11/24`,
    `2026-11`, `2026-W48`, `2026` or `FROM..TO`, both included; `FROM..` goes on until today.

    UsageError when it can't be understood, ends before it begins, or hasn't begun.
    """
    written = unicodedata.normalize("NFKC", text).strip().casefold()
    if written in _NAMED:
        length, ago = _NAMED[written]
        return days_around(length, today - ago * _DAY)
    first, dots, last = written.partition("..")
    found = _span(first.strip(), last.strip(), today) if dots else _one(written, today)
    if found is None:
        raise UsageError(
            _(
                "{period} is no period: day, week, month, 2026-11, 2026-W48, 2026-11-24,"
                " 2026-11-01..2026-11-15, or 2026-11-01.. for all until today."
            ).format(period=quoted(text))
        )
    if found.first > today <= found.last:
        raise UsageError(
            _("{first} has not come yet: name a period that begins on {today} or before.").format(
                first=found.first, today=today
            )
        )
    if found.last < found.first:
        raise UsageError(
            _("{last} is before {first}: name the earlier day first.").format(
                last=found.last, first=found.first
            )
        )
    if found.many > LONGEST:
        raise UsageError(_("A period of more than ten years is too long: name a shorter one."))
    return _told(found)


def _told(days: Days) -> Days:
    """The same, if a board can tell anything of it."""
    if days.first.year < FIRST_YEAR or days.last.year == date.max.year:
        raise _out_of_reach()
    return days


def _out_of_reach() -> UsageError:
    return UsageError(_("No board has anything of that time: name another period."))


_NAMED = {
    **{word: (Length.DAY, 0) for word in ("day", "today", "日", "今日", "本日")},
    **{word: (Length.DAY, 1) for word in ("yesterday", "昨日")},
    **{word: (Length.WEEK, 0) for word in ("week", "週", "今週")},
    **{word: (Length.WEEK, 7) for word in ("last week", "先週")},
    **{word: (Length.MONTH, 0) for word in ("month", "月", "今月")},
}


def _span(first: str, last: str, today: date) -> Days | None:
    """`FROM..TO`; without TO until today."""
    begin = _one(first, today)
    end = _one(last, today) if last else days_around(Length.DAY, today)
    return Days(Length.DAYS, begin.first, end.last) if begin and end else None


def _one(written: str, today: date) -> Days | None:
    """A year, a month, a week or a day by its numbers; UsageError where there is no such.

    A day without its year is the latest that has come.
    """
    if found := re.fullmatch(r"(\d{1,2})[-/.月](\d{1,2})日?", written):
        month, day = map(int, found.groups())
        return _day(today.year - ((month, day) > (today.month, today.day)), month, day)
    for pattern, meant in _WRITTEN:
        if found := re.fullmatch(pattern, written):
            year, *others = map(int, found.groups())
            if not date.min.year <= year <= date.max.year:
                raise _out_of_reach()
            return meant(year, *others)
    return None


def _day(year: int, month: int, day: int) -> Days:
    around = _month(year, month)
    if not 1 <= day <= around.last.day:
        raise UsageError(
            _("{month} has no day {day}: its days go from {first} to {last}.").format(
                month=around.name, day=day, first=around.first, last=around.last
            )
        )
    return days_around(Length.DAY, date(year, month, day))


def _month(year: int, month: int) -> Days:
    if not 1 <= month <= 12:
        raise UsageError(
            _("There is no month {month}: those of {year} go from {first} to {last}.").format(
                month=month, year=year, first=f"{year:04}-01", last=f"{year:04}-12"
            )
        )
    last = monthrange(year, month)[1]
    return Days(Length.MONTH, date(year, month, 1), date(year, month, last))


def _week(year: int, week: int) -> Days:
    last = date(year, 12, 28).isocalendar().week  # in which the 28th of December is, always
    if not 1 <= week <= last:
        raise UsageError(
            _("{year} has no week {week}: its weeks go from {first} to {last}.").format(
                year=year, week=week, first=f"{year:04}-W01", last=f"{year:04}-W{last}"
            )
        )
    try:
        return days_around(Length.WEEK, date.fromisocalendar(year, week, 1))
    except (ValueError, OverflowError):  # across an end of the calendar
        raise _out_of_reach() from None


def _year(year: int) -> Days:
    return Days(Length.DAYS, date(year, 1, 1), date(year, 12, 31))


_WRITTEN: tuple[tuple[str, Callable[..., Days]], ...] = (
    (r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", _day),
    (r"(\d{4})[-/.年](\d{1,2})月?", _month),
    (r"(\d{4})-?w(\d{1,2})", _week),
    (r"(\d{4})年?", _year),
)


def _counted(months: int) -> tuple[int, int]:
    """Year and month of so many months since the beginning of the calendar."""
    return months // 12, months % 12 + 1


def _midnight(day: date, zone: str) -> datetime:
    """When the day begins; as `in_zone` does, moments beyond the calendar are its ends."""
    from zoneinfo import ZoneInfo

    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def today(now: datetime, zone: str) -> date:
    """Which day it is in the team's zone."""
    return in_zone(now, zone).date()


def _name_of_day(day: date) -> str:
    name = weekday(day.weekday())
    return f"{day.year}/{day.month}/{day.day}({name})" if _is_ja() else f"{name} {day}"


def _name_of_days(days: Days) -> str:
    if days.first == days.last:
        return _name_of_day(days.first)
    return f"{_name_of_day(days.first)} - {_name_of_day(days.last)}"


def _name_of_month(days: Days) -> str:
    year, month = days.first.year, days.first.month
    return f"{year}年{month}月" if _is_ja() else f"{year}-{month:02}"


def _is_ja() -> bool:
    return current_language() == "ja"


_NAMES: dict[Length, Callable[[Days], str]] = {
    Length.DAY: lambda days: _name_of_day(days.first),
    Length.WEEK: _name_of_days,
    Length.MONTH: _name_of_month,
    Length.DAYS: _name_of_days,
}
