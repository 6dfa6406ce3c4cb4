"""T16: the disk fills up at each step, on 3 MB of memory; then there is room again.

What failed is told as a full disk and can be done again, in the same program, once there is room.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bench.figures import Figure
from bench.storm.field import Storm
from bench.storm.ground import ROOT, at_board, integrity, rows_of
from csboard.board import Board
from csboard.db.models import EventRow, MessageRow
from csboard.domain.commands import AddNote, EnterBoard
from csboard.domain.records import Actor
from csboard.errors import Unavailable
from tests.support.desk import open_inquiry
from tests.support.terminal import Terminal

SIZE = "3m"
STEP = 4096
MOST_ROOM = 40 * STEP
NOTE = "行 " * 2000
MAIL = ROOT / "tests" / "mail" / "corpus" / "001_open_iso2022jp.eml"
SATO = Actor("sato")


def run(storm: Storm) -> Iterator[Figure]:
    if "sqlite" not in storm.databases:
        return
    if os.geteuid() != 0:
        yield from storm.left_out("T16", "a small disk can only be mounted by root")
        return
    with small_disk(storm.directory / "T16") as place:
        url = f"sqlite:///{place / 'board.db'}"
        with closing(Board.open(url, create=True)) as board:
            board.execute(EnterBoard(), SATO)
            open_inquiry(board)
            yield from _in_one_program(storm, board, Ballast(place))
        yield from _from_the_shell(storm, url, Ballast(place))
        yield from _on_the_screen(storm, url, Ballast(place))
        with closing(Board.open(url)) as board:
            yield _count("integrity failures", "at the end", integrity(board))


def _count(what: str, where: str, value: float) -> Figure:
    return Figure("T16", what, where, value, "", 0, counted=True)


@contextmanager
def small_disk(place: Path, size: str = SIZE) -> Iterator[Path]:
    """A new directory that is a disk of its own, of that size; for root."""
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", place], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", place], check=True)


class Ballast:
    """A file that leaves as little room on its disk as is asked for."""

    def __init__(self, place: Path) -> None:
        self._file = place / "ballast"

    def leave(self, room: int) -> None:
        """Fill the disk up to `room` bytes, a multiple of `STEP`."""
        self.clear()
        free = os.statvfs(self._file.parent)
        with self._file.open("wb") as file:
            file.truncate(0)
            os.posix_fallocate(file.fileno(), 0, max(1, free.f_bavail * free.f_frsize - room))

    def clear(self) -> None:
        """There is room again."""
        self._file.unlink(missing_ok=True)


def _in_one_program(storm: Storm, board: Board, ballast: Ballast) -> Iterator[Figure]:
    """A program that is open all the time writes a note at each amount of room that is left."""
    rooms = range(0, MOST_ROOM, STEP * storm.times(1, 4))
    refused = untold = 0
    for room in rooms:
        ballast.leave(room)
        command = AddNote(number=1001, text=f"{room} {NOTE}")
        try:
            board.execute(command, SATO)
        except Unavailable as failure:
            refused += 1
            untold += failure.code != "full"
        ballast.clear()
        board.execute(command, SATO)
    noted = [row["text"].split()[0] for row in rows_of(board, MessageRow, direction="note")]
    where = f"{len(rooms)} steps, {refused} times full"
    yield Figure("T16", "times it was full", where, refused, "", 1, at_least=True, counted=True)
    yield _count("not told as full", where, untold)
    yield _count("notes lost or double", where, noted != [str(room) for room in rooms])
    events = rows_of(board, EventRow, kind="noted")
    yield _count("half notes", where, len(events) != len(noted))


def _from_the_shell(storm: Storm, url: str, ballast: Ballast) -> Iterator[Figure]:
    """Commands on a full disk, then again with room."""
    commands: dict[str, list[str]] = {
        "add": ["add", "--subject", "件名"],
        "note": ["note", "1001", NOTE],
        "intake": ["intake", "mail"],
        "list": ["list"],
    }
    for name, argv in commands.items():
        statuses, words = set(), set()
        for room in (0,) if storm.short else range(0, MOST_ROOM, 5 * STEP):
            ballast.leave(room)
            done = _csboard(storm, url, argv)
            ballast.clear()
            statuses.add(done.returncode)
            if done.returncode:
                words |= set(done.stderr.splitlines())
        again = _csboard(storm, url, argv).returncode
        where = f"csboard {name}"
        yield _count("other statuses than 0 and 75", where, len(statuses - {0, 75}))
        yield _count("not told as full", where, sum("full" not in line for line in words))
        yield _count("fails with room", where, again)


def _csboard(storm: Storm, url: str, argv: list[str]) -> subprocess.CompletedProcess[str]:
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "CSBOARD_DATABASE": url,
        "CSBOARD_LANG": "en",
        "HOME": str(storm.home("T16")),
    }
    with MAIL.open("rb") as mail:
        return subprocess.run(
            [sys.executable, "-m", "csboard", *argv],
            stdin=mail,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )


def _on_the_screen(storm: Storm, url: str, ballast: Ballast) -> Iterator[Figure]:
    """A person takes a card and writes a note on a full disk, and again with room."""
    acts: dict[str, tuple[Callable[[Terminal], None], str]] = {
        "take": (lambda terminal: terminal.press("a"), "is yours"),
        "write a note": (_write_note, "Noted"),
    }
    with at_board(url, storm.home("T16"), columns=160, lines=50) as terminal:
        terminal.wait_for("#1001")
        terminal.settle()
        for name, (act, done) in acts.items():
            ballast.leave(0)
            act(terminal)
            untold = _missing(terminal, "is full: make room")
            ballast.clear()
            terminal.press("a" if name == "take" else "\x13")
            yield _count("not told as full", f"{name}, on the screen", untold)
            yield _count("not done with room", f"{name}, on the screen", _missing(terminal, done))
        terminal.press("q")
        terminal.wait_for_exit()


def _write_note(terminal: Terminal) -> None:
    terminal.press("m")
    terminal.wait_for("Note on #")
    terminal.press("written on a full disk\x13")


def _missing(terminal: Terminal, text: str) -> bool:
    """Whether it doesn't come to be shown."""
    try:
        terminal.wait_for(text, timeout=10)
    except TimeoutError:
        print(terminal.text(), file=sys.stderr)
        return True
    return False
