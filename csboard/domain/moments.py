"""Days and times as people write them: `11/24`, `+3`, `明日 14:00`, `fri`, `来週の月曜午後`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from csboard.domain.no_such_day import no_such_day
from csboard.domain.settings import WEEKDAYS
from csboard.errors import UsageError
from csboard.i18n import DAY_BEGINS, _, in_zone
from csboard.named import NamedTuple
from csboard.text import quoted

MOST_DAYS = 3660
"""Farther ahead than this, some ten years, is taken for a slip of the finger."""
STILL_AHEAD = 270
"""A day without its year that would be farther ahead was meant to be one just gone by."""

_JAPANESE_WEEKDAYS = "月火水木金土日"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NEAR = {
    "today": 0, "今日": 0, "きょう": 0, "本日": 0,
    "tomorrow": 1, "明日": 1, "あした": 1, "あす": 1,
    "the day after tomorrow": 2, "明後日": 2, "あさって": 2,
}  # fmt: skip
_NOON = time(12)
_HALVES = {
    "am": "am", "morning": "am", "午前": "am", "午前中": "am",
    "pm": "pm", "afternoon": "pm", "午後": "pm",
}  # fmt: skip
_HALF = re.compile(rf" ?(?:の ?)?({'|'.join(_HALVES)})$")
_UNITS = {
    "": timedelta(1), "d": timedelta(1), "日": timedelta(1),
    "w": timedelta(7), "週": timedelta(7), "週間": timedelta(7),
}  # fmt: skip
_SHORT_UNITS = {
    "h": timedelta(hours=1), "時間": timedelta(hours=1),
    "m": timedelta(minutes=1), "分": timedelta(minutes=1),
}  # fmt: skip

_GONE_BY = re.compile(
    r"(?:昨日|きのう|一昨日|おととい|先日|先週|先々週|先月|昨年|去年|yesterday|last "
    r"|\d{1,9} ?(?:日|週間|時間|分|か月)前|\d{1,9} [a-z]+ ago)"
)
"""How words begin that can only mean the past."""

_WEEKDAY = "(?P<weekday>(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*|[月火水木金土日](?:曜日?)?)"
_TIME = re.compile(
    r"(?:^|[ t]+|(?<=[^\d:+-]))(?P<half>午前|午後)? ?(?P<hour>\d{1,2})"
    r"(?::(?P<minute>\d\d)(?::\d\d)?|時(?:(?P<past>\d{1,2})分|(?P<thirty>半))?)$"
)


class _Parts(NamedTuple):
    """What was written, split: the day's words, and the time if one was written."""

    day: str
    time: time | None
    half: str
    """`am` or `pm` where that half of the day is named instead of a time."""


def parse_moment(
    text: str,
    now: datetime,
    zone: str | tzinfo,
    hours: Mapping[str, tuple[str, ...]] | None = None,
) -> datetime:
    """The moment that `text` means to somebody in `zone` at `now`, in UTC.

    A day without a time means when that day's business `hours` begin, else 9:00, its afternoon
    noon, or when business begins again; a time without a day, the next time the clock shows it.
    Whatever this program prints as a day or a time is understood. UsageError when it can't be
    understood, is past, or far ahead.
    """
    written = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()
    try:
        moment = _exact(written, now) or _on_the_clock(written, now, zone, hours or {})
    except (ValueError, OverflowError):
        told = _("There is no such day or time: {when}.").format(when=quoted(text))
        raise UsageError(no_such_day(text, in_zone(now, zone).date()) or told) from None
    if moment is None and not _GONE_BY.match(written):
        raise UsageError(_not_understood(text, now, zone))
    if moment is None or moment <= now:
        raise UsageError(
            _("{when} is past: name a day or a time to come.").format(when=quoted(text))
        )
    if moment > now + timedelta(MOST_DAYS):
        raise UsageError(_("{when} is more than ten years ahead.").format(when=quoted(text)))
    return moment


