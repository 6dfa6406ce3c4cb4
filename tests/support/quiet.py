"""When a program under test has done what it began, told by its event loop and not by the CPU."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from time import monotonic
from typing import Any
from weakref import WeakSet

import pytest
from textual import _wait, app, pilot

from csboard.tui import station

LONGEST = 1.0
"""Seconds that a pause lasts at most: some tests hold up a job on the board on purpose."""

FRAME = 1 / 60
"""Seconds after which Textual paints, and calls what waits for the paint."""

REST = 0.005
"""Seconds after which a pause looks for the first time whether anything is left to do."""

_wait_for_idle = _wait.wait_for_idle


class Jobs:
    """What was begun on the board by screens, in threads of their own."""

    def __init__(self) -> None:
        self._told: WeakSet[Future[Any]] = WeakSet()

    def noting(self, submit: Callable[..., Future[Any]]) -> Callable[..., Future[Any]]:
        def noted(desk: station._Desk, job: Callable[..., Any]) -> Future[Any]:
            future = submit(desk, job)
            with suppress(RuntimeError):  # the desk is being closed
                self._told.add(desk._pool.submit(_nothing))
            return future

        return noted

    @property
    def are_done(self) -> bool:
        """Whether all are, and the loop has been told of each.

        A job is done a moment before the loop hears of it. Whatever its thread does next comes
        after both.
        """
        return all(following.done() for following in list(self._told))


def _nothing() -> None:
    """What a thread does after a job, to show that it has come so far."""


def wait_for_what_was_begun(patch: pytest.MonkeyPatch) -> None:
    """Let every pause of a Pilot last until the loop has nothing left to do.

    Textual's own ends when the process used little CPU for 20 ms, which on a busy machine only
    says that it was another's turn. Ours need not be as long: it looks at what there is to do.
    """
    patch.setattr(_wait, "SLEEP_GRANULARITY", REST)
    patch.setattr(_wait, "SLEEP_IDLE", REST / 2)
    jobs = Jobs()
    patch.setattr(station._Desk, "submit", jobs.noting(station._Desk.submit))

    async def wait_for_idle(min_sleep: float = REST, max_sleep: float = 1) -> None:
        await _wait_for_idle(min_sleep, max_sleep)
        begun = monotonic()
        while not (jobs.are_done and _is_at_rest()) and monotonic() - begun < LONGEST:
            await asyncio.sleep(0.001)

    patch.setattr(pilot, "wait_for_idle", wait_for_idle)
    patch.setattr(app, "wait_for_idle", wait_for_idle)  # after each key


def _is_at_rest() -> bool:
    """Whether the running loop would only wait, for longer than a frame; it has no word for it."""
    loop: Any = asyncio.get_running_loop()
    soon = loop.time() + FRAME
    due = (one for one in loop._scheduled if not one.cancelled())
    return not loop._ready and all(one.when() > soon for one in due)
