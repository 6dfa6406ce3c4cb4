"""The clocks of the inquiry that a screen shows: they go on while nothing else happens."""

from __future__ import annotations

from abc import abstractmethod
from datetime import timedelta
from typing import TYPE_CHECKING

from csboard.tui.app import app_of, station_of
from csboard.tui.screens.telling import TellingScreen

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.domain.inquiry_clocks import InquiryClocks
    from csboard.domain.views import InquiryView


class ClockBeside(TellingScreen):
    """A screen of an inquiry that tells how its promises stand, to the minute."""

    number: int
    clocks: InquiryClocks | None = None
    """None where the team promises nothing."""
    touched: timedelta = timedelta()
    """How long everybody together has worked on it, as last read."""

    async def read_with_clocks(
        self, number: int
    ) -> tuple[InquiryView, InquiryClocks | None, timedelta]:
        """The inquiry as it is now and how long was worked on it; raises as `Board.inquiry`."""
        rules = app_of(self).state.rules

        def read(board: Board) -> tuple[InquiryView, InquiryClocks | None, timedelta]:
            view = board.inquiry(number)
            clocks = board.clocks(number) if rules and rules.promises else None
            return view, clocks, board.touched(number)

        return await station_of(self).read(read)

    def keep_clocks(self, clocks: InquiryClocks | None) -> None:
        """Tell these from now on."""
        self.clocks = clocks

    @abstractmethod
    def show_minute(self) -> None:
        """Show how the promises stand now."""

    def on_mount(self) -> None:
        # No timer of its own: asyncio keeps one that is stopped until it would have rung, and
        # with it the closed screen on which it was begun.
        app_of(self).minutes.subscribe(self, self._turn_minute)

    def _turn_minute(self, _nothing: None) -> None:
        if self.clocks is not None and self.clocks.inquiry.closed_at is None:
            self.show_minute()

    async def action_clock(self) -> None:
        """How each clock came to stand as it does, in a window."""
        from csboard.tui.clock_window import show_clocks

        await show_clocks(self, self.number)
