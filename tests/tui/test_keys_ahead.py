"""Keys that come in one read: each acts on the screen and the field the last one led to."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim, Move
from csboard.domain.records import TaskRef
from csboard.tui import keys_ahead
from csboard.tui.fields import ImeInput
from csboard.tui.screens.help import HelpScreen
from csboard.tui.screens.inquiry import InquiryScreen
from tests.support.desk import enter, open_inquiry
from tests.support.terminal import Terminal
from tests.tui.conftest import Seat, Sit


def own_acts(board: Board, task: TaskRef) -> list[str]:
    """What sato did to a task, by the kinds of the events."""
    return [event.kind for event in board.inquiry(task.number).events if event.actor == "sato"]


async def typed(seat: Seat, words: str) -> None:
    """Return when the field that has the cursor holds `words`."""
    await seat.until(lambda: getattr(seat.app.focused, "text", None) == words)


@pytest.mark.parametrize("keys", ["aL", "hello", "xy", "qqq"])
async def test_letters_after_m_are_the_notes(board: Board, sit: Sit, keys: str) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.type_at_once("m", *keys)
        await typed(seat, keys)
    assert board.card(task).owner is None


async def test_letters_after_the_slash_are_the_filters(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board, "aqua")
    async with sit("sato") as seat:
        await seat.type_at_once("slash", "a", "q")
        await typed(seat, "aq")
        await seat.type_at_once("enter", "a")
        await seat.until(lambda: board.card(task).owner == "sato")
        assert seat.screen.view.words == "aq"


async def test_enter_leads_the_next_letters_into_the_next_field(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        await seat.type_at_once("i", *"AB", "enter", *"CD", "enter", *"EF")
        await typed(seat, "EF")
        lines = [line.text for line in seat.app.screen.query(ImeInput)]
        assert lines == ["AB", "CD", "EF"]


async def test_a_note_from_the_board_through_the_inquiry_in_one_go(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.type_at_once("enter", "m", *"hello", "f2", "escape", "a")
        await seat.until(lambda: board.card(task).owner == "sato")
    assert [message.text for message in board.inquiry(task.number).messages] == ["hello"]


async def test_what_closes_a_screen_gives_the_next_key_to_the_one_below(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato", "Sato")
    first, second = open_inquiry(board, "one"), open_inquiry(board, "two")
    async with sit("sato") as seat:
        await seat.type_at_once("question_mark", "escape", "j", "a")
        await seat.until(lambda: board.card(second).owner == "sato")
    assert board.card(first).owner is None


async def test_a_box_that_never_opens_does_not_keep_the_keys(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        await seat.type_at_once("m", "question_mark")  # no card to write a note on
        await seat.until(lambda: isinstance(seat.app.screen, HelpScreen))
        seat.app.hold_keys()
        await seat.type_at_once("escape", "i")
        await seat.until(lambda: isinstance(seat.app.focused, ImeInput))


async def test_two_acts_in_an_inquiry_wait_for_one_another(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("enter")
        await seat.until(lambda: getattr(seat.app.screen, "view", None) is not None)
        await seat.type_at_once("L", "L")
        await seat.until(lambda: board.card(task).closed_at is not None)
        assert board.card(task).stage == "done"


async def test_an_act_in_the_inquiry_waits_for_that_on_the_board(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys_ahead, "LONGEST_HOLD", 10)  # a busy machine reads for longer
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.type_at_once("L", "enter", "L")
        await seat.until(lambda: board.card(task).stage == "done")


@pytest.mark.parametrize("keys", [("L", "A", "L"), ("a", "L", "H", "L"), ("L", "u", "L")])
async def test_different_acts_on_a_card_wait_for_one_another(
    board: Board, sit: Sit, keys: tuple[str, ...]
) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.type_at_once(*keys)
        await seat.until(lambda: len(own_acts(board, task)) == len(keys))
        await seat.settle()
        assert board.card(task).stage == "doing"
        assert "has changed meanwhile" not in seat.text()


async def test_an_act_is_done_though_its_screen_is_closed_at_once(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("enter")
        await seat.until(lambda: getattr(seat.app.screen, "view", None) is not None)
        await seat.type_at_once("a", "L", "escape")
        await seat.until(lambda: board.card(task).stage == "doing")
        await seat.until(lambda: "moved to Doing" in seat.told)


async def test_what_others_did_meanwhile_is_still_a_conflict(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    task = open_inquiry(board)
    board.execute(Claim(task=task), sato)
    async with sit("sato") as seat:
        screen = seat.screen
        seen = board.card(task)
        board.execute(Move(task=task, stage="doing"), sato)
        board.execute(Move(task=task, stage="todo"), sato)
        screen.put_one(seen, "doing")
        await seat.until(lambda: "has changed meanwhile" in seat.told)


def test_one_write_into_a_real_terminal_is_a_note(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'board.db'}"
    board = Board.open(url, create=True)
    open_inquiry(board)
    board.close()
    argv = [sys.executable, "-m", "csboard", "--db", url]
    with Terminal(argv, env={"HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("#1001")
        terminal.press(b"mhello")
        terminal.wait_for("hello")
        assert "#1001 is yours" not in terminal.text()


async def test_an_inquiry_read_before_an_act_was_done_is_not_what_the_next_one_acts_on(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("enter")
        await seat.until(lambda: getattr(seat.app.screen, "view", None) is not None)
        inquiry = cast(InquiryScreen, seat.app.screen)
        monkeypatch.setattr(inquiry, "_read_soon", lambda: None)  # it takes its time
        await seat.press("L")
        await seat.until(lambda: board.card(task).stage == "doing")
        await seat.settle()
        await seat.press("L")
        await seat.until(lambda: board.card(task).stage == "done")


async def test_what_others_did_after_an_act_that_is_shown_is_still_a_conflict(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    sato = enter(board, "sato", "Sato")
    task = open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("enter")
        await seat.until(lambda: getattr(seat.app.screen, "view", None) is not None)
        inquiry = cast(InquiryScreen, seat.app.screen)
        await seat.press("L")
        await seat.until(lambda: getattr(inquiry.acted_on, "stage", "") == "doing")
        await seat.settle()
        monkeypatch.setattr(inquiry, "_read_soon", lambda: None)
        board.execute(Move(task=task, stage="todo"), sato)
        await seat.settle()
        await seat.press("L")
        await seat.until(lambda: "has changed meanwhile" in seat.text())
        assert board.card(task).stage == "todo"
