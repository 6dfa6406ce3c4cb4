"""The line in which a filter is typed; the board narrows with every letter."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.fields import ImeInput


class FilterLine(ImeInput):
    """Every printable key is text here; esc ends the filter, enter keeps it."""

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("filter")

    class Ended(Message):
        """The filter is done with: kept, or given up."""

        def __init__(self, keep: bool) -> None:
            super().__init__()
            self.keep = keep

    class Going(Message):
        """The cursor on the board is wanted elsewhere while typing goes on."""

        def __init__(self, by: int) -> None:
            super().__init__()
            self.by = by

    def __init__(
        self,
        words: str,
        narrow: Callable[[str], None],
        *,
        placeholder: str = "",
        holds: int = 500,
    ) -> None:
        """`holds` are the characters that have room."""
        self._narrow = narrow
        told = placeholder or _("words in title, customer, owner, tags")
        super().__init__(words, placeholder=told, max_length=holds, id="filter")

    def watch_value(self, value: str) -> None:
        # A call and not a message: the letter and what it leaves of the board are one paint.
        if self.is_mounted:
            self._narrow(value)

    def action_give_up(self) -> None:
        self.post_message(self.Ended(keep=False))

    def action_keep(self) -> None:
        self.post_message(self.Ended(keep=True))

    def action_card_above(self) -> None:
        self.post_message(self.Going(-1))

    def action_card_below(self) -> None:
        self.post_message(self.Going(1))
