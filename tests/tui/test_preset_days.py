"""What is typed into the days of an absence that stand there already."""

from __future__ import annotations

from datetime import date

import pytest
from textual.events import AppBlur, AppFocus, Paste

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


async def test_what_is_typed_takes_the_place_of_the_days_that_stand_there(
    board: Board, sit: Sit
) -> None:
    """An input method sends a word letter by letter, and other windows come in between."""
    async with sit("mori") as seat:
        await at_the_list(seat)
        await seat.press("n")
        box = await fill(seat)
        first, last = (box.query_one(f"#{name}", ImeInput) for name in ("first", "last"))
        assert first.value == "2026-11-23"
        await seat.press("来")
        assert first.value == "来"
        seat.app.post_message(AppBlur())
        seat.app.post_message(AppFocus())
        await seat.press("tab", "shift+tab", "週")
        assert (first.value, last.value) == ("来週", "2026-12-06")
        await seat.press("tab", *"12/4")
        assert last.value == "12/4"
        await seat.press("ctrl+s")
        await seat.until(lambda: bool(board.absences()))
        assert (only(board).first, only(board).last) == (date(2026, 11, 30), date(2026, 12, 4))


async def test_what_is_pasted_takes_their_place_and_moving_there_keeps_them(
    board: Board, sit: Sit
) -> None:
    async with sit("mori") as seat:
        await at_the_list(seat)
        await seat.press("n")
        box = await fill(seat)
        first, last = (box.query_one(f"#{name}", ImeInput) for name in ("first", "last"))
        seat.app.post_message(Paste("12/1"))
        await seat.until(lambda: first.value == "12/1")
        await seat.press("tab", "left", "right", *"am")
        assert last.value == "2026-12-01am"


async def test_days_that_were_refused_are_mended_and_not_replaced(board: Board, sit: Sit) -> None:
    async with sit("mori") as seat:
        await at_the_list(seat)
        await seat.press("n")
        await fill(seat, first="12/4", last="12/1")
        await seat.press("ctrl+s")
        await seat.until(lambda: "before it begins" in seat.text())
        box = await fill(seat)
        await seat.press("end", "backspace", "5")
        assert box.query_one("#last", ImeInput).value == "2026-12-05"
