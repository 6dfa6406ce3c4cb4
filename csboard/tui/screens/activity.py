"""What others did since one last looked, by inquiry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from csboard.domain.commands import MarkSeen
from csboard.domain.history import describe
from csboard.domain.records import Event
from csboard.domain.views import Activity
from csboard.errors import CsboardError
from csboard.i18n import _, ngettext
from csboard.named import NamedTuple
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.news import count_of
from csboard.tui.screens.reading_list import ListScreen
from csboard.tui.state import BoardState, Change
from csboard.tui.times import Times
from csboard.tui.widgets.listing import Listing, Row

if TYPE_CHECKING:
    from csboard.board import Board


class Line(NamedTuple):
    """One line of the list, and the inquiry that it belongs to."""

    name: tuple[int | None, int]
    """The inquiry's number and the event's id; 0 for the line with the subject."""
    row: Row

    @property
    def number(self) -> int | None:
        return self.name[0]


class ActivityScreen(ListScreen[Activity]):
    """The inquiry touched last first; under each what happened, in the order of time."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "activity.tcss"]  # type: ignore[assignment]
    PLACES = ("activity", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("activity")

    def __init__(self) -> None:
        super().__init__(_("Activity"), _asked, self._show, row_height=1)
        self._activity: Activity | None = None
        self._lines: list[Line] = []

    def can(self, name: str) -> bool:
        return bool(self._lines) or name not in ("open", "seen")

    def board_changed(self, _change: Change) -> None:
        self.read_soon()

    def _show(self, activity: Activity) -> None:
        self._activity = activity
        times = Times(app_of(self).state.zone, station_of(self).clock.now())
        self._lines = list(_lines(activity, app_of(self).state, times))
        self.query_one("#title", Plain).show(_title(activity))
        self.query_one(Listing).show(
            [line.row for line in self._lines],
            _("Nothing has happened since you last looked."),
            [line.name for line in self._lines],
        )
        self.show_keys()

    @on(Listing.Chosen)
    def action_open(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        if not self._lines:
            return
        number = self._lines[self.query_one(Listing).cursor].number
        if number is None:
            say(self.app, _("This belongs to no inquiry."))
        else:
            numbers = dict.fromkeys(line.number for line in self._lines if line.number)
            self.app.push_screen(InquiryScreen(number, tuple(numbers)))

    async def action_seen(self) -> None:
        await self._mark_seen()
        self.read_soon()

    async def _mark_seen(self) -> None:
        """Up to what is shown; who may not even keep a mark sees the same again next time."""
        if self._activity is not None:
            with suppress(CsboardError):
                await station_of(self).keep(MarkSeen(event_id=self._activity.rev))


def _asked(board: Board, login: str) -> Activity:
    return board.activity(login)


def _title(activity: Activity) -> str:
    count = count_of(activity)
    if activity.more:
        return _("Activity: the latest {n} since you last looked").format(n=count)
    if not activity.since:
        return ngettext(
            "Activity: {n} thing in the last 24 hours",
            "Activity: {n} things in the last 24 hours",
            count,
        ).format(n=count)
    return ngettext(
        "Activity: {n} thing since you last looked",
        "Activity: {n} things since you last looked",
        count,
    ).format(n=count)


def _lines(activity: Activity, state: BoardState, times: Times) -> Iterator[Line]:
    for inquiry in activity.inquiries:
        title = f" #{inquiry.number} {inquiry.subject}".rstrip()
        yield Line((inquiry.number, 0), [[(title, "row")]])
        yield from _told(inquiry.number, inquiry.events, state, times)
    if activity.rest:
        yield Line((None, 0), [[(" " + _("Of no inquiry"), "row")]])
    yield from _told(None, activity.rest, state, times)


def _told(
    number: int | None, happened: Iterable[Event], state: BoardState, times: Times
) -> Iterator[Line]:
    for event in happened:
        sentence = describe(event, state.members, state.stages, state.vocabulary, state.zone)
        told = f"   {times.moment(event.at)}  {sentence}"
        yield Line((number, event.id), [[(told, "muted")]])
