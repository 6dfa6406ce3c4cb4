"""The days of an absence as people write them: `2026-11-24`, `11/24pm`, `明日午後`, `来週`."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from csboard.domain.absences import Absence
from csboard.domain.moments import day_named, split_half
from csboard.domain.no_such_day import no_such_day
from csboard.domain.periods import Days, Length, days_around
from csboard.errors import UsageError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import quoted

_GONE_BY = {"yesterday": 1, "昨日": 1, "きのう": 1, "一昨日": 2, "おととい": 2}
_PERIODS = {
    **{word: (Length.WEEK, 0) for word in ("this week", "今週")},
    **{word: (Length.WEEK, 1) for word in ("next week", "来週")},
    **{word: (Length.WEEK, 2) for word in ("the week after next", "再来週")},
    **{word: (Length.MONTH, 0) for word in ("this month", "今月")},
    **{word: (Length.MONTH, 1) for word in ("next month", "来月")},
}
"""Words for more than a day, and how far the one is from today's that they mean."""


class Edge(NamedTuple):
    """Where an absence begins or ends."""

    day: date
    is_at_noon: bool
    """Whether it begins or ends in the middle of that day."""


def parse_first(text: str, today: date) -> Edge:
    """The first day away, of `来週` its Monday; `pm` behind a day says that they are still there
    in the morning.
    """
    days, half = _parse(text, today)
    return Edge(days.first, half == "pm")


def parse_last(text: str, today: date) -> Edge:
    """The last day away, of `来週` its Sunday; `am` behind a day says that they are back in the
    afternoon.
    """
    days, half = _parse(text, today)
    return Edge(days.last, half == "am")


def parse_days(
    first: str, last: str | None, today: date, kept: str | None = None
) -> tuple[Edge, Edge]:
    """The first and the last day away.

    Without a last one: all of a week or a month that the first names; else until `kept`, the last
    day that there was before, or that day alone.
    """
    begin = parse_first(first, today)
    if not last:
        last = first if kept is None or names_a_period(first) else kept
    return begin, parse_last(last, today)


def names_a_period(text: str) -> bool:
    """Whether these words mean a whole week or month."""
    return _folded(text) in _PERIODS


def behind(absence: Absence) -> Absence:
    """As if it began where its days end: that day's afternoon, or the day after."""
    if absence.until_noon:
        return absence._replace(first=absence.last, from_noon=True)
    return absence._replace(first=absence.last + timedelta(days=1), from_noon=False)


def first_written(absence: Absence) -> str:
    """As `parse_first` reads it."""
    return f"{absence.first}{'pm' if absence.from_noon else ''}"


def last_written(absence: Absence) -> str:
    """As `parse_last` reads it."""
    return f"{absence.last}{'am' if absence.until_noon else ''}"


def _parse(text: str, today: date) -> tuple[Days, str]:
    """The days that are named, and `am`, `pm` or nothing. UsageError with what would work."""
    words, half = split_half(_folded(text))
    try:
        days = _days(words, today)
    except (ValueError, OverflowError):
        told = _("There is no day {day}.").format(day=quoted(text))
        raise UsageError(no_such_day(text, today) or told) from None
    if days is None or (half and words in _PERIODS):
        raise UsageError(
            _(
                "{day} is no day: write one as {date} or {short}, tomorrow or a weekday, with am or"
                " pm behind it for half a day, or next week for all of it."
            ).format(day=quoted(text), date=today, short=f"{today.month}/{today.day}")
        )
    return days, half


def _folded(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def _days(words: str, today: date) -> Days | None:
    if words in _PERIODS:
        length, ahead = _PERIODS[words]
        return days_around(length, today).moved(ahead)
    gone_by = today - timedelta(_GONE_BY[words]) if words in _GONE_BY else None
    day = gone_by or day_named(words, today)
    return None if day is None else days_around(Length.DAY, day)


class Senseless(NamedTuple):
    """Why nobody can be away on some days."""

    code: str
    sentence: str


def senseless(days: Absence, today: date) -> Senseless | None:
    """What is wrong with days that nobody can be away on; None for such as there can be.

    An end before the beginning that is over, too, is told as over: swapped it would be no better.
    """
    if days.last < days.first and days.last < today:
        return Senseless("past", gone_by(days, today))
    if days.last < days.first:
        told = _("It would end ({last}) before it begins ({first}): swap them.")
        return Senseless("order", told.format(first=first_written(days), last=last_written(days)))
    if days.first == days.last and days.from_noon and days.until_noon:
        told = _("From noon to noon of {day} is no time: leave one of them out.")
        return Senseless("no_days", told.format(day=days.first))
    return None


def gone_by(days: Absence, today: date) -> str:
    """The sentence for days that are over."""
    return _("{last} is past: name a last day that isn't over (today is {today}).").format(
        last=last_written(days), today=today
    )
