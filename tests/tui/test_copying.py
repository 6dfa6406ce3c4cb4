"""`y` has text copied by the terminal: clean, without a line end, and it is said so."""

from __future__ import annotations

import base64
import re

from csboard.board import Board
from csboard.tui.copying import MOST_BYTES
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.tray import TrayScreen
from csboard.tui.widgets.listing import Listing
from tests.support.desk import enter, open_inquiry
from tests.support.recording import record
from tests.tui.conftest import Seat, Sit
from tests.tui.test_inquiry import an_inquiry, opened, told
from tests.tui.test_tray import AUTOMATIC, go_to_tray, take


async def pick(seat: Seat, name: str) -> None:
    """Press `y` and choose the row of this name."""
    await seat.press("y")
    await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
    rows = seat.app.screen.query_one(Listing)._rows
    place = next(i for i, row in enumerate(rows) if name in row[0][0][0])
    await seat.press(*["down"] * place, "enter")
    await seat.until(lambda: not isinstance(seat.app.screen, PickDialog))
    await seat.settle()


async def test_in_an_inquiry_one_chooses_what_to_copy(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await pick(seat, "Number and subject")
        assert seat.app.clipboard == f"#{task} Invoice"
        assert told(seat) == f"The terminal was asked to copy: #{task} Invoice"
        await pick(seat, "Customer's address")
        assert seat.app.clipboard == "hanako@example.com"


async def test_the_message_in_view_is_copied_clean(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    body = "first\u202e line\r\n\tsecond\x1b]52;c;eA==\x07\n\n"
    task = open_inquiry(board, "Subject", body=body)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await pick(seat, "Text of the message")
        copied = seat.app.clipboard
        assert copied.startswith("first")
        assert "\n\tsecond" in copied
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", copied)
        assert not copied.endswith("\n")
        assert told(seat) == "The terminal was asked to copy: Text of the message in view"


async def test_what_no_terminal_takes_is_not_sent(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = open_inquiry(board, "Subject", body="x" * (MOST_BYTES + 1))
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await pick(seat, "Text of the message")
        assert not seat.app.clipboard
        assert "too long for a terminal" in told(seat)


async def test_in_the_tray_subject_and_address_are_copied(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    take(board, AUTOMATIC)
    async with sit("sato") as seat:
        await go_to_tray(seat, "Out of office")
        await pick(seat, "Sender's address")
        assert seat.app.clipboard == "robot@example.com"
        assert isinstance(seat.app.screen, TrayScreen)
        await seat.press("enter")
        await seat.until(lambda: "I am away" in seat.text())
        await pick(seat, "Subject")
        assert seat.app.clipboard == "Out of office"


async def test_an_empty_tray_has_nothing_to_copy(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        await go_to_tray(seat, "The tray is empty")
        await seat.press("y")
        assert told(seat) == "There is no mail under the cursor."


async def test_a_mail_that_says_nothing_of_itself_has_nothing_to_copy(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato", "Sato")
    take(board, b"")
    async with sit("sato") as seat:
        await go_to_tray(seat, "(no subject)")
        await seat.press("y")
        assert told(seat) == "This mail has neither subject nor sender to copy."


async def test_the_line_gets_one_sequence_with_the_text_in_base64(board: Board) -> None:
    from csboard.domain.records import Actor
    from csboard.tui.app import CsboardApp

    enter(board, "sato", "Sato")
    task = open_inquiry(board, "件名")

    async def press(pilot: object) -> None:
        await pilot.press("y")  # type: ignore[attr-defined]

    sent = await record(CsboardApp(board, Actor("sato")), press)
    (copied,) = re.findall("\x1b\\]52;c;([A-Za-z0-9+/=]*)\x07", sent)
    assert base64.b64decode(copied).decode() == f"#{task} 件名"
