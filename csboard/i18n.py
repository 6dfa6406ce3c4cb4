"""All words a person reads go through here: `_("…")` and `ngettext`, Japanese or English.

The language belongs to the process, as a process belongs to one person. Sentences with
values are translated first and filled afterwards: `_("{name} has it").format(name=…)`.
"""

from __future__ import annotations

import gettext as _gettext
import os
from collections.abc import Mapping
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

LANGUAGES = ("ja", "en")
LOCALE_DIR = Path(__file__).parent / "locale"

_EARLIEST = datetime(1, 1, 2, 12, tzinfo=UTC)
_LATEST = datetime(9999, 12, 30, 12, tzinfo=UTC)

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = "en"

DAY_BEGINS = time(9)
"""When a day begins that has no business hours of its own."""


def use_language(language: str) -> None:
    """Switch the process to `ja` or `en`; anything else is a ValueError."""
    global _translations, _language
    if language not in LANGUAGES:
        raise ValueError(f"unknown language: {language!r}")
    _translations = _catalogue(language)
    _language = language


def current_language() -> str:
    """`ja` or `en`: what the process speaks now."""
    return _language


def language_from_environment(environ: Mapping[str, str] = os.environ) -> str:
    """The language POSIX locale variables ask for: `ja` for any ja_*, else `en`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "ja" if value.lower().startswith("ja") else "en"
    return "en"


def _(message: str) -> str:
    """`message` in the present language."""
    return _translations.gettext(message)


def in_every_language(message: str) -> tuple[str, ...]:
    """`message` in each of `LANGUAGES`, for finding things by the words of any."""
    return tuple(_catalogue(language).gettext(message) for language in LANGUAGES)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("csboard", LOCALE_DIR, [language], fallback=True)


def N_(message: str) -> str:
    """Mark words for the catalogue that `_` translates later, when they are shown."""
    return message


def ngettext(one: str, many: str, n: int) -> str:
    """`one` or `many`, as the present language counts `n`."""
    return _translations.ngettext(one, many, n)


def together(*sentences: str) -> str:
    """Sentences one after the other; empty ones are left out. Japanese puts no blank between."""
    return ("" if _language == "ja" else " ").join(filter(None, sentences))


def ago(seconds: float) -> str:
    """How long ago, in the largest unit that is not zero: "3 min ago" · "3分前"."""
    whole = max(1, int(seconds))
    if whole < 60:
        return ngettext("{n} second ago", "{n} seconds ago", whole).format(n=whole)
    if whole < 3600:
        return _("{n} min ago").format(n=whole // 60)
    if whole < 86400:
        return ngettext("{n} hour ago", "{n} hours ago", whole // 3600).format(n=whole // 3600)
    return ngettext("{n} day ago", "{n} days ago", whole // 86400).format(n=whole // 86400)


_WEEKDAYS = {
    "ja": ("月", "火", "水", "木", "金", "土", "日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def weekday(number: int, language: str | None = None) -> str:
    """The short name of a day, Monday being 0: "月" · "Mon"."""
    return _WEEKDAYS[language or _language][number]


def format_day(
    moment: datetime,
    zone: str | tzinfo,
    language: str | None = None,
    *,
    now: datetime | None = None,
) -> str:
    """The day of `moment` in the team's zone: "11/24(火)" · "Tue Nov 24".

    The year is shown when `now` is given and falls into another one.
    """
    local = in_zone(moment, zone)
    language = language or _language
    weekday = _WEEKDAYS[language][local.weekday()]
    other_year = now is not None and in_zone(now, zone).year != local.year
    if language == "ja":
        day = f"{local.month}/{local.day}({weekday})"
        return f"{local.year}/{day}" if other_year else day
    day = f"{weekday} {_MONTHS[local.month - 1]} {local.day}"
    return f"{day} {local.year}" if other_year else day


def short_day(moment: datetime, zone: str | tzinfo, now: datetime) -> str:
    """The day alone: "11/24" · "Nov 24"; the year stands with it when it is another than now's."""
    local = in_zone(moment, zone)
    other_year = in_zone(now, zone).year != local.year
    if _language == "ja":
        return f"{local.year}/{local.month}/{local.day}" if other_year else f"{local:%-m/%-d}"
    day = f"{_MONTHS[local.month - 1]} {local.day}"
    return f"{day} {local.year}" if other_year else day


def short_until(moment: datetime, zone: str | tzinfo, now: datetime) -> str:
    """As `short_day`, with the time of day when one was meant: "11/24 14:00"."""
    day, local = short_day(moment, zone, now), in_zone(moment, zone)
    return day if local.time() in (time(0), DAY_BEGINS) else f"{day} {local:%H:%M}"


def format_time(
    moment: datetime,
    zone: str | tzinfo,
    language: str | None = None,
    *,
    now: datetime | None = None,
) -> str:
    """Day and minute of `moment` in the team's zone: "11/24(火) 14:05" · "Tue Nov 24 14:05"."""
    return f"{format_day(moment, zone, language, now=now)} {in_zone(moment, zone):%H:%M}"


@cache
def _named(zone: str) -> tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(zone)


def in_zone(moment: datetime, zone: str | tzinfo) -> datetime:
    """`moment` on the clocks of `zone`. Never raises for a moment, however far away.

    At the ends of the calendar another zone's day does not exist; the nearest one is shown.
    """
    if isinstance(zone, str):
        zone = _named(zone)
    return min(max(moment, _EARLIEST), _LATEST).astimezone(zone)
