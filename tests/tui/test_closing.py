"""What is begun for a screen that was closed meanwhile ends nothing; other faults do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, ClassVar

import pytest
from textual.app import ScreenStackError
from textual.containers import Vertical
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import Worker, WorkerFailed, WorkerState

from csboard.board import Board
from csboard.tui.closing import is_moot
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


async def let_fail(sit: Sit, begin_it: Callable[[Seat], object], *keys: str) -> None:
    """Begin what fails, and wait until the program has ended by it."""
    async with sit("sato") as seat:
        await seat.press(*keys)
        begin_it(seat)
        await seat.until(lambda: not seat.app.is_running)


def asks_itself(seat: Seat) -> None:
    screen = seat.app.screen
    screen.call_later(lambda: screen.query_one("#not-there"))


def is_asked_by_the_application(seat: Seat) -> None:
    screen = seat.app.screen
    seat.app.call_later(lambda: screen.query_one("#not-there"))


def was_never_shown(seat: Seat) -> None:
    seat.app.call_later(lambda: Vertical().query_one("#not-there"))


@pytest.mark.parametrize(
    "begin_it",
    [asks_itself, is_asked_by_the_application, was_never_shown],
    ids=lambda it: it.__name__,
)
async def test_so_does_one_that_a_standing_handler_lacks(
    board: Board, sit: Sit, begin_it: Callable[[Seat], object]
) -> None:
    """Whoever handled messages hears no more of them: nothing would answer a key again."""
    enter(board, "sato", "Sato")
    with pytest.raises(NoMatches, match="not-there"):
        await let_fail(sit, begin_it)


async def test_so_does_what_the_application_asks_of_a_closed_screen(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")

    def is_closed_first(seat: Seat) -> None:
        screen = seat.app.screen

        async def close_and_ask() -> None:
            await seat.app.pop_screen()
            screen.query_one(Footer)

        seat.app.call_later(close_and_ask)

    with pytest.raises(NoMatches, match="Footer"):
        await let_fail(sit, is_closed_first, "g", "a")


async def test_closing_the_last_screen_is_a_fault(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    with pytest.raises(ScreenStackError):
        await let_fail(sit, lambda seat: seat.app.call_later(seat.app.pop_screen))


async def test_only_a_missing_part_or_screen_is_moot(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato") as seat:
        assert not is_moot(NoMatches("raised by nobody that was asked"), seat.app)
        assert not is_moot(ScreenStackError("No screens on stack"), seat.app)
        seat.app.exit()
        assert is_moot(ScreenStackError("No screens on stack"), seat.app)
        assert not is_moot(ValueError("something else"), seat.app)


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
