"""What holds in every box: the keys that leave csboard act, and the screen below is quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim
from csboard.domain.records import Actor
from csboard.tui.app import CsboardApp
from csboard.tui.screens.report import ReportScreen
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit

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


@pytest.mark.parametrize("keys", BOXES.values(), ids=BOXES.keys())
async def test_under_a_box_no_key_is_offered_that_does_not_act_there(
    board: Board, keys: list[str], tmp_path: Path
) -> None:
    enter(board, "lead", "Suzuki")
    board.execute(Claim(task=open_inquiry(board)), enter(board, "sato", "Sato"))
    app = CsboardApp(board, Actor("lead"), state_file=tmp_path / "state.toml")
    async with app.run_test(size=(80, 24)) as pilot:
        seat = Seat(app, pilot)
        await seat.until(lambda: "1/4" in seat.text())
        before = seat.text().splitlines()[-2:]
        await seat.press(*keys)
        await seat.until(lambda: app.screen.is_modal)
        below = seat.screen.query("#footer, #first-steps").results()
        assert [line.render_line(0).text.strip() for line in below] == ["", ""]
        app.screen.dismiss(None)
        await seat.settle()
        assert seat.text().splitlines()[-2:] == before


async def refused(seat: Seat, board: Board) -> None:
    """The list of what was refused, after two cards were marked that a colleague took."""
    sato = Actor("sato")
    for task in [open_inquiry(board), open_inquiry(board)]:
        board.execute(Claim(task=task), sato)
    await seat.settle()
    await seat.press("x", "x", "a")
    await seat.until(lambda: isinstance(seat.app.screen, ReportScreen))


async def test_a_key_that_is_not_for_the_list_closes_it_and_acts(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    enter(board, "lead", "Suzuki")
    async with sit("lead") as seat:
        await refused(seat, board)
        await seat.press("down")  # reads on in the list
        assert isinstance(seat.app.screen, ReportScreen)
        await seat.press("X")
        assert len(seat.app.screen_stack) == 1
        assert not seat.screen.marked


async def test_what_is_typed_into_the_list_goes_where_its_first_key_leads(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato", "Sato")
    enter(board, "lead", "Suzuki")
    async with sit("lead") as seat:
        await refused(seat, board)
        await seat.type_at_once("m", *"aXo")
        await seat.until(lambda: "aXo" in seat.text())
        assert seat.screen.marked


async def test_what_was_so_already_is_one_sentence_and_no_list(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    for _number in range(2):
        board.execute(Claim(task=open_inquiry(board)), sato)
    open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("x", "x", "x", "a")
        await seat.until(lambda: seat.told.startswith("1 card is yours. 2 were yours already."))
        await seat.press("H")
        await seat.until(lambda: seat.told.startswith("3 can go no further."))
        assert seat.app.screen is seat.screen
