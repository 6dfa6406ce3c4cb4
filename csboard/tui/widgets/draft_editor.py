"""The field in which a reply is written."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from csboard.text import clean
from csboard.tui import keys
from csboard.tui.editor import TextEditor


class DraftEditor(TextEditor):
    """Types; `escape` and the other keys of `drafting` are handed to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("drafting")

    class Asked(Message):
        """A key that is not for the text was pressed."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    @property
    def whole(self) -> str:
        """What stands in the field, harmless, blank lines and all."""
        return clean(self.text, multiline=True)

    def set_text(self, text: str, at: tuple[int, int] | None = None) -> None:
        """Begin with another text, which can't be undone; the cursor at a line and column."""
        if self.text != text:
            self.load_text(clean(text, multiline=True))
        if at is not None:
            line = min(at[0], self.document.line_count - 1)
            self.move_cursor((line, min(at[1], len(self.document.get_line(line)))))

    def select(self, begins: tuple[int, int], ends: tuple[int, int]) -> None:
        """Select what stands between two places; the next letter takes its place."""
        self.move_cursor(begins)
        self.move_cursor(ends, select=True)

    def action_rest(self) -> None:
        self.post_message(self.Asked("rest"))

    def action_save(self) -> None:
        self.post_message(self.Asked("save"))

    def action_template(self) -> None:
        self.post_message(self.Asked("template"))

    def action_known(self) -> None:
        self.post_message(self.Asked("known"))

    def action_elsewhere(self) -> None:
        self.post_message(self.Asked("elsewhere"))

    def action_pane(self) -> None:
        self.post_message(self.Asked("pane"))
