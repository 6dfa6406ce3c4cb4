"""A sheet that nobody took before its task came to somebody otherwise, on the screen."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import TakeOver
from csboard.domain.hand_off_commands import TakeHandOff
from csboard.domain.records import Actor, TaskRef
from csboard.tui.screens.hand_off_sheet import SheetDialog
from csboard.tui.screens.hand_offs import HandOffsScreen
from csboard.tui.screens.report import ReportScreen
from tests.support.desk import enter
from tests.tui.conftest import Sit
from tests.tui.test_hand_offs import SHEET, mine, offered

__all__ = ["mine"]


@pytest.fixture
def over(board: Board, sato: Actor, suzuki: Actor, mine: TaskRef) -> TaskRef:
    """Sato's, who offers it to Tanaka; then Suzuki takes it over."""
    enter(board, "tanaka", "Tanaka")
    offered(board, mine, sato, "tanaka")
    board.execute(TakeOver(task=mine, reason="urgent"), suzuki)
    return mine


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_opens_with_the_givers_words_and_is_left_by_one_key(
    board: Board, sit: Sit, over: TaskRef, size: tuple[int, int]
) -> None:
    async with sit("suzuki", size=size) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        box = seat.app.screen
        assert isinstance(box, SheetDialog)
        assert box.answer() == SHEET
        assert "Sato wrote this Mon Nov 23 " in seat.text()
        assert "before it came to you." in " ".join(seat.text().split())
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is seat.screen)
    assert board.hand_offs() == ()


async def test_whom_it_was_offered_to_hears_why_it_ended(sit: Sit, over: TaskRef) -> None:
    async with sit("tanaka", size=(200, 40)) as seat:
        await seat.press("O")
        await seat.until(lambda: "is not offered any more: Suzuki took it over" in seat.told)
        assert "Suzuki has it now. T takes it over." in seat.told


async def test_the_list_has_it_to_be_read(sit: Sit, over: TaskRef) -> None:
    async with sit("sato", size=(120, 40)) as seat:
        await seat.press("g", "f")
        await seat.until(lambda: isinstance(seat.app.screen, HandOffsScreen))
        await seat.until(lambda: "not taken; Suzuki has the task now" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, ReportScreen))
        assert "It came twice" in seat.text()


async def test_the_history_says_how_it_was_said_again(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, mine: TaskRef
) -> None:
    offered(board, mine, sato, "suzuki")
    board.execute(TakeHandOff(task=mine, read_back="a double charge"), suzuki)
    async with sit("sato", size=(120, 60)) as seat:
        await seat.press("enter")
        await seat.until(lambda: "double charge”" in " ".join(seat.text().split()))
