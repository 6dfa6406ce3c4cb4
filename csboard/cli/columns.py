"""Text by cells: how wide it is on a terminal, padded, cut, wrapped, in columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rich.cells import cell_len, set_cell_size

_CUT_MARK = ".."
# A Latin word stays whole, a Japanese line may break before any letter but these.
_PIECES = re.compile(r"\s+|[!-~]+|[^\s!-~][、。，．）」』】〉》！？：；ーゃゅょっャュョッ]*")


def width(text: str) -> int:
    """How many cells `text` takes."""
    return cell_len(text)


def pad(text: str, cells: int) -> str:
    """`text` with blanks up to `cells`; longer text stays whole."""
    return text + " " * (cells - cell_len(text))


def cut(text: str, cells: int) -> str:
    """`text` in at most `cells`, at a whole letter, with a mark when something is missing."""
    if cell_len(text) <= cells:
        return text
    return set_cell_size(text, max(0, cells - len(_CUT_MARK))).rstrip() + _CUT_MARK


def wrap(text: str, cells: int) -> list[str]:
    """`text` in lines of at most `cells` where it can be broken; at least one line."""
    lines: list[str] = []
    line = ""
    for piece in _PIECES.findall(text):
        if line and cell_len(line + piece.rstrip()) > cells:
            lines.append(line.rstrip())
            line = ""
        if line or not piece.isspace():
            line += " " if piece.isspace() else piece
    return [*lines, line.rstrip()] if line or not lines else lines


def table(rows: Sequence[Sequence[str]], room: int | None = None) -> Iterator[str]:
    """The rows as lines of columns two blanks apart, cut to the room.

    A column in which nothing stands is left out.
    """
    columns = [column for column in zip(*rows, strict=True) if any(column)]
    widths = [max(map(cell_len, column)) for column in columns]
    for row in zip(*columns, strict=True):
        line = "  ".join(map(pad, row, widths)).rstrip()
        yield cut(line, room) if room else line
