"""Rules R6 to R12 on real processes: bad bytes, Ctrl+Z, hang-up, stall, crash, unfit terminals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-m", "tests.processes.tiny_app"]
MARK = "TINY APP お待ちください"


@contextmanager
def tiny_app(*arguments: str, columns: int = 80, lines: int = 24, **env: str) -> Iterator[Terminal]:
    with Terminal(
        [*PROGRAM, *arguments],
        columns=columns,
        lines=lines,
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), **env},
    ) as terminal:
        yield terminal


def seconds_to_end(terminal: Terminal, limit: float) -> float:
    """How long the process still lives; fails after `limit`."""
    began = time.perf_counter()
    terminal.process.wait(limit)
    return time.perf_counter() - began


def test_the_exit_status_is_passed_on() -> None:
    with tiny_app() as terminal:
        terminal.wait_for("TINY APP")
        terminal.press("\x1b[18~")  # F7
        assert terminal.wait_for_exit() == 7


def tiny_app_under(script: str) -> Terminal:
    """The little application, started by a shell script that gets it as its words."""
    return Terminal(
        ["/bin/sh", "-c", script, "sh", *PROGRAM], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )


def test_a_closed_window_ends_it_within_a_second() -> None:
    with tiny_app() as terminal:
        terminal.wait_for("TINY APP")
        terminal.settle()
        terminal.hang_up()
        assert seconds_to_end(terminal, 5) < 1


def test_a_closed_window_ends_it_though_hang_ups_are_ignored_by_its_parent() -> None:
    with tiny_app_under("trap '' HUP; exec \"$@\"") as terminal:
        terminal.wait_for("TINY APP")
        terminal.settle()
        terminal.hang_up()
        assert seconds_to_end(terminal, 5) < 1


def test_a_terminal_lost_without_any_signal_ends_it() -> None:
    """Its shell stays the session's leader and keeps the hang-up to itself."""
    with tiny_app_under('trap "" HUP; "$@"; exit 0') as terminal:
        terminal.wait_for("TINY APP")
        terminal.settle()
        terminal.hang_up()
        assert seconds_to_end(terminal, 5) < 1.5


def test_a_stalled_line_holds_it_no_longer_than_five_seconds() -> None:
    with tiny_app() as terminal:
        terminal.wait_for("TINY APP")
        terminal.press("\x1b[15~")  # F5: paints without end; from now on nobody reads
        terminal.wait_until_asleep()
        terminal.process.send_signal(signal.SIGTERM)
        assert seconds_to_end(terminal, 8) < 5


def test_sigterm_ends_it_cleanly() -> None:
    with tiny_app() as terminal:
        terminal.wait_for("TINY APP")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.wait_for_exit(3) == 128 + signal.SIGTERM
        assert b"\x1b[?1049l" in terminal.output


def test_bytes_that_are_not_utf8_do_no_harm() -> None:
    with tiny_app("field") as terminal:
        terminal.wait_for("TINY APP")
        terminal.press(b"\xff\xfe\x80abc\xe3\x81")
        terminal.press("あ")
        terminal.wait_for("abc")
        assert terminal.process.poll() is None


def test_after_ctrl_z_and_fg_everything_is_painted_again() -> None:
    with tiny_app() as terminal:
        terminal.wait_for("TINY APP")
        terminal.press("\x1a")
        terminal.wait_until_stopped()
        terminal.drain()
        before = len(terminal.output)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for_bytes(b"TINY APP", start=before)


def test_a_crash_is_one_sentence_a_log_and_a_status() -> None:
    with tiny_app() as terminal:
        terminal.wait_for("TINY APP")
        terminal.press("\x1b[17~")  # F6
        assert terminal.wait_for_exit() == 1
        told = terminal.text()
        assert "csboard failed unexpectedly" in told
        for private in ("Traceback", "LookupError", "customer-secret"):
            assert private.encode() not in terminal.output
    (log,) = Path(os.environ["XDG_STATE_HOME"], "csboard").glob("crash-*")
    assert log.stat().st_mode & 0o777 == 0o600
    assert "LookupError" in log.read_text()


def test_a_paste_that_holds_escapes_presses_no_keys() -> None:
    with tiny_app() as terminal:
        terminal.wait_for("TINY APP")
        terminal.press(b"\x1b[200~hello \x1bx\x1b[201~xxx")
        terminal.settle()
        assert "TINY APP" in terminal.text()


def test_a_letter_typed_by_hand_does_act() -> None:
    with tiny_app() as terminal:
        terminal.wait_for("TINY APP")
        terminal.press("x")
        terminal.wait_for("THE KEY ACTED")


@pytest.mark.parametrize(
    ("columns", "lines", "env", "sentence"),
    [
        (59, 24, {}, "too small (59x24)"),
        (80, 14, {}, "too small (80x14)"),
        (80, 24, {"TERM": "dumb"}, "TERM=dumb"),
        (80, 24, {"PYTHONIOENCODING": "euc-jp"}, "UTF-8"),
    ],
)
def test_an_unfit_terminal_is_refused_in_a_sentence(
    columns: int, lines: int, env: dict[str, str], sentence: str
) -> None:
    with tiny_app(columns=columns, lines=lines, **env) as terminal:
        assert terminal.wait_for_exit() == 2
        assert sentence in terminal.text()
        assert b"\x1b" not in terminal.output


def test_without_a_terminal_it_is_refused() -> None:
    done = subprocess.run(
        PROGRAM, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "csboard list" in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_forgotten_locale_is_taken_for_utf8(encoding: str) -> None:
    with tiny_app(PYTHONIOENCODING=encoding) as terminal:
        terminal.wait_for(MARK)


@pytest.mark.parametrize("term", ["linux", "screen", "vt100", "screen-256color", "tmux-256color"])
def test_it_runs_on_every_real_kind_of_terminal(term: str) -> None:
    with tiny_app(TERM=term, COLORTERM="") as terminal:
        terminal.wait_for("TINY APP")


def test_whether_a_terminal_is_fit_is_known_before_textual_is_loaded() -> None:
    probe = "import csboard.tui.start, sys; sys.exit('textual' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, check=False)
    assert done.returncode == 0
