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
    Words stand for the last row, something else, unless a row was gone to. Before they are thrown
    away that is asked; meanwhile the line has no cursor.
    """

    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("why")
    AUTO_FOCUS = "FilterLine"
    SHOWN = ("pick.choose", "why.leave")
    ASKING = ("why.throw_away", "why.keep")
    """The keys while it is asked whether the words are to be thrown away."""
    OTHER = OTHER_LINES + 2

    def __init__(self, title: str, rows: Sequence[Row], says: str) -> None:
        super().__init__(title, rows, says)
        self._has_gone = False
        self._is_asking = False

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

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return action not in _WHILE_ASKING or self._is_asking is _WHILE_ASKING[action]

    @on(Listing.Chosen)
    def action_choose(self) -> None:
        words = self.query_one(FilterLine).text
        self.dismiss(Picked(self.query_one(Listing).cursor, words=words))

    def action_leave(self) -> None:
        if self.query_one(FilterLine).text:
            self._ask(True)
            self.set_focus(None)
        else:
            self.dismiss(None)

    def action_throw_away(self) -> None:
        self.dismiss(None)

    def action_keep(self) -> None:
        self.query_one(FilterLine).focus()

    def on_descendant_focus(self) -> None:
        """Whoever clicks into the box goes on, too."""
        if self._is_asking:
            self._ask(False)

    def _ask(self, is_asking: bool) -> None:
        self._is_asking = is_asking
        self._say(_("Throw away what you wrote?") if is_asking else self._says)
        self.query_one(Footer).show(keys.footer_keys(self.ASKING if is_asking else self.SHOWN))


_WHILE_ASKING = {"leave": False, "choose": False, "throw_away": True, "keep": True}
