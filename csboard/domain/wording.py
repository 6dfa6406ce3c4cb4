"""How much of what somebody wrote another wrote letter for letter. Pure.

Words alone don't tell 使わなかった月の返金 from 取り消した注文の返金: what sets them apart is
written in letters of which each stands in mails about anything. Three in a row tell it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from csboard.domain.search_fold import search_fold
from csboard.named import NamedTuple

MINE = 300
"""Characters of what somebody wants that are compared,"""
THEIRS = 600
"""and of the other's first message, which has greetings too."""

_TOGETHER = 3
_SENTENCE = re.compile(r"[^\n。！？!?]+")


class Wording(NamedTuple):
    """Letters that stand together, of a subject and of what is wanted in the text."""

    subject: frozenset[str] = frozenset()
    text: frozenset[str] = frozenset()

    @property
    def in_title(self) -> Wording:
        """For what has a title and no letter of a customer: cases, templates."""
        return Wording(self.subject)


NO_WORDING = Wording()


def wording(subject: str, texts: Iterable[str], says_something: Callable[[str], bool]) -> Wording:
    """Of the subject and the sentences that say something; greetings are left out."""
    said = "\n".join(
        sentence
        for text in texts
        for sentence in _SENTENCE.findall(text)
        if says_something(sentence)
    )
    told = subject if says_something(subject) else ""
    return Wording(_together(search_fold(told)), _together(search_fold(said[:MINE])))


def same(wording: Wording, subject: str, text: str) -> float:
    """The share of it, 0 to 1, that another's folded subject and first message have too.

    In tenths: less is a number or a name, by which nothing should come first.
    """
    theirs = _together(subject)
    shares = []
    if wording.subject:
        shares.append(len(wording.subject & theirs) / len(wording.subject | theirs))
    if wording.text:
        in_text = theirs | _together(text[:THEIRS])
        shares.append(len(wording.text & in_text) / len(wording.text))
    return round(sum(shares) / len(shares), 1) if shares else 0.0


def _together(folded: str) -> frozenset[str]:
    """A word of two letters is one by itself."""
    ends = max(1, len(folded) - _TOGETHER + 1) if folded else 0
    return frozenset(folded[place : place + _TOGETHER] for place in range(ends))
