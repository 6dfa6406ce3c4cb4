"""A board on a screen: opened for a person at a terminal of some size."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from weakref import ReferenceType

import pytest
from textual.events import Key, MouseScrollDown
from textual.pilot import Pilot

from csboard.board import Board
from csboard.config import Config
from csboard.domain.records import Actor
from csboard.mail.transport import Transport
from csboard.tui import company
from csboard.tui.app import CsboardApp
from csboard.tui.screens.board import BoardScreen
from tests.support.desk import enter
from tests.support.garbage import freeze_only_what_is_loaded
from tests.support.quiet import wait_for_what_was_begun
from tests.support.stylesheets import keep_rules

WIDE = (120, 40)


class Seat:
    """A person before an open board, and what they see and press."""

    def __init__(self, app: CsboardApp, pilot: Pilot[None]) -> None:
        self.app = app
        self._pilot = pilot

    @property
    def screen(self) -> BoardScreen:
        screen = self.app.screen_stack[0]
        assert isinstance(screen, BoardScreen)
        return screen

    @property
    def card(self) -> str:
        """The number under the cursor, as `1002`; empty when there is no card."""
        return str(self.screen.card.ref) if self.screen.card else ""

    async def press(self, *keys: str) -> None:
        await self._pilot.press(*keys)
        await self.settle()

    async def type_at_once(self, *keys: str) -> None:
        """Press keys as they come out of one read of the terminal: none waits for another."""
        for key in keys:
            self.app.post_message(Key(key, key if len(key) == 1 else None))
        await self._pilot.pause()

    async def click(self, x: int, y: int, times: int = 1) -> None:
        await self._pilot.click(offset=(x, y), times=times)
        await self.settle()

    async def wheel_down(self, x: int, y: int) -> None:
        await self._pilot._post_mouse_events([MouseScrollDown], offset=(x, y))
        await self.settle()

    async def resize(self, columns: int, lines: int) -> None:
        await self._pilot.resize_terminal(columns, lines)
        await self.until(lambda: self.app.screen.size == (columns, lines))
        await self.settle()

    async def settle(self) -> None:
        """Return when everything begun is done, on the board and on the screen.

        An act that asks is not done before it is answered: then its box is open.
        """
        workers = [worker for worker in self.app.workers if worker.group in ("act", "older")]
        while len(self.app.screen_stack) == 1 and not all(one.is_finished for one in workers):
            await self._pilot.pause(0.001)
        if workers and len(self.app.screen_stack) == 1:
            await self.app.workers.wait_for_complete(workers)
        await self.app.live.look()
        await self._pilot.pause()

    async def until(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        """Wait for what another process or thread will bring about; else tell what is shown."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    await self._pilot.pause(0.01)
        except TimeoutError:
            raise TimeoutError(f"not within {seconds} s:\n{self.text()}") from None

    def text(self) -> str:
        """What is on the screen, line by line."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def told(self) -> str:
        """What the last line says was done or refused."""
        return self.screen.footer.said


def has_gone(closed: ReferenceType[Any]) -> bool:
    """Whether nothing holds what was closed any more; what still ends may, for a moment."""
    gc.collect()
    return closed() is None


@pytest.fixture(autouse=True, scope="session")
def _many_applications() -> Iterator[None]:
    """What only a process needs to know in which one application runs after another."""
    with pytest.MonkeyPatch.context() as patch:
        freeze_only_what_is_loaded(patch)
        keep_rules(patch)
        wait_for_what_was_begun(patch)
        yield


@pytest.fixture
def quick_company(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person who goes somewhere is there at once, and others see it at once."""
    monkeypatch.setattr(company, "SETTLED", 0.01)
    monkeypatch.setattr(company, "REST", 0.01)


@pytest.fixture
def sato(board: Board) -> Actor:
    return enter(board, "sato", "Sato")


@pytest.fixture
def suzuki(board: Board, sato: Actor) -> Actor:
    return enter(board, "suzuki", "Suzuki")


Sit = Callable[..., AbstractAsyncContextManager[Seat]]


@pytest.fixture
def sit(board: Board) -> Sit:
    """Open the board for a login: `async with sit("sato", size=(80, 24)) as seat`."""

    @asynccontextmanager
    async def opened(
        login: str,
        size: tuple[int, int] = WIDE,
        config: Config | None = None,
        pretended: Transport | None = None,
    ) -> AsyncIterator[Seat]:
        app = CsboardApp(board, Actor(login), config=config, pretended=pretended)
        async with app.run_test(size=size, notifications=True) as pilot:
            await pilot.pause()
            yield Seat(app, pilot)

    return opened
