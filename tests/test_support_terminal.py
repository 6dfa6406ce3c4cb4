"""The terminal that other tests look through shows, types, hangs up and cleans up."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.support.terminal import Ended, Terminal

ECHO = "import sys; print('請求 ok', flush=True); print('got', input()); sys.exit(3)"


def test_it_shows_what_is_printed_and_types() -> None:
    with Terminal([sys.executable, "-c", ECHO], columns=40, lines=10) as terminal:
        terminal.wait_for("請求 ok")
        terminal.press("返金\r")
        terminal.wait_for("got 返金")
        assert terminal.wait_for_exit() == 3


def test_it_answers_a_terminal_query() -> None:
    ask = r"import os, tty; tty.setraw(0); os.write(1, b'\x1b[c'); print(repr(os.read(0, 20)))"
    with Terminal([sys.executable, "-c", ask]) as terminal:
        terminal.wait_for(r"b'\x1b[?62;22c'")


def test_hanging_up_reaches_the_program() -> None:
    waits = "import signal; print('up', flush=True); signal.pause()"
    with Terminal([sys.executable, "-c", waits]) as terminal:
        terminal.wait_for("up")
        terminal.hang_up()
        assert terminal.process.wait(5) == -signal.SIGHUP


def test_nothing_is_left_running() -> None:
    with Terminal([sys.executable, "-c", "print('up'); input()"]) as terminal:
        terminal.wait_for("up")
    assert terminal.process.returncode == -signal.SIGKILL


def test_waiting_for_what_never_comes_ends_with_the_screen() -> None:
    with (
        Terminal([sys.executable, "-c", "print('bye')"]) as terminal,
        pytest.raises(Ended, match="bye"),
    ):
        terminal.wait_for("hello")
