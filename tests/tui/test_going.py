"""Sequences that begin with `g`, jumping to numbers, help: the same on every screen."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import Move
from csboard.domain.records import Actor, TaskRef
from csboard.i18n import use_language
from csboard.tui import keys
from csboard.tui.layout import cell_len
from csboard.tui.screens.activity import ActivityScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.settings import SettingsScreen
from csboard.tui.screens.tray import TrayScreen
from csboard.tui.widgets.footer import Footer
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit


def desk(board: Board) -> None:
    enter(board, "sato", "Sato")
    for number in range(4):
        open_inquiry(board, f"number {number}")


def told(seat: Seat) -> str:
    return seat.app.screen.query_one(Footer).said


def number_of(seat: Seat) -> int:
    assert isinstance(seat.app.screen, InquiryScreen)
    return seat.app.screen.number


async def test_g_lists_where_one_can_go_and_another_key_gives_it_up(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g")
        assert told(seat) == keys.sequences_text()
        assert "t Tray" in told(seat)
        await seat.press("escape")
        assert told(seat) == ""
        await seat.press("j")
        assert seat.card == "1002"


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_list_of_sequences_fits_80_columns(language: str) -> None:
    use_language(language)
    assert cell_len(keys.sequences_text()) < 78


@pytest.mark.parametrize(
    "pressed", [("g", *"1003"), ("g", "number_sign", *"1003"), ("ｇ", "＃", *"１００３")]
)
async def test_a_number_leads_to_its_card(board: Board, sit: Sit, pressed: tuple[str, ...]) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press(*pressed)
        assert "#1003_" in told(seat)
        await seat.press("enter")
        assert seat.card == "1003"
        assert seat.app.screen is seat.screen


async def test_a_number_that_is_not_shown_opens_its_inquiry(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("2", "g", *"1002", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("g", *"1004", "backspace", *"3", "enter")
        await seat.until(lambda: number_of(seat) == 1003)


async def test_closed_ones_that_were_not_read_open_too(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    for number in range(52):
        task = open_inquiry(board, f"done {number}")
        board.execute(Move(task=task, stage="done"), sato)
    async with sit("sato") as seat:
        assert board.card(TaskRef(1001)).task_id not in seat.app.state.cards
        await seat.press("g", *"1001", "enter")
        await seat.until(lambda: "#1001 done 0" in seat.text())


async def test_an_unknown_number_is_a_sentence(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("g", *"9999", "enter")
        await seat.until(lambda: "9999" in told(seat))
        assert seat.app.screen is seat.screen
        await seat.press("a")
        assert board.card(seat.screen.card.ref).owner == "sato"  # type: ignore[union-attr]


async def test_the_same_sequences_work_on_other_screens(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("enter")
        await seat.until(lambda: "number 0" in seat.text())
        await seat.press("g", "t")
        await seat.until(lambda: isinstance(seat.app.screen, TrayScreen))
        await seat.press("g", "a")
        await seat.until(lambda: isinstance(seat.app.screen, ActivityScreen))
        await seat.press("g", "a")
        await seat.press("g", "，")
        await seat.until(lambda: isinstance(seat.app.screen, SettingsScreen))
        await seat.press("escape", "escape", "escape", "escape")
        assert seat.app.screen is seat.screen


async def test_g_g_goes_to_the_first_of_whatever_is_there(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("end", "g", "g")
        assert seat.card == "1001"
        await seat.press("g", "a")
        await seat.until(lambda: "#1004 number 3" in seat.text())
        await seat.press("end", "g", "g")
        assert seat.text().splitlines()[1].startswith(">")


@pytest.mark.parametrize("keys_to_it", [(), ("enter",), ("g", "t"), ("g", "a"), ("A",)])
async def test_everywhere_the_input_method_is_named(
    board: Board, sit: Sit, keys_to_it: tuple[str, ...]
) -> None:
    desk(board)
    sato = Actor("sato")
    async with sit("sato") as seat:
        assert sato == seat.app.station.actor
        await seat.press(*keys_to_it)
        await seat.press("あ")
        await seat.until(lambda: "The input method is on" in seat.text())


async def test_help_tells_of_every_key_at_80x24(board: Board, sit: Sit) -> None:
    desk(board)
    use_language("ja")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("question_mark")
        seen = seat.text()
        for _page in range(4):
            await seat.press("pagedown")
            seen += seat.text()
        for action in (*keys.actions_of("board"), *keys.actions_of("everywhere")):
            assert keys.keys_text(action.keys) in seen
        assert "g t " in seen
