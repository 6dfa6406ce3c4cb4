"""Every key of a screen, from the one table of actions."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen

from csboard.i18n import N_, _
from csboard.tui import keys
from csboard.tui.fence import Plain, entitle
from csboard.tui.layout import pad

LEAST_FOR_KEYS, MOST_FOR_KEYS = 10, 24
"""Cells that the keys take."""
HEADINGS = {
    "listing": N_("In the list"),
    "pager": N_("In the text"),
    "everywhere": N_("On every screen"),
}
"""What stands above the keys of a place that is only a part of the screen."""
PREFIXED = {"go": "everywhere.go"}
"""Places whose keys come after another one."""


class HelpScreen(ModalScreen[None]):
    """What can be pressed here, and what it does."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("help")

    def __init__(self, *places: str) -> None:
        super().__init__()
        self._places = places

    def compose(self) -> ComposeResult:
        rows = [row for place in self._places for row in _rows(place)]
        with VerticalScroll() as frame:
            yield Plain("\n".join(rows))
        entitle(frame, _("Keys"), _("esc: close"))

    def action_close(self) -> None:
        self.dismiss()

    def action_up(self) -> None:
        self._scroll(-1)

    def action_down(self) -> None:
        self._scroll(1)

    def _scroll(self, by: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)


def _rows(place: str) -> Iterator[str]:
    if place in HEADINGS:
        yield f"\n{_(HEADINGS[place])}"
    before = f"{keys.key_of(PREFIXED[place])} " if place in PREFIXED else ""
    actions = keys.actions_of(place)
    texts = [before + keys.keys_text(action.keys) for action in actions]
    width = min(max(LEAST_FOR_KEYS, *map(len, texts)), MOST_FOR_KEYS)
    for text, action in zip(texts, actions, strict=True):
        yield f"{pad(text, width)}  {_(action.tooltip)}"
