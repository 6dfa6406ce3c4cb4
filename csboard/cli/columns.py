"""Text by cells: how wide it is on a terminal, padded, cut, wrapped, in columns."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence

from csboard.text import NEVER_FIRST, NEVER_LAST

_CUT_MARK = "…"


def _one_of(signs: Iterable[str]) -> str:
    return f"[{''.join(map(re.escape, sorted(signs)))}]"


# A Latin word stays whole, a Japanese line may break before any letter but some; of Latin signs
# those go with the letter before them behind which no word goes on.
_OPENING = _one_of(sign for sign in NEVER_LAST if not sign.isascii())
_CLOSING = _one_of(sign for sign in NEVER_FIRST if not sign.isascii())
_LATIN = _one_of(sign for sign in NEVER_FIRST if sign.isascii())
_BEHIND = rf"{_CLOSING}*(?:{_LATIN}+{_CLOSING}*(?![!-~]))?"
_PIECES = rf"\s+|{_OPENING}*(?:[!-~]+|[^\s!-~]){_BEHIND}"


def width(text: str) -> int:
    """How many cells `text` takes."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def terminal_width() -> int:
    """Cells of a line: as COLUMNS says, else as the terminal does, else 80."""
    named = os.environ.get("COLUMNS", "")
    if named.isdigit() and int(named):
        return int(named)
    try:
        return os.get_terminal_size(sys.__stdout__.fileno()).columns  # type: ignore[union-attr]
    except (AttributeError, ValueError, OSError):
        return 80


def pad(text: str, cells: int) -> str:
    """`text` with blanks up to `cells`; longer text stays whole."""
    return text + " " * (cells - width(text))


def cut(text: str, cells: int) -> str:
    """`text` in at most `cells`, at a whole letter, with a mark when something is missing."""
    if width(text) <= cells:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, max(0, cells - width(_CUT_MARK))).rstrip() + _CUT_MARK


def pieces(text: str) -> list[str]:
    """`text` in the pieces between which a line may be broken."""
    return re.findall(_PIECES, text)


def wrap(text: str, cells: int) -> list[str]:
    """`text` in lines of at most `cells` where it can be broken; at least one line."""
    lines: list[str] = []
    line = ""
    for piece in pieces(text):
        if line and width(line + piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = ""
        if line or not piece.isspace():
            line += " " if piece.isspace() else piece
    return [*lines, line.rstrip()] if line or not lines else lines


def table(
    rows: Sequence[Sequence[str]], room: int | None = None, most: int | None = None
) -> Iterator[str]:
    """The rows as lines of columns two blanks apart, cut to the room.

    A column in which nothing stands is left out; all but the last take at most `most` cells.
    """
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    laid = [_aligned(column, most) for column in columns[:-1]] + columns[-1:]
    for row in zip(*laid, strict=True):
        line = "  ".join(row).rstrip()
        yield cut(line, room) if room else line


def _aligned(column: Sequence[str], most: int | None) -> list[str]:
    """The texts of a column, all as wide as the widest; each that stands in it is laid out once."""
    shown = {text: text if most is None else cut(text, most) for text in column}
    cells = max(map(width, shown.values()))
    padded = {text: pad(one, cells) for text, one in shown.items()}
    return [padded[text] for text in column]
