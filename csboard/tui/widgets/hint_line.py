"""One quiet line above the keys, for whoever is new here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.strip import Strip

from csboard.tui.layout import cell_len
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas


class HintLine(Canvas):
    """How far one has come, what to try next, and at the right how to be rid of it."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "count": Ink("mine", bold=True),
        "way-out": Ink("muted"),
    }

    def __init__(self) -> None:
        super().__init__(id="first-steps")
        self._parts = ("", "", "")

    def show(self, count: str, sentence: str, way_out: str = "") -> None:
        self._parts = (count, sentence, way_out)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        count, sentence, way_out = self._parts
        told = [(f" {count}  " if count else " ", "count"), (sentence, "")]
        gap = width - sum(cell_len(text) for text, _role in told) - cell_len(way_out) - 1
        if way_out and gap > 1:
            told += [(" " * gap, ""), (way_out, "way-out")]
        return [self.line(told, width)]
