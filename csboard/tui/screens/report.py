"""A list of what was refused, or a value at length, which stays until the person closes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.base import BaseApp
from csboard.tui.widgets.framed_text import FramedText


class ReportScreen(ModalScreen[None]):
    """A sentence and the lines that belong to it.

    Any key that is not for reading closes it and acts on the screen below.
    """

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("report")

    def __init__(self, sentence: str, rows: Sequence[str], title: str = "") -> None:
        super().__init__()
        self._title = title or _("Refused")
        self._sentence = sentence
        self._rows = rows

    def compose(self) -> ComposeResult:
        text = "\n".join([self._sentence, "", *self._rows])
        yield FramedText(self._title, text, _("esc: close"))

    def on_key(self, event: events.Key) -> None:
        app = cast(BaseApp, self.app)
        if not app.is_bound(event.key):
            event.stop()
            self.dismiss()
            app.act_again(event)

    def action_close(self) -> None:
        self.dismiss()
