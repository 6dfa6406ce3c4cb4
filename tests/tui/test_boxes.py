"""What holds in every box: the keys that leave csboard act, and the screen below is quiet."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim
from csboard.tui.app import CsboardApp
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit

BOXES = {
    "help": ["question_mark"],
    "palette": ["ctrl+p"],
    "confirm": ["A"],
    "line": ["T"],
    "note": ["m", "x", "escape"],
}
"""Keys on the board by which a lead opens a box over a colleague's card."""


@pytest.mark.parametrize("keys", BOXES.values(), ids=BOXES.keys())
async def test_ctrl_z_suspends_in_a_box_too(
    board: Board, sit: Sit, keys: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    stopped: list[bool] = []

    async def stop(app: CsboardApp) -> None:
        stopped.append(True)

    monkeypatch.setattr(CsboardApp, "action_suspend_process", stop)
    enter(board, "lead", "Suzuki")
    board.execute(Claim(task=open_inquiry(board)), enter(board, "sato", "Sato"))
    async with sit("lead") as seat:
        await seat.press(*keys)
        await seat.until(lambda: seat.app.screen.is_modal)
        await seat.press("ctrl+z")
        assert stopped
