"""The box that asks why a promise was broken: a reason out of a few, and words if one likes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from csboard.domain.late import MOST_WORDS
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.fence import Plain, entitle
from csboard.tui.screens.pick import OTHER_LINES, PickDialog, Picked
from csboard.tui.widgets.filter import FilterLine
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row


class WhyDialog(PickDialog):
    """Answers the row of the reason with the words, or None when it stays unsaid.

    The line has the cursor all the time: whoever types words doesn't act on the screen below.
    Words stand for the last row, something else, unless a row was gone to.
    """

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("why")
    AUTO_FOCUS = "FilterLine"
    SHOWN = ("pick.choose", "why.leave")
    OTHER = OTHER_LINES + 2

    def __init__(self, title: str, rows: Sequence[Row], says: str) -> None:
        super().__init__(title, rows, says)
        self._has_gone = False

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            entitle(box, self._title)
            yield Plain(self._says, classes="says")
            yield Listing(row_height=1)
            yield FilterLine(
                "", self._typed, placeholder=_("and a few words, if you like"), holds=MOST_WORDS
            )
            yield Footer()

    def _typed(self, words: str) -> None:
        if words and not self._has_gone:
            self.query_one(Listing).cursor = len(self._rows) - 1

    @on(FilterLine.Going)
    def _going(self, event: FilterLine.Going) -> None:
        self._has_gone = True
        listing = self.query_one(Listing)
        (listing.action_up if event.by < 0 else listing.action_down)()

    @on(FilterLine.Ended)
    def _ended(self, event: FilterLine.Ended) -> None:
        if event.keep:
            self.action_choose()
        else:
            self.action_leave()

    @on(Listing.Chosen)
    def action_choose(self) -> None:
        words = self.query_one(FilterLine).text
        self.dismiss(Picked(self.query_one(Listing).cursor, words=words))
