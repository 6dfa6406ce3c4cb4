"""The whole window of the wall: it draws what the pages say, in the theme's colours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.strip import Strip

from csboard.tui.palette import Ink
from csboard.tui.wall.lines import Line
from csboard.tui.widgets.canvas import Canvas

_OF_DIGITS = {
    "overdue": "overdue",
    "due-soon": "due-soon",
    "finished": "finished",
    "plain": "foreground",
    "muted": "muted",
}


class WallView(Canvas):
    """What `lines` gives for the window's size, as it is now."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "head": Ink("head-foreground", "head-background"),
        "stale": Ink("error-foreground", "error-background", bold=True),
        "strong": Ink(bold=True),
        "muted": Ink("muted"),
        "overdue": Ink("overdue", bold=True),
        "due-soon": Ink("due-soon", bold=True),
        "finished": Ink("finished", bold=True),
        "unowned": Ink("unowned"),
        "waiting": Ink("waiting"),
        **{f"digit-{name}": Ink(colour, colour) for name, colour in _OF_DIGITS.items()},
    }

    def __init__(self, lines: Callable[[int, int], Sequence[Line]]) -> None:
        super().__init__(id="wall")
        self._lines_of = lines

    def draw(self, width: int, height: int) -> list[Strip]:
        return [self.line(line, width) for line in self._lines_of(width, height)]
