"""Text to be read line by line, with a cursor, lines that can be selected, and marks beside them.

Only the lines that are seen are wrapped and drawn. Lines have names that outlive a change of the
text, so that cursor, selection and what is in view stay at their words when others' arrive.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import ClassVar

from textual import events
from textual.message import Message
from textual.strip import Strip

from csboard.tui.layout import cell_len, cut, pad, wrap_all
from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas, Run
from csboard.tui.widgets.lines import Line, Mark, Selection, moved

WHEEL_LINES = 3
MAX_WIDTH = 100
"""Cells of the longest row; longer ones are hard to read."""
GUTTER = 5
"""Cells before each line: the cursor, the numbers of comments, a blank."""
LEAST_WIDTH = 8
FILLING = ("note-text",)
"""Roles whose ground goes on behind the end of the text."""


class LineView(Canvas, can_focus=True):
    """Lines with a cursor and a selection, of which only those in view are wrapped and drawn."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "in": Ink("incoming", bold=True),
        "out": Ink("outgoing", bold=True),
        "auto": Ink("automatic", bold=True),
        "note": Ink("note", bold=True),
        "note-text": Ink("", "note-background"),
        "quote": Ink("quote"),
        "fold": Ink("muted", italic=True),
        "muted": Ink("muted"),
        "alarm": Ink("urgent", bold=True),
        "here": Ink("", "head-background"),
        "chosen": Ink("cursor-foreground", "cursor-background"),
        "spoken": Ink("", "note-background"),
        "mark": Ink("note", bold=True),
        "done": Ink("muted"),
        "point": Ink("accent", bold=True),
    }

    class Moved(Message):
        """The cursor, the selection or what is in view has changed."""

        def __init__(self, reader: LineView) -> None:
            super().__init__()
            self.reader = reader

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cursor = 0
        """The line it stands at."""
        self._lines_: tuple[Line, ...] = ()
        self._index: dict[tuple[Hashable, int], int] = {}
        self._held: int | None = None
        """Where the selection began, while there is one."""
        self._top = (0, 0)
        """The line at the top, and how many of its rows are out of view."""
        self._marks: Mapping[tuple[Hashable, int], Mark] = {}
        self._spoken: Selection | None = None
        self._rows: dict[int, tuple[str, ...]] = {}
        self._wrapped_at = 0

    # what is shown

    @property
    def lines(self) -> tuple[Line, ...]:
        return self._lines_

    def show(self, lines: Sequence[Line]) -> None:
        """Show other lines; cursor, selection and view stay at their words."""
        lines = tuple(lines)
        if lines == self._lines_:
            return
        top = self._top
        at_present = moved(self._lines_, lines)
        self._lines_ = lines
        self._index = {line.name: index for index, line in enumerate(lines) if line.of is not None}
        self._rows.clear()
        self.cursor = self._selectable(at_present(self.cursor))
        self._held = None if self._held is None else self._selectable(at_present(self._held))
        self._top = (at_present(top[0]), top[1])
        self._hold()
        self.redraw()

    def mark(
        self, marks: Mapping[tuple[Hashable, int], Mark], spoken: Selection | None = None
    ) -> None:
        """Show marks beside lines, and of which ones the comment in question speaks."""
        self._marks, self._spoken = marks, spoken
        self.redraw()

    @property
    def selection(self) -> Selection | None:
        """The lines that are selected, else the one under the cursor; None where there is none."""
        if not self._lines_ or self._lines_[self.cursor].of is None:
            return None
        first, last = self._chosen
        of = self._lines_[self.cursor].of
        at = [self._lines_[i].at for i in range(first, last + 1) if self._lines_[i].of == of]
        return Selection(of, min(at), max(at))

    @property
    def is_selecting(self) -> bool:
        return self._held is not None

    def stop_selecting(self) -> None:
        if self._held is not None:
            self._held = None
            self._changed()

    @property
    def _chosen(self) -> tuple[int, int]:
        held = self.cursor if self._held is None else self._held
        return min(held, self.cursor), max(held, self.cursor)

    def go_to(self, of: Hashable, at: int) -> None:
        """Put the cursor on a line, and bring it into view."""
        index = self._index.get((of, at))
        if index is not None:
            self._held = None
            self._go(index)

    def top_at(self, of: Hashable) -> None:
        """Bring the first line that is of a text to the top, with what introduces it."""
        found = next((i for i, line in enumerate(self._lines_) if line.of == of), None)
        if found is not None:
            self.cursor = found
            while found and self._lines_[found - 1].of is None and not self._lines_[found].rule:
                found -= 1
            self._top = (found, 0)
            self._hold()
            self._changed()

    def row_of(self, of: Hashable, at: int) -> int | None:
        """In which row of the view a line begins: -1 above it, its height below it.

        None when there is no such line.
        """
        index = self._index.get((of, at))
        if index is None:
            return None
        top, hidden = self._top
        if index < top or (index == top and hidden):
            return -1
        row = -hidden
        for between in range(top, index):
            row += len(self._rows_of(between))
            if row >= self.size.height:
                return self.size.height
        return row

    # drawing

    def draw(self, width: int, height: int) -> list[Strip]:
        self._fit(width)
        strips: list[Strip] = []
        index, skip = self._top
        while index < len(self._lines_) and len(strips) < height:
            for row, text in enumerate(self._rows_of(index)):
                if row >= skip:
                    strips.append(self._row(index, row, text, width))
            skip = 0
            index += 1
        return strips[:height]

    def _row(self, index: int, row: int, text: str, width: int) -> Strip:
        line = self._lines_[index]
        ground = self._ground(index, line)
        mark = self._marks.get(line.name) if line.of is not None else None
        if mark is not None and row:
            mark = mark._replace(text="│")
        point = ">" if index == self.cursor and not row and self.has_focus else " "
        gutter = pad(mark.text if mark else "", GUTTER - 2)
        runs: list[Run] = [(point, "point"), (gutter, mark.role if mark else ""), (" ", "")]
        if line.rule:
            room = self._room
            heading = cut(f"── {text}", room)
            text = heading + "─" * (room - cell_len(heading))
        base = ground or (line.role if line.role in FILLING else "")
        return self.line([*runs, (text, ground or line.role)], width, base)

    def _ground(self, index: int, line: Line) -> str:
        """The role of a line that something is up with; else empty."""
        first, last = self._chosen
        if self._held is not None and first <= index <= last and line.of is not None:
            return "chosen"
        if index == self.cursor and self.has_focus:
            return "here"
        spoken = self._spoken
        if spoken and line.of == spoken.of and spoken.first <= line.at <= spoken.last:
            return "spoken"
        return ""

    @property
    def _room(self) -> int:
        return max(LEAST_WIDTH, min(self._wrapped_at - 1, MAX_WIDTH) - GUTTER)

    def _fit(self, width: int) -> None:
        if width != self._wrapped_at:
            self._wrapped_at = width
            self._rows.clear()
            self._hold()

    def _rows_of(self, index: int) -> tuple[str, ...]:
        rows = self._rows.get(index)
        if rows is None:
            line = self._lines_[index]
            wrapped = [line.text] if line.rule else wrap_all(line.text, self._room)
            rows = self._rows[index] = tuple(wrapped)
        return rows

    # where one is

    def _selectable(self, index: int) -> int:
        """The line nearest to `index` on which the cursor can stand: downwards first."""
        index = max(0, min(index, len(self._lines_) - 1))
        ways = (*range(index, len(self._lines_)), *range(index, -1, -1))
        return next((one for one in ways if self._lines_[one].of is not None), index)

    def _go(self, index: int) -> None:
        if not self._lines_:
            return
        self.cursor = max(0, min(index, len(self._lines_) - 1))
        self._reveal()
        self._changed()

    def _changed(self) -> None:
        self.redraw()
        self.post_message(self.Moved(self))

    def _reveal(self) -> None:
        """Bring the line under the cursor into view, moving as little as possible."""
        if not self._wrapped_at or not self._lines_ or not self.size.height:
            return
        top, hidden = self._top
        if self.cursor < top or (self.cursor == top and hidden):
            first = self.cursor
            while first and self._lines_[first - 1].of is None:
                first -= 1  # what introduces it
            self._top = (first, 0)
            self._hold()
            if self._rows_between(first, self.cursor + 1) > self.size.height:
                self._top = (self.cursor, 0)
            return
        room = self.size.height
        index = self.cursor
        used = len(self._rows_of(index))
        while used < room and index > top:
            index -= 1
            used += len(self._rows_of(index))
        if index > top or used - hidden * (index == top) > room:
            self._top = (index, min(max(0, used - room), len(self._rows_of(index)) - 1))
            if self.cursor == index:  # longer than the view: from its beginning
                self._top = (index, 0)

    def _rows_between(self, first: int, end: int) -> int:
        return sum(len(self._rows_of(index)) for index in range(first, end))

    def _hold(self) -> None:
        """Keep the view within the text: no empty rows below the last page."""
        if not self._wrapped_at or not self._lines_ or not self.size.height:
            return
        last, used = len(self._lines_), 0
        while last and used < self.size.height:
            last -= 1
            used += len(self._rows_of(last))
        lowest = (last, max(0, used - self.size.height))
        top, hidden = self._top
        top = min(top, len(self._lines_) - 1)
        self._top = min((top, min(hidden, len(self._rows_of(top)) - 1)), lowest)

    def _scroll(self, by: int) -> None:
        """Move the view by so many rows, leaving the cursor."""
        for _time in range(abs(by)):
            top, hidden = self._top
            if by > 0:
                more = hidden + 1 < len(self._rows_of(top))
                self._top = (top, hidden + 1) if more else (top + 1, 0)
                if self._top[0] >= len(self._lines_):
                    self._top = (top, hidden)
            elif hidden:
                self._top = (top, hidden - 1)
            elif top:
                self._top = (top - 1, len(self._rows_of(top - 1)) - 1)
        self._hold()
        self._changed()

    def on_resize(self, _event: events.Resize) -> None:
        self._hold()
        self._reveal()

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def _index_at(self, y: int) -> int | None:
        index, hidden = self._top
        y += hidden
        while index < len(self._lines_):
            y -= len(self._rows_of(index))
            if y < 0:
                return index
            index += 1
        return None

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._scroll(WHEEL_LINES)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._scroll(-WHEEL_LINES)
