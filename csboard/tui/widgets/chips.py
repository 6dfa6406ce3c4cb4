"""What narrows the board, one chip each: a click takes it away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.layout import cell_len, cut
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas, Run

LEAST_CHIP = 12
"""Cells that a chip gets at least, however many there are."""


class Chip(NamedTuple):
    """One thing that narrows the board."""

    part: str
    """The field of the view that it stands for."""
    text: str


class ChipLine(Canvas):
    """One line that is there only while something narrows the board."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "chip": Ink("chip-foreground", "chip-background"),
        "way-out": Ink("muted"),
    }

    class Removed(Message):
        """A chip was clicked."""

        def __init__(self, part: str) -> None:
            super().__init__()
            self.part = part

    def __init__(self) -> None:
        super().__init__(id="chips")
        self._chips: tuple[Chip, ...] = ()
        self._spots: list[tuple[int, int, str]] = []

    def show(self, chips: Sequence[Chip]) -> None:
        """Show these chips in place of the others."""
        self._chips = tuple(chips)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        self._spots.clear()
        way_out = _("esc: all away")
        each = (width - cell_len(way_out) - 3) // max(1, len(self._chips)) - 5
        runs: list[Run] = []
        used = 0
        for part, text in self._chips:
            chip = f"[{cut(text, max(LEAST_CHIP, each))} x]"
            self._spots.append((used + 1, used + 1 + cell_len(chip), part))
            runs += [(" ", ""), (chip, "chip")]
            used += 1 + cell_len(chip)
        runs.append((f"  {way_out}", "way-out"))
        return [self.line(runs, width)]

    def on_click(self, event: events.Click) -> None:
        event.stop()
        for start, end, part in self._spots:
            if start <= event.x < end:
                self.post_message(self.Removed(part))
