"""The days in the box of an absence, as they are typed there."""

from __future__ import annotations

from datetime import date

import pytest

from csboard.board import Board
from csboard.tui.fields import ImeInput
from tests.support.desk import enter
from tests.tui.conftest import Sit
from tests.tui.test_absences import at_the_list, fill, only


@pytest.fixture(autouse=True)
def people(board: Board) -> None:
    """The lead, and Mori."""
    for login in ("lead", "mori"):
        enter(board, login, login.title())


async def test_the_last_day_follows_the_first_until_it_is_written(board: Board, sit: Sit) -> None:
    async with sit("mori") as seat:
        await at_the_list(seat)
        await seat.press("n")
        box = await fill(seat, first="来週")
        last = box.query_one("#last", ImeInput)
        assert last.value == "2026-12-06"
        await fill(seat, first="12/1")
        assert last.value == "2026-12-01"
        await fill(seat, last="", first="来週")
        await seat.press("ctrl+s")
        await seat.until(lambda: bool(board.absences()))
        assert (only(board).first, only(board).last) == (date(2026, 11, 30), date(2026, 12, 6))
        await seat.until(lambda: "Nov 30 - Sun Dec 6" in seat.text())
        await seat.press("enter")
        box = await fill(seat, first="12/2")
        assert box.query_one("#last", ImeInput).value == "2026-12-06"
        await fill(seat, first="再来週")
        assert box.query_one("#last", ImeInput).value == "2026-12-13"
