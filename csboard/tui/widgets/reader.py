"""Text read line by line under keys, clicks and the wheel."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.binding import BindingType

from csboard.tui import keys
from csboard.tui.widgets.line_view import LineView


class Reader(LineView):
    """Keys move the cursor and select lines."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("reader")

    def _step(self, index: int, by: int) -> int:
        """The line so many selectable ones further."""
        way = 1 if by > 0 else -1
        for _time in range(abs(by)):
            onward = index + way
            while 0 <= onward < len(self._lines_) and self._lines_[onward].of is None:
                onward += way
            if not 0 <= onward < len(self._lines_):
                break
            index = onward
        return index

    def on_click(self, event: events.Click) -> None:
        if (index := self._index_at(event.y)) is None or self._lines_[index].of is None:
            return
        if event.shift:
            self._hold_here()
        else:
            self._held = None
        self._go(index)

    def _hold_here(self) -> None:
        if self._held is None:
            self._held = self.cursor

    def _within(self, index: int) -> int:
        """As far as a selection goes: it holds lines of one text only."""
        if self._held is None:
            return index
        of = self._lines_[self._held].of
        way = 1 if index >= self._held else -1
        last = self._held
        for one in range(self._held, index + way, way):
            if self._lines_[one].of == of:
                last = one
            elif self._lines_[one].of is not None:
                break
        return last

    def _move(self, by: int) -> None:
        if self._lines_ and not self._is_taller(by):
            self._go(self._within(self._step(self.cursor, by)))

    def _is_taller(self, by: int) -> bool:
        """Whether the line goes on out of view in that direction; then that is shown first."""
        height = self.size.height
        if len(self._rows_of(self.cursor)) <= height:
            return False
        top, hidden = self._top
        left = len(self._rows_of(self.cursor)) - hidden - height
        if top != self.cursor or (left <= 0 if by > 0 else hidden == 0):
            return False
        self._scroll(min(left, height - 1) if by > 0 else -min(hidden, height - 1))
        return True

    def action_up(self) -> None:
        self._move(-1)

    def action_down(self) -> None:
        self._move(1)

    def action_page_up(self) -> None:
        self._move(1 - max(2, self.size.height))

    def action_page_down(self) -> None:
        self._move(max(2, self.size.height) - 1)

    def action_first(self) -> None:
        self._go(self._within(self._selectable(0)))
        if self._held is None:
            self._top = (0, 0)
            self._changed()

    def action_last(self) -> None:
        self._go(self._within(self._step(self.cursor, len(self._lines_))))

    def action_select(self) -> None:
        """Begin a selection at the cursor; end it when there is one."""
        if self._held is not None:
            self.stop_selecting()
        elif self.selection is not None:
            self._hold_here()
            self._changed()

    def action_select_down(self) -> None:
        if self.selection is not None:
            self._hold_here()
            self._move(1)

    def action_select_up(self) -> None:
        if self.selection is not None:
            self._hold_here()
            self._move(-1)

    def action_block_after(self) -> None:
        """To the next text, or the next paragraph of this one."""
        self._go(self._within(self._beside(1)))

    def action_block_before(self) -> None:
        self._go(self._within(self._beside(-1)))

    def _beside(self, way: int) -> int:
        """The first line of the paragraph after or before this one."""
        starts = list(self._starts())
        if way > 0:
            return next((start for start in starts if start > self.cursor), self.cursor)
        return next((start for start in reversed(starts) if start < self.cursor), self.cursor)

    def _starts(self) -> Iterator[int]:
        blank = True
        for index, line in enumerate(self._lines_):
            if line.of is not None and line.text.strip():
                if blank:
                    yield index
                blank = False
            else:
                blank = True
