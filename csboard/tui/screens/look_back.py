"""Looking back on a period: the page for the team's retrospective."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain import pages
from csboard.domain.periods import Days, Length, days_around
from csboard.domain.retrospect_words import page
from csboard.errors import CsboardError, Stopped
from csboard.i18n import _, in_zone
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.copying import Copyable, copy
from csboard.tui.fence import Plain, say
from csboard.tui.layout import cell_len, pad
from csboard.tui.screens.counting import CountingScreen
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.pager import Pager, Paragraph, Section

GAP = "  "


class LookBackScreen(CountingScreen):
    """A month or a week, one after the other."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "look_back.tcss"]  # type: ignore[assignment]
    PLACES = ("look_back", "pager")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("look_back")

    def __init__(self) -> None:
        super().__init__()
        self._days: Days | None = None
        self._days_read: Days | None = None
        """Those of the page that is shown."""
        self._page: pages.Page | None = None

    def compose(self) -> ComposeResult:
        yield Plain(_("Looking back"), id="title")
        yield Pager()
        yield Footer()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Pager).focus()

    @property
    def _shown(self) -> Days:
        """The days that are looked at; at first this month."""
        if self._days is None:
            self._days = days_around(Length.MONTH, self._today)
        return self._days

    @property
    def _today(self) -> date:
        return in_zone(station_of(self).clock.now(), self.state.zone).date()

    async def read(self) -> None:
        days = self._shown
        name = f"{_('Looking back')}: {days.name}"
        try:
            found = await self.counted(name, lambda board, *way: board.look_back(days, *way))
        except Stopped:
            self._days = self._days_read
            raise
        self._days_read = days
        self._page = page(found, self.state.stages)
        self.query_one("#title", Plain).show(self._page.title)
        about = Paragraph(self._page.about, "muted")
        sections = [Section("about", lambda: [about])]
        for one in self._page.sections:
            sections.append(Section(one.title, partial(_paragraphs, one)))
        self.query_one(Pager).show(sections)
        self.show_keys()

    # what keys do

    def action_before(self) -> None:
        self._go(self._shown, -1)

    def action_after(self) -> None:
        self._go(self._shown, 1)

    def action_week(self) -> None:
        self._around(Length.WEEK)

    def action_month(self) -> None:
        self._around(Length.MONTH)

    def _around(self, length: Length) -> None:
        """The week or month in which the days that are looked at end, as far as they have come."""
        self._go(days_around(length, min(self._shown.last, self._today)), 0)

    def _go(self, days: Days, by: int) -> None:
        try:
            wanted = days.moved(by) if by else days
        except CsboardError as failure:
            say(self.app, failure.sentence, "warning")
            return
        if wanted.first > self._today:
            say(self.app, _("That time has not come yet."))
            return
        self._days = wanted
        app_of(self).hold_keys()
        self.read_soon()

    def action_copy(self) -> None:
        if self._page is not None:
            text = pages.markdown(self._page)
            copy(self, Copyable(_("The page as Markdown"), text, multiline=True))
            say(self.app, _("The terminal was asked to copy: {what}").format(what=_("The page")))


def _paragraphs(section: pages.Section) -> list[Paragraph]:
    return list(_written(section))


def _written(section: pages.Section) -> Iterator[Paragraph]:
    yield Paragraph("")
    yield Paragraph(section.title, "chosen")
    columns = max(map(len, section.rows), default=0)
    sizes = [
        max((cell_len(row[place]) for row in section.rows if place < len(row)), default=0)
        for place in range(columns)
    ]
    for row in section.rows:
        cells = [pad(cell, size) for cell, size in zip(row, sizes, strict=False)]
        yield Paragraph(GAP.join(cells).rstrip())
    for line in section.lines:
        yield Paragraph(line)
