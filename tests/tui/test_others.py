"""Others' acts at one's own board: told in words, and never under one's next key."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csboard.board import Board
from csboard.domain.commands import (
    AddNote,
    Claim,
    Command,
    Merge,
    Move,
    Release,
    TakeOver,
    Undo,
)
from csboard.domain.records import TaskRef
from csboard.tui.fence import Plain
from csboard.tui.screens import board_view
from csboard.tui.screens.confirm import ConfirmDialog
from csboard.tui.screens.note import NoteDialog
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit


async def test_a_key_never_hits_the_card_that_others_put_under_the_cursor(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_view, "GUARDED_FOR", 30.0)
    enter(board, "sato", "Sato")
    suzuki = enter(board, "suzuki", "Suzuki")
    first, second = open_inquiry(board, "one"), open_inquiry(board, "two")
    async with sit("sato") as seat:
        board.execute(Move(task=first, stage="doing"), suzuki)
        await seat.settle()
        assert seat.card == str(second)
        assert "Suzuki" in seat.told
        assert "#1001" in seat.told
        await seat.press("a")
        assert board.card(second).owner is None
        assert "#1001" in seat.told
        seat.screen._end_guard()
        await seat.press("a")
        assert board.card(second).owner == "sato"


async def test_after_a_second_keys_act_again(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_view, "GUARDED_FOR", 0.01)
    enter(board, "sato", "Sato")
    suzuki = enter(board, "suzuki", "Suzuki")
    first = open_inquiry(board, "one")
    async with sit("sato") as seat:
        board.execute(Move(task=first, stage="doing"), suzuki)
        await seat.settle()
        await seat.until(lambda: not seat.screen.guard)


async def test_ones_own_act_holds_nothing_off(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "one")
    second = open_inquiry(board, "two")
    async with sit("sato") as seat:
        await seat.press("3", "a")  # the card goes from among the unassigned
        assert seat.card == str(second)
        await seat.press("a")
        assert board.card(second).owner == "sato"


OTHERS_ACTS: dict[str, Callable[[TaskRef], Command]] = {
    "took #1002 over": lambda task: TakeOver(task=task, reason="away"),
    "gave #1002 back": lambda task: Release(task=task),
    "moved #1002": lambda task: Move(task=task, stage="done"),
}


@pytest.mark.parametrize("words", OTHERS_ACTS)
async def test_what_others_do_to_my_card_is_told(board: Board, sit: Sit, words: str) -> None:
    lead = enter(board, "lead", "Boss")
    sato = enter(board, "sato", "Sato")
    open_inquiry(board, "stays under the cursor")
    mine = open_inquiry(board, "mine")
    board.execute(Claim(task=mine), sato)
    async with sit("sato") as seat:
        board.execute(OTHERS_ACTS[words](mine), lead)
        await seat.settle()
        assert words in seat.told
        assert "Boss" in seat.told


async def test_a_box_acts_on_the_card_it_was_opened_on(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    suzuki = enter(board, "suzuki", "Suzuki")
    first = open_inquiry(board, "one")
    open_inquiry(board, "two")
    async with sit("sato") as seat:
        await seat.press("m", *"hello")
        assert isinstance(seat.app.screen, NoteDialog)
        board.execute(Move(task=first, stage="doing"), suzuki)
        await seat.settle()
        await seat.press("f2")
        await seat.until(lambda: bool(board.inquiry(first.number).messages))
    assert [message.text for message in board.inquiry(first.number).messages] == ["hello"]


@pytest.mark.parametrize("way", [("m",), ("enter", "m")], ids=["board", "inquiry"])
async def test_what_is_told_of_a_merge_in_a_box_goes_when_it_is_undone(
    board: Board, sit: Sit, way: tuple[str, ...]
) -> None:
    enter(board, "sato", "Sato")
    suzuki = enter(board, "suzuki", "Suzuki")
    first, second = open_inquiry(board, "one"), open_inquiry(board, "two")
    async with sit("sato") as seat:
        await seat.press(*way, *"hello")
        box = seat.app.screen
        assert isinstance(box, NoteDialog)
        complaint = box.query_one("#problem", Plain)
        board.execute(Merge(number=first.number, into=second.number), suzuki)
        await seat.settle()
        await seat.until(lambda: "Suzuki merged #1001" in str(complaint.content))
        board.execute(Undo(), suzuki)
        await seat.settle()
        await seat.until(lambda: "Suzuki merged" not in str(complaint.content))
        assert "Suzuki undid" in str(complaint.content)
        await seat.press("f2")
        await seat.until(lambda: seat.app.screen is not box)
        await seat.until(lambda: bool(board.inquiry(first.number).messages))


@pytest.mark.parametrize("size", [(120, 40), (80, 24)])
@pytest.mark.parametrize("keys", [("L", "u"), ("L", "A")])
async def test_the_cursor_goes_with_what_is_undone_or_given_back(
    board: Board, sit: Sit, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "one")
    second = open_inquiry(board, "two")
    async with sit("sato", size=size) as seat:
        await seat.press("j", keys[0])
        assert seat.screen.stage_index == 1
        await seat.press(keys[1])
        assert seat.screen.stage_index == 0
        assert seat.card == str(second)


async def test_a_lead_is_asked_before_giving_back_a_colleagues_card(board: Board, sit: Sit) -> None:
    enter(board, "lead", "Boss")
    sato = enter(board, "sato", "Sato")
    task = open_inquiry(board)
    board.execute(Claim(task=task), sato)
    async with sit("lead") as seat:
        await seat.type_at_once("A", "n")
        await seat.settle()
        assert board.card(task).owner == "sato"
        await seat.press("A")
        await seat.until(lambda: isinstance(seat.app.screen, ConfirmDialog))
        assert "Sato" in seat.text()
        await seat.press("enter")
        assert board.card(task).owner == "sato"
        await seat.press("y")
        await seat.until(lambda: board.card(task).owner is None)


async def test_taking_by_moving_says_so(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("L")
        assert "yours" in seat.told
        await seat.press("L")
        assert "yours" not in seat.told


async def test_the_preview_signs_a_note_with_the_name(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato Hanako")
    task = open_inquiry(board)
    board.execute(AddNote(number=task.number, text="called"), sato)
    async with sit("sato", size=(170, 40)) as seat:
        await seat.until(lambda: "called" in seat.text())
        heading = next(line for line in seat.text().splitlines() if "Note  " in line)
        assert heading.endswith("Sato Hanako")


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_new_inquiry_of_ones_own_is_told_and_nothing_else(
    board: Board, sit: Sit, size: tuple[int, int]
) -> None:
    enter(board, "sato", "Sato")
    for n in range(3):
        open_inquiry(board, f"number {n}")
    async with sit("sato", size=size) as seat:
        await seat.press("j", "i")
        await seat.until(lambda: len(seat.app.screen_stack) == 2)
        await seat.press("enter", "enter", *"new", "f2")
        await seat.until(lambda: len(seat.app.screen_stack) == 1)
        await seat.settle()
        assert seat.card == "1004"
        assert seat.told == "#1004 is on the board."
        assert not seat.screen.guard


async def test_each_undo_says_what_it_undid_wherever_the_cursor_goes(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato", "Sato")
    tasks = [open_inquiry(board, f"number {n}") for n in range(6)]
    board.execute(Claim(task=tasks[5]), sato)
    async with sit("sato") as seat:
        await seat.press("3", "x", "x", "x", "a", "u")
        assert seat.told.startswith("Undone: taking, 3 cards.")
        await seat.press("u")
        assert seat.told == "Undone: taking #1006"
        assert seat.card == "1006"
        assert board.card(tasks[5]).owner is None


async def test_a_card_that_one_does_not_see_draws_no_cursor_to_it_later(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato", "Sato")
    suzuki = enter(board, "suzuki", "Suzuki")
    first, second = (open_inquiry(board, subject) for subject in ("one", "two"))
    async with sit("sato") as seat:
        await seat.press("3", "L")  # it is theirs now: not among the unassigned
        assert seat.card == str(second)
        await seat.press("1", "h")
        board.execute(AddNote(number=first.number, text="hello"), suzuki)
        await seat.settle()
        assert seat.card == str(second)


async def test_what_is_said_while_a_box_is_open_stands_in_the_box(board: Board, sit: Sit) -> None:
    """A toast would lie over its keys; the last line of the board is out of reach."""
    enter(board, "sato")
    open_inquiry(board)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("m", "x", "escape", "あ")
        await seat.until(lambda: "The input method is on" in seat.text())
        assert not seat.app._notifications
        assert "F2" in seat.text() or "Save" in seat.text()


async def test_after_a_box_the_cursor_is_on_the_card_that_it_was_about(
    board: Board, sit: Sit
) -> None:
    suzuki = enter(board, "suzuki", "Suzuki")
    enter(board, "sato", "Sato")
    first, second = (open_inquiry(board, subject) for subject in ("one", "two"))
    async with sit("sato") as seat:
        assert seat.card == str(first)
        await seat.press("m", "x")
        board.execute(Move(task=first, stage="doing"), suzuki)
        await seat.settle()
        assert seat.card == str(second)
        await seat.press("f2")
        await seat.until(lambda: seat.card == str(first))
        board.execute(Release(task=first), suzuki)
        await seat.settle()
        await seat.press("3")
        await seat.until(lambda: not seat.screen.guard)
        await seat.press("m", "x")
        here = seat.card
        board.execute(Claim(task=TaskRef(int(here))), suzuki)
        await seat.settle()
        await seat.press("f2")
        await seat.until(lambda: f"The cursor is on #{seat.card} now." in seat.text())
        assert seat.card != here
