"""What is begun for a screen that was closed meanwhile ends nothing; other faults do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import pytest
from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import Worker, WorkerFailed, WorkerState

from csboard.board import Board
from csboard.tui.closing import asked_of_what_closes
from csboard.tui.fence import say
from csboard.tui.screens import stand_up
from csboard.tui.screens.activity import ActivityScreen
from csboard.tui.screens.draft import DraftScreen
from csboard.tui.screens.hand_off_sheet import SheetDialog, TakeDialog
from csboard.tui.screens.hand_offs import HandOffsScreen
from csboard.tui.screens.stand_up import StandUpScreen
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing
from tests.support.desk import enter, open_inquiry
from tests.support.leaving import SHEET
from tests.tui.conftest import Seat, Sit


def begin(seat: Seat, work: Callable[[], Awaitable[object]]) -> Worker[object]:
    return seat.app.run_worker(work(), group="late")


async def ended(seat: Seat, worker: Worker[object]) -> None:
    await seat.until(lambda: worker.is_finished)
    assert worker.state is WorkerState.ERROR


async def test_the_program_goes_on_when_a_screen_closed_before_its_worker_came_back(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        await seat.press("g", "a")
        screen = seat.app.screen
        assert isinstance(screen, ActivityScreen)
        closed = asyncio.Event()

        async def comes_back_late() -> None:
            await closed.wait()
            screen.show_keys()
            screen.query_one(Footer)

        worker = begin(seat, comes_back_late)
        await seat.press("escape")
        await seat.until(lambda: not screen.children)
        closed.set()
        await ended(seat, worker)
        await seat.press("g", "a")
        assert isinstance(seat.app.screen, ActivityScreen)


async def test_a_part_that_a_standing_screen_lacks_ends_the_program(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")

    async def looks_for_nothing(screen: Screen[object]) -> None:
        screen.query_one("#not-there")

    with pytest.raises(WorkerFailed, match="not-there"):
        async with sit("sato") as seat:
            await ended(seat, begin(seat, lambda: looks_for_nothing(seat.app.screen)))


async def test_another_failure_of_a_closed_screen_is_one(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        await seat.press("g", "a")
        screen = seat.app.screen
        await seat.press("escape")
        await seat.until(lambda: not screen.children)
        with pytest.raises(NoMatches) as lost:
            screen.query_one(Footer)
        assert asked_of_what_closes(lost.value)
        assert asked_of_what_closes(ScreenStackError("No screens on stack"))
        assert not asked_of_what_closes(ValueError("something else"))
        assert not asked_of_what_closes(NoMatches("raised by nobody that was asked"))


SCREENS: dict[str, Callable[[], Screen[Any]]] = {
    "draft": lambda: DraftScreen(1001),
    "hand-offs": HandOffsScreen,
    "sheet": lambda: SheetDialog("#1001", SHEET._replace(contingency="")),
    "stand-up": StandUpScreen,
    "take": lambda: TakeDialog("#1001", SHEET),
}


@pytest.mark.parametrize("name", SCREENS)
async def test_the_program_goes_on_when_a_screen_closed_before_it_had_its_parts(
    board: Board, sit: Sit, name: str
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        for steps in range(4):
            screen = SCREENS[name]()
            seat.app.push_screen(screen)
            for _step in range(steps):
                await asyncio.sleep(0)
            await seat.app.pop_screen()
            await seat.settle()
            assert not screen.is_attached
            assert not screen.children, "none of its parts is left"
        await seat.press("g", "a")
        await seat.until(lambda: isinstance(seat.app.screen, ActivityScreen))


class LateListing(Listing):
    """A list that comes up when it may."""

    may_come: ClassVar[asyncio.Event]

    async def on_mount(self) -> None:
        await self.may_come.wait()


async def test_what_is_said_while_a_screen_comes_up_is_seen(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(board, "sato", "Sato")
    monkeypatch.setattr(stand_up, "Listing", LateListing)
    LateListing.may_come = asyncio.Event()
    async with sit("sato") as seat:
        seat.app.push_screen(StandUpScreen())
        asyncio.get_running_loop().call_soon(LateListing.may_come.set)
        say(seat.app, "Mailed.")
        await seat.until(lambda: "Mailed." in seat.text())


@pytest.mark.parametrize("name", SCREENS)
async def test_the_program_ends_well_while_a_screen_comes_up(
    board: Board, sit: Sit, name: str
) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        seat.app.push_screen(SCREENS[name]())
        seat.app.exit()
    assert seat.app.return_code == 0
