"""How well a text answers a query, as one whole number: the same on every database. Pure."""

from __future__ import annotations

from csboard.domain.search_text import sections_of
from csboard.domain.wanted import Term, Want, Wanted, finds
from csboard.named import NamedTuple

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
    places: list[dict[int, int]] = []
    for want in wanted.wants:
        worth, letter, where = _worth(want, sections)
        if want.unwanted:
            if worth:
                return None
            continue
        if worth:
            met += 1
            score += worth
            best = max(best, (worth, letter))
        elif wanted.least is None:
            return None
        if not want.terms[0].sections:
            places.append(where)
    if met < wanted.enough:
        return None
    return Rank(score + _nearness(places), best[1])


def _worth(want: Want, sections: Sections) -> tuple[int, str, dict[int, int]]:
    """What a want adds, by which section most, and where it stands in each; 0: nowhere."""
    worth, best, again = 0, "", 0
    where: dict[int, int] = {}
    for place, (letter, text) in enumerate(sections):
        for term in want.terms:
            if term.folded not in text:  # most: nothing is called for them
                continue
            if not _counts(term, letter) or (found := finds(term, text)) < 0:
                continue
            where[place] = found
            here = WEIGHTS.get(letter, 1)
            if term.other_name:
                here //= OTHER_NAME  # also where it is all that stands there
            elif text == term.folded:
                here *= 2
            if (here, letter) > (worth, best):
                worth, best = here, letter
            again += letter in "mn"
            break
    return (worth + min(again, AGAIN), best, where) if worth else (0, "", where)


def _counts(term: Term, letter: str) -> bool:
    return letter in term.sections if term.sections else letter != "j"


def _nearness(places: list[dict[int, int]]) -> int:
    """What it adds that words stand near one another in one section; nothing for one alone."""
    if len(places) < 2:
        return 0
    common = set(places[0]).intersection(*places[1:])
    return max((_near([one[section] for one in places]) for section in common), default=0)


def _near(places: list[int]) -> int:
    reach = max(places) - min(places)
    return next((worth for within, worth in NEAR if reach <= within), 1)
