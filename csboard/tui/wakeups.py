"""Hearing of other people's commits: a doorbell or LISTEN, and a slow poll behind both.

SQLite: every writer rings a file after its commit, watchfiles hears it. PostgreSQL: the
server notifies a connection of its own, whose file descriptor the loop watches.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Protocol, cast

from csboard.errors import Unavailable
from csboard.tui.station import Station

STEP = 20
"""Milliseconds of quiet that watchfiles waits for after a first ring."""
MOST_GROUPED = 50
"""Milliseconds of rings that are heard as one."""
POLL_SQLITE = 1.0
POLL_POSTGRES = 15.0
POLL_WITHOUT_BELL = 0.25
LISTEN_AGAIN = 5.0


class Bell(Protocol):
    """What SQLite's wake-up tells."""

    @property
    def directory(self) -> Path: ...


class Listener(Protocol):
    """What PostgreSQL's wake-up does."""

    def fileno(self) -> int: ...

    def drain(self) -> None: ...

    def close(self) -> None: ...


async def follow(station: Station, wake: Callable[[], None], rev: Callable[[], int]) -> None:
    """Call `wake` whenever the board may have changed since `rev()`, until cancelled."""
    async with asyncio.TaskGroup() as group:
        if station.is_sqlite:
            group.create_task(_poll(station, wake, rev, POLL_SQLITE))
            group.create_task(_hear_bell(station, wake, rev))
        else:
            group.create_task(_poll(station, wake, rev, POLL_POSTGRES))
            group.create_task(_listen(station, wake))


async def _poll(
    station: Station, wake: Callable[[], None], rev: Callable[[], int], every: float
) -> None:
    while True:
        await asyncio.sleep(every)
        try:
            if await station.read(lambda board: board.newest()) != rev():
                wake()
        except Unavailable:
            wake()  # whoever looks will find it out, and say so


async def _hear_bell(station: Station, wake: Callable[[], None], rev: Callable[[], int]) -> None:
    bell = cast(Bell, await station.read(lambda board: board.wakeup()))
    try:
        await _watch(bell.directory, wake)
    except (OSError, RuntimeError):  # no inotify, or none left for this person
        await _poll(station, wake, rev, POLL_WITHOUT_BELL)


async def _watch(directory: Path, wake: Callable[[], None]) -> None:
    from watchfiles import awatch  # only now: it would delay the first paint

    wake()  # what was rung before we listened
    async for _changes in awatch(
        directory, watch_filter=None, step=STEP, debounce=MOST_GROUPED, recursive=False
    ):
        wake()


async def _listen(station: Station, wake: Callable[[], None]) -> None:
    while True:
        try:
            listener = cast(Listener, await station.read(lambda board: board.wakeup()))
            wake()
            await _ring_until_lost(listener, wake)
        except Unavailable:
            wake()
        await asyncio.sleep(LISTEN_AGAIN)


async def _ring_until_lost(listener: Listener, wake: Callable[[], None]) -> None:
    """Wake at each notification; return when the connection is gone."""
    loop = asyncio.get_running_loop()
    lost = asyncio.Event()

    def heard() -> None:
        try:
            listener.drain()
        except Exception:  # whatever the driver says of it: this line is gone
            lost.set()
        wake()

    fileno = listener.fileno()
    loop.add_reader(fileno, heard)
    try:
        await lost.wait()
    finally:
        loop.remove_reader(fileno)
        listener.close()
