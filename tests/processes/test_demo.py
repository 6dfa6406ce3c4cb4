"""`csboard demo` as a process: it opens, it ends, and nothing of it or by it remains."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.cli.main import main
from csboard.demo.place import PREFIX, private_directory
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]
DEMO = (sys.executable, "-m", "csboard", "demo", "--quiet", "--lang", "en")


@pytest.fixture
def rooms(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary directories are made, of this test alone."""
    directory = tmp_path / "tmp"
    directory.mkdir()
    monkeypatch.setenv("TMPDIR", str(directory))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return directory


@pytest.fixture
def real(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], dict[str, bytes]]:
    """Reads every file of a person who has a board, settings and a state."""
    home = tmp_path / "home"
    data = Path(os.environ["XDG_DATA_HOME"], "csboard")
    settings = Path(os.environ["XDG_CONFIG_HOME"], "csboard")
    for directory in (data, settings):
        directory.mkdir()
    Board.open(f"sqlite:///{data / 'board.db'}", create=True).close()
    (settings / "settings.toml").write_text('theme = "light"\n')
    (settings / "config.toml").write_text('# mine\nlanguage = "ja"\n')
    monkeypatch.setenv("CSBOARD_DATABASE", f"sqlite:///{data / 'board.db'}")

    def files() -> dict[str, bytes]:
        return {
            str(path): path.read_bytes()
            for path in sorted(home.rglob("*"))
            if path.is_file() and "cache" not in path.parts
        }

    return files


def test_a_round_through_it_leaves_no_trace(
    rooms: Path, real: Callable[[], dict[str, bytes]]
) -> None:
    before = real()
    with Terminal(DEMO, cwd=ROOT) as terminal:
        terminal.wait_for("Komorebi Stationery, Support")
        terminal.press("a")
        terminal.wait_for("is yours")
        assert [path.name.startswith(PREFIX) for path in rooms.iterdir()] == [True]
        terminal.press("q")
        assert terminal.wait_for_exit() == 0
    assert list(rooms.iterdir()) == []
    assert real() == before


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_told_to_end_it_clears_up(rooms: Path, number: signal.Signals) -> None:
    with Terminal(DEMO, cwd=ROOT) as terminal:
        terminal.wait_for("Komorebi Stationery, Support")
        terminal.process.send_signal(number)
        assert terminal.wait_for_exit() == 128 + number
    assert list(rooms.iterdir()) == []


def test_what_one_that_was_killed_left_is_cleared_by_the_next(rooms: Path) -> None:
    with Terminal(DEMO, cwd=ROOT) as terminal:
        terminal.wait_for("Komorebi Stationery, Support")
        terminal.process.kill()
        terminal.process.wait()
    assert len(list(rooms.iterdir())) == 1
    with private_directory() as directory:
        assert list(rooms.iterdir()) == [directory]
        assert directory.stat().st_mode & 0o777 == 0o700
    assert list(rooms.iterdir()) == []


def test_a_demo_that_runs_is_left_alone(rooms: Path) -> None:
    with private_directory() as first:
        (first / "board.db").touch()
        with private_directory() as second:
            assert first.exists()
            assert first != second
    assert list(rooms.iterdir()) == []


@pytest.mark.parametrize(
    ("option", "reason"), [("--db=sqlite:///x.db", "leave out --db"), ("--as=sato", "--as")]
)
def test_a_real_board_or_another_member_is_refused(
    option: str, reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["demo", option]) == 2
    assert reason in capsys.readouterr().err


def test_without_a_terminal_it_says_so_and_makes_nothing(rooms: Path) -> None:
    done = subprocess.run(
        DEMO, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "terminal" in done.stderr
    assert list(rooms.iterdir()) == []
