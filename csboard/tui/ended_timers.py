"""Timers that ended with one's own acts, as they are told to who did them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from csboard.domain.records import Event
from csboard.domain.time_words import ended_with
from csboard.domain.timers_of_tasks import ENDED_WITH
from csboard.errors import CsboardError

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.domain.time_records import Entry
    from csboard.tui.app import CsboardApp


async def ended_timers(app: CsboardApp, events: Sequence[Event]) -> str:
    """In words; empty when none ended, or when it can't be read just now."""

    def read(board: Board) -> list[Entry]:
        return [entry for event in events for entry in board.ended_with(event)]

    try:
        entries = (
            await app.station.read(read)
            if any(event.detail.get(ENDED_WITH) for event in events)
            else []
        )
    except CsboardError:  # the act is done all the same
        return ""
    station = app.station
    return ended_with(entries, station.actor.login, app.state.members, station.clock.now())
