"""What a search finds, for lists and screens."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from csboard.domain.records import NO_TAGS, Outcome, Tags, Urgency
from csboard.named import NamedTuple


class Closeness(StrEnum):
    """How what was found answers what was asked."""

    AS_ASKED = "as_asked"
    TAKEN_APART = "taken_apart"
    """All the words are there, though not as they were put together."""
    SOME_WORDS = "some_words"
    """Nothing has all of them."""


class Hit(NamedTuple):
    """An inquiry that was found."""

    number: int
    subject: str
    customer_name: str
    customer_email: str
    opened_at: datetime
    closed_at: datetime | None
    outcome: Outcome | None
    urgency: Urgency
    stage: str
    owner: str | None
    tags: Tags = NO_TAGS
    is_junk: bool = False
    section: str = ""
    """A letter of `search_text.Kind`: where it answers best."""


class Found(NamedTuple):
    """The best answers, best first."""

    hits: tuple[Hit, ...] = ()
    more: bool = False
    """Whether there are others."""
    closeness: Closeness = Closeness.AS_ASKED
    """Of the first; those behind it may be less close."""
    looked_for: tuple[str, ...] = ()
    """What was looked for instead of what was written, where it was taken apart."""


NOTHING_FOUND = Found()


class Excerpt(NamedTuple):
    """A sentence of what was found, letter for letter, and where in it the words stand."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    """Begin and end of each, in order, apart from one another."""
    section: str = ""


Excerpts = Mapping[int, Excerpt]
"""By an inquiry's number."""
