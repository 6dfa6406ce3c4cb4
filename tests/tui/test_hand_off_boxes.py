"""The boxes of hand-offs on a small terminal: what is wrapped, and what lies over them."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.hand_off_commands import OfferHandOff, WriteSheet
from csboard.domain.records import Actor, TaskRef
from csboard.tui.screens.hand_off_sheet import SheetDialog, TakeDialog
from tests.tui.conftest import Sit
from tests.tui.test_hand_offs import SHEET, mine

__all__ = ["mine"]


async def test_what_is_wrapped_stays_under_its_heading(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    sheet = SHEET._replace(story="It came twice. " * 12)
    board.execute(WriteSheet(task=mine, sheet=sheet), sato)
    board.execute(OfferHandOff(task=mine, receiver="suzuki"), sato)
    async with sit("suzuki", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, TakeDialog))
        await seat.until(lambda: "It came twice" in seat.text())
        story = [line for line in seat.text().splitlines() if "came twice" in line]
        assert len(story) > 1
        assert {len(line[1:]) - len(line[1:].lstrip()) for line in story} == {5}


async def test_a_toast_covers_no_key_of_a_box(board: Board, sit: Sit, mine: TaskRef) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        seat.app.notify("A sentence that is longer than the last line of the board is. " * 3)
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        await seat.until(lambda: "A sentence that" in seat.text())
        shown = seat.text().splitlines()
        assert [key for key in ("F2", "F4", "F8", "tab", "esc") if key not in shown[22]] == []
