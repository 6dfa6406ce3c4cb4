"""What a text is about: its words, but those that every letter has. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from csboard.domain.query import Words
from csboard.domain.similar_words import SAYS_NOTHING
from csboard.domain.wanted import words_in

_KANJI = re.compile("[一-鿿々]{5,}")


def telling_words(text: str) -> Iterator[str]:
    """Folded, in their order; one may come again."""
    for word in words_in(Words(text, "")):
        for part in _parts(word.folded):
            if part not in SAYS_NOTHING and not part.isdecimal():
                yield part


def says_something(text: str) -> bool:
    """Whether it is more than a greeting."""
    return next(telling_words(text), None) is not None


def _parts(folded: str) -> Iterator[str]:
    """A long word of Chinese letters is several: they are mostly of two."""
    if not _KANJI.fullmatch(folded):
        yield folded
        return
    last = len(folded) - (3 if len(folded) % 2 else 2)
    for start in range(0, last, 2):
        yield folded[start : start + 2]
    yield folded[last:]
