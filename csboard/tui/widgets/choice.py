"""One of a few words in one line: arrows or a click choose, enter goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from csboard.tui import keys
from csboard.tui.layout import cell_len
from csboard.tui.widgets.canvas import Canvas, Run


class Choice(Canvas, can_focus=True):
    """A row of options; the chosen one stands in brackets."""

    COMPONENT_CLASSES = {"canvas--option", "canvas--chosen", "canvas--pointed"}  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("choice")

    class Submitted(Message):
        """Enter was pressed: the choice stands."""

    def __init__(self, options: Sequence[str], chosen: int = 0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options = tuple(options)
        self.chosen = chosen
        self._first = 0
        """The option that is shown first: in a narrow window not all of them fit."""

    def draw(self, width: int, height: int) -> list[Strip]:
        runs: list[Run] = []
        self._first = self._first_that_fits(width)
        for index, option in enumerate(self._options):
            if index < self._first:
                continue
            role = "option" if index != self.chosen else "pointed" if self.has_focus else "chosen"
            marked = f" {option} " if role == "option" else f"[{option}]"
            runs += [(marked, role), (" ", "option")]
        return [self.line(runs, width, "option")]

    def _first_that_fits(self, width: int) -> int:
        """So many options are left out that the chosen one is seen."""
        for first in range(self.chosen):
            shown = self._options[first : self.chosen + 1]
            if sum(cell_len(option) + 3 for option in shown) <= width:
                return first
        return self.chosen

    def choose(self, index: int) -> None:
        self.chosen = index % len(self._options)
        self.redraw()

    def action_before(self) -> None:
        self.choose(self.chosen - 1)

    def action_after(self) -> None:
        self.choose(self.chosen + 1)

    def action_submit(self) -> None:
        self.post_message(self.Submitted())

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        start = 0
        for index, option in enumerate(self._options[self._first :], self._first):
            end = start + cell_len(option) + 2
            if start <= event.x < end:
                self.choose(index)
            start = end + 1
