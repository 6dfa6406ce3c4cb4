"""What the search index holds of a folded text: whole words of Latin letters and digits, and
the overlapping pairs of everything that is written without blanks.

Each of those letters that says something by itself stands alone too (返, but no kana): looking
for all pairs that begin with it would read a hundred lists instead of one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from csboard.named import NamedTuple

LONGEST_WORD = 40
"""Characters of a word that count; the rest only the text itself can tell."""

MOST_BYTES = 500_000
"""Of all grams of one thing: a database holds so much of one, and no person writes it."""

UNSPACED = (
    "\u3005-\u3007\u3031-\u3035\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    "\u3105-\u312f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3"
    "\u0e01-\u0e4e\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
"""Letters that are written without blanks, as a regular expression's range."""

LATIN = f"[^\\W_{UNSPACED}]"
"""One letter of a word that blanks or signs part from the next."""

_RUNS = re.compile(f"([{UNSPACED}]+)|({LATIN}+)")

_KANA = frozenset(map(chr, range(0x3041, 0x3100)))


_SIGNS = re.compile(r"[\W_]+")
_TAG = "\ue001"
_BLANK = "\ue000"
"""Private letters: no text holds them, so that what they begin is never a word of a text."""

JUNK = "\ue002"
"""Held by what was filed as junk, as one more gram."""


class Needed(NamedTuple):
    """What an index must hold of a text in which something is written."""

    whole: frozenset[str]
    """Grams."""
    begun: frozenset[str] = frozenset()
    """Beginnings of grams."""

    @property
    def is_empty(self) -> bool:
        return not self.whole and not self.begun


def grams_of(folded: str) -> set[str]:
    """All grams of a folded text."""
    found: set[str] = set()
    for run, word in _RUNS.findall(folded):
        if run:
            found.update(map("".join, pairwise(run)))
            found |= set(run) - _KANA
        else:
            found.add(word[:LONGEST_WORD])
    return found


def is_kana(gram: str) -> bool:
    """Whether it is of kana alone, which say little by themselves."""
    return _KANA.issuperset(gram)


def tag_gram(letter: str, folded: str) -> str:
    """What an index holds of a tag of one dimension, which has a letter."""
    return _TAG + letter + _SIGNS.sub(_BLANK, folded)


def weight_of(grams: Iterable[str]) -> int:
    """How many bytes grams take."""
    return sum(len(gram.encode()) for gram in grams)


def bounded(grams: set[str]) -> list[str]:
    """The grams in order, as many as one thing may have: the same wherever they are made."""
    kept: list[str] = []
    size = 0
    for gram in sorted(grams):
        size += len(gram.encode())
        if size > MOST_BYTES:
            break
        kept.append(gram)
    return kept


def needed_for(folded: str, *, goes_on: bool) -> Needed:
    """What a text that contains `folded` has; the last word `goes_on` where it may be longer.

    Empty when no index can tell: of one kana alone, or of signs.
    """
    runs = list(_RUNS.finditer(folded))
    whole: set[str] = set()
    begun: set[str] = set()
    for found in runs:
        run, word = found.groups()
        is_last = found.end() == len(folded)
        if word:
            may_go_on = goes_on and is_last and 1 < len(word) <= LONGEST_WORD
            (begun if may_go_on else whole).add(word[:LONGEST_WORD])
        elif len(run) > 1:
            # Pairs that touch are enough to lead there, and cost the index half as much.
            whole.update(run[place : place + 2] for place in range(0, len(run) - 1, 2))
            whole.add(run[-2:])
        elif run not in _KANA:
            whole.add(run)
    return Needed(frozenset(whole), frozenset(begun))
