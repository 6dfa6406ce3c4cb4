"""Looking back on a period: the page for the team's retrospective."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain import pages
from csboard.domain.periods import Days, Length
from csboard.domain.retrospect_words import page
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.copying import Copyable, copy
from csboard.tui.fence import Plain, say
from csboard.tui.layout import cell_len, pad
from csboard.tui.screens.period import PeriodScreen
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.pager import Pager, Paragraph, Section

GAP = "  "


class LookBackScreen(PeriodScreen):
    """A month or a week, one after the other."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "look_back.tcss"]  # type: ignore[assignment]
    PLACES = ("look_back", "pager")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("look_back")
    LENGTH = Length.MONTH

    def __init__(self) -> None:
        super().__init__()
        self._page: pages.Page | None = None

    def compose(self) -> ComposeResult:
        yield Plain(_("Looking back"), id="title")
        yield Pager()
        yield Footer()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Pager).focus()

    async def read_days(self, days: Days) -> None:
        name = f"{_('Looking back')}: {days.name}"
        found = await self.counted(name, lambda board, *way: board.look_back(days, *way))
        self._page = page(found, self.state.stages)
        self.entitle(self._page.title)
        about = Paragraph(self._page.about, "muted")
        sections = [Section("about", lambda: [about])]
        for one in self._page.sections:
            sections.append(Section(one.title, partial(_paragraphs, one)))
        self.query_one(Pager).show(sections)
        self.show_keys()

    # what keys do

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
