"""Folding for the search: what is written differently and meant alike becomes the same text.

Beside what `text.fold` does (width, case, kana, blanks) these are the long mark at the end of a
kana word (サーバー = サーバ) and the ways in which one word is written (お問合せ = 問い合わせ).
Whatever is stored in the index and whatever is searched for goes through here. A change of the
rules asks for a new index: `db.search_index.make_anew`, as the upgrade to the first one does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from csboard.domain.okurigana import LONG, MEANT_ALIKE, OKURIGANA
from csboard.named import NamedTuple
from csboard.text import fold

_LONG_END = re.compile(r"(?<=[ぁ-ゖァ-ヺー][ぁ-ゖァ-ヺ])ー+(?![ァ-ヺー])")
"""A mark that makes the end of a word long, after two kana and more; inside a word it counts."""

_MARK = re.compile("ー+")
_LONG = tuple(map(fold, LONG))


class _Spellings(NamedTuple):
    read_as: dict[str, str]
    """The fullest forms too, as themselves: the longest wins, so that they stay."""
    written: re.Pattern[str]
    """Finds the longest of them."""


def search_fold(text: str) -> str:
    """`text` as it is searched: in one line, blanks joined. Idempotent."""
    if text.isascii():
        return " ".join(text.casefold().split())
    even = _LONG_END.sub("", unicodedata.normalize("NFKC", text))
    read_as, written = _spellings()
    folded = _MARK.sub(_kept_mark, fold(even))
    return _LONG_END.sub("", written.sub(lambda found: read_as[found[0]], folded))


def _kept_mark(found: re.Match[str]) -> str:
    return "" if found.string.endswith(_LONG, 0, found.start()) else found[0]


@cache
def _spellings() -> _Spellings:
    read_as: dict[str, str] = {}
    for line in OKURIGANA:
        first, *others = map(fold, line.split())
        read_as |= dict.fromkeys((first, *others), first)
    by_letter: dict[str, list[str]] = {}
    for word in sorted(read_as, key=len, reverse=True):
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]))
    # One branch for each first letter: a plain list of words takes thirty times as long.
    branches = [f"{letter}(?:{'|'.join(ends)})" for letter, ends in by_letter.items()]
    return _Spellings(read_as, re.compile("|".join(branches)))


@cache
def _meant_alike() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in MEANT_ALIKE:
        alike = tuple(map(search_fold, line.split()))
        for word in alike:
            found[word] = (*found.get(word, ()), *(other for other in alike if other != word))
    return found


def meant_alike(folded: str) -> tuple[str, ...]:
    """Other words for the same thing as a folded word, folded; mostly none."""
    return _meant_alike().get(folded, ())
