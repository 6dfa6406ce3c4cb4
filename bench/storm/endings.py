"""T15: the line drops, stalls or is stopped, in whatever the person is doing: gone in time.

Afterwards nothing of it is left: no process, no lock, and the board takes the next change.
"""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.figures import Figure
from bench.storm.field import Storm
from bench.storm.ground import at_board
from bench.storm.proxy import Proxy
from csboard.board import Board
from csboard.domain.commands import AddNote, EnterBoard
from csboard.domain.records import Actor
from tests.support.desk import open_inquiry
from tests.support.terminal import Terminal

LIMIT = 5.0
GIVEN_UP = 20.0

DOING = {"on the board": "", "in an inquiry": "\r", "writing a note": "mHalf a sentence"}


def _hang_up(terminal: Terminal) -> None:
    terminal.hang_up()


def _terminate(terminal: Terminal) -> None:
    terminal.process.terminate()


def _stop_and_hang_up(terminal: Terminal) -> None:
    """As Ctrl+Z and then a dropped line: the system wakes it to tell it."""
    terminal.process.send_signal(signal.SIGSTOP)
    terminal.wait_until_stopped()
    terminal.hang_up()


def _stall(terminal: Terminal) -> None:
    """Nobody reads what it paints, until it can't paint any more."""
    for turn in range(60):
        terminal.resize(100 + turn % 2, 40)
        terminal.press("?\x1b")
        time.sleep(0.02)


def _stall_and_hang_up(terminal: Terminal) -> None:
    _stall(terminal)
    terminal.process.send_signal(signal.SIGHUP)


def _stall_and_terminate(terminal: Terminal) -> None:
    _stall(terminal)
    terminal.process.terminate()


ENDINGS: dict[str, Callable[[Terminal], None]] = {
    "line dropped": _hang_up,
    "told to end": _terminate,
    "stopped, then dropped": _stop_and_hang_up,
    "stalled, then dropped": _stall_and_hang_up,
    "stalled, then told to end": _stall_and_terminate,
}

SHORTENED = {
    "sqlite": ("line dropped", "stalled, then dropped"),
    "postgres": ("stopped, then dropped",),
}


def run(storm: Storm) -> Iterator[Figure]:
    for database in storm.databases:
        with storm.board(database) as url:
            board = Board.open(url)
            board.execute(EnterBoard(), Actor("sato"))
            open_inquiry(board)
            for name in SHORTENED[database] if storm.short else ENDINGS:
                end = ENDINGS[name]
                yield from _figures(storm, board, url, f"{name}, {database}", end)
            if database == "sqlite" or not storm.short:
                yield from _hangups_ignored(storm, url, database)
            if database == "postgres":
                yield from _silent_database(storm, url)
            board.close()


def _figures(
    storm: Storm, board: Board, url: str, name: str, end: Callable[[Terminal], None]
) -> Iterator[Figure]:
    slowest = left = 0.0
    doings = list(DOING.values())
    for keys in doings[-1:] if storm.short else doings:
        with at_board(url, storm.home("T15")) as terminal:
            seconds, remaining = _ended(terminal, keys, end)
        slowest, left = max(slowest, seconds), left + remaining
    yield from _told(name, slowest, left)
    began = time.perf_counter()
    board.execute(AddNote(number=1001, text="next"), Actor("sato"))
    yield Figure("T15", "next change after", name, time.perf_counter() - began, "s", 1.0)


def _told(name: str, slowest: float, left: float) -> Iterator[Figure]:
    yield Figure("T15", "gone after", name, slowest, "s", LIMIT)
    yield Figure("T15", "not gone at all", name, slowest >= GIVEN_UP, "", 0, counted=True)
    yield Figure("T15", "processes left", name, left, "", 0, counted=True)


def _ended(terminal: Terminal, keys: str, end: Callable[[Terminal], None]) -> tuple[float, int]:
    """Seconds from the end of the line to the end of the program, and what is left of it."""
    terminal.wait_for("#1001")
    terminal.press(keys)
    terminal.settle()
    end(terminal)
    began = time.perf_counter()
    try:
        terminal.process.wait(GIVEN_UP)
    except subprocess.TimeoutExpired:
        return GIVEN_UP, 1
    return time.perf_counter() - began, _of_session(terminal.process.pid)


def _of_session(session: int) -> int:
    """How many processes of the terminal's session still run."""
    count = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it ended meanwhile
            continue
        count += int(fields[3]) == session and fields[0] != "Z"
    return count


def _hangups_ignored(storm: Storm, url: str, database: str) -> Iterator[Figure]:
    """Started by something that ignores hang-ups, as nohup does: it must not linger."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        terminal = at_board(url, storm.home("T15"))
    finally:
        signal.signal(signal.SIGHUP, before)
    with terminal:
        seconds, left = _ended(terminal, "", _hang_up)
    yield from _told(f"hang-ups ignored, {database}", seconds, left)


def _silent_database(storm: Storm, url: str) -> Iterator[Figure]:
    """The server says nothing any more, and the person leaves, or their line drops."""
    endings: dict[str, Callable[[Terminal], None]] = {
        "line dropped": _hang_up,
        "leaves": lambda terminal: terminal.press("q"),
    }
    for name, end in endings.items():
        proxy = Proxy(url)
        with at_board(proxy.url, storm.home("T15")) as terminal:
            terminal.wait_for("#1001")
            proxy.hole = True
            seconds, left = _ended(terminal, "a", end)
        proxy.hole = False
        proxy.close()
        yield from _told(f"{name}, silent server", seconds, left)
