"""What stands above a draft: how it stands, and to whom it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from csboard.tui.layout import cell_len, cut
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas, Run

GAP = "   "
LEAST = 4
"""Cells in which a piece still says something; with fewer it is left out."""


class TopLines(Canvas):
    """Number and subject of the inquiry; below it how the reply stands, in pieces."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "title": Ink("foreground", bold=True),
        "kind": Ink("outgoing", bold=True),
        "meta": Ink(),
        "alarm": Ink("urgent", bold=True),
        "good": Ink("finished", bold=True),
        "mark": Ink("note", bold=True),
        "pen": Ink("waiting", bold=True),
        "banner": Ink("error-foreground", "error-background", bold=True),
    }

    def __init__(self) -> None:
        super().__init__(id="head")
        self._title = ""
        self._kind = ""
        self._pieces: tuple[Run, ...] = ()
        self._trouble = ""

    def show(self, title: str, kind: str, pieces: Sequence[Run]) -> None:
        """`title` with `kind` at the right of it, and what is to be said in the second line."""
        self._title, self._kind, self._pieces = title, kind, tuple(pieces)
        self.redraw()

    def state(self, kind: str) -> None:
        """Say something else at the right of the first line."""
        self._kind = kind
        self.redraw()

    def warn(self, trouble: str) -> None:
        """Show a trouble in place of the second line; the empty one takes it away."""
        self._trouble = trouble
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        kind = f"  {self._kind} " if self._kind else ""
        title = cut(f" {self._title}", max(0, width - cell_len(kind)))
        gap = " " * (width - cell_len(title) - cell_len(kind))
        first = self.line([(title + gap, "title"), (kind, "kind")], width, "title")
        if self._trouble:
            return [first, self.line([(f" {self._trouble}", "banner")], width, "banner")]
        runs: list[Run] = [(" ", "meta")]
        used = 1
        for text, role in self._pieces:
            room = width - used
            if text and room >= LEAST:
                shown = cut(text, room)
                runs += [(shown, role), (GAP, "meta")]
                used += cell_len(shown) + len(GAP)
        return [first, self.line(runs, width, "meta")]


class Envelope(Canvas):
    """To whom, about what, with which files: a line for each, labels in a column."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "label": Ink("muted"),
        "value": Ink(),
        "alarm": Ink("urgent", bold=True),
        "rule": Ink("muted"),
    }

    class Pressed(Message):
        """It was clicked: somebody wants to edit it."""

    def __init__(self) -> None:
        super().__init__(id="envelope")
        self._rows: tuple[tuple[str, str, str], ...] = ()

    def show(self, rows: Sequence[tuple[str, str, str]]) -> None:
        """Lines of label, value and the value's role."""
        self._rows = tuple(rows)
        height = len(self._rows) + 1
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        column = max((cell_len(label) for label, _value, _role in self._rows), default=0)
        lines = []
        for label, value, role in self._rows:
            blank = " " * (column - cell_len(label))
            runs = [(f" {blank}{label}  ", "label"), (value, role)]
            lines.append(self.line(runs, width))
        return [*lines, self.line([("─" * width, "rule")], width)][:height]

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Pressed())


class PaneTitle(Canvas):
    """The name of a pane, which stands out where the keys act."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "here": Ink("head-active-foreground", "head-active-background", bold=True),
        "there": Ink("muted"),
        "rule": Ink("muted"),
    }

    def __init__(self, *, classes: str = "pane-title") -> None:
        super().__init__(classes=classes)
        self._text = ""
        self._is_here = False

    def show(self, text: str, *, is_here: bool) -> None:
        self._text, self._is_here = text, is_here
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        title = cut(f" {self._text} ", width)
        rest = "─" * max(0, width - cell_len(title))
        role = "here" if self._is_here else "there"
        return [self.line([(title, role), (rest, "rule")], width)]
