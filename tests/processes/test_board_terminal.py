"""The board itself on a line that drops, stalls or stops: it ends, and others work on."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest

from csboard.board import Board
from csboard.domain.commands import ApplySettings, Claim
from csboard.domain.records import Actor, TaskRef
from csboard.domain.settings import TeamSettings
from csboard.mail.children import Reader
from tests.support.desk import enter, open_inquiry
from tests.support.letters import take_in
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]
OURS = b"""From: Us <support@example.com>
To: support@example.com
Subject: A reminder
Message-ID: <r@example.com>
Date: Mon, 23 Nov 2026 09:00:00 +0900

Call them.
"""


@contextmanager
def board_on_a_terminal(url: str) -> Iterator[Terminal]:
    env = {"PYTHONPATH": str(ROOT), "CSBOARD_DATABASE": url}
    with Terminal([sys.executable, "-m", "csboard"], env=env) as terminal:
        terminal.wait_for("#1001")
        yield terminal


@pytest.fixture
def desk(database_url: str) -> Iterator[tuple[str, Board]]:
    """A board with an inquiry, and where it is."""
    board = Board.open(database_url)
    enter(board, "sato")
    open_inquiry(board)
    yield database_url, board
    board.close()


def works_on(board: Board) -> bool:
    """Whether nothing that the ended process left behind keeps others from writing."""
    board.execute(Claim(task=TaskRef(1001)), Actor("sato"))
    return board.card(TaskRef(1001)).owner == "sato"


def seconds_to_end(terminal: Terminal, limit: float) -> float:
    began = time.perf_counter()
    terminal.process.wait(limit)
    return time.perf_counter() - began


@pytest.mark.parametrize("keys", ["", "\r", "iHalf a name"], ids=["board", "inquiry", "writing"])
def test_a_dropped_line_ends_it_within_a_second(desk: tuple[str, Board], keys: str) -> None:
    url, board = desk
    with board_on_a_terminal(url) as terminal:
        terminal.press(keys)
        terminal.settle()
        terminal.hang_up()
        assert seconds_to_end(terminal, 8) < 1
    assert works_on(board)


def test_the_key_protocol_that_breaks_japanese_input_is_never_asked_for(
    desk: tuple[str, Board],
) -> None:
    with board_on_a_terminal(desk[0]) as terminal:
        assert b"\x1b[>" not in terminal.output


def test_what_is_typed_ahead_goes_into_the_box_that_opens(desk: tuple[str, Board]) -> None:
    url, board = desk
    with board_on_a_terminal(url) as terminal:
        terminal.press("iHalf a name")  # over a slow line keys come together
        terminal.wait_for("Half a name")
        assert board.card(TaskRef(1001)).owner is None


def test_a_stalled_line_holds_it_no_longer_than_five_seconds(desk: tuple[str, Board]) -> None:
    url, board = desk
    with board_on_a_terminal(url) as terminal:
        for _ in range(60):  # each makes it paint everything, and nobody reads
            terminal.process.send_signal(signal.SIGWINCH)
            terminal.press("\r\x1b")
            terminal.wait_until_asleep()
        terminal.process.send_signal(signal.SIGHUP)
        assert seconds_to_end(terminal, 10) < 5
    assert works_on(board)


@pytest.mark.parametrize("keys", ["a", "a?"], ids=["board", "box"])
def test_a_stopped_board_keeps_nobody_from_writing(desk: tuple[str, Board], keys: str) -> None:
    url, board = desk
    with board_on_a_terminal(url) as terminal:
        terminal.press(keys)
        terminal.settle()
        terminal.press("\x1a")
        terminal.wait_until_stopped()
        open_inquiry(board, "Written meanwhile")
        before = len(terminal.output)
        terminal.process.send_signal(signal.SIGCONT)
        terminal.wait_for_bytes(b"#1002", start=before)
        assert board.card(TaskRef(1001)).owner is not None


def test_a_board_stops_only_when_a_mail_it_decides_about_is_written(sqlite_url: str) -> None:
    board = Board.open(sqlite_url)
    lead = enter(board, "sato")
    open_inquiry(board)
    own = TeamSettings(own_addresses=("support@example.com",))
    board.execute(ApplySettings(settings=own), lead)
    with Reader() as reader:
        take_in(board, OURS, "pipe", reader)
    board.execute(ApplySettings(settings=TeamSettings()), lead)  # so that it is sorted anew
    other = apsw.Connection(str(board.path))
    with board_on_a_terminal(sqlite_url) as terminal:
        terminal.press("gt")
        terminal.wait_for("A reminder")
        other.execute("BEGIN IMMEDIATE")  # so that the act has to wait in the middle
        terminal.press("r\x1a")
        terminal.settle()
        assert not is_stopped(terminal.process.pid)
        other.execute("ROLLBACK")
        terminal.wait_until_stopped()
        assert board.inquiry(1002).inquiry.subject == "A reminder"
        assert works_on(board)
    other.close()
    board.close()


def is_stopped(pid: int) -> bool:
    return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "T"


def test_a_crash_shows_no_customers_words(desk: tuple[str, Board]) -> None:
    url, board = desk
    board.close()
    program = (
        "import csboard.tui.app as app, csboard.cli.entry as entry\n"
        "def crash(self): raise LookupError(self.state)\n"
        "app.CsboardApp._go_live = crash\n"
        "entry.run()"
    )
    env = {"PYTHONPATH": str(ROOT), "CSBOARD_DATABASE": url}
    with Terminal([sys.executable, "-c", program], env=env) as terminal:
        assert terminal.wait_for_exit() == 1
        after = bytes(terminal.output).rpartition(b"\x1b[?1049l")[2].decode()
    assert "csboard failed unexpectedly" in after
    assert "ログイン" not in after
    assert len(after.strip().splitlines()) <= 3
