"""Places in a reply that nobody has filled: a mark that no program writes otherwise.

A hole is begun by `[[?`, so that one is found even when its end was deleted. It says in words
what belongs there; while one stands in a reply, nothing of it goes out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from csboard.i18n import _

_HOLE = re.compile(r"[\[［]{2}[ 　]*[?？]([^\[\]［］\n]*)")
"""Half or full width, as an input method has it."""
MAX_TOLD = 3
"""Holes that a sentence names."""


def mark(words: str) -> str:
    """What stands in a draft where `words` have to be filled in."""
    return f"[[?{words}]]"


def holes(text: str) -> tuple[str, ...]:
    """In words, what is still to be filled in, in order, each once."""
    return tuple(dict.fromkeys(found[1].strip() for found in _HOLE.finditer(text)))


def own_holes(text: str, received: Iterable[str]) -> tuple[str, ...]:
    """The holes of a reply, without what only looks like one in the customer's quoted words."""
    quoted = "\n".join(received)
    lines = text.split("\n")
    ours = "\n".join(line for line in lines if not (line.startswith(">") and _is_in(line, quoted)))
    return holes(ours)


def told(found: tuple[str, ...]) -> str:
    """Holes in one line, as they stand in the text; the first few when there are many."""
    some = _(", ").join(mark(words) for words in found[:MAX_TOLD])
    more = len(found) - MAX_TOLD
    return _("{some} and {n} more").format(some=some, n=more) if more > 0 else some


def _is_in(line: str, quoted: str) -> bool:
    """Whether every hole of a quoted line stands so in what the customer wrote."""
    return all(found[0] in quoted for found in _HOLE.finditer(line))
