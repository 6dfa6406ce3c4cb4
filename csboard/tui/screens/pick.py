"""Choosing one out of a list: an inquiry to go to, a message to take out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen

from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.base import BaseApp
from csboard.tui.fence import Plain, entitle
from csboard.tui.there_again import hear_no_more, hear_of_return
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row

MOST_LINES = 12
OTHER_LINES = 6
"""Frame, what is asked, keys, and a blank line at each."""


class Picked(NamedTuple):
    """A row, and whether it is to be taken out of the list."""

    row: int
    take_out: bool = False
    words: str = ""
    """What was typed beside the choice, where a box has a line for it."""


class PickDialog(ModalScreen[Picked | None]):
    """Answers the row that was picked, or None."""

    CSS_PATH: ClassVar[list[str]] = ["writing.tcss", "pick.tcss"]  # type: ignore[assignment]
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("pick")
    AUTO_FOCUS = "Listing"
    SHOWN: ClassVar[tuple[str, ...]] = ("pick.choose", "pick.leave")
    """The keys that its last line names."""
    OTHER: ClassVar[int] = OTHER_LINES

    def __init__(
        self,
        title: str,
        rows: Sequence[Row],
        says: str = "",
        *,
        at: int = 0,
        can_take_out: int = 0,
        closed: Mapping[int, str] | None = None,
    ) -> None:
        """`can_take_out` says how many of the first rows can be taken out of the list.

        `closed` has the rows that can't be chosen, and the sentence why not.
        """
        super().__init__()
        self._title = title
        self._rows = rows
        self._says = says
        self._said = says
        """What stands over the rows just now."""
        self._at = at
        self._can_take_out = can_take_out
        self._unfit = closed or {}

    def compose(self) -> ComposeResult:
        with Vertical(id="box") as box:
            entitle(box, self._title)
            yield Plain(self._says, classes="says")
            yield Listing(row_height=max(map(len, self._rows), default=1))
            yield Footer()

    def on_mount(self) -> None:
        listing = self.query_one(Listing)
        self._lay_out()
        listing.cursor = self._at
        listing.show(self._rows)
        self.query_one(".says").display = bool(self._says)
        shown = [*self.SHOWN]
        if self._can_take_out:
            shown.insert(1, "pick.take_out")
        self.query_one(Footer).show(keys.footer_keys(shown))
        hear_of_return(self, lambda: self._said, self._say)

    def on_unmount(self) -> None:
        hear_no_more(self)

    def on_resize(self) -> None:
        self._lay_out()

    def _lay_out(self) -> None:
        """As many whole rows as the window leaves room for between the box's other lines.

        Where they are not all, one more line says so.
        """
        height = max(map(len, self._rows), default=1)
        lines = min(MOST_LINES, self.app.size.height - self.OTHER)
        all_lines = len(self._rows) * height
        fitting = max(1, (lines - 1) // height) * height + 1
        self.query_one(Listing).styles.height = all_lines if all_lines <= lines else fitting

    def on_screen_resume(self) -> None:
        self.call_after_refresh(cast(BaseApp, self.app).let_keys_go)

    @on(Listing.Chosen)
    def action_choose(self) -> None:
        row = self.query_one(Listing).cursor
        if row in self._unfit:
            self._say(self._unfit[row])
        else:
            self.dismiss(Picked(row))

    def _say(self, sentence: str) -> None:
        says = self.query_one(".says", Plain)
        self._said = sentence
        says.show(sentence)
        says.display = True

    def action_take_out(self) -> None:
        index = self.query_one(Listing).cursor
        if index < self._can_take_out:
            self.dismiss(Picked(index, take_out=True))

    def action_leave(self) -> None:
        self.dismiss(None)

    @on(Footer.Pressed)
    async def _key_clicked(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)
