"""What was hidden and is shown again is as it is now, and the cursor's card is in view."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import Move
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import WIDE, Sit

NARROW = (80, 24)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_quick_view_has_its_chip_the_second_time_too(
    board: Board, sit: Sit, size: tuple[int, int]
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "one")
    async with sit("sato", size=size) as seat:
        await seat.press("3")
        assert "[Unassigned only x]" in seat.text()
        await seat.press("1", "3")
        assert "[Unassigned only x]" in seat.text()


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_moved_card_is_in_view_under_the_cursor(
    board: Board, sit: Sit, size: tuple[int, int]
) -> None:
    sato = enter(board, "sato", "Sato")
    for n in range(30):
        task = open_inquiry(board, f"number {n}")
        if n < 20:
            board.execute(Move(task=task, stage="doing"), sato)
    async with sit("sato", size=size) as seat:
        await seat.press("2", "end")
        here = seat.card
        for key in ("H", "L", "H", "L", "u"):
            await seat.press(key)
            assert seat.card == here
            assert f">#{here} " in seat.text(), key


async def test_the_only_card_of_a_stage_never_leaves_it_looking_empty(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "one")
    async with sit("sato", size=NARROW) as seat:
        for key in ("L", "H", "L", "H", "u", "u"):
            await seat.press(key)
            assert ">#1001 one" in seat.text()
            assert "No cards here" not in seat.text()


async def test_the_strip_shown_again_says_what_the_header_says(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "one")
    async with sit("sato", size=NARROW) as seat:
        await seat.resize(*WIDE)
        open_inquiry(board, "two")
        await seat.settle()
        await seat.resize(*NARROW)
        head, strip = seat.text().splitlines()[:2]
        assert "Unassigned 2" in head
        assert "Unassigned 2" in strip


async def test_no_view_begins_within_a_card(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    for n in range(40):
        open_inquiry(board, f"number {n}")
    async with sit("sato", size=(80, 24)) as seat:
        for key in (*["j"] * 15, "pagedown", "k", "pageup", "end", "pageup", "home"):
            await seat.press(key)
            first, *cards = seat.text().splitlines()[2:-1]
            assert first[1:].startswith("#"), key
            assert any(line.startswith(">#") for line in (first, *cards)), key
        await seat.wheel_down(10, 10)
        assert seat.text().splitlines()[2].startswith(" #")


async def test_a_terminal_that_gets_lower_keeps_the_cursor_in_view(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    for n in range(40):
        open_inquiry(board, f"number {n}")
    async with sit("sato", size=(80, 40)) as seat:
        await seat.press("pagedown")
        await seat.resize(80, 15)
        assert f">#{seat.card} " in seat.text()


async def test_beside_the_preview_each_stage_is_named_once(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    open_inquiry(board)
    async with sit("sato", (120, 40)) as seat:
        for _round in range(2):
            await seat.press("v")
            below_header = "\n".join(seat.text().splitlines()[1:])
            for stage in ("ToDo 1", "Doing 0", "Done today 0"):
                assert below_header.count(stage) == 1, stage
