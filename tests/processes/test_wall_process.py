"""`csboard wall` as a process at a real terminal."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from pathlib import Path

import apsw
import pytest

from bench.storm.on_the_wall import Seen, figures
from csboard.board import Board
from csboard.domain.commands import EnterBoard
from csboard.domain.records import Actor
from tests.support.desk import open_inquiry
from tests.support.terminal import Terminal


@pytest.fixture
def file(tmp_path: Path) -> Path:
    board = Board.open(f"sqlite:///{tmp_path / 'board.db'}", create=True)
    board.execute(EnterBoard(name="Sato"), Actor("sato"))
    open_inquiry(board, "the subject")
    board.close()
    return tmp_path / "board.db"


def wall(file: Path, columns: int = 120, lines: int = 40, *, pages: str = "board") -> Terminal:
    url = f"sqlite:///{file}"
    argv = [sys.executable, "-m", "csboard", "wall", "--pages", pages, "--db", url]
    env = {"HOME": str(file.parent), "LANG": "C.UTF-8"}
    return Terminal(argv, columns=columns, lines=lines, env=env)


def by_another(file: Path, sql: str) -> None:
    connection = apsw.Connection(str(file))
    connection.execute(sql)
    connection.close()


def test_it_shows_the_board_in_any_window_and_ends_by_its_key(file: Path) -> None:
    with wall(file, 30, 6) as terminal:
        terminal.wait_for("ToDo   1")
        terminal.resize(120, 40)
        assert "#1001" in terminal.wait_for("#1001")
        assert "the subject" not in terminal.text()
        terminal.resize(3, 1)
        terminal.settle()
        terminal.resize(120, 40)
        terminal.wait_for("#1001")
        terminal.press(b"q\x1a\x03")
        terminal.wait_for("no key changes anything")
        terminal.press(b"\x11")
        assert terminal.wait_for_exit() == 0


def test_a_newer_board_starts_it_anew_in_its_own_place(file: Path) -> None:
    with wall(file) as terminal:
        terminal.wait_for("#1001")
        by_another(file, "UPDATE board SET schema = schema + 1")
        terminal.wait_for("NO DATA YET")
        terminal.wait_for("newer")
        terminal.settle()
        sentence = " ".join(terminal.text().split())  # wherever its lines break
        assert "was upgraded by a newer csboard" in sentence
        assert terminal.process.poll() is None, "it is the same process"
        by_another(file, "UPDATE board SET schema = schema - 1")
        terminal.wait_for("#1001")


def test_a_dropped_line_ends_it(file: Path) -> None:
    with wall(file) as terminal:
        terminal.wait_for("#1001")
        os.kill(terminal.process.pid, signal.SIGHUP)
        assert terminal.wait_for_exit() == 128 + signal.SIGHUP


def test_its_files_are_opened_for_reading_only(file: Path) -> None:
    """The file of the board at least; WAL needs the other two to be written."""
    with wall(file) as terminal:
        terminal.wait_for("#1001")
        flags = _flags(terminal.process.pid, file)
        assert flags
        assert all(flag & os.O_ACCMODE == os.O_RDONLY for flag in flags)


def _flags(pid: int, file: Path) -> list[int]:
    """With what flags a process has a file open."""
    found = []
    for entry in Path(f"/proc/{pid}/fd").iterdir():
        if entry.exists() and entry.resolve() == file.resolve():
            told = Path(f"/proc/{pid}/fdinfo/{entry.name}").read_text(encoding="utf-8")
            found.append(int(told.split("flags:")[1].split()[0], 8))
    return found


def test_a_wall_that_grows_fails_in_the_short_form_too() -> None:
    fine = Seen(0, 0, 2, 2, 160, Counter(), 4.9, (70.0, 70.1), 0)
    assert all(one.holds for one in figures("sqlite", fine))
    grown = [one for one in figures("sqlite", fine._replace(growth=5.1)) if not one.holds]
    assert [(one.what, one.counted) for one in grown] == [("memory differs by", True)]


def test_a_day_on_which_the_disk_was_never_full_proves_nothing() -> None:
    seen = Seen(0, 0, 3, 3, 160, Counter(unreachable=9), 0.1, (70.0, 70.1), 0)
    unproved = [one for one in figures("sqlite", seen, has_been_full=True) if not one.holds]
    assert [one.what for one in unproved] == ["changes that a full disk refused"]
    full = seen._replace(refused=Counter(full=3))
    assert all(one.holds for one in figures("sqlite", full, has_been_full=True))
