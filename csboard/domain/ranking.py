"""How well a text answers a query, as one whole number: the same on every database. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from csboard.domain.search_text import sections_of
from csboard.domain.wanted import Term, Want, Wanted, finds

WEIGHTS = {"s": 40, "x": 26, "y": 26, "z": 26, "c": 16, "f": 12, "d": 10, "m": 6, "n": 6}
"""Of a word in a section: what an inquiry is about comes before what was said in it."""

OTHER_NAME = 2
"""A word that only means the same counts this much less, as a divisor."""

AGAIN = 3
"""So often a word may stand in the messages and still say more each time."""

NEAR = ((16, 16), (60, 10), (200, 4))
"""What it adds that words stand within so many letters of one another in one section."""


class Rank(NamedTuple):
    """How well something answers."""

    score: int
    section: str
    """The letter of the section that answers best."""


Sections = list[tuple[str, str]]


def rank(wanted: Wanted, stored: str) -> Rank | None:
    """The rank of a stored text; None when it isn't what is wanted."""
    sections = sections_of(stored)
    score = met = 0
    best = (0, "")
    for want in wanted.wants:
        found = _worth(want, sections)
        if want.unwanted:
            if found[0]:
                return None
            continue
        met += found[0] > 0
        score += found[0]
        best = max(best, found)
    if met < wanted.enough:
        return None
    return Rank(score + _nearness(wanted, sections), best[1])


def _worth(want: Want, sections: Sections) -> tuple[int, str]:
    """What a want adds, and by which section most; 0 when it isn't there."""
    best, again = (0, ""), 0
    for letter, text in sections:
        for term in want.terms:
            if _counts(term, letter) and finds(term, text) >= 0:
                worth = WEIGHTS.get(letter, 1) * (2 if _is_all(term, text) else 1)
                best = max(best, (worth // OTHER_NAME if term.other_name else worth, letter))
                again += letter in "mn"
                break
    return best[0] + min(again, AGAIN) if best[0] else 0, best[1]


def _counts(term: Term, letter: str) -> bool:
    return letter in term.sections if term.sections else letter != "j"


def _is_all(term: Term, text: str) -> bool:
    """Whether the section says nothing else."""
    return text == term.folded


def _nearness(wanted: Wanted, sections: Sections) -> int:
    """What it adds that the words stand near one another; nothing for one alone."""
    wants = [want for want in wanted.wants if not want.unwanted and not want.terms[0].sections]
    if len(wants) < 2:
        return 0
    return max((_near(wants, text) for _letter, text in sections), default=0)


def _near(wants: Iterable[Want], text: str) -> int:
    places = []
    for want in wants:
        found = [place for term in want.terms if (place := finds(term, text)) >= 0]
        if not found:
            return 0
        places.append(min(found))
    reach = max(places) - min(places)
    return next((worth for within, worth in NEAR if reach <= within), 1)
