"""Every key of a screen, from the one table of actions."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from csboard.i18n import _
from csboard.tui.fence import Plain, entitle
from csboard.tui.keys import actions_of, keys_text
from csboard.tui.layout import pad


class HelpScreen(ModalScreen[None]):
    """What can be pressed here, and what it does."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,ｑ,question_mark,？,enter", "dismiss", show=False),
    ]

    def __init__(self, *places: str) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        rows = [
            f"{pad(keys_text(action.keys), 10)}  {_(action.tooltip)}"
            for place in self._places
            for action in actions_of(place)
        ]
        with VerticalScroll() as frame:
            yield Plain("\n".join(rows))
        entitle(frame, _("Keys"), _("esc: close"))
