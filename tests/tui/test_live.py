"""Losing the database and coming back; hearing of others on both databases."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.errors import Unavailable
from csboard.tui import live
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit


def gone(*_args: object) -> None:
    raise Unavailable("unreachable", "the server is down")


async def test_a_lost_database_is_said_and_the_board_stays_readable(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "read before")
    monkeypatch.setattr(live, "FIRST_WAIT", 0.05)
    async with sit("sato") as seat:
        with monkeypatch.context() as patch:
            for name in ("delta", "newest", "execute"):
                patch.setattr(board, name, gone)
            seat.app.live.wake()
            await seat.until(lambda: "can't be reached" in seat.text())
            assert "read before" in seat.text()
            await seat.press("a")
            assert seat.told == "the server is down"
        open_inquiry(board, "came meanwhile")
        await seat.until(lambda: "came meanwhile" in seat.text())
        await seat.until(lambda: "can't be reached" not in seat.text())


async def test_nothing_is_missed_however_many_come_at_once(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        for number in range(100):
            open_inquiry(board, f"number {number}")
        await seat.until(lambda: len(seat.app.state.cards) == 100)
        await seat.until(lambda: "Unassigned 100" in seat.text())


async def test_a_far_behind_board_reads_everything_again(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        monkeypatch.setattr(board, "delta", lambda _since: None)
        open_inquiry(board, "found in the snapshot")
        await seat.until(lambda: "found in the snapshot" in seat.text())
