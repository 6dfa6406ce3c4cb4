"""No key of csboard's is silent on the board: it acts, or says where it does."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim, SplitOff
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("ampersand", "& (Link) is for an inquiry: enter opens it."),
        ("fullwidth_ampersand", "& (Link) is for an inquiry: enter opens it."),
        ("D", "D (Divide) is for an inquiry: enter opens it."),
        ("R", "R (Reopen) is for an inquiry: enter opens it."),
        ("M", "M (Merge) is for an inquiry: enter opens it."),
        ("tab", "tab (Details) is for an inquiry: enter opens it."),
    ],
)
async def test_a_key_of_the_inquiry_says_so(board: Board, sit: Sit, key: str, told: str) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press(key)
        assert seat.told == told


@pytest.mark.parametrize("key", ["j", "x", "v", "question_mark", "escape", "g"])
async def test_a_key_of_the_board_says_nothing_of_inquiries(
    board: Board, sit: Sit, key: str
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press(key)
        assert "is for an inquiry" not in seat.told


async def test_g_with_a_wrong_key_says_what_g_offers(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "x")
        assert (
            seat.told
            == "g …  / Search  t Tray  l Alarms  i Inbox  r Figures  c Cases  k Map  h Away"
        )
        await seat.press("g", "escape")
        assert not seat.told


async def test_w_says_into_which_stage_it_put_the_card_and_until_what_time(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato", "Sato")
    task = open_inquiry(board)
    board.execute(Claim(task=task), sato)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("w")
        await seat.until(lambda: len(seat.app.screen_stack) == 2)
        seat.app.screen.query_one("#until").focus()
        await seat.press(*"+3 14:00")
        await seat.press("f2")
        await seat.until(lambda: len(seat.app.screen_stack) == 1)
        await seat.settle()
        assert "14:00" in seat.told
        assert seat.told.endswith("(now in Doing)")
        assert "14:00" in seat.text().splitlines()[3]  # the card's second line


async def test_the_header_names_the_chosen_task(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    task = open_inquiry(board, "the subject")
    board.execute(SplitOff(number=task.number, title="ask the accountants"), sato)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("enter")
        await seat.until(lambda: "the subject" in seat.text())
        assert "ask the accountants" not in "".join(seat.text().splitlines()[:2])
        await seat.press("ctrl+t")
        assert "#1001.2 ask the accountants" in seat.text().splitlines()[1]
