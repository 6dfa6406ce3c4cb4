"""What is said of the answers to a search."""

from __future__ import annotations

from csboard.domain.found import Closeness
from csboard.i18n import _

_SECTIONS = {
    "n": lambda: _("in a note"),
    "d": lambda: _("in what is known"),
    "f": lambda: _("a file's name"),
    "c": lambda: _("the customer"),
}


def closeness(value: Closeness) -> str:
    """A sentence when nothing answers as it was asked; else empty."""
    if value is Closeness.TAKEN_APART:
        return _("Nothing says just that: these have all of its words.")
    if value is Closeness.SOME_WORDS:
        return _("Nothing has all of the words: these have some of them.")
    return ""


def section(letter: str) -> str:
    """Where the words stand, where that isn't plain to see; else empty."""
    told = _SECTIONS.get(letter)
    return told() if told else ""
