"""T13: the line to PostgreSQL is cut at COMMIT, swallows everything, or the server goes down."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import Figure
from bench.storm.field import Storm
from bench.storm.ground import at_board, rows_of
from bench.storm.proxy import Cut, Proxy
from csboard.board import Board
from csboard.db.models import EventRow, MessageRow
from csboard.domain.commands import AddNote, EnterBoard
from csboard.domain.records import Actor
from csboard.errors import Unavailable
from tests.support.desk import open_inquiry
from tests.support.terminal import Terminal

CUTS, RESTARTS, HOLE, QUIET = 200, 20, 60, 30
KEY_LIMIT, CURRENT_LIMIT = 200.0, 20.0
SATO = Actor("sato")


def run(storm: Storm) -> Iterator[Figure]:
    if "postgres" not in storm.databases or storm.server is None:
        return
    with storm.board("postgres") as url:
        board = Board.open(url)
        board.execute(EnterBoard(), SATO)
        open_inquiry(board)
        board.close()
        proxy = Proxy(url)
        yield from _cuts(storm, proxy, url)
        with _at_the_board(proxy, storm.home("T13")) as watcher:
            yield watcher.undisturbed(storm.times(QUIET, 2))
            yield from _hole(storm, proxy, url, watcher)
            if storm.server.restart is None:
                yield from storm.left_out("T13", "CSBOARD_TEST_PG_URL names a server not ours")
            else:
                yield from _restarts(storm, url, watcher)
        proxy.close()


def _cuts(storm: Storm, proxy: Proxy, url: str) -> Iterator[Figure]:
    """Notes whose COMMIT is cut; what can't be told is said again by the same operation id."""
    times = storm.times(CUTS, 25)
    board = Board.open(proxy.url)
    acknowledged: list[int] = []
    kinds: tuple[Cut, ...] = ("before", "after")
    for turn in range(2 * times):
        command = AddNote(number=1001, text=f"note {turn}")
        proxy.cut = kinds[turn % 2]
        while True:
            try:
                acknowledged.append(board.execute(command, SATO).id)
                break
            except Unavailable:
                board.reconnect()
    board.close()
    board = Board.open(url)
    noted = Counter(row["text"] for row in rows_of(board, MessageRow, direction="note"))
    events = {row["id"] for row in rows_of(board, EventRow, kind="noted")}
    board.close()
    where = f"{proxy.cuts} cuts before and after COMMIT"
    yield Figure("T13", "cuts", where, proxy.cuts, "", 2 * times, at_least=True, counted=True)
    lost = sum(noted[f"note {turn}"] == 0 for turn in range(2 * times))
    yield Figure("T13", "lost", where, lost + len(set(acknowledged) - events), "", 0, counted=True)
    twice = sum(count > 1 for count in noted.values())
    yield Figure("T13", "done twice", where, twice, "", 0, counted=True)


@dataclass
class Watcher:
    """A person at an open board, who goes on pressing keys.

    Of what `esc` takes, 100 ms are the wait for what might follow it in a key's sequence.
    """

    terminal: Terminal
    longest: float = 0.0
    """Milliseconds to the first answer to a key."""
    unanswered: int = 0
    _turn: int = field(default=0)

    def press_for(self, seconds: float) -> None:
        """Move about, a key every tenth of a second or so."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            self._turn += 1
            answer = self.terminal.react("?" if self._turn % 2 else "\x1b", quiet=0.3)
            if answer is None:
                self.unanswered += 1
            else:
                self.longest = max(self.longest, answer.first * 1000)

    def undisturbed(self, seconds: float) -> Figure:
        """What keys take while nothing is wrong, to compare with on a machine that is busy."""
        self.press_for(seconds)
        where = f"sound line for {seconds} s"
        figure = Figure("T13", "slowest key before", where, self.longest, "ms")
        self.longest, self.unanswered = 0.0, 0
        return figure

    def seconds_until(self, text: str) -> float:
        """How long it takes from now until a line of the board is seen; the help is closed."""
        begun = time.perf_counter()
        if self._turn % 2:
            self._turn += 1
            self.terminal.press("\x1b")
        self.terminal.wait_for(text, timeout=120)
        return time.perf_counter() - begun

    def figures(self, where: str, current: float) -> Iterator[Figure]:
        yield Figure("T13", "board current after", where, current, "s", CURRENT_LIMIT)
        yield Figure("T13", "slowest key meanwhile", where, self.longest, "ms", KEY_LIMIT)
        yield Figure("T13", "keys unanswered", where, self.unanswered, "", 0, counted=True)
        self.longest, self.unanswered = 0.0, 0


@contextmanager
def _at_the_board(proxy: Proxy, home: Path) -> Iterator[Watcher]:
    with at_board(proxy.url, home, columns=160, lines=50) as terminal:
        terminal.wait_for("#1001")
        terminal.settle()
        yield Watcher(terminal)


def _hole(storm: Storm, proxy: Proxy, url: str, watcher: Watcher) -> Iterator[Figure]:
    """Nothing goes through for a minute; then the line heals, or whoever passed it on forgot it.

    Only at full length: a forgotten line is given up after a quarter of a minute.
    """
    seconds = storm.times(HOLE, 4)
    for what in ("hole",) if storm.short else ("hole", "forgotten line"):
        proxy.hole = True
        if what != "hole":
            proxy.forget()
        watcher.press_for(seconds / 2)
        _open_elsewhere(url, f"meanwhile {what}")
        watcher.press_for(seconds / 2)
        proxy.hole = False
        current = watcher.seconds_until(f"meanwhile {what}")
        yield from watcher.figures(f"{what} of {seconds} s", current)


def _restarts(storm: Storm, url: str, watcher: Watcher) -> Iterator[Figure]:
    assert storm.server is not None
    assert storm.server.restart is not None
    times = storm.times(RESTARTS, 2)
    slowest = 0.0
    for turn in range(times):
        storm.server.restart()
        _open_elsewhere(url, f"restart {turn}.")
        watcher.press_for(1)
        slowest = max(slowest, watcher.seconds_until(f"restart {turn}."))
    yield from watcher.figures(f"{times} server restarts", slowest)


def _open_elsewhere(url: str, subject: str) -> None:
    """A colleague whose line is sound opens an inquiry."""
    board = Board.open(url)
    open_inquiry(board, subject)
    board.close()
