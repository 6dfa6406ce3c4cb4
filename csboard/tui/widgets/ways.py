"""Keys and what they lead to, as a small table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.strip import Strip

from csboard.tui.layout import cell_len, pad
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas, Run

GAP = 3
"""Cells between two columns."""


class Ways(Canvas):
    """Read down its columns, of which there are as many as there is room for."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "key": Ink(bold=True),
        "label": Ink("muted"),
        "hint": Ink("success"),
    }

    def __init__(self, ways: Sequence[tuple[str, str]], hint: str, width: int) -> None:
        """`ways` are keys and labels, `hint` is the last line; `width` is that of the screen."""
        super().__init__(id="ways")
        self._ways = tuple(ways)
        self._hint = hint
        self._show_for(width)

    def on_resize(self, _event: events.Resize) -> None:
        self._show_for(self.screen.size.width)

    def _show_for(self, width: int) -> None:
        self.styles.height = len(self._rows(width))

    def draw(self, width: int, height: int) -> list[Strip]:
        return [self.line(row, width) for row in self._rows(width)]

    def _rows(self, width: int) -> list[list[Run]]:
        keys = max(cell_len(key) for key, _label in self._ways)
        labels = max(cell_len(label) for _key, label in self._ways)
        columns = max(1, (width - 1) // (keys + 1 + labels + GAP))
        count = -(-len(self._ways) // columns)
        rows: list[list[Run]] = [[] for _row in range(count)]
        for place, (key, label) in enumerate(self._ways):
            rows[place % count] += [
                (f" {pad(key, keys)} ", "key"),
                (pad(label, labels) + " " * (GAP - 1), "label"),
            ]
        return [*rows, [(f" {self._hint}", "hint")]]
