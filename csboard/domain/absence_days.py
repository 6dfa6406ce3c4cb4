"""The days of an absence as people write them: `2026-11-24`, `11/24pm`, `明日午後`, `fri`."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from typing import NamedTuple

from csboard.domain.absences import Absence
from csboard.domain.moments import day_named
from csboard.domain.no_such_day import no_such_day
from csboard.errors import UsageError
from csboard.i18n import _
from csboard.text import quoted

_HALVES = {"am": "am", "午前": "am", "pm": "pm", "午後": "pm"}
_HALF = re.compile(rf" ?(?:の ?)?({'|'.join(_HALVES)})$")
_GONE_BY = {"yesterday": 1, "昨日": 1, "一昨日": 2, "おととい": 2}


class Edge(NamedTuple):
    """Where an absence begins or ends."""

    day: date
    is_at_noon: bool
    """Whether it begins or ends in the middle of that day."""


def parse_first(text: str, today: date) -> Edge:
    """The first day away; `pm` behind it says that they are still there in the morning."""
    day, half = _parse(text, today)
    return Edge(day, half == "pm")


def parse_last(text: str, today: date) -> Edge:
    """The last day away; `am` behind it says that they are back in the afternoon."""
    day, half = _parse(text, today)
    return Edge(day, half == "am")


def first_written(absence: Absence) -> str:
    """As `parse_first` reads it."""
    return f"{absence.first}{'pm' if absence.from_noon else ''}"


def last_written(absence: Absence) -> str:
    """As `parse_last` reads it."""
    return f"{absence.last}{'am' if absence.until_noon else ''}"


def _parse(text: str, today: date) -> tuple[date, str]:
    """The day, and `am`, `pm` or nothing. UsageError with what would work."""
    written = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
    half = _HALF.search(written)
    words = written[: half.start()] if half else written
    try:
        day = _day(words, today)
    except (ValueError, OverflowError):
        told = _("There is no day {day}.").format(day=quoted(text))
        raise UsageError(no_such_day(text, today) or told) from None
    if day is None:
        raise UsageError(
            _(
                "{day} is no day: write one as {date} or {short}, tomorrow or a weekday, with am or"
                " pm behind it for half a day."
            ).format(day=quoted(text), date=today, short=f"{today.month}/{today.day}")
        )
    return day, _HALVES[half[1]] if half else ""


def _day(words: str, today: date) -> date | None:
    if words in _GONE_BY:
        return today - timedelta(_GONE_BY[words])
    return day_named(words, today)


class Senseless(NamedTuple):
    """Why nobody can be away on some days."""

    code: str
    sentence: str


def senseless(days: Absence) -> Senseless | None:
    """What is wrong with days whatever the date is today; None for such as there can be."""
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
