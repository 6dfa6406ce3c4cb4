"""A person's own editor, started from a box: real processes on a real terminal."""

from __future__ import annotations

import os
import shlex
import signal
import stat
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim
from csboard.domain.records import Actor, TaskRef
from tests.support.desk import enter, open_inquiry
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]
F4, ESC, SAVE = "\x1bOS", "\x1b", "\x13"


@pytest.fixture
def board(sqlite_url: str) -> Iterator[Board]:
    opened = Board.open(sqlite_url)
    enter(opened, "sato")
    open_inquiry(opened)
    yield opened
    opened.close()


def script(path: Path, body: str) -> Path:
    path.write_text(f"#!{sys.executable}\n{body}")
    path.chmod(0o755)
    return path


@contextmanager
def note_box(board: Board, temporary: Path, **environment: str) -> Iterator[Terminal]:
    """A note being written, `typed` in it."""
    temporary.mkdir(exist_ok=True)
    env: Mapping[str, str] = {
        "PYTHONPATH": str(ROOT),
        "CSBOARD_DATABASE": f"sqlite:///{board.path}",
        "TMPDIR": str(temporary),
        **environment,
    }
    with Terminal([sys.executable, "-m", "csboard"], env=env) as terminal:
        terminal.wait_for("#1001")
        terminal.press("m")
        terminal.wait_for("F4")
        terminal.press("typed")
        terminal.wait_for("typed")
        yield terminal


def notes(board: Board) -> list[str]:
    return [message.text for message in board.inquiry(1001).messages]


WRITES = """
import os, pathlib, sys
file = pathlib.Path(sys.argv[-1])
seen = pathlib.Path(%(seen)r)
seen.write_text(repr((
    file.read_text(), oct(file.stat().st_mode & 0o777), oct(file.parent.stat().st_mode & 0o777),
    os.environ.get("NO_COLOR"), sys.stdout.isatty(), sys.argv[1:-1],
)))
file.write_text("first\\x1b[31m\\n日本語\\n\\n")
"""


def test_the_text_goes_there_and_comes_back_clean(board: Board, tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    editor = script(tmp_path / "my editor", WRITES % {"seen": str(seen)})
    visual = f"{shlex.quote(str(editor))} --wait"
    temporary = tmp_path / "tmp"
    with note_box(board, temporary, VISUAL=visual, EDITOR="false", NO_COLOR="1") as terminal:
        terminal.press(F4)
        terminal.wait_for("日本語")
        terminal.press(SAVE)
        terminal.wait_for("Noted")
    assert notes(board) == ["first␛[31m\n日本語"]
    assert seen.read_text() == repr(("typed", "0o600", "0o700", "1", True, ["--wait"]))
    assert list(temporary.iterdir()) == []


def test_f4_on_the_board_begins_a_note_in_the_editor(board: Board, tmp_path: Path) -> None:
    editor = script(tmp_path / "editor", "import sys; open(sys.argv[-1], 'w').write('from there')")
    env = {
        "PYTHONPATH": str(ROOT),
        "CSBOARD_DATABASE": f"sqlite:///{board.path}",
        "EDITOR": str(editor),
    }
    with Terminal([sys.executable, "-m", "csboard"], env=env) as terminal:
        terminal.wait_for("#1001")
        terminal.press(b"\x1bOS")
        terminal.wait_for("from there")
        terminal.press(b"\x1bOQ")
        terminal.wait_for("Noted on #1001.")
    assert notes(board) == ["from there"]


@pytest.mark.parametrize(
    ("editor", "told"),
    [
        ("false", "false ended with status 1"),
        ("no-such-editor -x", "There is no editor no-such-editor -x"),
        ("'unclosed", "There is no editor 'unclosed"),
        ("sh -c 'rm \"$0\"'", "The editor left no text"),
        ("sh -c 'kill -9 $$'", "ended with status -9"),
        ("sh -c 'head -c 1000001 /dev/zero >\"$0\"'", "too long for a field"),
        ('sh -c \'rm "$0"; mkfifo "$0"\'', "no ordinary file"),
        ('sh -c \'rm "$0"; mkdir "$0"\'', "no ordinary file"),
        ("sh -c 'ln -sf /etc/passwd \"$0\"'", "The editor left no text"),
        ("sh -c 'truncate -s 100G \"$0\"'", "too long for a field"),
    ],
)
def test_an_editor_that_fails_is_told_and_the_text_stays(
    board: Board, tmp_path: Path, editor: str, told: str
) -> None:
    temporary = tmp_path / "tmp"
    with note_box(board, temporary, EDITOR=editor) as terminal:
        terminal.press(F4)
        terminal.wait_for(told)
        assert "typed" in terminal.text()
        terminal.press(" on" + SAVE)
        terminal.wait_for("Noted")
    assert notes(board) == ["typed on"]
    assert list(temporary.iterdir()) == []


WAITS = """
import pathlib, signal, sys
signal.signal(signal.SIGHUP, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
signal.signal(signal.SIGINT, lambda *_: print("interrupted", flush=True))
print("editing now", flush=True)
pathlib.Path(%(go)r).read_bytes()
pathlib.Path(sys.argv[1]).write_text("done")
"""


def waiting_editor(tmp_path: Path) -> tuple[Path, Path]:
    """An editor that waits, and the pipe that somebody has to write to until it goes on."""
    go = tmp_path / "go"
    os.mkfifo(go)
    return script(tmp_path / "editor", WAITS % {"go": str(go)}), go


def test_meanwhile_others_write_and_keys_are_the_editors(board: Board, tmp_path: Path) -> None:
    editor, go = waiting_editor(tmp_path)
    with note_box(board, tmp_path / "tmp", EDITOR=str(editor)) as terminal:
        terminal.press(F4)
        terminal.wait_for("editing now")
        board.execute(Claim(task=TaskRef(1001)), Actor("sato"))
        terminal.press("\x03")
        terminal.wait_for("interrupted")
        go.write_bytes(b"")
        terminal.wait_for("done")
        assert "Note on #1001" in terminal.text()


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_a_line_that_drops_while_editing_leaves_no_file(
    board: Board, tmp_path: Path, number: signal.Signals
) -> None:
    editor, _never = waiting_editor(tmp_path)
    temporary = tmp_path / "tmp"
    with note_box(board, temporary, EDITOR=str(editor)) as terminal:
        terminal.press(F4)
        terminal.wait_for("editing now")
        (directory,) = temporary.iterdir()
        assert stat.S_IMODE(directory.stat().st_mode) == 0o700
        began = time.perf_counter()
        if number == signal.SIGHUP:
            terminal.hang_up()
        else:
            os.kill(terminal.process.pid, number)
        terminal.process.wait(8)
        assert time.perf_counter() - began < 5
    assert list(temporary.iterdir()) == []
