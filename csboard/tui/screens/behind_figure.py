"""The inquiries that a figure comes from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain.views import InquiryBrief
from csboard.i18n import _, ngettext, short_day
from csboard.tui import keys
from csboard.tui.app import station_of
from csboard.tui.fence import Plain
from csboard.tui.layout import cut
from csboard.tui.screens.reading import ReadingScreen
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row

MOST = 500
"""Inquiries that are listed."""


class BehindFigureScreen(ReadingScreen):
    """Those first that one would look at first."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "objectives.tcss"]  # type: ignore[assignment]
    PLACES = ("behind_figure", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("behind_figure")

    def __init__(self, title: str, numbers: Sequence[int]) -> None:
        super().__init__()
        self._title = title
        self._numbers = tuple(dict.fromkeys(numbers))
        self._briefs: tuple[InquiryBrief, ...] = ()

    def compose(self) -> ComposeResult:
        yield Plain(self._title, id="title")
        yield Listing(row_height=1)
        yield Footer()

    def on_resize(self, _event: events.Resize) -> None:
        self._show()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Listing).focus()

    async def read(self) -> None:
        wanted = self._numbers[:MOST]
        found = await station_of(self).read(lambda board: board.briefs(wanted))
        by_number = {one.number: one for one in found}
        self._briefs = tuple(by_number[number] for number in wanted if number in by_number)
        self._show()

    def _show(self) -> None:
        if not self.size.width:
            return
        many = len(self._numbers)
        told = ngettext("{n} inquiry", "{n} inquiries", many).format(n=many)
        self.query_one("#title", Plain).show(f"{self._title}: {told}")
        rows = [self._row(one) for one in self._briefs]
        names = [one.number for one in self._briefs]
        self.query_one(Listing).show(rows, _("No inquiry stands behind it."), names)
        self.show_keys()

    def _row(self, one: InquiryBrief) -> Row:
        day = short_day(one.opened_at, self.state.zone, station_of(self).clock.now())
        state = _("still open") if one.closed_at is None else _("done")
        head = f" #{one.number}  {day}  {state}  "
        return ([(head, "muted"), (cut(one.subject, max(8, self.size.width - len(head) - 2)), "")],)

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        cursor = self.query_one(Listing).cursor
        if cursor < len(self._briefs):
            self.app.push_screen(InquiryScreen(self._briefs[cursor].number))
