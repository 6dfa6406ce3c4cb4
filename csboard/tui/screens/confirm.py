"""Asking once before an act that touches a colleague's work."""

from __future__ import annotations

from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from csboard.tui import keys
from csboard.tui.base import BaseApp
from csboard.tui.fence import Plain, entitle
from csboard.tui.widgets.footer import Footer


class ConfirmDialog(ModalScreen[bool]):
    """Answers whether the act is to be done. Enter alone never says yes."""

    CSS_PATH = "writing.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("confirm")

    def __init__(self, question: str, title: str) -> None:
        super().__init__()
        self._question = question
        self._title = title

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            entitle(box, self._title)
            yield Plain(self._question)
            yield Footer()

    def on_mount(self) -> None:
        self.query_one(Footer).show(keys.footer_of("confirm"))

    def on_screen_resume(self) -> None:
        self.call_after_refresh(cast(BaseApp, self.app).let_keys_go)

    def action_yes(self) -> None:
        self.dismiss(True)

    def action_no(self) -> None:
        self.dismiss(False)

    @on(Footer.Pressed)
    async def _key_clicked(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)
