"""What can follow after a key that waits for another: a small table at the foot."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from textual import events
from textual.app import ComposeResult
from textual.screen import ModalScreen

from csboard.tui.base import BaseApp
from csboard.tui.widgets.ways import Ways


class WaysScreen(ModalScreen[None]):
    """Shows the keys with what they lead to; the next key closes it and acts on what is below.

    A screen, not a layer: over the columns of a board a layer loses the wide letters that
    stand across their edges.
    """

    CSS_PATH = "ways.tcss"

    def __init__(self, ways: Sequence[tuple[str, str]], hint: str) -> None:
        super().__init__()
        self._ways = ways
        self._hint = hint

    def compose(self) -> ComposeResult:
        yield Ways(self._ways, self._hint, self.app.size.width)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss()
        cast(BaseApp, self.app).act_again(event)
