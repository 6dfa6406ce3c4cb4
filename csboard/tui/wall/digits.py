"""Numbers as large as there is room for: each point of a digit is a block of cells.

Blocks are drawn as `#` in the colour of their ground: a plain area where there are colours, and
still digits where there are none. No glyph is used whose width terminals don't agree on.
"""

from __future__ import annotations

from collections.abc import Sequence

from csboard.named import NamedTuple

_ROWS = 5
_POINTS = {
    "0": ("###", "# #", "# #", "# #", "###"),
    "1": (" # ", "## ", " # ", " # ", "###"),
    "2": ("###", "  #", "###", "#  ", "###"),
    "3": ("###", "  #", " ##", "  #", "###"),
    "4": ("# #", "# #", "###", "  #", "  #"),
    "5": ("###", "#  ", "###", "  #", "###"),
    "6": ("###", "#  ", "###", "# #", "###"),
    "7": ("###", "  #", "  #", " # ", " # "),
    "8": ("###", "# #", "###", "# #", "###"),
    "9": ("###", "# #", "###", "  #", "###"),
    ":": (" ", "#", " ", "#", " "),
    "-": ("   ", "   ", "###", "   ", "   "),
}


TALLEST = 9


class Scale(NamedTuple):
    """Cells of a point. One is about twice as high as it is wide, and a digit may be narrow."""

    columns: int
    lines: int

    @property
    def height(self) -> int:
        return _ROWS * self.lines


def can_be_drawn(value: str) -> bool:
    return bool(value) and all(sign in _POINTS for sign in value)


def points_of(value: str) -> int:
    """How many points a number is wide, one of them between digits."""
    return sum(len(_POINTS[sign][0]) for sign in value) + len(value) - 1


def fitting(values: Sequence[str], width: int, height: int) -> list[Scale]:
    """Of each number the scale at which it fits: all as high as they can be; none if they can't."""
    if not all(map(can_be_drawn, values)):
        return []
    widest = max(map(points_of, values))
    for lines in range(min(TALLEST, height // _ROWS), 0, -1):
        if widest * lines <= width:
            return [Scale(min(2 * lines, width // points_of(one)), lines) for one in values]
    return []


def drawn(value: str, scale: Scale) -> list[str]:
    """The lines of a number, in `#` and blanks."""
    rows = (" ".join(_POINTS[sign][row] for sign in value) for row in range(_ROWS))
    lines = ("".join(point * scale.columns for point in row) for row in rows)
    return [line for line in lines for _again in range(scale.lines)]
