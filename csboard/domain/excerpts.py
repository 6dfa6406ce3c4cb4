"""The sentence in which something was found, letter for letter, and the words in it. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

from csboard.domain.found import Excerpt
from csboard.domain.ranking import WEIGHTS
from csboard.domain.search_fold import search_fold
from csboard.domain.telling_words import says_something
from csboard.domain.wanted import Term, Wanted, finds

LONGEST = 160
"""Characters of a sentence that are shown."""

LOOKED_AT = 1_000
"""Characters in which a sentence that says something stands, or there is none."""

_SENTENCE = re.compile(r"[^\n。！？!?]*(?:[。！？]+|[!?]+(?=\s|$)|\n|$)|[^\n]+")


def excerpt(wanted: Wanted, sections: Iterable[tuple[str, str]]) -> Excerpt:
    """The sentence that has most of what is wanted; where none has any, the first of all that
    says something.

    `sections` are originals: the letter of each and what stands in it.
    """
    best: tuple[int, Excerpt] | None = None
    first: tuple[str, str] | None = None
    for letter, text in sections:
        first = first or (letter, text)
        for sentence in _sentences(text, wanted):
            worth = _worth(wanted, search_fold(sentence))
            found = Excerpt(sentence, (), letter)
            if worth and (best is None or worth * WEIGHTS[letter] > best[0]):
                best = worth * WEIGHTS[letter], found
    if best is None:
        return Excerpt(_telling(first[1])[:LONGEST], (), first[0]) if first else Excerpt("")
    return _cut(best[1]._replace(marks=marks(wanted, best[1].text)))


def _sentences(text: str, wanted: Wanted) -> Iterator[str]:
    """Those worth a look: folding a sentence takes time, so a text without any has none."""
    folded = search_fold(text)
    if _worth(wanted, folded) == 0:
        return
    any_found = False
    for found in _SENTENCE.finditer(text):
        sentence = found[0].strip()
        if sentence and _worth(wanted, search_fold(sentence)):
            any_found = True
            yield sentence
    if not any_found:  # it stands across the end of a line
        yield " ".join(text.split())


def _telling(text: str) -> str:
    """The first sentence that is more than a greeting; the first of all where none is."""
    sentences = [one for found in _SENTENCE.finditer(text[:LOOKED_AT]) if (one := found[0].strip())]
    return next(filter(says_something, sentences), sentences[0] if sentences else "")


def has_all(wanted: Wanted, text: str) -> bool:
    """Whether an original text has everything that is wanted."""
    folded = search_fold(text)
    return all(
        want.unwanted or any(_stands(term, folded) for term in want.terms) for want in wanted.wants
    )


def _worth(wanted: Wanted, folded: str) -> int:
    """How many of the wants a folded text has; those by their own name count double."""
    worth = 0
    for want in wanted.wants:
        if want.unwanted:
            continue
        found = [term for term in want.terms if _stands(term, folded)]
        worth += 0 if not found else 1 if all(term.other_name for term in found) else 2
    return worth


def _stands(term: Term, folded: str) -> bool:
    return not term.is_tag and finds(term, folded) >= 0


def marks(wanted: Wanted, text: str) -> tuple[tuple[int, int], ...]:
    """Where in an original text the wanted words stand, apart from one another, in order."""
    found: list[tuple[int, int]] = []
    for want in wanted.wants:
        if want.unwanted:
            continue
        for term in want.terms:
            found += _places(term, text)
    joined: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return tuple(joined)


MOST_MARKS = 8
"""Of one term in one sentence."""


def _places(term: Term, text: str) -> Iterator[tuple[int, int]]:
    """Where a folded term stands in a text that isn't: found by folding less and less of it."""
    begin = 0
    for _count in range(MOST_MARKS):
        rest = text[begin:]
        if not _stands(term, search_fold(rest)):
            return
        end = _least(len(rest), partial(_begins, term, rest))
        size = _least(end, partial(_ends, term, rest[:end]))
        start = end - size
        if not _ends(term, rest[:end], size):
            return  # what is folded together can't be taken apart
        start += len(rest[start:end]) - len(rest[start:end].lstrip())
        yield begin + start, begin + end
        begin += max(end, 1)


def _begins(term: Term, text: str, size: int) -> bool:
    return _stands(term, search_fold(text[:size]))


def _ends(term: Term, text: str, size: int) -> bool:
    return term.folded in search_fold(text[len(text) - size :])


def _least(most: int, holds: Callable[[int], bool]) -> int:
    """The least size up to `most` for which `holds`, given that it does so for `most`."""
    low, high = 0, most
    while low < high:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle + 1
    return high


def _cut(whole: Excerpt) -> Excerpt:
    """As much as is shown, with the first mark in it."""
    if len(whole.text) <= LONGEST or not whole.marks:
        return whole._replace(text=whole.text[:LONGEST])
    begin = max(0, min(whole.marks[0][0] - LONGEST // 4, len(whole.text) - LONGEST))
    end = begin + LONGEST
    inside = tuple(
        (start - begin, min(stop, end) - begin)
        for start, stop in whole.marks
        if begin <= start < end
    )
    return whole._replace(text=whole.text[begin:end], marks=inside)
