"""How alike two passages are, in languages with blanks between words and without."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

LOOKED_AT = 2_000
"""How many characters of a line count for its likeness."""
_TOKEN = re.compile(r"[0-9A-Za-z_\u00c0-\u024f\u0370-\u052f]+|[^\W\s]")
"""A word where words are parted by blanks, a single character where they aren't."""


class Passage:
    """The words of some lines, and how alike they are to those that are wanted."""

    def __init__(self, lines: Iterable[Counter[str]], wanted: Passage | None = None) -> None:
        self._wanted = wanted
        self._grams: Counter[str] = Counter()
        self._in_common = 0
        self.size = 0
        for grams in lines:
            self.add(grams)

    @property
    def likeness(self) -> float:
        """As `likeness` has it."""
        return self.likeness_with(Counter())

    def likeness_with(self, grams: Counter[str]) -> float:
        """The same with a further line."""
        assert self._wanted is not None
        whole = self.size + grams.total() + self._wanted.size
        return 2 * (self._in_common + self._gain(grams)) / whole if whole else 0.0

    def add(self, grams: Counter[str]) -> None:
        self._in_common += self._gain(grams)
        self._grams.update(grams)
        self.size += grams.total()

    def shared(self, grams: Counter[str]) -> int:
        """How many pairs a line has in common with this passage."""
        return sum(min(count, self._grams[gram]) for gram, count in grams.items())

    def _gain(self, grams: Counter[str]) -> int:
        """How many more of the wanted pairs are there with a further line."""
        if self._wanted is None:
            return 0
        wanted, have = self._wanted._grams, self._grams
        return sum(
            min(have[gram] + count, wanted[gram]) - min(have[gram], wanted[gram])
            for gram, count in grams.items()
            if gram in wanted
        )


def likeness(one: str, other: str) -> float:
    """How alike two passages are, from 0 to 1: the share of their pairs that both have (Dice)."""
    wanted = Passage(map(grams_of, other.split("\n")))
    return Passage(map(grams_of, one.split("\n")), wanted).likeness


def grams_of(line: str) -> Counter[str]:
    """The pairs of neighbouring words, or characters in Japanese, that make up a line.

    Blanks and punctuation between words count for nothing.
    """
    tokens = _TOKEN.findall(line[:LOOKED_AT].casefold())
    if not tokens:
        return Counter()
    return Counter(f"{one} {two}" for one, two in pairwise(("^", *tokens, "$")))
