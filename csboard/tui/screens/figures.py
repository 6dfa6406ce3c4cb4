"""The figures of a day, a week or a month: counted aside, while everything else goes on."""

from __future__ import annotations

import asyncio
import threading
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain import report_notes as notes
from csboard.domain import report_words as words
from csboard.domain.counted import Counted
from csboard.domain.periods import Days, Length, days_around, today
from csboard.domain.report import Line, Report, report_of
from csboard.errors import CsboardError, Stopped
from csboard.i18n import _
from csboard.tui import figure_lines, keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.layout import cell_len
from csboard.tui.screens.telling import TellingScreen
from csboard.tui.widgets.flow_plot import FlowPlot
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing

ROOMY, TALL = 20, 36
"""Lines of a window that has room for the plot, and for a tall one."""


class FigureRows(Listing):
    """A line for each figure."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--heading", "canvas--value", "canvas--bar"}


class FiguresScreen(TellingScreen):
    """Shows what was counted last; a count that is under way is stopped by whatever asks anew."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "figures.tcss"]  # type: ignore[assignment]
    PLACES = ("figures", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("figures")

    def __init__(self) -> None:
        super().__init__()
        self._days: Days | None = None
        """What is shown or being counted."""
        self.report: Report | None = None
        self._rows: list[figure_lines.FigureRow] = []
        self._was_shown = False
        self._stop: threading.Event | None = None
        """Set to stop the count that is under way; None when none is."""

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
        self._go(days_around(Length.WEEK, self._today))

    def on_unmount(self) -> None:
        self._stop_counting()
        app_of(self).forget(self)

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self.query_one(Listing).focus()

    def on_resize(self, _event: events.Resize) -> None:
        self._show()

    # counting

    @property
    def is_idle(self) -> bool:
        """Whether no count is under way."""
        return self._stop is None

    @property
    def _today(self) -> date:
        return today(station_of(self).clock.now(), app_of(self).state.zone)

    def _go(self, days: Days) -> None:
        """Count other days; what is shown stays until that is done."""
        self._stop_counting()
        self._days, self._stop = days, threading.Event()
        self.run_worker(self._count(days, self._stop), group="count", exclusive=True)

    def _stop_counting(self) -> None:
        if self._stop is not None:
            self._stop.set()
            self._stop = None

    async def _count(self, days: Days, stop: threading.Event) -> None:
        login, loop = station_of(self).actor.login, asyncio.get_running_loop()

        def progress(done: int, of: int) -> None:
            if not stop.is_set():
                loop.call_soon_threadsafe(self._tell_progress, stop, done, of)

        self._tell_progress(stop, 0, 0)
        try:
            counted = await station_of(self).aside(
                lambda board: board.counted(days, login, progress, stop.is_set)
            )
        except Stopped:
            return
        except CsboardError as failure:
            say(self.app, failure.sentence, "error")
        else:
            if self._stop is stop:
                self._take(counted)
        if self._stop is stop:
            self._stop = None
            self._show()

    def _take(self, counted: Counted) -> None:
        self.report = report_of(counted, own=True)

    def _tell_progress(self, stop: threading.Event, done: int, of: int) -> None:
        if self._stop is not stop or self._days is None or not self.is_attached:
            return
        told = _("Counting {period}").format(period=self._days.name)
        percent = f" {100 * done // of} %" if of else ""
        back = _("{key}: stop").format(key=keys.key_of("figures.back"))
        self.query_one("#told", Plain).show(f"{told}{percent}  {back}")

    # showing

    def _show(self) -> None:
        if not self.size.width or self.report is None:
            return
        report, width = self.report, self.size.width - 1
        name = _("Figures")
        self.query_one("#title", Plain).show(f"{name}: {report.counted.days.name}")
        if self._stop is None:
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
        if name == "after":
            return self._days is not None and self._days.last < self._today
        return True

    @on(Listing.Moved)
    def _moved(self) -> None:
        self.show_keys()

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.behind import BehindScreen

        line = self.chosen
        if line is None:
            return
        if not line.numbers:
            say(self.app, _("No inquiry is behind that."))
            return
        self.app.push_screen(BehindScreen(line))

    def action_day(self) -> None:
        self._go(days_around(Length.DAY, self._within))

    def action_week(self) -> None:
        self._go(days_around(Length.WEEK, self._within))

    def action_month(self) -> None:
        self._go(days_around(Length.MONTH, self._within))

    @property
    def _within(self) -> date:
        """The day that a period of another length shall hold: today, or the last that is shown."""
        return min(self._days.last, self._today) if self._days else self._today

    def action_before(self) -> None:
        self._move(-1)

    def action_after(self) -> None:
        if self.can("after"):
            self._move(1)
        else:
            say(self.app, _("The period after has not begun."))

    def _move(self, by: int) -> None:
        try:
            if self._days is not None:
                self._go(self._days.moved(by))
        except CsboardError as failure:
            say(self.app, failure.sentence, "warning")

    def action_again(self) -> None:
        if self._days is not None:
            self._go(self._days)

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

    def action_back(self) -> None:
        if self._stop is None:
            self.dismiss()
            return
        self._stop_counting()
        say(self.app, _("Stopped before it was done."))
        if self.report is not None:
            self._days = self.report.counted.days
            self._show()
        else:
            self.query_one("#told", Plain).show(
                _("Nothing was counted yet: {key} counts.").format(key=keys.key_of("figures.again"))
            )
