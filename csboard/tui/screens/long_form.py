"""Boxes with texts of several lines, which get more of them where the window is tall."""

from __future__ import annotations

from textual import events

from csboard.tui.editor import TextEditor
from csboard.tui.screens.writing import Answer, WritingScreen

TALL = 32
"""From so many lines on there is room for longer texts."""


class LongForm(WritingScreen[Answer]):
    """Has the class `-tall` where there is room."""

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.height >= TALL, "-tall")

    def show_beginnings(self) -> None:
        """Show texts that are longer than their fields from their first lines."""
        for editor in self.query(TextEditor):
            if not editor.has_focus:
                editor.scroll_home(animate=False)
