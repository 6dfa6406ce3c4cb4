"""T29: the wall display for 24 hours of its clock, with a change every second.

The database goes and comes back twice, and its disk is full once. Never is old data shown as new;
memory and handles stay as they are. The time is the clock object's, not ours.
"""

from __future__ import annotations

import asyncio
import gc
import os
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import mean
from typing import NamedTuple

from bench.figures import Figure
from bench.storm.field import Storm
from bench.storm.full_disk import Ballast, small_disk
from bench.storm.hand import SATO, Hand, hand
from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import EnterBoard
from csboard.domain.wall import Wall
from csboard.domain.wall_freshness import OLD_AFTER, told
from csboard.domain.wall_pages import PAGES
from csboard.tui.wall.app import Showing, WallApp
from csboard.tui.wall.source import Source
from tests.support.postgres import running_server

TEST = "T29"
BEGINS = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
"""Noon in Tokyo, on a public holiday: midnight comes half way."""
DAY = timedelta(days=1)
AWAY = (1 / 4, 3 / 4)
FULL = 1 / 2
LASTS = 120
"""Seconds of the clock for which the database is away, or its disk full."""
LOOKED_AT = 20
"""Every so many steps the lines are looked at that are drawn; else what they are drawn from."""
WARM = 1 / 8
"""Of the day after which memory is measured."""
MOST_GROWTH = 5.0
DISK = "700m"
SERVERS_DISK = "3g"
"""With its log, which grows to a gigabyte."""
NOT_ROOT = "(no small disk: not root)"


class Place(NamedTuple):
    """Where the board is, and how it is made to go, come back and have no room."""

    name: str
    url: str
    go: Callable[[], None]
    come: Callable[[], None]
    fill: Callable[[], None]
    clear: Callable[[], None]


class Seen(NamedTuple):
    """What was counted in the day."""

    old_as_new: int
    wrong_numbers: int
    outages_told: int
    outages: int
    changes: int
    refused: Counter[str]
    """How many changes, by the code of why."""
    growth: float
    """Per cent of the memory after the warming up by which it differed most."""
    memory: tuple[float, ...]
    """MiB, from the warming up to the end, at even distances."""
    handles: int
    """By how many more there were."""


def run(storm: Storm) -> Iterator[Figure]:
    steps = storm.times(86_400, 160)
    for database in storm.databases:
        with _place(storm, database) as place:
            seen = asyncio.run(_day(place, steps))
        has_been_full = place.fill is not _nothing and not storm.short
        yield from figures(f"{place.name}, {steps} changes in 24 h", seen, has_been_full)


