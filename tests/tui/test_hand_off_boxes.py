"""The boxes of hand-offs on a small terminal: what is wrapped, and what lies over them."""

from __future__ import annotations

from textual import events

from csboard.board import Board
from csboard.domain.hand_off_commands import OfferHandOff, WriteSheet
from csboard.domain.records import Actor, TaskRef
from csboard.tui.fields import ImeInput
from csboard.tui.screens.hand_off_sheet import SheetDialog, TakeDialog
from csboard.tui.screens.reason import ReasonDialog
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


async def test_a_line_that_is_too_long_is_refused_and_stays_whole(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    board.execute(WriteSheet(task=mine, sheet=SHEET), sato)
    board.execute(OfferHandOff(task=mine, receiver="suzuki"), sato)
    async with sit("suzuki", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, TakeDialog))
        field = seat.app.screen.query_one("#line", ImeInput)
        field.post_message(events.Paste("い" * 1000))
        await seat.until(lambda: len(field.text) == 1000)
        await seat.press("f2")
        refused = "The line has 1000 characters; 300 at most: shorten it."
        await seat.until(lambda: refused in seat.text())
        assert seat.app.screen.query_one("#line", ImeInput).text == "い" * 1000
    assert board.card(mine).owner == "sato"


async def test_enter_takes_nothing_and_names_the_key_that_does(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    """An input method takes one `enter` to convert; one too many must not act."""
    board.execute(WriteSheet(task=mine, sheet=SHEET), sato)
    board.execute(OfferHandOff(task=mine, receiver="suzuki"), sato)
    async with sit("suzuki", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, TakeDialog))
        await seat.press(*"half", "enter")
        await seat.until(lambda: "Not taken yet: F2 takes it." in seat.text())
        assert seat.app.screen.query_one("#line", ImeInput).text == "half"
        assert board.card(mine).owner == "sato"
        await seat.press(*" more", "f2")
        await seat.until(lambda: board.card(mine).owner == "suzuki")


async def test_typing_where_nothing_more_fits_is_told(
    board: Board, sit: Sit, mine: TaskRef
) -> None:
    async with sit("suzuki", size=(80, 24)) as seat:
        await seat.press("T")
        await seat.until(lambda: isinstance(seat.app.screen, ReasonDialog))
        field = seat.app.screen.query_one("#line", ImeInput)
        field.value = "x" * 200
        await seat.press("y")
        await seat.until(lambda: "Too long: the field holds 200 characters" in seat.text())
        assert field.value == "x" * 200
