"""The figures of a day, a week or a month: counted aside, while everything else goes on."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain import report_notes as notes
from csboard.domain import report_words as words
from csboard.domain.periods import Days, Length
from csboard.domain.report import Line, Report, report_of
from csboard.i18n import _
from csboard.tui import figure_lines, keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.layout import cell_len
from csboard.tui.screens.period import PeriodScreen
from csboard.tui.screens.reading_list import ListedScreen
from csboard.tui.widgets.flow_plot import FlowPlot
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing

ROOMY, TALL = 20, 36
"""Lines of a window that has room for the plot, and for a tall one."""


class FigureRows(Listing):
    """A line for each figure."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--heading", "canvas--value", "canvas--bar"}


class FiguresScreen(PeriodScreen, ListedScreen):
    """Shows what was counted last; a count that is under way is stopped by whatever asks anew."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "figures.tcss"]  # type: ignore[assignment]
    PLACES = ("figures", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("figures")
    LENGTH = Length.WEEK

    def __init__(self) -> None:
        super().__init__()
        self.report: Report | None = None
        self._rows: list[figure_lines.FigureRow] = []
        self._was_shown = False

    def compose(self) -> ComposeResult:
        yield Plain(_("Figures"), id="title")
        yield Plain(id="told")
        yield Plain(id="columns")
        yield FigureRows(row_height=1)
        yield FlowPlot()
        yield Plain(id="basis")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(FlowPlot).display = False
        self.show_keys()

    # counting

    async def read_days(self, days: Days) -> None:
        login = station_of(self).actor.login
        found = await self.counted(days.name, lambda board, *way: board.counted(days, login, *way))
        self.report = report_of(found, own=True)
        self.show_again()

    def count_given_up(self) -> None:
        super().count_given_up()
        if self.report is None:
            key = keys.key_of("figures.again")
            told = _("Nothing was counted yet: {key} counts.").format(key=key)
            self.query_one("#told", Plain).show(told)

    # showing

    def show_again(self) -> None:
        if not self.size.width or self.report is None:
            return
        report, width = self.report, self.size.width - 1
        name = _("Figures")
        self.entitle(f"{name}: {report.counted.days.name}")
        told = (*notes.above(report), notes.before(report))
        one_line = "  ".join(told)
        fits = cell_len(one_line) < width
        self.query_one("#told", Plain).show(one_line if fits else "\n".join(told))
        self._rows = list(figure_lines.rows_of(report, width))
        self.query_one("#columns", Plain).show(figure_lines.heading(report, width))
        names = [row.name for row in self._rows]
        listing = self.query_one(Listing)
        listing.show([row.row for row in self._rows], "", names)
        if not self._was_shown:
            listing.action_down()  # from the first heading, which stays in view
            self._was_shown = True
        basis = dict.fromkeys(words.changed_since(report.counted))
        self.query_one("#basis", Plain).show("\n".join(basis))
        plot = self.query_one(FlowPlot)
        self.set_class(self.size.height >= TALL, "tall")
        plot.show(report.flow if self.size.height >= ROOMY else ())
        self.show_keys()

    @property
    def chosen(self) -> Line | None:
        """The figure under the cursor; none on a heading."""
        cursor = self.query_one(Listing).cursor
        return self._rows[cursor].line if cursor < len(self._rows) else None

    def can(self, name: str) -> bool:
        if name == "open":
            return self.chosen is not None and bool(self.chosen.numbers)
        if name in ("explain", "export"):
            return self.report is not None
        return super().can(name)

    @on(Listing.Moved)
    def _moved(self) -> None:
        self.show_keys()

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.behind import BehindScreen

        line = self.chosen
        if line is None or not line.numbers:
            say(self.app, _("No inquiry is behind that."))
            return
        self.app.push_screen(BehindScreen(line))

    def action_explain(self) -> None:
        from csboard.tui.screens.report import ReportScreen

        if self.report is not None:
            rows = [f"- {one}" for one in words.definitions()]
            rows += ["", *notes.below(self.report)]
            title = _("What the figures mean")
            self.app.push_screen(ReportScreen(words.title(self.report.counted), rows, title))

    def action_export(self) -> None:
        from csboard.tui.figure_files import export

        if self.report is not None:
            self.run_worker(export(app_of(self), self.report), group="export", exclusive=True)
