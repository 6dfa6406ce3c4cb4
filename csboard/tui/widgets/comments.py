"""The comment pane: each thread beside the line it speaks of, resolved ones folded."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message
from textual.strip import Strip

from csboard.domain.records import Member
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.layout import wrap_all
from csboard.tui.palette import Ink
from csboard.tui.placing import placed
from csboard.tui.threads import Look, Row, Thread, rows_of
from csboard.tui.times import Times
from csboard.tui.widgets.canvas import Canvas

FAR = 1_000_000
"""A row below every view: what has no place of its own stands right above the next one."""


class CommentPane(Canvas, can_focus=True):
    """Threads with one of them chosen, which stands at its line."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "block": Ink("", "note-background"),
        "edge": Ink("note", "note-background", bold=True),
        "heading": Ink("note", "note-background", bold=True),
        "heading-here": Ink("cursor-foreground", "cursor-background", bold=True),
        "state": Ink("accent", "note-background", bold=True),
        "when": Ink("muted", "note-background"),
        "answerer": Ink("note", "note-background"),
        "text": Ink("", "note-background"),
        "quote": Ink("quote", "note-background", italic=True),
        "proposal": Ink("outgoing", "note-background"),
        "done": Ink("muted"),
        "point": Ink("note", bold=True),
        "hint": Ink("muted"),
    }
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("comments")

    class Chosen(Message):
        """Another thread is the one in question, chosen here."""

        def __init__(self, thread: Thread) -> None:
            super().__init__()
            self.thread = thread

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._threads: tuple[Thread, ...] = ()
        self._index: dict[int, int] = {}
        self._members: Mapping[str, Member] = {}
        self._times: Times | None = None
        self._wanted: Callable[[Thread], int | None] = lambda _thread: None
        self._chosen: int | None = None
        self._rows: dict[tuple[int, Look], tuple[Row, ...]] = {}
        self._spots: list[tuple[int, int, int]] = []
        self._hint = ""
        self.unfolded = False
        """Whether resolved threads are shown whole."""

    def show(
        self,
        threads: tuple[Thread, ...],
        members: Mapping[str, Member],
        times: Times,
        hint: str,
    ) -> None:
        """Show other threads; the chosen one stays. `hint` is said when there are none."""
        if threads != self._threads or members != self._members:
            self._rows.clear()
        self._threads, self._members, self._times, self._hint = threads, members, times, hint
        self._index = {thread.id: at for at, thread in enumerate(threads)}
        self.redraw()

    def beside(self, wanted: Callable[[Thread], int | None]) -> None:
        """Say in which row of this pane a thread would like to stand; None: wherever."""
        self._wanted = wanted

    @property
    def thread(self) -> Thread | None:
        """The one in question."""
        if not self._threads:
            return None
        return self._threads[self._index.get(self._chosen or 0, 0)]

    def choose(self, comment_id: int | None) -> None:
        """Let another one be in question, if there is one."""
        if comment_id in self._index and comment_id != self._chosen:
            self._chosen = comment_id
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        self._spots.clear()
        if not self._threads or self._times is None:
            return [self.line((), width), *(self._say(text, width) for text in self._hints(width))]
        here = self._index.get(self._chosen or 0, 0)
        strips: list[Strip | None] = [None] * height
        count = len(self._threads)
        for index, top in placed(count, here, self._height_of, self._wanted_row, height):
            rows = self._rows_of(index)
            for at, row in enumerate(rows, top):
                if 0 <= at < height:
                    strips[at] = self.line(row.runs, width, row.base)
            self._spots.append((top, top + len(rows), index))
        return [self.line((), width) if strip is None else strip for strip in strips]

    def _hints(self, width: int) -> list[str]:
        return wrap_all(self._hint, max(8, width - 2))

    def _say(self, text: str, width: int) -> Strip:
        return self.line([(f" {text}", "hint")], width)

    def _rows_of(self, index: int) -> tuple[Row, ...]:
        thread = self._threads[index]
        is_chosen = index == self._index.get(self._chosen or 0, 0)
        look = Look(self.size.width, is_chosen, self.has_focus, self.unfolded)
        key = (thread.id, look)
        if key not in self._rows:
            assert self._times is not None, "shown with the times"
            self._rows[key] = rows_of(thread, look, self._members, self._times)
        return self._rows[key]

    def _height_of(self, index: int) -> int:
        return len(self._rows_of(index))

    def _wanted_row(self, index: int) -> int:
        row = self._wanted(self._threads[index])
        here = self._index.get(self._chosen or 0, 0)
        if row is not None:
            return row
        if index == here:
            return self._in_a_list(index)
        return FAR if index < here else 0

    def _in_a_list(self, index: int) -> int:
        """Where a thread stands below those before it; where they fill the view, in its middle."""
        row, middle = 0, self.size.height // 2
        for before in range(index - 1, -1, -1):
            row += self._height_of(before)
            if row > middle:
                return middle
        return row

    def forget_styles(self) -> None:
        super().forget_styles()
        self._rows.clear()

    def _go(self, index: int) -> None:
        if not self._threads:
            return
        thread = self._threads[max(0, min(index, len(self._threads) - 1))]
        self._chosen = thread.id
        self.redraw()
        self.post_message(self.Chosen(thread))

    def step(self, by: int) -> None:
        """Choose the thread so many further down, or up."""
        self._go(self._index.get(self._chosen or 0, 0) + by)

    def on_focus(self) -> None:
        self.redraw()

    def on_blur(self) -> None:
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        for start, end, index in self._spots:
            if start <= event.y < end:
                self._go(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.step(1)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.step(-1)

    def action_up(self) -> None:
        self.step(-1)

    def action_down(self) -> None:
        self.step(1)

    def action_first(self) -> None:
        self._go(0)

    def action_last(self) -> None:
        self._go(len(self._threads) - 1)


def nothing_said() -> str:
    """What stands in the pane while nobody has said anything."""
    return _(
        "No comments yet. Select lines with {select} and press {comment}: your words stand here,"
        " beside theirs. The customer never sees them."
    ).format(select=keys.key_of("reader.select"), comment=keys.key_of("draft.comment"))
