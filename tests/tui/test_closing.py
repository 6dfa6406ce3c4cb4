"""What a worker does for a screen that was closed meanwhile ends nothing; other faults do."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import Worker, WorkerFailed, WorkerState

from csboard.board import Board
from csboard.tui.closing import asked_of_what_closes
from csboard.tui.screens.activity import ActivityScreen
from csboard.tui.widgets.footer import Footer
from tests.support.desk import enter
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
        assert not asked_of_what_closes(ValueError("something else"))
        assert not asked_of_what_closes(NoMatches("raised by nobody that was asked"))
