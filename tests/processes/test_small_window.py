"""A window that becomes too small: one sentence, and everything is back when it grows."""

from __future__ import annotations

import sys
from pathlib import Path

from csboard.board import Board
from tests.support.desk import open_inquiry
from tests.support.terminal import Terminal

TOLD = "The window is too small: 60x15 at least."


def test_one_sentence_until_it_grows_and_what_was_typed_is_there(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'board.db'}"
    board = Board.open(url, create=True)
    task = open_inquiry(board, "the subject")
    argv = [sys.executable, "-m", "csboard", "--db", url]
    with Terminal(argv, columns=80, lines=24, env={"HOME": str(tmp_path)}) as terminal:
        terminal.wait_for("the subject")
        terminal.press(b"m")
        terminal.wait_for("Internal")
        terminal.press(b"typed before")
        terminal.wait_for("typed before")
        terminal.resize(59, 24)
        terminal.wait_for(TOLD)
        assert terminal.text().strip() == TOLD
        terminal.press(b"unseen\x1b")
        terminal.resize(20, 8)
        terminal.wait_for("60x15")
        terminal.settle()
        assert "".join(terminal.text().split()) == "".join(TOLD.split())
        terminal.resize(80, 24)
        terminal.wait_for("typed before")
        assert "unseen" not in terminal.text()
        terminal.press(b" and after\x1bOQ")
        terminal.wait_for("Noted on #1001.")
    notes = [message.text for message in board.inquiry(task.number).messages]
    board.close()
    assert notes == ["typed before and after"]
