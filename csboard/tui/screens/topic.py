"""What stands behind a topic of the knowledge map: cases, templates, the latest inquiries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from csboard.domain import knowledge_words as words
from csboard.domain import words as named
from csboard.domain.behind import Behind, BehindInquiry
from csboard.domain.holders import Topic
from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.i18n import _, short_day
from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.app import station_of
from csboard.tui.fence import Plain
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.screens.reading_list import ListedScreen
from csboard.tui.times import Times
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing, Row

MOST = 16
"""Cells that each column but the subjects' takes at most."""
GAP = "  "
LEAST_SUBJECT = 12


class Line(NamedTuple):
    """A line of the list, and what it leads to."""

    name: tuple[str, int]
    """`case`, `inquiry` or `template` with its id; a heading has neither."""
    row: Row


class TopicScreen(ListedScreen):
    """Each kind under its own heading, of each the latest first."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "knowledge_map.tcss"]  # type: ignore[assignment]
    PLACES = ("topic", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("topic")

    def __init__(self, topic: Topic) -> None:
        super().__init__()
        self._topic = topic
        self._behind: Behind | None = None
        self._lines: list[Line] = []

    def compose(self) -> ComposeResult:
        yield Plain(words.topic(self._topic), id="title")
        yield Listing(row_height=1)
        yield Footer()

    async def read(self) -> None:
        self._behind = await station_of(self).read(lambda board: board.behind(self._topic))
        self.show_again()

    def show_again(self) -> None:
        if self._behind is None or not self.size.width:
            return
        times = Times(self.state.zone, station_of(self).clock.now())
        members = self.state.members
        self._lines = list(_lines(self._behind, self.size.width - 1, times, members))
        self.query_one(Listing).show(
            [line.row for line in self._lines],
            _("Nothing of this topic stands on the board any more."),
            [line.name for line in self._lines],
        )
        self.show_keys()

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.case import CaseScreen
        from csboard.tui.screens.inquiry import InquiryScreen
        from csboard.tui.screens.templates import TemplatesScreen

        if not self._lines:
            return
        kind, own = self._lines[self.query_one(Listing).cursor].name
        if kind == "case":
            self.app.push_screen(CaseScreen(own, None))
        elif kind == "template":
            self.app.push_screen(TemplatesScreen())
        elif kind == "inquiry":
            numbers = [line.name[1] for line in self._lines if line.name[0] == "inquiry"]
            self.app.push_screen(InquiryScreen(own, tuple(numbers)))


def _lines(
    behind: Behind, width: int, times: Times, members: Mapping[str, Member]
) -> Iterator[Line]:
    cases: list[tuple[str, ...]] = [
        (f"#{one.number}", one.title, name_of(one.author, members)) for one in behind.cases
    ]
    inquiries = [_cells(one, times, members) for one in behind.inquiries]
    sections: tuple[tuple[str, str, list[int], list[tuple[str, ...]]], ...] = (
        ("case", _("Cases"), [one.id for one in behind.cases], cases),
        (
            "template",
            _("Templates"),
            [own for own, _name in behind.templates],
            [("", name) for _own, name in behind.templates],
        ),
        ("inquiry", _("Inquiries"), [one.inquiry.number for one in behind.inquiries], inquiries),
    )
    for kind, heading, ids, rows in sections:
        if ids:
            yield Line(("", len(heading)), ([(f" {heading}", "muted")],))
        for own, text in zip(ids, _in_columns(rows, width - 3), strict=True):
            yield Line((kind, own), ([(f"   {text}", "")],))


def _cells(one: BehindInquiry, times: Times, members: Mapping[str, Member]) -> tuple[str, ...]:
    about = one.inquiry
    ended = named.outcome(about.outcome) if about.outcome else ""
    state = ended or (_("done") if about.closed_at else _("open"))
    who = _(", ").join(name_of(login, members) for login in one.answered_by)
    day = short_day(about.opened_at, times.zone, times.now)
    return f"#{about.number}", about.subject, day, state, who


def _in_columns(rows: Sequence[tuple[str, ...]], width: int) -> Iterator[str]:
    """Each row in columns as wide as they must be; the second gets what the others leave."""
    widths = [min(MOST, max(map(cell_len, column))) for column in zip(*rows, strict=True)]
    if len(widths) > 1:
        others = sum(widths) - widths[1] + len(GAP) * (len(widths) - 1)
        widths[1] = max(LEAST_SUBJECT, width - others)
    for row in rows:
        cells = (pad(cut(text, room), room) for text, room in zip(row, widths, strict=True))
        yield GAP.join(cells).rstrip()
