"""The inquiries behind a figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain import report_words, words
from csboard.domain.report import TIME, Line
from csboard.domain.views import InquiryBrief
from csboard.i18n import _, short_day
from csboard.tui import keys
from csboard.tui.app import station_of
from csboard.tui.fence import Plain
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.screens.reading_list import ListedScreen
from csboard.tui.times import Times
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row

MOST = 1000
"""Inquiries that the list has; a report names all."""
GAP = "  "


class BehindScreen(ListedScreen):
    """One line each, in the figure's order: the longest time first, what missed a share first."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "figures.tcss"]  # type: ignore[assignment]
    PLACES = ("behind", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("behind")

    def __init__(self, line: Line, title: str = "") -> None:
        """`title` where the figure's own name and value don't tell enough."""
        super().__init__()
        self._line = line
        self._title = title or f"{line.label}: {line.value}"
        self._briefs: Sequence[InquiryBrief] = ()

    def compose(self) -> ComposeResult:
        yield Plain(self._title, id="title")
        yield Plain(id="told")
        yield Listing(row_height=1)
        yield Footer()

    async def read(self) -> None:
        numbers = tuple(dict.fromkeys(self._line.numbers))[:MOST]
        found = await station_of(self).read(lambda board: board.briefs(numbers))
        place = {number: index for index, number in enumerate(numbers)}
        self._briefs = sorted(found, key=lambda one: place[one.number])
        self.show_again()

    def show_again(self) -> None:
        if not self.size.width:
            return
        behind = report_words.behind_in_words(self._line.behind)
        if self._line.behind > MOST:
            behind = _("{count}, of which the first {most} stand here").format(
                count=behind, most=MOST
            )
        self.query_one("#told", Plain).show(behind)
        times = Times(self.state.zone, station_of(self).clock.now())
        rows = _rows(self._line, self._briefs, times, self.size.width - 1)
        names = [one.number for one in self._briefs]
        self.query_one(Listing).show(rows, _("No inquiry is behind that."), names)
        self.show_keys()

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        numbers = tuple(one.number for one in self._briefs)
        if numbers:
            number = numbers[self.query_one(Listing).cursor]
            self.app.push_screen(InquiryScreen(number, numbers))


def _rows(line: Line, briefs: Sequence[InquiryBrief], times: Times, width: int) -> list[Row]:
    each = dict(zip(line.numbers, line.each, strict=False))
    missed = set(line.misses)
    cells = []
    for one in briefs:
        own = report_words.measured(TIME, each[one.number]) if one.number in each else ""
        if line.misses:
            own = _("no") if one.number in missed else _("yes")
        day = short_day(one.opened_at, times.zone, times.now)
        cells.append((f"#{one.number}", own, day, _state(one), one.subject))
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)][:4]
    return [_row(one, widths, width) for one in cells]


def _row(cells: tuple[str, ...], widths: Sequence[int], width: int) -> Row:
    *fixed, subject = cells
    number, own, day, state = (pad(text, room) for text, room in zip(fixed, widths, strict=True))
    before = " " + GAP.join(filter(str.strip, (number, own, day, state))) + GAP
    runs: list[Run] = [(before, ""), (cut(subject, max(1, width - cell_len(before))), "")]
    return (runs,)


def _state(one: InquiryBrief) -> str:
    if one.outcome:
        return words.outcome(one.outcome)
    return _("done") if one.closed_at else _("open")
