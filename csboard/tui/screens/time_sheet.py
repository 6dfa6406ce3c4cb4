"""One's own time sheet: a day's entries with their sums, to be corrected; nobody else's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from csboard.domain import time_sheet
from csboard.domain.records import Card, TaskRef
from csboard.domain.time_parsing import day_bounds
from csboard.domain.time_records import Entry, OwnTime
from csboard.domain.time_words import touched, worked
from csboard.errors import Refused
from csboard.i18n import _, format_day, in_zone
from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.permitted import may_work
from csboard.tui.screens.reading_list import ListScreen
from csboard.tui.state import Change
from csboard.tui.time_lines import columns, entry_row, sum_row
from csboard.tui.widgets.listing import Listing

if TYPE_CHECKING:
    from csboard.board import Board


class Whole(NamedTuple):
    """How much an inquiry has had of everybody, beside how long it has been here."""

    touched: timedelta
    card: Card


class Sheet(NamedTuple):
    """What is read for a day."""

    own: OwnTime
    wholes: Mapping[int, Whole]
    """By number, of the inquiries that were worked on."""


class TimeSheetScreen(ListScreen[Sheet]):
    """A day's stretches in their order; under them what each task and other work had."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "time_sheet.tcss"]  # type: ignore[assignment]
    PLACES = ("times", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("times")

    def __init__(self) -> None:
        super().__init__(_("Time sheet"), self._asked, self._show, row_height=1)
        self.day: date | None = None
        """The day that is shown, on the team's clocks; None until the first reading."""
        self._lines: list[time_sheet.Line] = []
        self._sums: list[time_sheet.Sum] = []

    def can(self, name: str) -> bool:
        if name in ("edit", "drop"):
            return self.entry is not None and may_work(self, self.state)
        if name == "open":
            return self.task_here is not None
        return name not in ("add", "timer", "undo") or may_work(self, self.state)

    def board_changed(self, _change: Change) -> None:
        self.read_soon()

    @property
    def shown_day(self) -> date:
        now = station_of(self).clock.now()
        return self.day or in_zone(now, self.state.zone).date()

    def _asked(self, board: Board, login: str) -> Sheet:
        period = day_bounds(self.shown_day, self.state.zone)
        own = board.own_time(login, period.start, period.end)
        numbers = {one.task.number for one in own.entries if one.task}
        return Sheet(own, dict(_wholes(board, numbers)))

    def _show(self, sheet: Sheet) -> None:
        now, zone = station_of(self).clock.now(), self.state.zone
        period = day_bounds(self.shown_day, zone)
        self._lines = time_sheet.lines(sheet.own.entries, period.start, period.end, now)
        self._sums = time_sheet.sums(self._lines)
        title = _("Time sheet  {day}  {time}").format(
            day=format_day(period.start, zone, now=now),
            time=worked(time_sheet.total(self._lines)),
        )
        self.query_one("#title", Plain).show(title)
        at = columns(self._lines, self._sums, zone, self.size.width - 1)
        rows = [entry_row(line, sheet.own, zone, now, at) for line in self._lines]
        rows += [sum_row(one, self._in_all(one, sheet), at) for one in self._sums]
        names: list[object] = [line.entry.id for line in self._lines]
        names += [("sum", one.task, one.work) for one in self._sums]
        nothing = _("No time is written down for this day.")
        self.query_one(Listing).show(rows, nothing, names)
        self.show_keys()

    def _in_all(self, one: time_sheet.Sum, sheet: Sheet) -> str:
        """What the inquiry has had, beside how long it has been here."""
        whole = sheet.wholes.get(one.task.number) if one.task else None
        if whole is None:
            return ""
        now = station_of(self).clock.now()
        here = (whole.card.closed_at or now) - whole.card.opened_at
        return _("in all: {told}").format(told=touched(whole.touched, here))

    # what is under the cursor

    @property
    def entry(self) -> Entry | None:
        """The entry under the cursor; None on a sum."""
        at = self.query_one(Listing).cursor
        return self._lines[at].entry if at < len(self._lines) else None

    @property
    def task_here(self) -> TaskRef | None:
        at = self.query_one(Listing).cursor - len(self._lines)
        if self.entry is not None:
            return self.entry.task
        return self._sums[at].task if 0 <= at < len(self._sums) else None

    # what keys do

    def action_before(self) -> None:
        self._go(-1)

    def action_after(self) -> None:
        self._go(1)

    def _go(self, by: int) -> None:
        today = in_zone(station_of(self).clock.now(), self.state.zone).date()
        with suppress(OverflowError):
            day = self.shown_day + timedelta(by)
            if day > today:
                say(self.app, _("That day has not come yet."))
                return
            self.leave_said(unseen=True)  # of the day that was shown
            self.day = day
            self.query_one(Listing).cursor = 0
            self.read_soon()

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        if self.task_here is None:
            say(self.app, _("This belongs to no inquiry."))
        else:
            self.app.push_screen(InquiryScreen(self.task_here.number))

    def action_add(self) -> None:
        self._do("add", self.shown_day)

    def action_edit(self) -> None:
        if self.entry is None:
            say(self.app, _("There is no entry under the cursor."))
        else:
            self._do("correct", self.entry)

    def action_drop(self) -> None:
        if self.entry is None:
            say(self.app, _("There is no entry under the cursor."))
        else:
            self._do("drop", self.entry)

    def action_timer(self) -> None:
        self._do("other_work")

    def action_undo(self) -> None:
        self._do("undo")

    def _do(self, name: str, *about: object) -> None:
        """Do what `csboard.tui.time_sheet_acts` calls `name`, and show what came of it."""
        from csboard.tui import time_sheet_acts

        if name not in ("drop", "undo"):
            app_of(self).hold_keys()
        act = getattr(time_sheet_acts, name)
        self.in_turn(lambda: act(self, *about), then_read=True)


def _wholes(board: Board, numbers: set[int]) -> Iterator[tuple[int, Whole]]:
    now = board.clock.now()
    for number in sorted(numbers):
        with suppress(Refused):  # filed as junk
            card = board.card(TaskRef(number))
            entries = board.time_of_inquiry(number)
            yield number, Whole(sum((one.length(now) for one in entries), timedelta()), card)
