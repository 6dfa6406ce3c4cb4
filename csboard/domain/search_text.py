"""All that is searched of one thing as one folded text, in sections that ranking tells apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from csboard.domain.grams import JUNK, UNSPACED, bounded, grams_of, tag_gram
from csboard.domain.records import Direction, Tags
from csboard.domain.search_fold import search_fold

Kind = Literal["s", "x", "y", "z", "c", "d", "f", "m", "n", "j"]
"""Subject, tags of three dimensions, customer, what is written down of it, names of files,
messages, notes; and a mark on what is filed as junk."""

TAG_KINDS: dict[str, Kind] = {"content": "x", "symptom": "y", "emotion": "z"}

Section = tuple[Kind, str]

_OF_TAGS = frozenset(TAG_KINDS.values())

MARK = "\x1e"
"""Begins a section; the letter of its kind follows. No folded text holds it."""

LONGEST_MESSAGE = 100_000
LONGEST = 1_000_000
"""Characters that are searched; no person writes more, and a database must hold it."""

_QUOTED = re.compile(r"^[>＞].*$", re.MULTILINE)
_BROKEN = rf"(?<=[{UNSPACED}])[ \t\u3000]*\n[ \t\u3000]*(?=[{UNSPACED}])"
"""A line that ends within a word, where no blank would stand. Many acts come without a message,
and to compile this takes 2 ms."""


def folded(sections: Iterable[Section]) -> str:
    """The sections as they are stored, each once; empty ones leave nothing."""
    stored = (f"{MARK}{kind}{text}" for kind, written in sections if (text := search_fold(written)))
    return "".join(dict.fromkeys(stored))


def sections_of(stored: str) -> list[tuple[str, str]]:
    """The kind and text of each section of a stored text."""
    return [(one[0], one[1:]) for one in stored.split(MARK)[1:]]


def all_grams(stored: str) -> list[str]:
    """What an index holds of a stored text, in order."""
    found: set[str] = set()
    for kind, text in sections_of(stored):
        if kind == "j":
            found.add(JUNK)
            continue
        found |= grams_of(text)
        if kind in _OF_TAGS:
            found.add(tag_gram(kind, text))
    return bounded(found)


def head(
    subject: str,
    tags: Tags,
    customer: Iterable[str],
    written_down: Iterable[str] = (),
    *,
    is_junk: bool = False,
) -> Iterator[Section]:
    """What an inquiry says of itself, before its messages."""
    yield "s", subject
    yield from of_tags(tags)
    yield "c", " ".join(filter(None, customer))
    for text in written_down:
        yield "d", text
    if is_junk:
        yield "j", "1"


def of_tags(tags: Tags) -> Iterator[Section]:
    """The words of all dimensions."""
    for dimension, kind in TAG_KINDS.items():
        for word in getattr(tags, dimension):
            yield kind, word


def of_message(
    direction: str,
    sender: Iterable[str],
    subject: str,
    text: str,
    files: Iterable[str],
    *,
    is_first: bool,
) -> Iterator[Section]:
    """What one message says. What it quotes counts in an inquiry's first one only.

    A subject counts when it isn't the one of the message that is answered.
    """
    if direction == Direction.IN:
        yield "c", " ".join(filter(None, sender))
    for name in files:
        yield "f", name
    own = text if is_first else _QUOTED.sub("", text)
    kind: Kind = "n" if direction == Direction.NOTE else "m"
    if subject and not is_first and not subject.casefold().startswith("re:"):
        yield kind, subject
    yield kind, re.sub(_BROKEN, "", own[:LONGEST_MESSAGE])
