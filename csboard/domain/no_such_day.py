"""What is wrong with a day that is written in numbers and that no calendar has."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from datetime import date

from csboard.i18n import _
from csboard.text import quoted

_NUMBERS = re.compile(r"\s*(?:(\d{4})[-/.年] ?)?(\d{1,2})[-/.月] ?(\d{1,2})")


def no_such_day(text: str, today: date) -> str | None:
    """A sentence with the month's last day, as it would be written; None for all else.

    Of a month without its year that is this year's.
    """
    found = _NUMBERS.match(unicodedata.normalize("NFKC", text))
    if found is None or found[1] == "0000":
        return None
    year, month, day = int(found[1] or today.year), int(found[2]), int(found[3])
    if not 1 <= month <= 12:
        return _("There is no day {day}: months go from 1 to 12.").format(day=quoted(text))
    last = monthrange(year, month)[1]
    if 1 <= day <= last:
        return None
    return _("There is no day {day}: the last one of that month is {last}.").format(
        day=quoted(text), last=date(year, month, last) if found[1] else f"{month}/{last}"
    )
