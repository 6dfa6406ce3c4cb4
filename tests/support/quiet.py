"""When a program under test has done what it began, told by its event loop and not by the CPU."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from time import monotonic
from typing import Any
from weakref import WeakSet

import pytest
from textual import _wait, pilot

from csboard.tui import station

LONGEST_JOB = 0.3
"""Seconds that a job on the board is waited for: some tests hold one up on purpose."""

_wait_for_idle = _wait.wait_for_idle


class Jobs:
    """What was begun on the board by screens, in threads of their own."""

    def __init__(self) -> None:
        self._begun: WeakSet[Future[Any]] = WeakSet()

    def noting(self, submit: Callable[..., Future[Any]]) -> Callable[..., Future[Any]]:
        def noted(desk: object, job: Callable[..., Any]) -> Future[Any]:
            future = submit(desk, job)
            self._begun.add(future)
            return future

        return noted

    @property
    def are_done(self) -> bool:
        return all(job.done() for job in list(self._begun))


def wait_for_what_was_begun(patch: pytest.MonkeyPatch) -> None:
    """Let every pause of a Pilot last until the loop has nothing left to do.

    Textual's own ends when the process used little CPU for 20 ms, which on a busy machine only
    says that it was another's turn.
    """
    jobs = Jobs()
    patch.setattr(station._Desk, "submit", jobs.noting(station._Desk.submit))

    async def wait_for_idle(
        min_sleep: float = _wait.SLEEP_GRANULARITY, max_sleep: float = 1
    ) -> None:
        await _wait_for_idle(min_sleep, max_sleep)
        begun = monotonic()
        is_told = jobs.are_done  # the loop hears of the end of a job a moment after it
        while monotonic() - begun < max_sleep:
            await asyncio.sleep(0 if is_told else 0.001)
            if _nothing_ready() and (is_told or monotonic() - begun > LONGEST_JOB):
                return
            is_told = jobs.are_done

    patch.setattr(pilot, "wait_for_idle", wait_for_idle)


def _nothing_ready() -> bool:
    """Whether the running loop would only wait now; it has no public word for it."""
    ready: Any = getattr(asyncio.get_running_loop(), "_ready")  # noqa: B009
    return not ready