def figures(where: str, seen: Seen, has_been_full: bool = False) -> Iterator[Figure]:
    """Every bound holds in the short form too: none is a time.

    In the short form the disk is full for so few changes that they still find room in their files.
    """
    yield Figure(TEST, "old data shown as new", where, seen.old_as_new, "", 0, counted=True)
    yield Figure(
        TEST, "numbers that weren't the board's", where, seen.wrong_numbers, "", 0, counted=True
    )
    untold = seen.outages - seen.outages_told
    yield Figure(TEST, "outages not told, nor mended", where, untold, "", 0, counted=True)
    yield Figure(TEST, "more handles than before", where, seen.handles, "", 0, counted=True)
    yield Figure(TEST, "changes made", where, seen.changes, "")
    if has_been_full:
        full = seen.refused["full"]
        yield Figure(
            TEST,
            "changes that a full disk refused",
            where,
            full,
            "",
            1,
            at_least=True,
            counted=True,
        )
    for code, times in seen.refused.items():
        yield Figure(TEST, f"changes refused: {code}", where, times, "")
    yield Figure(TEST, "memory differs by", where, seen.growth, "%", MOST_GROWTH, counted=True)
    quarter = max(1, len(seen.memory) // 4)
    for name, some in (("first", seen.memory[:quarter]), ("last", seen.memory[-quarter:])):
        yield Figure(TEST, f"memory, {name} quarter", where, mean(some), "MiB")


# The places


@contextmanager
def _place(storm: Storm, database: str) -> Iterator[Place]:
    is_root = os.geteuid() == 0
    if database == "sqlite":
        with _file(storm.directory / "T29", is_root=is_root) as place:
            yield place
    elif is_root:
        with _server() as place:
            yield place
    else:
        assert storm.server is not None
        server = storm.server
        with storm.board("postgres") as url:
            go, come = server.crash or _nothing, server.start or _nothing
            yield Place(f"postgres {NOT_ROOT}", url, go, come, _nothing, _nothing)


@contextmanager
def _file(directory: Path, *, is_root: bool) -> Iterator[Place]:
    """A file that is moved away and put back, on a small disk where we can have one."""
    with small_disk(directory, DISK) if is_root else nullcontext(_made(directory)) as place:
        file, ballast = place / "board.db", Ballast(place)
        yield Place(
            "sqlite" if is_root else f"sqlite {NOT_ROOT}",
            f"sqlite:///{file}",
            lambda: _move(file, away=True),
            lambda: _move(file, away=False),
            (lambda: ballast.leave(0)) if is_root else _nothing,
            ballast.clear,
        )


@contextmanager
def _server() -> Iterator[Place]:
    """A server with all its files on a small disk: what the full one ends is started again."""
    with tempfile.TemporaryDirectory(prefix="csboard-wall-") as outside:
        os.chmod(outside, 0o755)  # the server's account has to get through
        with (
            small_disk(Path(outside) / "disk", SERVERS_DISK) as disk,
            running_server(disk) as server,
        ):
            start, ballast = server.start or _nothing, Ballast(disk)

            def clear() -> None:
                ballast.clear()
                start()

            yield Place(
                "postgres",
                server.create_database(),
                server.crash or _nothing,
                start,
                lambda: ballast.leave(0),
                clear,
            )


def _made(directory: Path) -> Path:
    directory.mkdir()
    return directory


def _nothing() -> None:
    pass


def _move(file: Path, *, away: bool) -> None:
    there, elsewhere = file, file.with_name("away.db")
    for end in ("", "-wal", "-shm"):
        old, new = (Path(f"{one}{end}") for one in (there, elsewhere))
        old, new = (old, new) if away else (new, old)
        if old.exists():
            old.rename(new)


# The day


async def _day(place: Place, steps: int) -> Seen:
    clock = FixedClock(BEGINS)
    with closing(Board.open(place.url, clock, create=True)) as board:
        board.execute(EnterBoard(name="佐藤"), SATO)
    source = Source(place.url, clock)
    app = WallApp(source, Showing(PAGES, 30, {}))
    app.tick = lambda: None  # type: ignore[method-assign]  # its seconds are given here
    try:
        async with app.run_test(size=(120, 40)):
            with hand(place.url) as writer:
                watch = Watch(app, clock, writer)
                await watch.through(place, steps)
                return watch.seen()
    finally:
        source.close()


class Watch:
    """Lets the day pass, and holds what the wall shows against what was written."""

    def __init__(self, app: WallApp, clock: FixedClock, writer: Hand) -> None:
        self._app, self._clock, self._writer = app, clock, writer
        self._written: deque[tuple[datetime, int, int]] = deque()
        """When, the newest event, and how many inquiries nobody had."""
        self._memory: list[float] = []
        self._handles: list[int] = []
        self._old = self._wrong = self._changes = 0
        self._refused: Counter[str] = Counter()
        self._outages = self._told = 0

    async def through(self, place: Place, steps: int) -> None:
        second = DAY / steps
        events = {
            **{int(steps * part): (place.go, place.come) for part in AWAY},
            int(steps * FULL): (place.fill, place.clear),
        }
        lasts = max(2, int(timedelta(seconds=LASTS) / second))
        for step in range(steps):
            if step in events:
                await self._outage(*events[step], lasts, second)
            await self._second(second, look=step % LOOKED_AT == 0)
            if step % max(1, steps // 16) == 0 and step > steps * WARM:
                await self._measure()

    async def _outage(
        self, begins: Callable[[], None], ends: Callable[[], None], lasts: int, second: timedelta
    ) -> None:
        """The wall may go on if it can read; then all is as told, and afterwards fresh again."""
        begins()
        for _step in range(lasts):
            await self._second(second, look=True)
        ends()
        self._outages += 1
        for _step in range(max(lasts, 70)):
            await self._second(second, look=True)
            if not self._stale():
                self._told += 1
                return

    async def _second(self, second: timedelta, *, look: bool) -> None:
        self._clock.advance(second)
        now = self._clock.now()
        done = self._writer.change(now)
        if done.failure:
            self._refused[done.failure] += 1
        else:
            self._changes += 1
            self._written.append((now, done.newest, done.free))
        await self._app.look()
        self._app.show()
        self._judge(now, look=look)

    def _judge(self, now: datetime, *, look: bool) -> None:
        """What isn't called old must have all that was written before it could be called so."""
        while len(self._written) > 1 and self._written[1][0] <= now - OLD_AFTER:
            self._written.popleft()
        is_stale = self._is_shown_as_old() if look else self._stale()
        wall = self._app.source.wall
        if is_stale or wall is None or not self._written:
            return
        at, newest, _free = self._written[0]
        has_missed = at <= now - OLD_AFTER and wall.snapshot.rev < newest
        self._old += has_missed or now - wall.at > OLD_AFTER
        latest = self._written[-1]
        if wall.snapshot.rev == latest[1] and _free_on(wall) != latest[2]:
            self._wrong += 1

    def _stale(self) -> bool:
        return bool(told(self._app.source.readings, self._clock.now()))

    def _is_shown_as_old(self) -> bool:
        """By the lines that are drawn."""
        view = self._app.query_one("#wall")
        lines = view.draw(*view.size)  # type: ignore[attr-defined]
        text = "".join(segment.text for line in lines for segment in line)
        return "[STOPPED for" in text or "[NO DATA YET]" in text

    async def _measure(self) -> None:
        await asyncio.sleep(0)
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1])
        self._memory.append(pages * os.sysconf("SC_PAGE_SIZE") / 2**20)
        self._handles.append(len(os.listdir("/proc/self/fd")))

    def seen(self) -> Seen:
        base = self._memory[0]
        return Seen(
            old_as_new=self._old,
            wrong_numbers=self._wrong,
            outages_told=self._told,
            outages=self._outages,
            changes=self._changes,
            refused=self._refused,
            growth=max(abs(one - base) for one in self._memory) / base * 100,
            memory=tuple(self._memory),
            handles=max(self._handles) - self._handles[0],
        )


def _free_on(wall: Wall) -> int:
    return sum(card.owner is None for card in wall.snapshot.cards)
