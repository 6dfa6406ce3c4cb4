"""How an inquiry's promises stand, on its screen: in short, at length, to the minute."""

from __future__ import annotations

import gc
from dataclasses import replace
from datetime import timedelta
from weakref import ref as weakly

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import ApplySettings, Claim, Wait
from csboard.domain.records import Actor, TaskRef, Waiting
from csboard.tui import memory
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.report import ReportScreen
from tests.domain.clock_builders import HOUR, MINUTE
from tests.support.letters import FIRST
from tests.support.merging import arrives
from tests.support.replying import team
from tests.tui.conftest import Seat, Sit

SATO = Actor("sato")


@pytest.fixture
def ref(board: Board, clock: FixedClock) -> TaskRef:
    """An inquiry that came by mail, on a Tuesday at half past nine, and is promised an answer."""
    clock.advance(24 * HOUR)
    promises = {"first": ("4h",), "solved": ("40h",)}
    pausing = {"customer": ("first", "solved")}
    team(board, "sato", promises=promises, pausing=pausing)
    return TaskRef(arrives(board, FIRST).number or 0)


async def opened(seat: Seat) -> InquiryScreen:
    await seat.press("enter")
    screen = seat.app.screen
    assert isinstance(screen, InquiryScreen)
    await seat.until(lambda: screen.view is not None)
    await seat.settle()
    return screen


async def test_head_and_details_tell_it_in_short(board: Board, ref: TaskRef, sit: Sit) -> None:
    async with sit("sato") as seat:
        await opened(seat)
        head, details = seat.text().splitlines()[1], seat.text()
        assert "4:00 left" in head
        assert "first reply  4:00 left, due Tue Nov" in details
        assert "solved  40:00 left, due" in details
        assert "[=] how that came about" in details


async def test_it_goes_on_by_the_minute_and_no_further_than_needed(
    board: Board, ref: TaskRef, sit: Sit, clock: FixedClock
) -> None:
    async with sit("sato") as seat:
        await opened(seat)
        clock.advance(MINUTE)
        seat.app.tick()
        await seat.settle()
        assert "3:59 left" in seat.text().splitlines()[1]
        clock.advance(4 * HOUR)
        seat.app.tick()
        await seat.settle()
        assert "overdue 0:01" in seat.text().splitlines()[1]


async def test_its_minutes_keep_no_closed_inquiry(
    board: Board, ref: TaskRef, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "SETTLED", 0.1)
    async with sit("sato") as seat:
        closed = weakly(await opened(seat))
        gc.disable()  # only what the application asks for
        try:
            for _time in range(2):  # at the latest when another is closed: this one had not ended
                await seat.press("escape")
                await opened(seat)
            await seat.press("escape")
            await seat.until(lambda: closed() is None, 3)
        finally:
            gc.enable()


async def test_the_whole_is_a_key_away(board: Board, ref: TaskRef, sit: Sit) -> None:
    async with sit("sato", (80, 24)) as seat:
        await opened(seat)
        await seat.press("equals_sign")
        await seat.until(lambda: isinstance(seat.app.screen, ReportScreen))
        await seat.settle()
        for line in ("started: it came in", "Promised within 4:00 of business time", "Due Tue Nov"):
            assert line in seat.text()
        await seat.press("escape")
        assert isinstance(seat.app.screen, InquiryScreen)


async def test_what_waits_is_said_to_be_paused(board: Board, ref: TaskRef, sit: Sit) -> None:
    async with sit("sato") as seat:
        await opened(seat)
        board.execute(Claim(task=ref), SATO)
        board.execute(Wait(task=ref, waiting=Waiting("customer")), SATO)
        await seat.settle()
        await seat.until(lambda: "paused with 4:00 left" in seat.text())


async def test_promises_that_are_made_meanwhile_are_told(
    board: Board, ref: TaskRef, sit: Sit
) -> None:
    async with sit("sato") as seat:
        screen = await opened(seat)
        none = replace(board.settings(), promises={})
        board.execute(ApplySettings(settings=none), SATO)
        await seat.settle()
        await seat.until(lambda: "left" not in seat.text())
        assert screen.clocks is None
        some = replace(board.settings(), promises={"solved": ("2h",)})
        board.execute(ApplySettings(settings=some), SATO)
        await seat.settle()
        await seat.until(lambda: "solved  2:00 left" in seat.text())


async def test_where_nothing_is_promised_the_window_says_so(
    board: Board, ref: TaskRef, sit: Sit
) -> None:
    board.execute(ApplySettings(settings=replace(board.settings(), promises={})), SATO)
    async with sit("sato") as seat:
        await opened(seat)
        assert "Clock" not in seat.text()
        await seat.press("equals_sign")
        await seat.until(lambda: "promised nothing so far" in seat.text())


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_japanese_has_room(
    board: Board, ref: TaskRef, sit: Sit, size: tuple[int, int], clock: FixedClock, japanese: None
) -> None:
    clock.advance(timedelta(days=2))
    async with sit("sato", size) as seat:
        await opened(seat)
        assert "期限超過" in seat.text().splitlines()[1]
        await seat.press("equals_sign")
        await seat.until(lambda: "約束: 営業時間で 4:00 以内" in seat.text())
