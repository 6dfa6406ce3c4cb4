"""Lists that are narrowed to what is typed in a line above them."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on

from csboard.tui.screens.telling import TellingScreen
from csboard.tui.widgets.filter import FilterLine
from csboard.tui.widgets.listing import Listing


class FilteredList(TellingScreen):
    """Has one `FilterLine` and one `Listing`; the line is there while one types."""

    LEAVES_LINE: ClassVar[bool] = False
    """Whether the line stays in view with what it narrows to."""

    def filter_turned(self) -> None:
        """The line has come or gone."""

    def on_mount(self) -> None:
        self.query_one(FilterLine).display = False

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        if not self.query_one(FilterLine).display:
            self.query_one(Listing).focus()

    def action_filter(self) -> None:
        line = self.query_one(FilterLine)
        line.display = True
        line.focus()
        self.filter_turned()

    @on(FilterLine.Ended)
    def _filter_ended(self, event: FilterLine.Ended) -> None:
        line = self.query_one(FilterLine)
        if not event.keep:
            line.value = ""
        line.display = self.LEAVES_LINE and bool(line.value)
        self.query_one(Listing).focus()
        self.filter_turned()

    @on(FilterLine.Going)
    def _going(self, event: FilterLine.Going) -> None:
        listing = self.query_one(Listing)
        (listing.action_up if event.by < 0 else listing.action_down)()
