"""The field for longer text: notes, and what a customer said on the phone."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.geometry import Offset
from textual.widgets import TextArea

from csboard.i18n import _
from csboard.text import clean
from csboard.tui.fence import say

MAX_PASTE = 100_000
"""Characters one paste may hold; more would freeze the screen for seconds."""


class TextEditor(TextArea):
    """A `TextArea` that wraps, does not blink, and cleans what is pasted."""

    takes_text: ClassVar[bool] = True

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(
            clean(text, multiline=True),
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
            id=id,
        )
        self.cursor_blink = False
        self.move_cursor(self.document.end)  # one goes on writing, as in a line

    @property
    def words(self) -> str:
        """What was written, harmless, without blank lines around it."""
        return clean(self.text, multiline=True).strip("\n").rstrip()

    def line_at(self, row: int) -> int:
        """The line of the text that stands in a row of the view; -1 where there is none."""
        offset = row + round(self.scroll_y)
        wrapped = self.wrapped_document
        if not 0 <= offset < wrapped.height:
            return -1
        line, _column = wrapped.offset_to_location(Offset(0, offset))
        return line

    def row_of_line(self, line: int) -> int:
        """The row of the view in which a line begins; outside it, above or below."""
        line = max(0, min(line, self.document.line_count - 1))
        offset = self.wrapped_document.location_to_offset((line, 0))
        return offset.y - round(self.scroll_y)

    def take(self, text: str) -> None:
        """Put `text` in place of everything; it can be undone like typing."""
        put = self.replace(clean(text, multiline=True), (0, 0), self.document.end)
        self.move_cursor(put.end_location)

    def on_unmount(self) -> None:
        """Let the app forget this field: it would wait for another theme to do so."""
        watchers = getattr(self.app, "__watchers", {}).get("theme", [])
        watchers[:] = [(who, callback) for who, callback in watchers if who is not self]

    async def _on_paste(self, event: events.Paste) -> None:
        event.stop()
        event.prevent_default()
        if len(event.text) > MAX_PASTE:
            say(
                self.app,
                _("Too long to paste ({n} characters); attach it as a file instead.").format(
                    n=len(event.text)
                ),
                "warning",
            )
            return
        start, end = sorted(self.selection)
        pasted = self.replace(
            clean(event.text, multiline=True), start, end, maintain_selection_offset=False
        )
        self.move_cursor(pasted.end_location)
