"""Keys a person has changed, on the open board: they act, and everything names them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csboard import config, directories
from csboard.board import Board
from csboard.config import Config
from csboard.tui import keys
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit

WithKeys = Callable[[str], Config]


@pytest.fixture
def with_keys() -> WithKeys:
    """Writes [keys] into the person's file, as a person does, and reads it."""

    def write(text: str) -> Config:
        file = directories.config_directory() / "config.toml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"[keys]\n{text}\n", encoding="utf-8")
        return config.load({})

    return write


async def test_the_new_key_acts_and_the_old_one_does_not(
    board: Board, sit: Sit, with_keys: WithKeys
) -> None:
    sato = enter(board, "sato")
    ref = open_inquiry(board, "Subject")
    async with sit("sato", config=with_keys('"board.claim" = "c"')) as seat:
        await seat.press("a")
        assert board.card(ref).owner is None
        await seat.press("c")
        assert board.card(ref).owner == sato.login
        assert "Take" in seat.text().splitlines()[-1] or seat.told
        await seat.press("question_mark")
        assert "c           Take the task" in seat.text()


async def test_the_full_width_twin_of_the_new_key_acts_too(
    board: Board, sit: Sit, with_keys: WithKeys
) -> None:
    sato = enter(board, "sato")
    ref = open_inquiry(board, "Subject")
    async with sit("sato", config=with_keys('"board.claim" = "%"')) as seat:
        await seat.press("fullwidth_percent_sign")
        assert board.card(ref).owner == sato.login


async def test_a_changed_place_of_two_keys(board: Board, sit: Sit, with_keys: WithKeys) -> None:
    enter(board, "sato")
    first, second = open_inquiry(board, "One"), open_inquiry(board, "Two")
    own = with_keys('"board.claim" = "n"\n"board.next" = "a"')
    async with sit("sato", config=own) as seat:
        await seat.press("a", "n")
        owners = {board.card(first).owner, board.card(second).owner}
        assert owners == {None, "sato"}


async def test_footer_hints_and_folds_name_the_keys_of_now(
    board: Board, sit: Sit, with_keys: WithKeys
) -> None:
    enter(board, "sato")
    own = with_keys('"board.new" = "ctrl+n"\n"inquiry.fold" = "Q"\n"board.clear" = "X"')
    async with sit("sato", config=own) as seat:
        assert "^n  write one down" in seat.text()
        assert "^n New" in seat.text().splitlines()[-1]
    open_inquiry(board, "Subject", body="hello\n\n> quoted\n> quoted")
    async with sit("sato", config=own) as seat:
        await seat.press("enter")
        await seat.until(lambda: "quoted" in seat.text())
        assert "[Q] 2 quoted lines" in seat.text()
        await seat.press("Q")
        assert "> quoted" in seat.text()


async def test_a_key_shared_by_two_of_a_box_can_be_changed_for_one(
    board: Board, sit: Sit, with_keys: WithKeys
) -> None:
    """esc leaves the field and closes the box; saving by another key leaves both alone."""
    enter(board, "sato")
    ref = open_inquiry(board, "Subject")
    own = with_keys('"writing.save" = "f9"\n"writing.close" = "f8"')
    async with sit("sato", config=own) as seat:
        await seat.press("m", *"hi", "escape", "f8")
        assert "Throw away" in seat.text()
        await seat.press("e", "f9")
        assert board.inquiry(ref.number).messages[-1].text == "hi"


async def test_what_is_wrong_is_told_once_on_screen_and_the_rest_applies(
    board: Board, sit: Sit, with_keys: WithKeys
) -> None:
    sato = enter(board, "sato")
    ref = open_inquiry(board, "Subject")
    own = with_keys('"board.claim" = "c"\n"board.not" = "y"')
    async with sit("sato", config=own) as seat:
        await seat.until(lambda: "board.note" in seat.text())
        assert "config.toml, line 3" in seat.text()
        await seat.press("c")
        assert board.card(ref).owner == sato.login


async def test_the_next_board_in_this_process_has_its_own_keys(
    board: Board, sit: Sit, with_keys: WithKeys
) -> None:
    enter(board, "sato")
    async with sit("sato", config=with_keys('"board.claim" = "c"')):
        assert keys.key_of("board.claim") == "c"
    async with sit("sato"):
        assert keys.key_of("board.claim") == "a"
