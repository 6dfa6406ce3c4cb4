"""One of a few words in one line: arrows, a digit or a click choose, enter goes on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.strip import Strip

from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.fence import say
from csboard.tui.layout import ELLIPSIS, cell_len
from csboard.tui.widgets.canvas import Canvas, Run

if TYPE_CHECKING:
    from csboard.tui.base import BaseApp

DIGITS: tuple[Binding, ...] = tuple(
    Binding(keys.with_twins(str(n)), f"pick({n - 1})", show=False) for n in range(1, 10)
)


class Choice(Canvas, can_focus=True):
    """A row of options; the chosen one stands in brackets."""

    COMPONENT_CLASSES = {"canvas--option", "canvas--chosen", "canvas--pointed"}  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("choice"), *DIGITS]

    class Changed(Message):
        """Another option was chosen."""

    class Submitted(Message):
        """Enter was pressed: the choice stands."""

    def __init__(self, options: Sequence[str], chosen: int = 0, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._options = tuple(options)
        self.chosen = chosen
        self._spots: list[tuple[int, int, int]] = []
        """Where each option is shown, from and up to which cell."""

    def draw(self, width: int, height: int) -> list[Strip]:
        self._spots.clear()
        gap = " " if self._cells(self._options) + len(self._options) - 1 <= width else ""
        first = self._first_that_fits(width)
        runs: list[Run] = [(ELLIPSIS, "option")] if first else []
        start = len(runs)
        for index, option in enumerate(self._options[first:], first):
            role = "option" if index != self.chosen else "pointed" if self.has_focus else "chosen"
            marked = f" {option} " if role == "option" else f"[{option}]"
            runs += [(marked, role), (gap, "option")]
            self._spots.append((start, start + cell_len(marked), index))
            start += cell_len(marked) + len(gap)
        return [self.line(runs, width, "option")]

    def _first_that_fits(self, width: int) -> int:
        """So many options give way to a mark that the chosen one is seen."""
        for first in range(self.chosen):
            is_last = self.chosen == len(self._options) - 1
            marks = bool(first) + (not is_last)
            if self._cells(self._options[first : self.chosen + 1]) + marks <= width:
                return first
        return self.chosen

    @staticmethod
    def _cells(options: Sequence[str]) -> int:
        return sum(cell_len(option) + 2 for option in options)

    def choose(self, index: int) -> None:
        self.chosen = index % len(self._options)
        self.redraw()
        self.post_message(self.Changed())

    def action_pick(self, index: int) -> None:
        """Choose by a digit; the cursor stays, whatever is typed next."""
        if index < len(self._options):
            self.choose(index)

    def action_before(self) -> None:
        self.choose(self.chosen - 1)

    def action_after(self) -> None:
        self.choose(self.chosen + 1)

    def action_submit(self) -> None:
        self.post_message(self.Submitted())

    def on_key(self, event: events.Key) -> None:
        """Say how to choose, when an input method writes into what takes no words."""
        written = event.character
        if written and not written.isascii() and not cast("BaseApp", self.app).is_bound(event.key):
            event.stop()
            told = _("Choose with {before}, {after} or a digit: nothing is written here.")
            before, after = keys.key_of("choice.before"), keys.key_of("choice.after")
            say(self.app, told.format(before=before, after=after), "warning")

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        for start, end, index in self._spots:
            if start <= event.x < end:
                self.choose(index)
                break
