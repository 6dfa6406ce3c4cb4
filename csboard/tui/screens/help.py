"""Every key of a screen, from the one table of actions."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ModalScreen

from csboard.i18n import N_, _
from csboard.tui import keys
from csboard.tui.layout import pad
from csboard.tui.permitted import CHANGES
from csboard.tui.widgets.framed_text import FramedText

LEAST_FOR_KEYS, MOST_FOR_KEYS = 10, 24
"""Cells that the keys take."""
HEADINGS = {
    "listing": N_("In the list"),
    "pager": N_("In the text"),
    "reader": N_("In the text"),
    "drafting": N_("While you write"),
    "everywhere": N_("On every screen"),
}
"""What stands above the keys of a place that is only a part of the screen."""
PREFIXED = {"go": "everywhere.go"}
"""Places whose keys come after another one."""


class HelpScreen(ModalScreen[None]):
    """What can be pressed here, and what it does."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("help")

    def __init__(self, *places: str, why_not: str = "") -> None:
        super().__init__()
        self._places = places
        self._why_not = why_not
        """Why the person may change nothing: then what does is not listed."""

    def compose(self) -> ComposeResult:
        hidden = CHANGES if self._why_not else frozenset()
        rows = list(_rows_of(self._places, hidden))
        if self._why_not:
            rows = [self._why_not, "", *rows]
        yield FramedText(_("Keys"), "\n".join(rows), _("esc: close"))

    def action_close(self) -> None:
        self.dismiss()

    def action_up(self) -> None:
        self._scroll(-1)

    def action_down(self) -> None:
        self._scroll(1)

    def _scroll(self, by: int) -> None:
        self.query_one(FramedText).scroll_relative(y=by, animate=False)


def _is_free(keys_: str, taken: Container[str]) -> bool:
    return not all(key in taken for key in keys_.split(","))


def _rows_of(places: Sequence[str], hidden: Container[str]) -> Iterator[str]:
    """All rows; a key that the screen has for itself is not told again for a part of it."""
    taken: set[str] = set()
    for place in places:
        own: set[str] = set() if place in PREFIXED else taken
        yield from _rows(place, own, hidden)
        own.update(key for action in keys.actions_of(place) for key in action.keys.split(","))


def _rows(place: str, taken: Container[str], hidden: Container[str]) -> Iterator[str]:
    if place in HEADINGS:
        yield f"\n{_(HEADINGS[place])}"
    before = f"{keys.key_of(PREFIXED[place])} " if place in PREFIXED else ""
    actions = [
        action
        for action in keys.actions_of(place)
        if action.id not in hidden and _is_free(action.keys, taken)
    ]
    texts = [before + keys.keys_text(action.keys) for action in actions]
    width = min(max(LEAST_FOR_KEYS, *map(len, texts)), MOST_FOR_KEYS)
    for text, action in zip(texts, actions, strict=True):
        yield f"{pad(text, width)}  {_(action.tooltip)}"
