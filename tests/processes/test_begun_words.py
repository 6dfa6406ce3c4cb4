"""A note is being written when the program dies: what was typed is there at the next start."""

from __future__ import annotations

import json
import signal
import sys
import time
from pathlib import Path

import pytest

from csboard.board import Board
from tests.processes.test_editor import board
from tests.support.terminal import PATIENCE, Terminal

__all__ = ["board"]

ROOT = Path(__file__).parents[2]
WORDS = "what she said on the phone"


def at_the_board(board: Board, state: Path) -> Terminal:
    environment = {
        "PYTHONPATH": str(ROOT),
        "CSBOARD_DATABASE": f"sqlite:///{board.path}",
        "XDG_STATE_HOME": str(state),
    }
    return Terminal([sys.executable, "-m", "csboard"], env=environment)


def kept_in(state: Path) -> str:
    for file in state.glob("csboard/begun/[!.]*.json"):
        typed: str = json.loads(file.read_text())["typed"]["text"]
        return typed
    return ""


def wait_until_kept(terminal: Terminal, state: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while kept_in(state) != WORDS:
        assert time.monotonic() < deadline, "not kept"
        terminal.pump(0.05)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGHUP])
def test_the_words_come_back(board: Board, tmp_path: Path, end: signal.Signals) -> None:
    with at_the_board(board, tmp_path) as terminal:
        terminal.wait_for("#1001")
        terminal.press("m")
        terminal.wait_for("F4")
        terminal.press(WORDS)
        terminal.wait_for(WORDS)
        if end is signal.SIGKILL:  # a hang-up leaves a moment to write
            wait_until_kept(terminal, tmp_path)
        terminal.process.send_signal(end)
        terminal.process.wait(PATIENCE)
    assert kept_in(tmp_path) == WORDS
    with at_the_board(board, tmp_path) as terminal:
        terminal.wait_for("#1001 (m)")
        terminal.press("m")
        terminal.wait_for(WORDS)