def written_not_before(
    moment: datetime, now: datetime, zone: str, hours: Mapping[str, tuple[str, ...]]
) -> str:
    """As `parse_moment` reads it: the day alone where that doesn't mean a time before."""
    local = in_zone(moment, zone)
    day = f"{local:%Y-%m-%d}"
    begins = _on_the_clock(day, now, zone, hours)
    return day if begins is not None and begins >= moment else f"{local:%Y-%m-%d %H:%M}"


def day_named(written: str, today: date) -> date | None:
    """The day that folded words name, gone by or to come; None when they name none.

    ValueError for one that no calendar has.
    """
    return _day(written, today)


def split_half(written: str) -> tuple[str, str]:
    """Folded words for a day, and `am`, `pm` or nothing for what stands behind them.

    A half alone, or this one, is today's.
    """
    found = _HALF.search(written)
    if found is None:
        return written, ""
    day = written[: found.start()]
    return "today" if day in ("", "this") else day, _HALVES[found[1]]


def _exact(written: str, now: datetime) -> datetime | None:
    """A moment that needs no calendar: with its own zone, or some hours from now."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d[t ]\d.*(?:z|[+-]\d\d:?\d\d)", written):
        return datetime.fromisoformat(written.upper()).astimezone(UTC)
    if found := re.fullmatch(r"\+?(\d{1,9}) ?(h|m|時間|分)後?", written):
        return (now + int(found[1]) * _SHORT_UNITS[found[2]]).replace(second=0, microsecond=0)
    return None


def _on_the_clock(
    written: str, now: datetime, zone: str | tzinfo, hours: Mapping[str, tuple[str, ...]]
) -> datetime | None:
    local = in_zone(now, zone)
    parts = _split(written)
    if not parts.day:
        if parts.time is None:
            return None
        at = datetime.combine(local.date(), parts.time, local.tzinfo)
        return (at if at > local else at + timedelta(1)).astimezone(UTC)
    day = _day(parts.day, local.date())
    if day is None:
        return None
    begins = _beginning(day, hours, parts.half)
    at = datetime.combine(day, parts.time or begins, local.tzinfo)
    return at.astimezone(UTC)


def _split(written: str) -> _Parts:
    found = _TIME.search(written)
    if found is None:
        day, half = split_half(written)
        return _Parts(day, None, half)
    hour = int(found["hour"])
    if found["half"]:
        if hour > 12:
            raise ValueError(written)
        hour = hour % 12 + (12 if found["half"] == "午後" else 0)
    minute = 30 if found["thirty"] else int(found["minute"] or found["past"] or 0)
    return _Parts(written[: found.start()].strip().removesuffix("の"), time(hour, minute), "")


def _day(words: str, today: date) -> date | None:
    for pattern, meant in _DAYS:
        if found := re.fullmatch(pattern, words):
            return meant(found, today)
    return None


def _near(found: re.Match[str], today: date) -> date:
    return today + timedelta(_NEAR[found[0]])


def _ahead(found: re.Match[str], today: date) -> date:
    return today + int(found["count"]) * _UNITS[found["unit"] or ""]


def _dated(found: re.Match[str], today: date) -> date:
    named = found.groupdict()
    month = named.get("month") or ""
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3]) + 1
    if named.get("year"):
        return date(int(named["year"]), number, int(named["day"]))
    return _without_year(number, int(named["day"]), today)


def _without_year(month: int, day: int, today: date) -> date:
    """This year's such day; next year's when this year's was months ago."""
    try:
        this_year = date(today.year, month, day)
    except ValueError:
        return date(today.year + 1, month, day)
    if this_year >= today:
        return this_year
    next_year = date(today.year + 1, month, day)
    return next_year if (next_year - today).days <= STILL_AHEAD else this_year


def _next_weekday(found: re.Match[str], today: date) -> date:
    """The next such day after today."""
    return today + timedelta((_weekday(found["weekday"]) - today.weekday() - 1) % 7 + 1)


def _in_week(found: re.Match[str], today: date) -> date:
    """A day of the named week, which begins on Monday; its Monday when none is named."""
    monday = today + timedelta(7 * _WEEKS[found["week"]] - today.weekday())
    return monday + timedelta(_weekday(found["weekday"] or "mon"))


