"""Intake as whole processes: killed, side by side, watching and told to end."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.domain.records import TaskRef
from tests.support.intakes import PATIENCE, bell, file_name, intake, mail, running, until

KILLS = int(os.environ.get("CSBOARD_KILLS", "8"))
"""Random points at which intake is killed; set CSBOARD_KILLS=100 for the whole battery."""
MAILS = 60


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    path = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (path / name).mkdir(parents=True)
    return path


def deliver(maildir: Path, number: int) -> None:
    """As a mail server does: written aside, then moved in whole."""
    name = file_name(number)
    (maildir / "tmp" / name).write_bytes(mail(number))
    (maildir / "tmp" / name).rename(maildir / "new" / name)


def subjects(board: Board) -> list[str]:
    return sorted(card.title for card in board.snapshot().cards)


def await_mail(board: Board, number: int) -> None:
    until(lambda: f"mail {number}" in subjects(board), bell(f"sqlite:///{board.path}"))


def test_a_maildir_intake_killed_at_random_loses_and_doubles_nothing(
    database_url: str, maildir: Path
) -> None:
    """T6: whatever the moment, each mail is once on the board at last."""
    for number in range(MAILS):
        deliver(maildir, number)

    def waiting() -> int:
        return len(list((maildir / "new").iterdir()))

    rng = random.Random(6)
    for _ in range(KILLS):
        process = intake(database_url, "maildir", str(maildir))
        enough = max(0, waiting() - rng.randrange(max(2, 2 * MAILS // KILLS)))
        until(lambda enough=enough: waiting() <= enough, maildir / "new")  # type: ignore[misc]
        process.kill()
        process.communicate()
    with running(database_url, "maildir", str(maildir)) as last:
        assert last.wait(PATIENCE) == 0
    board = Board.open(database_url)
    assert board.unsorted() == ()
    assert subjects(board) == sorted(f"mail {number}" for number in range(MAILS))
    assert list((maildir / "new").iterdir()) == []
    board.close()


def test_a_pipe_intake_killed_at_random_is_tried_again_by_the_mail_server(
    database_url: str, tmp_path: Path
) -> None:
    """T6: the server hands the mail over again until it hears 0."""
    rng = random.Random(7)
    for number in range(KILLS):
        (tmp_path / "mail").write_bytes(mail(number))
        for patience in (rng.uniform(0.0, 0.4), PATIENCE):
            with (tmp_path / "mail").open("rb") as message:
                process = intake(database_url, "mail", stdin=message)
                try:
                    status = process.wait(patience)
                except subprocess.TimeoutExpired:
                    process.kill()
                    status = 75
                out, err = process.communicate()
                assert b"text" not in out + err
            if status == 0:
                break
            assert status in (75, -signal.SIGKILL)
    with running(database_url, "mail") as last:
        last.communicate(b"")
    board = Board.open(database_url)
    assert subjects(board) == sorted(f"mail {number}" for number in range(KILLS))
    board.close()


def test_four_intakes_of_the_same_mail_side_by_side(database_url: str, tmp_path: Path) -> None:
    """T5: the same mails in four orders at the same time are each taken in once."""
    boxes = []
    for seed in range(4):
        numbers = list(range(MAILS))
        random.Random(seed).shuffle(numbers)
        boxes.append(tmp_path / f"box{seed}")
        boxes[-1].write_bytes(
            b"".join(b"From x Mon Jan 13 10:00:00 2025\n" + mail(n) + b"\n" for n in numbers)
        )
    processes = [intake(database_url, "mbox", str(box)) for box in boxes]
    for process in processes:
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err) == (0, b"")
    board = Board.open(database_url)
    assert board.unsorted() == ()
    assert subjects(board) == sorted(f"mail {number}" for number in range(MAILS))
    board.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_watching_takes_in_what_arrives_until_told_to_end(
    sqlite_url: str, maildir: Path, number: signal.Signals
) -> None:
    deliver(maildir, 0)
    board = Board.open(sqlite_url)
    with running(sqlite_url, "maildir", str(maildir), "--watch") as process:
        until(lambda: subjects(board) == ["mail 0"], bell(sqlite_url))
        until(lambda: not list((maildir / "new").iterdir()), maildir / "new")
        for one in range(1, 4):
            deliver(maildir, one)
            await_mail(board, one)
        process.send_signal(number)
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    (line,) = err.decode().splitlines()
    assert line.endswith(f"Watching {maildir / 'new'} for new mail. Ctrl+C ends it.")
    told = [f"opened #{number}" for number in range(1001, 1005)]
    assert out.decode().splitlines()[:4] == told
    assert out.decode().splitlines()[4].startswith("4 opened")
    assert list((maildir / "new").iterdir()) == []
    board.close()


def test_watching_names_what_is_no_mail_once(sqlite_url: str, maildir: Path) -> None:
    (maildir / "new" / "directory").mkdir()
    (maildir / "new" / "link").symlink_to("/etc/passwd")
    board = Board.open(sqlite_url)
    with running(sqlite_url, "maildir", str(maildir), "--watch") as process:
        for one in range(4):
            deliver(maildir, one)
            await_mail(board, one)
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=PATIENCE)
    assert err.decode().count("not taken in") == 2
    assert b"2 failed" in out
    board.close()


NEVER_LOOKS = """
import sys
import csboard.cli.intake as intake
import watchfiles.main as watching
from csboard.cli.main import main

begin = watching.RustNotify

def told(*how):
    begun = begin(*how)
    print("from now on", flush=True)
    return begun

intake.LOOK_EVERY = 3_600_000
watching.RustNotify = told
sys.exit(main(sys.argv[1:]))
"""
"""Its own look is out of the way, and it says when the system has begun to tell it of changes."""


def test_watching_hears_of_mail_from_the_system(sqlite_url: str, maildir: Path) -> None:
    """Not only by the look it takes every second, which is out of the way here."""
    board = Board.open(sqlite_url)
    argv = [sys.executable, "-c", NEVER_LOOKS, "intake", "maildir", str(maildir), "--watch"]
    process = subprocess.Popen([*argv, "--db", sqlite_url], stdout=subprocess.PIPE)
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == b"from now on\n"
        for count in range(1, 4):
            deliver(maildir, count)
            await_mail(board, count)
    finally:
        process.kill()
        process.communicate()
    board.close()


def test_ctrl_c_ends_waiting_for_a_line(sqlite_url: str) -> None:
    process = intake(sqlite_url, "jsonl", stdin=subprocess.PIPE)
    board = Board.open(sqlite_url)
    assert process.stdin is not None
    process.stdin.write(b'{"subject": "one"}\n' + b" " * 10_000 + b"\n")
    process.stdin.flush()
    until(lambda: subjects(board) == ["one"], bell(sqlite_url))
    process.send_signal(signal.SIGINT)
    assert process.wait(PATIENCE) == 130
    out, err = process.communicate()
    assert (out.split()[0], err) == (b"1", b"")
    board.close()


def test_ctrl_c_ends_between_two_mails_with_the_count(sqlite_url: str, tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.write_bytes(
        b"".join(b"From x Mon Jan 13 10:00:00 2025\n" + mail(n) + b"\n" for n in range(3_000))
    )
    board = Board.open(sqlite_url)
    with running(sqlite_url, "mbox", str(box)) as process:
        until(lambda: board.newest() > 5, bell(sqlite_url))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (130, b"")
    opened = int(out.split()[0])
    assert 5 < opened < 3_000
    assert len(subjects(board)) == opened
    assert board.unsorted() == ()
    card = board.card(TaskRef(1001))
    assert card.title == "mail 0"
    board.close()
