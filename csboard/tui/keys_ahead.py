"""Keys typed faster than screens open: each acts where the one before it has led.

A terminal hands over many keys in one read. Without this all of them would go to the
screen and the field that had the cursor when the first arrived: the letters of a note
would act on the board behind it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from textual import events
from textual.app import ScreenStackError
from textual.dom import DOMNode

if TYPE_CHECKING:
    from csboard.tui.base import BaseApp

LONGEST_HOLD = 0.5
"""Seconds for which keys are held back when no field comes up after all."""

Typed = events.Key | events.Paste


class KeysAhead:
    """Hands on one key at a time, the next when all that the last one began has settled."""

    def __init__(self, app: BaseApp, act: Callable[[Typed], Awaitable[None]]) -> None:
        self._app = app
        self._act = act
        self._waiting: deque[Typed] = deque()
        self._box_awaited: asyncio.Event | None = None
        self._task: asyncio.Task[None] | None = None

    def await_box(self) -> None:
        """A key has asked for a box that opens only in a moment: keys are for that box."""
        self._box_awaited = asyncio.Event()

    def box_is_open(self) -> None:
        """The box has come up and takes keys."""
        if self._box_awaited is not None:
            self._box_awaited.set()

    async def take(self, typed: Typed) -> None:
        """Let `typed` act now, or after those that came before it."""
        if self._task is not None and not self._task.done():
            self._waiting.append(typed)
            return
        await self._act(typed)
        self._go_on()

    def again(self, typed: Typed) -> None:
        """Let `typed` act once more, where it has led: before all that was typed after it."""
        self._waiting.appendleft(typed)
        self._go_on()

    def _go_on(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._hand_on(), name="keys ahead")
            self._task.add_done_callback(self._ended)

    def stop(self) -> None:
        """Hand on nothing more."""
        self._waiting.clear()
        if self._task is not None:
            self._task.cancel()

    async def _hand_on(self) -> None:
        await self._settled()
        while self._waiting:
            await self._act(self._waiting.popleft())
            await self._settled()

    async def _settled(self) -> None:
        """Return when what was typed last has been acted on, or after `LONGEST_HOLD`."""
        try:
            async with asyncio.timeout(LONGEST_HOLD):
                await self._calm()
        except TimeoutError:
            self._box_awaited = None

    async def _calm(self) -> None:
        """Go the way of a key until two goes in a row end at the same field.

        Two, because a field may answer its key with a message to the screen.
        """
        last, here = None, self._place
        while here is not None and here is not last:
            for _go in range(2):
                for node in here.ancestors_with_self:
                    await passed(node)
            if self._box_awaited is not None:
                await self._box_awaited.wait()
                self._box_awaited = None
            last, here = here, self._place

    @property
    def _place(self) -> DOMNode | None:
        """Where the next key would go; None when the application is ending."""
        try:
            return self._app.focused or self._app.screen
        except ScreenStackError:
            return None

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and isinstance(error := task.exception(), Exception):
            self._app.fail(error)


async def passed(node: DOMNode) -> None:
    """Return when `node` has dealt with the messages it has now, and first of all has its parts."""
    has_passed = asyncio.Event()
    if node.call_later(has_passed.set):
        await has_passed.wait()
