"""What a query asks of a text: which words, in which of its sections, under which other names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from csboard.domain.grams import LATIN, Needed, needed_for, tag_gram
from csboard.domain.okurigana import OKURIGANA
from csboard.domain.query import AnyOf, Field, Not, Part, Query, Words
from csboard.domain.query_words import TAG_KEYS, TEXT_KEYS
from csboard.domain.search_fold import meant_alike, search_fold
from csboard.domain.search_text import TAG_KINDS
from csboard.domain.tags_sought import as_indexed
from csboard.domain.vocabulary import Vocabulary
from csboard.named import NamedTuple


class Term(NamedTuple):
    """One way in which something wanted may be written."""

    folded: str
    exact: bool = False
    sections: str = ""
    """Letters of the sections where it counts; empty for anywhere."""
    is_tag: bool = False
    """A section has to be just that, or begin with it."""
    other_name: bool = False
    """It means what was asked for, in other words."""


class Want(NamedTuple):
    """Something that has to be in a text, in any of some ways; or must not be."""

    terms: tuple[Term, ...]
    unwanted: bool = False


class Wanted(NamedTuple):
    """All that a query asks of a text."""

    wants: tuple[Want, ...]
    least: int | None = None
    """How many are enough; None for all."""

    @property
    def enough(self) -> int:
        positive = sum(not want.unwanted for want in self.wants)
        return positive if self.least is None else self.least


def wanted(query: Query, vocabulary: Vocabulary, *, least: int | None = None) -> Wanted:
    """What `query` asks of a text; what it asks of the board stays out."""
    return Wanted(tuple(want for part in query.parts if (want := _want(part, vocabulary))), least)


def _want(part: Part, vocabulary: Vocabulary) -> Want | None:
    if isinstance(part, Not):
        terms = tuple(_terms(part.part, vocabulary, alike=False))
        return Want(terms, unwanted=True) if terms else None
    inner = part.parts if isinstance(part, AnyOf) else (part,)
    terms = tuple(term for one in inner for term in _terms(one, vocabulary, alike=True))
    return Want(terms) if terms else None


def _terms(part: Words | Field, vocabulary: Vocabulary, *, alike: bool) -> Iterator[Term]:
    if isinstance(part, Words):
        yield Term(part.folded, part.exact)
        if alike and not part.exact:
            yield from (Term(other, other_name=True) for other in meant_alike(part.folded))
    elif part.key in TEXT_KEYS:
        yield Term(search_fold(part.value), part.exact, sections="c")
    elif part.key in TAG_KEYS:
        letters = TAG_KINDS.get(part.key, "") or "".join(TAG_KINDS.values())
        yield Term(search_fold(part.value), part.exact, letters, is_tag=True)
        for letter, word in sorted(as_indexed(vocabulary, part.key, part.value, exact=part.exact)):
            yield Term(word, exact=True, sections=letter, is_tag=True)


def needed(term: Term) -> tuple[Needed, ...]:
    """What an index must hold for a term, any of several; with an empty one it can't tell."""
    if not term.is_tag:
        return (needed_for(term.folded, goes_on=not term.exact),)
    grams = [tag_gram(letter, term.folded) for letter in term.sections]
    if term.exact:
        return tuple(Needed(frozenset((gram,))) for gram in grams)
    return tuple(Needed(frozenset(), frozenset((gram,))) for gram in grams)


def finds(term: Term, text: str) -> int:
    """Where in a section the term stands, words as whole ones; -1 where it doesn't."""
    if term.is_tag:
        fits = text == term.folded if term.exact else text.startswith(term.folded)
        return 0 if fits else -1
    if term.folded not in text:
        return -1
    found = _pattern(term.folded, term.exact).search(text)
    return found.start() if found else -1


@lru_cache(maxsize=512)
def _pattern(folded: str, exact: bool) -> re.Pattern[str]:
    """A Latin word begins where it begins, and ends there too when that is `exact`."""
    before = f"(?<!{LATIN})" if re.match(LATIN, folded) else ""
    ends = exact or re.search(f"(?<!{LATIN}){LATIN}$", folded) is not None
    after = f"(?!{LATIN})" if ends and re.search(f"{LATIN}$", folded) else ""
    return re.compile(before + re.escape(folded) + after)


_KNOWN = "|".join(
    sorted((word for line in OKURIGANA for word in line.split()), key=len, reverse=True)
)
_KANJI = "[一-鿿々]"
_PARTS = re.compile(
    rf"(?P<known>{_KNOWN})|[ァ-ヺー]+|(?P<kanji>{_KANJI}+?)(?={_KNOWN}|(?!{_KANJI})|$)"
    "|[A-Za-zÀ-ɏ0-9]+(?:[-._@][A-Za-zÀ-ɏ0-9]+)*"
)
_LAST_KANA = re.compile("(?<=.)[ァ-ヺ]$")
_ENDS = re.compile(r"(?:ings?|ed|es|s|ly|'s)$")
_EMPTY = frozenset(
    (
        *("a", "an", "the", "my", "our", "your", "his", "her", "its", "i", "we", "you", "it"),
        *("is", "are", "was", "be", "been", "do", "does", "did", "can", "cannot", "could", "no"),
        *("to", "of", "in", "on", "at", "for", "and", "or", "with", "from", "not", "will"),
        *("this", "that", "please", "how", "what", "when", "why", "after", "before", "would"),
    )
)
"""Words that say nothing by themselves; a query taken apart does without them."""


def loosened(query: Query) -> Query:
    """The same with words taken apart where they may be written otherwise between.

    The query itself when nothing can be loosened.
    """
    parts: list[Part] = []
    for part in query.parts:
        parts.extend(words_in(part) if isinstance(part, Words) and not part.exact else (part,))
    if not any(isinstance(part, Words | AnyOf) for part in parts):
        return query
    return Query(tuple(dict.fromkeys(parts)))


def words_in(part: Words) -> Iterator[Words]:
    """The words of which something is put together, by their stems, but for empty ones."""
    for found in _PARTS.finditer(part.text):
        for written in _halves(found[0]) if found["kanji"] else (found[0],):
            folded = search_fold(written)
            if folded not in _EMPTY and folded not in _KANA_ENDINGS:
                yield Words(written, _stem(folded, is_known=found["known"] is not None))


def _halves(kanji: str) -> tuple[str, ...]:
    """Four together are mostly two words of two."""
    return (kanji[:2], kanji[2:]) if len(kanji) == 4 else (kanji,)


def _stem(folded: str, *, is_known: bool) -> str:
    """What stays of a word in its other forms: cancel(led), 引き落と(し)."""
    if is_known:
        return _LAST_KANA.sub("", folded)
    if not (folded.isascii() and folded.isalpha()):
        return folded
    stem = _ENDS.sub("", folded)
    return folded if len(stem) < 3 else _single(stem) if stem != folded else folded


_KANA_ENDINGS = frozenset(map(search_fold, ("できる", "できな", "できま", "できて", "ください")))


def _single(stem: str) -> str:
    """Without a letter doubled for an ending: cancell(ed), shipp(ed)."""
    return stem[:-1] if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "sz" else stem
