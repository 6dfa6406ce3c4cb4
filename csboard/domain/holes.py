"""Places in a reply that nobody has filled: a mark that no program writes otherwise.

A hole is begun by `[[?`, so that one is found even when its end was deleted. It says in words
what belongs there; while one stands in a reply, nothing of it goes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from csboard.i18n import _
from csboard.text import shortened

_HOLE = re.compile(r"[\[［]{2}[ 　]*[?？]([^\[\]［］\n]*)")
"""Half or full width, as an input method has it."""
QUOTE = ">"
_WHOLE = re.compile(_HOLE.pattern + r"[\]］]{0,2}")
MAX_TOLD = 3
"""Holes that a sentence names."""


def mark(words: str) -> str:
    """What stands in a draft where `words` have to be filled in."""
    return f"[[?{words}]]"


def holes(text: str) -> tuple[str, ...]:
    """In words, what is still to be filled in, in order, each once."""
    return tuple(dict.fromkeys(found[1].strip() for found in _HOLE.finditer(text)))


def as_they_stand(text: str) -> tuple[str, ...]:
    """The same as they are written, brackets and all: an end that was deleted isn't made up."""
    return tuple(dict.fromkeys(found[0].rstrip() for found in _WHOLE.finditer(text)))


def first_hole(text: str) -> tuple[int, int] | None:
    """Where the first one begins and ends, its brackets included; None without one."""
    found = _WHOLE.search(text)
    return found.span() if found else None


def own_holes(text: str) -> tuple[str, ...]:
    """As they stand outside of quoted lines, where a customer may have written what looks so."""
    own = (line for line in text.split("\n") if not line.startswith(QUOTE))
    return as_they_stand("\n".join(own))


def in_one_line(found: Iterable[str]) -> str:
    """What is to be filled in, as it stands in the text; the first few when there is much."""
    some = tuple(map(shortened, found))
    told, more = _(", ").join(some[:MAX_TOLD]), len(some) - MAX_TOLD
    return _("{some} and {n} more").format(some=told, n=more) if more > 0 else told
