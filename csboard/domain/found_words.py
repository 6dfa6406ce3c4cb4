"""What is said of the answers to a search."""

from __future__ import annotations

from csboard.domain.found import Closeness, Found
from csboard.i18n import _
from csboard.text import clean

_SECTIONS = {
    "n": lambda: _("in a note"),
    "d": lambda: _("in what is known"),
    "f": lambda: _("a file's name"),
    "c": lambda: _("the customer"),
}


SHOWN = 4
"""So many of the words looked for are named."""


def closeness(found: Found) -> str:
    """A sentence when nothing answers as it was asked; else empty."""
    if found.closeness is Closeness.TAKEN_APART:
        named = [*found.looked_for[:SHOWN], *(["…"] if len(found.looked_for) > SHOWN else [])]
        told = _("Not found as written: looked for {words}.")
        return told.format(words=_(", ").join(map(clean, named)))
    if found.closeness is Closeness.SOME_WORDS:
        return _("Nothing has all of the words: these have some of them.")
    return ""


def section(letter: str) -> str:
    """Where the words stand, where that isn't plain to see; else empty."""
    told = _SECTIONS.get(letter)
    return told() if told else ""
