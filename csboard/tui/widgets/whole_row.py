"""The whole of the row under the cursor, for lists whose rows can be wider than the window."""

from __future__ import annotations

from collections.abc import Sequence

from csboard.tui.fence import Plain
from csboard.tui.layout import cell_len, paragraphs, wrap_all
from csboard.tui.widgets.canvas import Run

SHARE = 3
"""It takes at most one in so many lines of the window."""
LEAST_ROOM = 6
"""Lines that it shares with a list at least: else the list has them all."""
KEYS = 1
"""Lines of the keys under it."""
EDGES = 2
"""Cells at its sides."""

Lines = Sequence[Sequence[Run]]


class WholeRow(Plain):
    """Stands under a `Listing` that was given it, and shows its row wrapped.

    It is as high as the longest row that is cut needs, so that the list stands still under a
    moving cursor, and takes no room where every row fits. Toasts stand above it.
    """

    def __init__(self) -> None:
        super().__init__(classes="whole-row")
        self.display = False
        self._measured: tuple[Sequence[Lines], int] = ((), 0)
        self._needed = 0
        self.room: int | None = None
        """Lines that it shares with the list, where those are fewer than the window's."""

    def follow(self, rows: Sequence[Lines], cursor: int, width: int) -> None:
        """Show one of the rows of a list that is `width` cells wide."""
        if not self.is_attached or not width:
            return
        if self._measured[0] is not rows or self._measured[1] != width:
            self._measured = rows, width
            self._needed = _needed(rows, width)
        height = min(self._needed, self._most)
        self.display = bool(height)
        for toasts in self.screen.query("ToastRack"):
            toasts.styles.margin = (0, 0, height + KEYS, 0)
        if height:
            self.styles.height = height
            told = "\n".join(map(_told, rows[cursor]))
            self.show("\n".join(paragraphs(told, width - EDGES, height)))

    @property
    def _most(self) -> int:
        share = self.screen.size.height // SHARE
        if self.room is None:
            return share
        return min(share, self.room // 2) if self.room >= LEAST_ROOM else 0


def _needed(rows: Sequence[Lines], width: int) -> int:
    """How many lines the longest of the rows that the list cuts takes; 0 where it cuts none."""
    return max((_height(row, width) for row in rows if is_cut(row, width)), default=0)


def _height(row: Lines, width: int) -> int:
    return sum(len(wrap_all(_told(line), width - EDGES)) for line in row)


def is_cut(row: Lines, width: int) -> bool:
    """Whether a list of that width has no room for a row, beside the cell of the cursor's mark."""
    return any(1 + sum(cell_len(text) for text, _role in line) > width for line in row)


def _told(line: Sequence[Run]) -> str:
    return "".join(text for text, _role in line).strip()