def _weekday(word: str) -> int:
    if word[0] in _JAPANESE_WEEKDAYS:
        return _JAPANESE_WEEKDAYS.index(word[0])
    if word not in _ENGLISH_WEEKDAYS:
        raise ValueError(word)
    return WEEKDAYS.index(word[:3])


_ENGLISH_WEEKDAYS = {
    word
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for word in (name, name[:3], name[:4], name[:5])
}
_NAMES_OF_DAYS = f"(?P<weekday>{'|'.join(sorted(_ENGLISH_WEEKDAYS, key=len, reverse=True))})"
"""In full or short, and nothing else: `next month` names no Monday."""
_WEEKS = {
    "this week": 0, "this": 0, "今週": 0,
    "next week": 1, "next": 1, "来週": 1,
    "the week after next": 2, "再来週": 2,
}  # fmt: skip
"""How far ahead the week is that words mean."""
_AFTERWARDS = rf"(?: ?\({_WEEKDAY}\))?"
_BEFORE = rf"(?:{_WEEKDAY},? )?"

_DAYS: tuple[tuple[str, Callable[[re.Match[str], date], date]], ...] = (
    ("|".join(_NEAR), _near),
    (r"\+(?P<count>\d{1,9}) ?(?P<unit>d|w|日|週間?)?", _ahead),
    (r"(?P<count>\d{1,9}) ?(?P<unit>日|週間)後", _ahead),
    (r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})" + _AFTERWARDS, _dated),
    (r"(?P<month>\d{1,2})/(?P<day>\d{1,2})" + _AFTERWARDS, _dated),
    (
        r"(?:(?P<year>\d{4})年 ?)?(?P<month>\d{1,2})月 ?(?P<day>\d{1,2})日" + _AFTERWARDS,
        _dated,
    ),
    (
        _BEFORE
        + rf"(?P<month>{'|'.join(_MONTHS)})[a-z]* (?P<day>\d{{1,2}})(?:,? (?P<year>\d{{4}}))?",
        _dated,
    ),
    (r"(?P<week>next week|来週|the week after next|再来週)(?: ?の? ?" + _WEEKDAY + ")?", _in_week),
    (r"(?P<week>this week|今週) ?の? ?" + _WEEKDAY, _in_week),
    (r"(?P<week>this|next) " + _NAMES_OF_DAYS, _in_week),
    (_NAMES_OF_DAYS + r" (?P<week>this week|next week|the week after next)", _in_week),
    (_WEEKDAY, _next_weekday),
)
"""What the words for a day can look like, and which day each means; the first that fits."""


def _beginning(day: date, hours: Mapping[str, tuple[str, ...]], half: str) -> time:
    """When business begins on that day, or in that half of it."""
    stretches = [
        (time(int(found[1]), int(found[2])), time(int(found[3]) % 24, int(found[4])))
        for one in hours.get(WEEKDAYS[day.weekday()], ())
        if (found := re.match(r" *(\d{1,2}):(\d\d) *- *(\d{1,2}):(\d\d)", one))
    ]
    if half == "am":
        return min((begin for begin, _end in stretches if begin < _NOON), default=DAY_BEGINS)
    if half == "pm":
        goes_on = any(begin <= _NOON and not begin < end <= _NOON for begin, end in stretches)
        again = min((begin for begin, _end in stretches if begin > _NOON), default=_NOON)
        return _NOON if goes_on else again
    return min((begin for begin, _end in stretches), default=DAY_BEGINS)


def _not_understood(text: str, now: datetime, zone: str | tzinfo) -> str:
    soon = in_zone(now, zone).date() + timedelta(2)
    return _(
        "{when} is not a day or time: write {date}, {short}, +3 for days, tomorrow or a weekday, "
        "with a time such as 14:30 if you like."
    ).format(when=quoted(text), date=soon.isoformat(), short=f"{soon.month}/{soon.day}")
