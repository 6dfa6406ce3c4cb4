"""The strip of stages: the one that is shown, and the others with their counts."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from csboard.tui.layout import cell_len
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas, Run

NOWHERE = -1


class StageStrip(Canvas):
    """One line of stages, for when not all of them fit beside each other."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "here": Ink("head-active-foreground", "head-active-background"),
        "there": Ink("head-foreground", "head-background"),
        "beside": Ink("muted"),
        "drop": Ink("chip-foreground", "chip-background", bold=True),
    }

    class Picked(Message):
        """A stage was clicked."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__(id="stages")
        self._titles: tuple[str, ...] = ()
        self._here = 0
        self._in_view: Container[int] | None = None
        self._drop = NOWHERE
        self._spots: list[tuple[int, int]] = []

    def show(self, titles: Sequence[str], here: int) -> None:
        """Show the stages' titles, `here` being the index of the one on the screen."""
        self._titles, self._here = tuple(titles), here
        self.redraw()

    def show_here(self, here: int) -> None:
        """Mark another stage as the one on the screen."""
        self.show(self._titles, here)

    def set_in_view(self, in_view: Container[int] | None) -> None:
        """Say which stages' cards are below; the others are named more quietly.

        None names all alike.
        """
        self._in_view = in_view
        self.redraw()

    def show_drop(self, index: int = NOWHERE) -> None:
        """Mark the stage into which a dragged card would be put; without one, none."""
        if index != self._drop:
            self._drop = index
            self.redraw()

    def index_at(self, x: int) -> int:
        """Which stage is at a cell of the line; `NOWHERE` between them."""
        spots = enumerate(self._spots)
        return next((i for i, (start, end) in spots if start <= x < end), NOWHERE)

    def draw(self, width: int, height: int) -> list[Strip]:
        runs: list[Run] = []
        self._spots.clear()
        used = 0
        for index, title in enumerate(self._titles):
            text = f">{title}<" if index == self._drop else f" {title} "
            runs += [(text, self._role(index)), (" ", "")]
            self._spots.append((used, used + cell_len(text)))
            used += cell_len(text) + 1
        return [self.line(runs, width)]

    def _role(self, index: int) -> str:
        if index == self._drop:
            return "drop"
        if index == self._here:
            return "here"
        return "there" if self._in_view is None or index in self._in_view else "beside"

    def on_click(self, event: events.Click) -> None:
        event.stop()
        if (index := self.index_at(event.x)) != NOWHERE:
            self.post_message(self.Picked(index))
