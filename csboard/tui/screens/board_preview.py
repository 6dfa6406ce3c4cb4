"""The preview follows the cursor, a moment later and off the loop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from csboard.domain.records import Card
from csboard.errors import CsboardError
from csboard.tui.station import Station
from csboard.tui.widgets.preview import Preview

if TYPE_CHECKING:
    from csboard.tui.screens.board_columns import BoardColumns

PREVIEW_DELAY = 0.15
"""Seconds the cursor rests before the preview follows it."""


class PreviewFollowing:
    """Shows in the preview what is under the board's cursor."""

    def __init__(self, screen: BoardColumns, preview: Preview, station: Station) -> None:
        self._screen = screen
        self._preview = preview
        self._station = station
        self._timer: Timer | None = None

    def soon(self) -> None:
        """Follow when the cursor has come to rest."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._preview.display and self._screen.is_mounted:
            self._timer = self._screen.set_timer(PREVIEW_DELAY, self._show)

    async def _show(self) -> None:
        card = self._screen.card
        if card is None:
            self._preview.show(None, None, self._station.clock.now())
            return
        self._screen.run_worker(self._read(card), group="preview", exclusive=True)

    async def _read(self, card: Card) -> None:
        try:
            view = await self._station.read(lambda board: board.inquiry(card.ref.number))
        except CsboardError:
            view = None
        if self._screen.card is card:
            self._preview.show(card, view, self._station.clock.now())
