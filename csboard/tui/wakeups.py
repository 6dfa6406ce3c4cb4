"""Hearing of other people's commits: a doorbell or LISTEN, and a slow poll behind both.

SQLite: every writer rings a file after its commit, watchfiles hears it. PostgreSQL: the
server notifies a connection of its own, whose file descriptor the loop watches.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Protocol, cast

from csboard.errors import Unavailable
from csboard.out_of_reach import loaded_at_use
from csboard.tui.station import Station

STEP = 20
"""Milliseconds of quiet that watchfiles waits for after a first ring."""
MOST_GROUPED = 50
"""Milliseconds of rings that are heard as one."""
FILES_STEP, FILES_GROUPED = 250, 500
"""The same for a person's own files where there is no bell to hear."""
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


class Files(Protocol):
    """A person's own files, watched along with the board."""

    def directories(self) -> set[Path]: ...

    def changed(self, files: Collection[Path]) -> None: ...


class NoFiles:
    """Nothing but the board is watched."""

    def directories(self) -> set[Path]:
        return set()

    def changed(self, files: Collection[Path]) -> None:
        """Never called."""


async def follow(
    station: Station,
    wake: Callable[[], None],
    rev: Callable[[], int],
    files: Files | None = None,
) -> None:
    """Call `wake` whenever the board may have changed since `rev()`, until cancelled."""
    files = files or NoFiles()
    async with asyncio.TaskGroup() as group:
        if station.is_sqlite:
            group.create_task(_poll(station, wake, rev, POLL_SQLITE))
            group.create_task(_hear_bell(station, wake, rev, files))
        else:
            ear = _Ear()
            group.create_task(_poll(station, wake, rev, POLL_POSTGRES, ear.missed))
            group.create_task(_listen(station, wake, ear))
            group.create_task(_hear_files(files))


async def _poll(
    station: Station,
    wake: Callable[[], None],
    rev: Callable[[], int],
    every: float,
    missed: Callable[[], None] = lambda: None,
) -> None:
    """Look every so often, and say so when something was `missed` until then."""
    while True:
        await asyncio.sleep(every)
        try:
            if await station.read(lambda board: board.newest()) != rev():
                wake()
                missed()
        except Unavailable:
            wake()  # whoever looks will find it out, and say so


async def _hear_bell(
    station: Station, wake: Callable[[], None], rev: Callable[[], int], files: Files
) -> None:
    def heard(changed: set[Path]) -> None:
        own = {path for path in changed if path.parent != bell}
        if own != changed:
            wake()
        if own:
            files.changed(own)

    try:
        bell = cast(Bell, await station.read(lambda board: board.wakeup())).directory
        wake()  # what was rung before we listened
        await _watch(lambda: {bell, *files.directories()}, heard, STEP, MOST_GROUPED)
    except (
        OSError,
        RuntimeError,
        Unavailable,
    ):  # no inotify, none left, or no file
        await _poll(station, wake, rev, POLL_WITHOUT_BELL)


async def _hear_files(files: Files) -> None:
    with suppress(OSError, RuntimeError):  # they are read again at the next start
        await _watch(files.directories, files.changed, FILES_STEP, FILES_GROUPED)


async def _watch(
    places: Callable[[], set[Path]], heard: Callable[[set[Path]], None], step: int, debounce: int
) -> None:
    """Hear of files in `places`, which are asked for again as files come and go in them.

    A place that has just been made may hold files already: they are heard of as well. One that
    was removed may be there again before we look, and isn't the one that is watched.
    """
    with loaded_at_use("anyio", "watchfiles.run"):  # for its `awatch`, and for running others
        from watchfiles import Change, watch  # only now: it would delay the first paint

    loop = asyncio.get_running_loop()
    known: set[Path] | None = None
    while watched := places():
        fresh = watched - known if known is not None else set()
        known = watched
        begun = partial(loop.call_soon_threadsafe, _hear_of_files, fresh, heard)
        stop = _Stop(begun, partial(_are_others, places, watched))
        watching = watch(
            *watched,
            watch_filter=None,
            step=step,
            debounce=debounce,
            recursive=False,
            stop_event=stop,
        )
        try:
            # Its own `awatch` would load a second library of threads for the loop.
            while changes := await asyncio.to_thread(next, watching, None):
                heard({Path(name) for _kind, name in changes})
                gone = {Path(name) for kind, name in changes if kind is Change.deleted}
                known = watched - gone
                if known != watched or places() != watched:
                    break
        finally:
            stop.set()


def _are_others(places: Callable[[], set[Path]], watched: set[Path]) -> bool:
    """Whether one came or went before the watch had begun, which nothing tells of."""
    return places() != watched


def _hear_of_files(places: Collection[Path], heard: Callable[[set[Path]], None]) -> None:
    """Tell of what was saved before the watch had begun: rather twice than never."""
    if made := _files_in(places):
        heard(made)


class _Stop:
    """Ends a watch, which asks for that again and again; the first time it has just begun."""

    def __init__(self, begun: Callable[[], object], is_over: Callable[[], bool]) -> None:
        """`begun` is called once it has begun; if then `is_over`, it ends at once."""
        self._begun: Callable[[], object] | None = begun
        self._is_over = is_over
        self._is_set = False

    def set(self) -> None:
        self._is_set = True

    def is_set(self) -> bool:
        if self._begun is not None and not self._is_set:
            self._begun()
            self._begun = None
            self._is_set = self._is_over()
        return self._is_set


def _files_in(places: Collection[Path]) -> set[Path]:
    found: set[Path] = set()
    for place in places:
        with suppress(OSError):  # it has gone again
            found.update(place.iterdir())
    return found


class _Ear:
    """Whether the line that should tell of commits is there, and does tell."""

    def __init__(self) -> None:
        self.lost = asyncio.Event()
        self._heard = False

    def heard(self) -> None:
        self._heard = True

    def missed(self) -> None:
        """There is news that the poll had to find: without a sound since the last, it is deaf.

        A line can be dead without a sign, behind a tunnel or a pooler that has forgotten it.
        """
        if not self._heard:
            self.lost.set()
        self._heard = False


async def _listen(station: Station, wake: Callable[[], None], ear: _Ear) -> None:
    while True:
        try:
            listener = cast(Listener, await station.read(lambda board: board.wakeup()))
            ear.lost.clear()
            wake()
            await _ring_until_lost(listener, wake, ear)
        except Unavailable:
            wake()
        await asyncio.sleep(LISTEN_AGAIN)


async def _ring_until_lost(listener: Listener, wake: Callable[[], None], ear: _Ear) -> None:
    """Wake at each notification; return when the connection is gone, or proves to be deaf."""
    loop = asyncio.get_running_loop()

    def heard() -> None:
        ear.heard()
        try:
            listener.drain()
        except Exception:  # whatever the driver says of it: this line is gone
            ear.lost.set()
        wake()

    fileno = listener.fileno()
    loop.add_reader(fileno, heard)
    try:
        await ear.lost.wait()
    finally:
        loop.remove_reader(fileno)
        listener.close()
