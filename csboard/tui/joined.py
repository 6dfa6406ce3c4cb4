"""Emoji of several code points in a form that every terminal draws in as many cells.

Whether 👍 with the colour of a skin takes two cells or four, and ❤ with its emoji style one or two,
differs from terminal to terminal; where one draws more or fewer than were counted, letters behind
are lost and those of the screen before stay. What is stored and copied keeps all of them.
"""

from __future__ import annotations

import unicodedata

from rich.cells import set_cell_size, split_graphemes

_JOINER = "\u200d"
_STYLE, _KEYCAP = "\ufe0f", "\u20e3"
_TONES = "".join(map(chr, range(0x1F3FB, 0x1F400)))
_FLAG_A = 0x1F1E6
_FLAGS = "".join(chr(_FLAG_A + place) for place in range(26))
"""Letters two of which make a flag."""
_OF_SEVERAL = frozenset(_JOINER + _STYLE + _KEYCAP + _TONES + _FLAGS)
_NEVER_ALONE = frozenset(_JOINER + _STYLE + _KEYCAP + _TONES)


def is_alike(text: str) -> bool:
    """Whether nothing in `text` is such an emoji."""
    return text.isascii() or _OF_SEVERAL.isdisjoint(text)


def alike(text: str) -> str:
    """Of each such emoji its first sign, of a flag its letters; in as many cells as before."""
    if is_alike(text):
        return text
    spans, _cells = split_graphemes(text)
    return "".join(_first(text[start:end], cells) for start, end, cells in spans)


def _first(grapheme: str, cells: int) -> str:
    first = grapheme[0]
    if first in _FLAGS:
        return set_cell_size(chr(ord("A") + ord(first) - _FLAG_A), cells)
    if first in _NEVER_ALONE:
        return " " * cells
    return set_cell_size(first, cells) if _is_joined(grapheme) else grapheme


def _is_joined(grapheme: str) -> bool:
    """Whether it is an emoji of several; a joiner also shapes letters, as in Hindi."""
    if _NEVER_ALONE.isdisjoint(grapheme):
        return False
    shapes = _JOINER in grapheme and unicodedata.category(grapheme[0]) not in ("So", "Sk")
    return not shapes or not _NEVER_ALONE.isdisjoint(grapheme.replace(_JOINER, ""))
