"""The numbers of comments beside the text while somebody writes in it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import ClassVar

from textual.strip import Strip
from textual.widget import Widget

from csboard.tui.editor import TextEditor
from csboard.tui.layout import pad
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas
from csboard.tui.widgets.line_view import GUTTER
from csboard.tui.widgets.lines import Mark


class Margin(Canvas):
    """Beside an editor, as wide as what a reader has before its lines."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "mark": Ink("note", bold=True),
        "done": Ink("muted"),
    }

    def __init__(self, editor: TextEditor) -> None:
        super().__init__(id="margin")
        self._editor = editor
        self._marks: Mapping[tuple[Hashable, int], Mark] = {}

    def on_mount(self) -> None:
        scrolled: Widget = self._editor
        self.watch(scrolled, "scroll_y", self.redraw, init=False)

    def mark(self, marks: Mapping[tuple[Hashable, int], Mark]) -> None:
        self._marks = marks
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        marks = {at: mark for (of, at), mark in self._marks.items() if of == "draft"}
        before = -1
        lines = []
        for row in range(height):
            at = self._editor.line_at(row)
            mark = marks.get(at)
            if mark is None:
                lines.append(self.line((), width))
            else:
                shown = mark.text if at != before else "│"
                runs = [(" ", ""), (pad(shown, GUTTER - 2), mark.role)]
                lines.append(self.line(runs, width))
            before = at
        return lines
