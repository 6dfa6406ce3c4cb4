"""The board's columns, its preview and its cursor: where everything stands in a window."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget

from csboard.domain.records import Card
from csboard.tui.kept import NOTHING_KEPT, Kept
from csboard.tui.plan import Plan, plan
from csboard.tui.screens.board_preview import PreviewFollowing
from csboard.tui.screens.painted_once import PaintedOnce
from csboard.tui.screens.telling import SayingScreen
from csboard.tui.state import BoardState
from csboard.tui.station import Station
from csboard.tui.widgets.column import Column
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.header import Header
from csboard.tui.widgets.preview import Preview
from csboard.tui.widgets.stages import StageStrip

if TYPE_CHECKING:
    from csboard.domain.business_calendar import Calendar


class Ground(Widget):
    """What lies under the columns. They cover it, so nothing of it need be drawn."""

    BLANK = True


class BoardColumns(SayingScreen, PaintedOnce):
    """As many columns as have room, those around the cursor; what stands in them others say."""

    AUTO_FOCUS = ""
    BLANK = True

    def __init__(self, state: BoardState, station: Station, kept: Kept = NOTHING_KEPT) -> None:
        """`kept` is how the person left the board last time."""
        super().__init__()
        self.state = state
        self.view = kept.view
        self._station = station
        self._zone = ZoneInfo(state.zone)
        self._active = 0
        self._plan = Plan(0, len(state.stages), 0)
        self._wants_preview = kept.preview
        self._kept = kept
        self._has_rack = False
        self._header = Header()
        self._strip = StageStrip()
        self._columns = self._make_columns()
        self._preview = Preview(self._zone)
        self._following = PreviewFollowing(self, self._preview, station)
        self.footer = Footer()

    @abstractmethod
    def show_keys(self) -> None:
        """Name the keys of now in the last line and in what columns say."""

    @abstractmethod
    def _show_state(self, touched: set[str] | None = None) -> None:
        """Bring every widget up to the state; of the columns only those `touched`."""

    @abstractmethod
    def _show_footer(self) -> None:
        """Name in the last line what can be done now."""

    @abstractmethod
    def _show_asides(self) -> None:
        """Say on the cards who is there and what is new."""

    # building and laying out

    def compose(self) -> ComposeResult:
        self.show_keys()
        self._take_place_again()
        self._lay_out(self.app.size.width)
        yield self._header
        yield self._strip
        yield Ground(*self._columns, self._preview, id="columns")
        yield self.footer

    def _take_place_again(self) -> None:
        """Put the cursor where it was when the person left, as far as there is such a place."""
        if self._kept.stage in self._stage_keys:
            self._active = self._stage_keys.index(self._kept.stage)
        for index, column in enumerate(self._columns):
            for place, card in enumerate(column.cards):
                if self._kept.task == str(card.ref):
                    self._active, column.cursor = index, place
        self.column.set_active(True)
        self._strip.show_here(self._active)

    def as_left(self) -> Kept:
        """How the board is now, to come back to."""
        task = str(self.card.ref) if self.card else ""
        return Kept(self.view, self._wants_preview, self.column.stage_key, task)

    def _make_columns(self) -> list[Column]:
        now, me = self._station.clock.now(), self._station.actor.login
        keys = [stage.key for stage in self.state.stages]
        return [Column(key, me, now, self._zone, self._calendar) for key in keys]

    @property
    def _calendar(self) -> Calendar | None:
        """The business hours by which promises run."""
        return self.state.rules.calendar if self.state.rules else None

    async def _renew_columns(self) -> None:
        """Make other columns, after the team changed its stages."""
        here = self.card
        old, self._columns = self._columns, self._make_columns()
        self._active = min(self._active, len(self._columns) - 1)
        self.column.set_active(True)
        self._show_asides()
        mounted = self.query_one(Ground).mount(*self._columns, before=self._preview)
        for column in old:  # before any waiting, which another such change may end
            column.remove()
        await mounted
        self._show_state()
        self._lay_out(self.size.width)
        if here is not None:
            self.go_to_task(here)

    @property
    def _stage_keys(self) -> list[str]:
        return [column.stage_key for column in self._columns]

    def _extend_compose(self, widgets: list[Widget]) -> None:
        """Add nothing: the rack for toasts would cost a second layout before the first paint."""

    def on_resize(self, event: events.Resize) -> None:
        self._lay_out(event.size.width)

    def _lay_out(self, width: int) -> None:
        self._plan = plan(width, len(self._columns), self._active, self._wants_preview)
        some_hidden = self._plan.shown < len(self._columns)
        self._strip.display = some_hidden
        in_view = range(self._plan.first, self._plan.last + 1)
        self._strip.set_in_view(in_view if self._plan.shown > 1 else None)
        for index, column in enumerate(self._columns):
            column.display = self._plan.first <= index <= self._plan.last
            column.titled = not some_hidden  # else the strip says it
        self._preview.display = bool(self._plan.preview)
        self._preview.styles.width = self._plan.preview
        self._following.soon()

    def toggle_preview(self) -> None:
        """Show the preview if it is hidden, hide it if it is shown."""
        self._wants_preview = not self._plan.preview
        self._lay_out(self.size.width)

    def tell(self, sentence: str, severity: str = "information") -> bool:
        """Say in the last line what was done or refused.

        False when it does not fit there; then there is room for toasts.
        """
        told = super().tell(sentence, severity)
        if not told:
            self._make_room_for_toasts()
        return told

    def _make_room_for_toasts(self) -> None:
        if not self._has_rack:
            self._has_rack = True
            rack: list[Widget] = []
            super()._extend_compose(rack)
            self.mount(*rack)

    # the cursor

    @property
    def column(self) -> Column:
        """The column the cursor is in."""
        return self._columns[self._active]

    @property
    def stage_index(self) -> int:
        return self._active

    @property
    def all_columns(self) -> list[Column]:
        return list(self._columns)

    @property
    def card(self) -> Card | None:
        """The card under the cursor."""
        return self.column.card

    def go_to_stage(self, index: int) -> None:
        """Put the cursor into the stage at `index`, scrolling stages into view if needed."""
        index = max(0, min(index, len(self._columns) - 1))
        if index == self._active:
            return
        self.column.set_active(False)
        self._active = index
        self.column.set_active(True)
        self._lay_out(self.size.width)
        self._strip.show_here(index)
        self._show_footer()

    def go_to_card(self, index: int) -> None:
        """Put the cursor on the card at `index` of its column."""
        self.column.go(index)
        self._show_footer()
        self._following.soon()

    def go_to_task(self, card: Card) -> bool:
        """Put the cursor on `card` if it is on the board as it is filtered now."""
        for index, column in enumerate(self._columns):
            place = column.find(card.task_id)
            if place is not None:
                self.go_to_stage(index)
                self.go_to_card(place)
                return True
        return False
