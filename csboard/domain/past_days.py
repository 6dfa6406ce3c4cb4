"""Days gone by as people write them in a search: `2026-11-23`, `11/23`, `2026-11`, `昨日`, `7d`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

_NAMED = {
    "today": 0, "今日": 0, "きょう": 0, "本日": 0,
    "yesterday": 1, "昨日": 1, "きのう": 1, "一昨日": 2, "おととい": 2,
}  # fmt: skip
_UNITS = {"d": 1, "日": 1, "日前": 1, "w": 7, "週": 7, "週間": 7, "週間前": 7}


def _ago(found: re.Match[str], today: date) -> date:
    return today - timedelta(int(found["count"]) * _UNITS[found["unit"]])


def _whole(found: re.Match[str], today: date) -> date:
    return date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))


def _latest(found: re.Match[str], today: date) -> date:
    this_year = date(today.year, int(found["month"]), int(found["day"]))
    return this_year if this_year <= today else this_year.replace(year=today.year - 1)


_WRITTEN: tuple[tuple[str, Callable[[re.Match[str], date], date]], ...] = (
    (
        r"(?P<year>\d{4})(?:年|[-/.年](?P<month>\d{1,2})(?:月|[-/.月](?P<day>\d{1,2})日?)?)?",
        _whole,
    ),
    (r"(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?", _latest),
    (rf"(?P<count>\d{{1,4}}) ?(?P<unit>{'|'.join(_UNITS)})", _ago),
)


def past_day(text: str, today: date) -> date | None:
    """The day that is meant, of a month or a year its first one; None when none is."""
    written = unicodedata.normalize("NFKC", text).strip().casefold()
    if written in _NAMED:
        return today - timedelta(_NAMED[written])
    for pattern, meant in _WRITTEN:
        if found := re.fullmatch(pattern, written):
            try:
                return meant(found, today)
            except (ValueError, OverflowError):
                return None
    return None
