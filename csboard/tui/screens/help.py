"""Every key of a screen, from the one table of actions."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.fence import Plain, entitle
from csboard.tui.layout import pad

MOST_FOR_KEYS = 24
"""Cells that the keys take at most."""


class HelpScreen(ModalScreen[None]):
    """What can be pressed here, and what it does."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("help")

    def __init__(self, *places: str) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        actions = [action for place in self._places for action in keys.actions_of(place)]
        texts = [keys.keys_text(action.keys) for action in actions]
        width = min(max(10, *map(len, texts)), MOST_FOR_KEYS)
        rows = [
            f"{pad(text, width)}  {_(action.tooltip)}"
            for text, action in zip(texts, actions, strict=True)
        ]
        with VerticalScroll() as frame:
            yield Plain("\n".join(rows))
        entitle(frame, _("Keys"), _("esc: close"))

    def action_close(self) -> None:
        self.dismiss()
