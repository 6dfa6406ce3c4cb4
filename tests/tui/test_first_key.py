"""The first key on a screen that has come up is painted at once, like every later one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from textual import timer
from textual.events import Key

from csboard.board import Board
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit


class Rests:
    """Which timers let time pass, by their tasks: those that do now, and each that has."""

    def __init__(self) -> None:
        self.now: set[object] = set()
        self.over: list[object] = []

    async def rest(self, seconds: float) -> None:
        task = asyncio.current_task()
        self.now.add(task)
        await asyncio.sleep(seconds)
        self.now.discard(task)
        self.over.append(task)


@pytest.fixture
def rests(monkeypatch: pytest.MonkeyPatch) -> Rests:
    found = Rests()
    monkeypatch.setattr(timer, "sleep", found.rest)
    return found


async def until(condition: Callable[[], bool]) -> None:
    """Wait without Textual's pilot, which paints of itself whenever it waits."""
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.005)


async def rests_before_paint(seat: Seat, rests: Rests, key: str) -> int:
    """How often the timer of frames, which rests after each, rests between a key and its frame."""
    screen = seat.app.screen
    frames = screen._update_timer._task
    await until(lambda: frames in rests.over and frames not in rests.now)
    painted: list[int] = []
    paint = screen._compositor.render_update

    def counted(*args: object, **options: object) -> object:
        painted.append(rests.over.count(frames))
        return paint(*args, **options)  # type: ignore[arg-type]

    screen._compositor.render_update = counted  # type: ignore[method-assign, assignment]
    rests.over.clear()
    seat.app.post_message(Key(key, key))
    await until(lambda: bool(painted))
    return painted[0]


async def test_on_the_board(board: Board, sit: Sit, rests: Rests) -> None:
    enter(board, "sato")
    for _time in range(3):
        open_inquiry(board)
    async with sit("sato") as seat:
        assert await rests_before_paint(seat, rests, "j") == 0


async def test_on_an_inquiry(board: Board, sit: Sit, rests: Rests) -> None:
    enter(board, "sato")
    open_inquiry(board, body="\n".join(f"line {n}" for n in range(80)))
    async with sit("sato") as seat:
        await seat.press("enter")
        await until(lambda: "line 7" in seat.text())
        assert await rests_before_paint(seat, rests, "j") == 0
