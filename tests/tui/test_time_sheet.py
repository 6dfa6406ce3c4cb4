"""One's own time sheet: days, entries put right, sums; nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.records import Actor, TaskRef
from csboard.domain.time_commands import EnterTime
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.time_box import TimeDialog
from csboard.tui.screens.time_sheet import TimeSheetScreen
from tests.support.desk import open_inquiry
from tests.tui.conftest import Seat, Sit

HOUR = timedelta(hours=1)


@pytest.fixture
def ref(board: Board, sato: Actor, clock: FixedClock) -> TaskRef:
    """Worked on from 9 to 10 in Tokyo, yesterday."""
    opened = open_inquiry(board, "one")
    clock.advance(24 * HOUR)
    nine = clock.now().replace(hour=0, minute=0, second=0, microsecond=0) - 24 * HOUR
    board.execute(EnterTime(login="sato", started_at=nine, ended_at=nine + HOUR, task=opened), sato)
    return opened


async def at_the_sheet(seat: Seat) -> None:
    await seat.press("g", "y")
    await seat.until(lambda: isinstance(seat.app.screen, TimeSheetScreen))
    await seat.until(lambda: "No time is written down" in seat.text())


async def test_a_day_with_its_sums(board: Board, sit: Sit, ref: TaskRef) -> None:
    async with sit("sato") as seat:
        await at_the_sheet(seat)
        await seat.press("right")
        await seat.until(lambda: "not come yet" in seat.text())
        await seat.press("left")
        await seat.until(lambda: f"09:00-10:00  1 h  #{ref}  one" in seat.text())
        assert f"Sum          1 h  #{ref}  in all: 1 h worked" in seat.text()
        assert "not come yet" not in seat.text(), "it was said of another day"
        assert "1 h worked, here for 1 d 0 h" in seat.text()
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.until(lambda: "1 h worked, here for" in seat.text())


async def test_help_stays_in_the_key_line_when_there_is_no_room_for_all(
    board: Board, sit: Sit, ref: TaskRef
) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await at_the_sheet(seat)
        await seat.press("left")
        await seat.until(lambda: "09:00-10:00" in seat.text())
        line = seat.text().splitlines()[-1]
        assert ("Drop" in line, "? Help" in line, "esc Back" in line) == (False, True, True)


async def test_it_is_corrected_dropped_and_taken_back(board: Board, sit: Sit, ref: TaskRef) -> None:
    async with sit("sato") as seat:
        await at_the_sheet(seat)
        await seat.press("left")
        await seat.until(lambda: "09:00-10:00" in seat.text())
        await seat.press("e")
        await seat.until(lambda: isinstance(seat.app.screen, TimeDialog))
        await seat.press("enter", *["backspace"] * 5, *"09:30", "f2")
        await seat.until(lambda: isinstance(seat.app.screen, TimeSheetScreen))
        await seat.until(lambda: "09:00-09:30  30 min" in seat.text())
        assert f"before: 09:00-10:00 #{ref}" in seat.text()
        await seat.press("d")
        await seat.until(lambda: "Sum " not in seat.text())
        await seat.press("u")
        await seat.until(lambda: "09:00-09:30" in seat.text())


async def test_time_is_written_down_and_what_is_wrong_stays_in_the_box(
    board: Board, sit: Sit, ref: TaskRef
) -> None:
    async with sit("sato") as seat:
        await at_the_sheet(seat)
        await seat.press("left")
        await seat.until(lambda: "09:00-10:00" in seat.text())
        await seat.press("n")
        await seat.until(lambda: isinstance(seat.app.screen, TimeDialog))
        await seat.press(*"meeting", "enter", *"09:30-10:30", "f2")
        await seat.until(lambda: "overlaps another entry" in seat.text())
        await seat.press("enter", *["backspace"] * 11, *"10:30-9:00", "f2")
        await seat.until(lambda: "ends before it starts" in seat.text())
        await seat.press(*["backspace"] * 10, *"10:00-10:30", "f2")
        await seat.until(lambda: "10:00-10:30  30 min  meeting" in seat.text())


async def test_work_that_is_no_inquiry_is_timed(board: Board, sit: Sit, sato: Actor) -> None:
    async with sit("sato") as seat:
        await at_the_sheet(seat)
        await seat.press("t")
        await seat.press("enter")
        await seat.until(lambda: [one.work for one in board.timers()] == ["meeting"])
        await seat.until(lambda: "runs" in seat.text())
        await seat.press("e")
        await seat.until(lambda: "stop it first" in seat.text())
