"""Public holidays by country, out of the library `holidays`.

It is loaded only where a team's days are written down, and by a wall display on a holiday, whose
name it tells in its own language: 40 ms, 8 MiB. Boards read what was written, so that all programs
of a team count by the same days, whatever library each has.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from csboard.errors import ConfigError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import quoted


class PublicHolidays(NamedTuple):
    """The public holidays of a place."""

    place: str
    """As `public_holidays` takes it; empty for none."""
    days: Mapping[date, str]
    """With their names in the language of the place."""
    first: int
    last: int
    """The years of which they are known."""


NO_HOLIDAYS = PublicHolidays("", {}, 0, 0)

PUBLIC_DAYS = "public_days"
"""Under which key they stand beside the team's settings."""

YEARS_BEFORE, YEARS_AFTER = 10, 3
"""Which years are written down, from the present one: figures look back, promises ahead."""


def to_stored(holidays: PublicHolidays) -> dict[str, object]:
    """For the setting `PUBLIC_DAYS`."""
    days = {day.isoformat(): name for day, name in holidays.days.items()}
    return {**holidays._asdict(), "days": days}


def holidays_of(stored: Mapping[str, Any] | None) -> PublicHolidays:
    """What `to_stored` has made; none of a board that has none."""
    if stored is None:
        return NO_HOLIDAYS
    days = {date.fromisoformat(day): name for day, name in stored["days"].items()}
    return PublicHolidays(**{**stored, "days": days})


def holidays_around(place: str, today: date) -> PublicHolidays:
    """Those that are written down for a team which keeps those of `place`, empty for none.

    ConfigError when nothing is known of the place.
    """
    if not place:
        return NO_HOLIDAYS
    return public_holidays(place, today.year - YEARS_BEFORE, today.year + YEARS_AFTER)


@lru_cache(maxsize=8)
def name_in(language: str, place: str, day: date, name: str) -> str:
    """What a holiday that is written down as `name` is called in `ja` or `en`.

    As it is written down where it has no other name in that language; empty where none is known.
    Loads the library.
    """
    from holidays import country_holidays

    country, _dash, part = place.partition("-")

    def called(language: str) -> str:
        years = day.year
        found = country_holidays(country, part or None, years=years, language=language)
        return str(found.get(day, ""))

    some = country_holidays(country, part or None)
    own = some.default_language or ""
    spoken = [own, *sorted(some.supported_languages)]
    wanted = next((one for one in spoken if one.partition("_")[0] == language), None)
    if wanted is None:
        return ""
    return called(wanted) if wanted != own and called(own) == name else name


def public_holidays(place: str, first: int, last: int) -> PublicHolidays:
    """Those of `JP`, `DE` or, for a part of a country, `DE-BY`, from year to year.

    Fewer years when the library knows no more. ConfigError when it doesn't know the place.
    """
    from holidays import country_holidays, list_supported_countries

    country, _dash, part = place.partition("-")
    parts = list_supported_countries().get(country)
    if parts is None or (part and part not in parts):
        raise ConfigError(
            _(
                "holidays: nothing is known of the public holidays of {place}; write a country as"
                " JP, with a part of it as DE-BY, or nothing for none."
            ).format(place=quoted(place))
        )
    found = country_holidays(country, part or None)
    language = found.default_language
    first, last = max(first, found.start_year), min(last, found.end_year)
    years = range(first, last + 1)
    found = country_holidays(country, part or None, years=years, language=language)
    days = {day: name for day, name in sorted(found.items()) if first <= day.year <= last}
    return PublicHolidays(place, days, first, last)
