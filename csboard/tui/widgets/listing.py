"""A list of rows with a cursor, each row a fixed number of lines."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from csboard.tui import keys
from csboard.tui.layout import cell_len, cut, wrap_all
from csboard.tui.widgets.canvas import Canvas, Run
from csboard.tui.widgets.out_of_view import out_of_view
from csboard.tui.widgets.whole_row import WholeRow

WHEEL_ROWS = 2
LEAST = 12
"""Cells that stay of what yields: a number and the first words; a quarter of the line if more."""

Row = Sequence[Sequence[Run]]
"""The lines of a row, each in pieces with their roles."""


class Yielding(str):
    """A piece of a line that is cut before anything else where the line has no room for all."""

    __slots__ = ()


def fitted(line: Sequence[Run], width: int) -> Sequence[Run]:
    """The line with what yields in it cut, down to `LEAST` cells, so that the rest has room."""
    least = max(LEAST, width // 4)
    over = sum(cell_len(text) for text, _role in line) - width
    if over <= 0:
        return line
    return [
        (cut(text, max(least, cell_len(text) - over)) if isinstance(text, Yielding) else text, role)
        for text, role in line
    ]


class Listing(Canvas, can_focus=True):
    """Rows of `row_height` lines; the one under the cursor is marked."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "canvas--row",
        "canvas--muted",
        "canvas--alarm",
        "canvas--cursor",
        "canvas--hint",
    }
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("listing")
    CLICKS: ClassVar[int] = 2
    """How many clicks choose a row; one is enough where one types and the cursor only follows."""

    class Moved(Message):
        """The cursor is on another row."""

    class Chosen(Message):
        """Enter, or as many clicks as choose, on the row under the cursor."""

    def __init__(
        self, row_height: int = 2, *, id: str | None = None, whole: WholeRow | None = None
    ) -> None:
        """`whole` is where the row under the cursor stands in full."""
        super().__init__(id=id)
        self.cursor = 0
        self._row_height = row_height
        self._whole = whole
        self._rows: tuple[Row, ...] = ()
        self._names: tuple[Hashable, ...] = ()
        self._top = 0
        self._was_laid_out = False
        self._hint = ""

    def show(
        self,
        rows: Sequence[Row],
        hint: str = "",
        names: Sequence[Hashable] | None = None,
        *,
        here: Hashable | None = None,
    ) -> None:
        """Show other rows; `hint` is said when there are none.

        With `names`, one for each row, the cursor and what is in view stay at the row that
        they were at, wherever it is now; `here` is that row's name where it has another now.
        """
        here = here or (self._names[self.cursor] if self._names else None)
        self._rows, self._hint = tuple(rows), hint
        self._names = tuple(names or ())
        cursor = self._names.index(here) if here in self._names else self.cursor
        self._top = max(0, self._top + cursor - self.cursor)
        self._go(cursor)

    def draw(self, width: int, height: int) -> list[Strip]:
        if not self._rows:
            hint = wrap_all(self._hint, width - 3)[: height - 1]
            return [
                self.line((), width),
                *(self.line([(f"  {one}", "hint")], width) for one in hint),
            ]
        self._reveal()  # the first paint comes before the first Resize
        end = min(self._top + self._page, len(self._rows))
        lines: list[Strip] = []
        for index in range(self._top, end):
            is_here = index == self.cursor
            for place, line in enumerate(self._rows[index]):
                lines.append(self._drawn(line, width, is_here, mark=" " if place else ">"))
        if self._overflows:
            lines += [self.line((), width)] * (height - 1 - len(lines))
            told = out_of_view(self._top, len(self._rows) - end)
            lines[height - 1 :] = [self.line([(f"  {told}", "muted")], width)]
        return lines[:height]

    def _drawn(self, line: Sequence[Run], width: int, is_here: bool, mark: str) -> Strip:
        line = fitted(line, width - 1)
        if not is_here:
            return self.line([(" ", "row"), *line], width, "row")
        runs = [(text, "cursor") for text, _role in line]
        return self.line([(mark, "cursor"), *runs], width, "cursor")

    @property
    def _overflows(self) -> bool:
        """Whether a line is needed that says how many rows are out of view."""
        return len(self._rows) * self._row_height > self.size.height > self._row_height

    @property
    def _page(self) -> int:
        """How many whole rows are in view."""
        return max(1, (self.size.height - self._overflows) // self._row_height)

    def _go(self, index: int) -> None:
        before, self.cursor = self.cursor, max(0, min(index, len(self._rows) - 1))
        if self.cursor != before:
            self.post_message(self.Moved())
        self._reveal()
        self.redraw()
        self._show_whole()

    def _show_whole(self) -> None:
        if self._whole is not None:
            self._whole.follow(self._rows, self.cursor, self.size.width)

    def _reveal(self) -> None:
        if not self.size.height:  # not laid out yet: there is no page to fit the cursor in
            return
        if not self._was_laid_out:
            self._was_laid_out = True
            self._top = max(0, self.cursor - self._page // 2)
        self._top = min(self._top, max(0, len(self._rows) - self._page))
        self._top = min(max(self._top, self.cursor - self._page + 1), self.cursor)

    def on_resize(self, _event: events.Resize) -> None:
        self._reveal()
        self._show_whole()

    def on_click(self, event: events.Click) -> None:
        index = self._top + event.y // self._row_height
        if index < min(self._top + self._page, len(self._rows)):
            self._go(index)
            if event.chain == self.CLICKS:
                self.action_choose()

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self._go(self.cursor + WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self._go(self.cursor - WHEEL_ROWS)

    def action_choose(self) -> None:
        if self._rows:
            self.post_message(self.Chosen())

    def action_up(self) -> None:
        self._go(self.cursor - 1)

    def action_down(self) -> None:
        self._go(self.cursor + 1)

    def action_page_up(self) -> None:
        self._go(self.cursor - self._page)

    def action_page_down(self) -> None:
        self._go(self.cursor + self._page)

    def action_first(self) -> None:
        self._go(0)

    def action_last(self) -> None:
        self._go(len(self._rows) - 1)
