"""What happened while one was away: told at the start, read by inquiry, marked as seen."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.commands import AddNote, Claim, MarkSeen
from csboard.domain.records import Actor
from csboard.mail.children import Reader
from csboard.tui.screens.inquiry import InquiryScreen
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.support.letters import take_in
from tests.tui.conftest import Sit


def desk(board: Board) -> None:
    """Persons `sato`, who looks, and `suzuki`, who works on #1002 after sato has looked."""
    enter(board, "sato", "Sato")
    suzuki = enter(board, "suzuki", "Suzuki")
    open_inquiry(board, "one")
    task = open_inquiry(board, "two")
    board.keep(MarkSeen(event_id=board.newest()), Actor("sato"))
    board.execute(Claim(task=task), suzuki)
    board.execute(AddNote(number=task.number, text="called"), suzuki)


async def test_the_start_says_what_is_new_and_where_to_see_it(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato", size=(80, 24)) as seat:
        told = "2 things happened since you last looked: g a shows them"
        await seat.until(lambda: seat.told == told)


async def test_without_news_the_start_shows_the_keys(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        await seat.app.workers.wait_for_complete()
        assert seat.told == ""


async def test_it_is_told_by_inquiry_and_leaving_leaves_it_as_it_is(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("g", "a")
        await seat.until(lambda: "#1002 two" in seat.text())
        lines = seat.text().splitlines()
        assert lines[0].strip() == "Activity: 2 things since you last looked"
        assert lines[1] == "> #1002 two"
        assert "Suzuki took #1002" in lines[2]
        assert "#1001" not in seat.text()
        await seat.press("escape")
        await seat.press("g", "a")
        await seat.until(lambda: "#1002 two" in seat.text())


async def test_enter_opens_the_inquiry_and_back_one_is_where_one_was(
    board: Board, sit: Sit
) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("g", "a")
        await seat.until(lambda: "#1002 two" in seat.text())
        await seat.press("j", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("escape")
        await seat.until(lambda: ">   " in seat.text())


async def test_what_comes_in_leaves_the_cursor_on_its_line(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("g", "a")
        await seat.until(lambda: "#1002 two" in seat.text())
        await seat.press("j")
        board.execute(AddNote(number=1001, text="again"), Actor("suzuki"))
        await seat.settle()
        await seat.until(lambda: "#1001 one" in seat.text())
        here = next(line for line in seat.text().splitlines() if line.startswith(">"))
        assert "took #1002" in here


async def test_a_key_marks_everything_as_seen(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("g", "a")
        await seat.until(lambda: "#1002 two" in seat.text())
        await seat.press("s")
        await seat.until(lambda: "Nothing has happened" in seat.text())


async def test_a_viewer_looks_too(board: Board, sit: Sit) -> None:
    lead = enter(board, "lead")
    make_viewer(board, "vera", lead)
    open_inquiry(board, "one")
    async with sit("vera") as seat:
        await seat.press("g", "a")
        await seat.until(lambda: "#1001 one" in seat.text())
        await seat.press("escape")
        assert seat.app.screen is seat.screen


async def test_what_belongs_to_no_inquiry_has_a_heading_of_its_own(board: Board, sit: Sit) -> None:
    desk(board)
    away = b"From: h@example.com\nAuto-Submitted: auto-replied\nSubject: Away\n\nI am away.\n"
    with Reader() as reader:
        take_in(board, away, "pipe", reader)
    async with sit("sato") as seat:
        await seat.press("g", "a")
        await seat.until(lambda: "Of no inquiry" in seat.text())
        lines = seat.text().splitlines()
        heading = lines.index("  Of no inquiry")
        assert "wrote a note on #1002" in lines[heading - 1]
        assert "filed" in lines[heading + 1]
