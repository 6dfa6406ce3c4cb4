"""Prepared texts, filled in with what is known of an inquiry. Pure.

What isn't known leaves a hole (`csboard.domain.holes`), which no reply goes out with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from csboard.domain.answering import language_of
from csboard.domain.holes import holes, mark
from csboard.domain.knowledge import Template
from csboard.domain.records import NO_TAGS, Tags
from csboard.domain.template_parsing import (
    FIRST,
    Ask,
    Choice,
    Piece,
    Variable,
    Words,
    parse,
    variable_in_words,
)
from csboard.i18n import weekday
from csboard.named import NamedTuple
from csboard.text import clean

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_POLITE = re.compile("(?:様|さま|さん|殿|御中)$")


class Facts(NamedTuple):
    """What is known when a template is filled in; empty or None for what isn't."""

    today: date
    """In the team's zone."""
    customer: str = ""
    """The customer's name."""
    number: int | None = None
    member: str = ""
    """Name of who writes."""
    team: str = ""
    language: str = ""
    """The customer's, for what doesn't say its own: "ja" or "en"."""
    is_first: bool = True
    """Whether nobody has replied yet."""


class Filled(NamedTuple):
    """A template with what is known put in."""

    subject: str
    text: str
    missing: tuple[str, ...]
    """In words, what the writer has still to fill in; each stands as a mark in the text."""


class Beginning(NamedTuple):
    """What a template that is to be written starts from."""

    name: str
    language: str = ""
    text: str = ""
    tags: Tags = NO_TAGS
    success_id: int | None = None
    """The case it is made from."""
    message_id: int | None = None
    """The reply it is made from."""


def fill(template: Template, facts: Facts) -> Filled:
    """The words for a draft. Refused (`bad_template`) only for a text that was never checked."""
    language = template.language or facts.language or language_of(template.text)
    facts = facts._replace(language=language)
    missing: dict[str, None] = {}
    subject = _joined(parse(template.subject), facts, missing)
    text = _joined(parse(template.text), facts, missing)
    missing |= dict.fromkeys(holes(f"{subject}\n{text}"))  # also those that were typed as such
    return Filled(" ".join(subject.split()), text, tuple(missing))


def day_in_words(day: date, language: str) -> str:
    """As a letter has it: "11月29日(日)", "November 29"."""
    if language == "ja":
        return f"{day.month}月{day.day}日({weekday(day.weekday(), 'ja')})"
    return f"{_MONTHS[day.month - 1]} {day.day}"


def _joined(pieces: Iterable[Piece], facts: Facts, missing: dict[str, None]) -> str:
    parts: list[str] = []
    for index, piece in enumerate(some := tuple(pieces)):
        after = some[index + 1] if index + 1 < len(some) else None
        parts.append(_one(piece, after, facts, missing))
    return "".join(parts)


def _one(piece: Piece, after: Piece | None, facts: Facts, missing: dict[str, None]) -> str:
    match piece:
        case Words(text):
            return text
        case Ask(words):
            missing[words] = None
            return mark(words)
        case Choice(fact, known, unknown):
            return _joined(known if _is_known(fact, facts) else unknown, facts, missing)
        case Variable("date", days):
            return day_in_words(_later(facts.today, days), facts.language)
        case Variable(name):
            return _value(name, after, facts) or _missing(name, missing)


def _missing(name: str, missing: dict[str, None]) -> str:
    words = variable_in_words(name)
    missing[words] = None
    return mark(words)


def _value(name: str, after: Piece | None, facts: Facts) -> str:
    if name == "number":
        return "" if facts.number is None else str(facts.number)
    value = clean(str(getattr(facts, name))).strip()
    if isinstance(after, Words) and (polite := _POLITE.search(value)):
        # A name that is kept with its title gets no second one.
        return value[: polite.start()] if after.text.startswith(polite[0]) else value
    return value


def _is_known(fact: str, facts: Facts) -> bool:
    return facts.is_first if fact == FIRST else bool(_value(fact, None, facts))


def _later(today: date, days: int) -> date:
    return min(today, date.max - timedelta(days=days)) + timedelta(days=days)
