"""`csboard worker` takes mail in through children of its own, with a real Maildir."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.cli.working import AGAIN_AFTER, Intake
from csboard.domain.sending_commands import HoldLease
from csboard.mail.intake import INTAKE
from tests.support.intakes import PATIENCE, bell, file_name, mail, until
from tests.support.shell import Shell


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    """With one new mail."""
    place = tmp_path / "Maildir"
    for part in ("new", "cur", "tmp"):
        (place / part).mkdir(parents=True)
    deliver(place, 1)
    return place


def deliver(maildir: Path, number: int) -> None:
    """As a mail server does: written aside, then moved in whole."""
    file = maildir / "tmp" / file_name(number)
    file.write_bytes(mail(number))
    file.rename(maildir / "new" / file.name)


@contextmanager
def at_work(url: str, maildir: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A running worker, ended by force if it is still there afterwards."""
    command = [sys.executable, "-m", "csboard", "worker", "--maildir", str(maildir), "--db", url]
    worker = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    try:
        yield worker
    finally:
        worker.kill()
        worker.communicate()


def titles(board: Board) -> list[str]:
    return sorted(card.title for card in board.snapshot().cards)


def test_once_it_takes_in_what_waits(shell: Shell, maildir: Path) -> None:
    shell.ok("worker", "--once", "--maildir", str(maildir))
    assert [one["subject"] for one in shell.json("list")] == ["mail 1"]
    assert list((maildir / "new").iterdir()) == []


def test_a_maildir_that_is_not_there_is_told(shell: Shell, tmp_path: Path) -> None:
    assert shell("worker", "--once", "--maildir", str(tmp_path / "none")).status != 0


def test_only_who_holds_the_lease_takes_in(shell: Shell, maildir: Path) -> None:
    """Two at once would do no harm, but read every mail twice."""
    name = f"intake {maildir}"
    hold(shell.url, HoldLease(name=name, holder="another worker", seconds=60))
    shell.ok("worker", "--once", "--maildir", str(maildir))
    assert len(list((maildir / "new").iterdir())) == 1
    hold(shell.url, HoldLease(name=name, holder="another worker", seconds=-1))
    shell.ok("worker", "--once", "--maildir", str(maildir))
    assert list((maildir / "new").iterdir()) == []


def hold(url: str, lease: HoldLease) -> None:
    """As a program on another host."""
    with closing(Board.open(url)) as board:
        board.keep(lease, INTAKE)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_at_work_it_takes_in_what_comes_and_its_child_ends_with_it(
    sqlite_url: str, maildir: Path, number: signal.Signals
) -> None:
    board = Board.open(sqlite_url)
    with at_work(sqlite_url, maildir) as worker:
        until(lambda: titles(board) == ["mail 1"], bell(sqlite_url))
        (child,) = children_of(worker.pid)
        deliver(maildir, 2)
        until(lambda: titles(board) == ["mail 1", "mail 2"], bell(sqlite_url))
        gone = os.pidfd_open(child)
        worker.send_signal(number)
        assert worker.wait(PATIENCE) == (0 if number == signal.SIGTERM else -number)
        assert select.select([gone], [], [], PATIENCE)[0], "it goes on alone"
        os.close(gone)
    board.close()


def children_of(process: int) -> list[int]:
    """The programs that a process has started and that are still there."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True)
    return [int(word) for word in listed.stdout.split()]


def test_a_child_that_died_is_started_again_after_a_rest(sqlite_url: str, maildir: Path) -> None:
    """At once would fill the log of a mailbox that can't be read."""
    board = Board.open(sqlite_url)
    intake = Intake("intake", ["maildir", str(maildir), "--db", sqlite_url])
    intake.tend(True, 0.0)
    try:
        until(lambda: titles(board) == ["mail 1"], bell(sqlite_url))
        died = intake._child
        assert died is not None
        died.kill()
        died.wait()
        deliver(maildir, 2)
        for seconds in (1.0, AGAIN_AFTER):
            intake.tend(True, seconds)
            assert intake._child is None
        intake.tend(True, 1.0 + AGAIN_AFTER)
        until(lambda: titles(board) == ["mail 1", "mail 2"], bell(sqlite_url))
        intake.tend(False, 2.0 + AGAIN_AFTER)
        assert intake._child is None, "another worker has the lease now"
    finally:
        intake.end()
        board.close()
