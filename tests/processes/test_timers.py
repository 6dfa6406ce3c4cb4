"""Timers between real processes: two boards start at once, and a board is killed while one runs."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from csboard.board import Board
from csboard.clock import FixedClock, SystemClock
from csboard.domain.commands import EnterBoard, OpenInquiry
from csboard.domain.records import Actor, TaskRef
from csboard.domain.time_records import LOST
from tests.processes import workers
from tests.processes.test_live_together import Office
from tests.processes.test_races import run
from tests.processes.workers import SPAWN

BOARDS, ROUNDS = 6, 10
SATO = Actor("sato")


@pytest.fixture
def office(database_url: str) -> Office:
    return Office(database_url)


def opened(board: Board) -> TaskRef:
    number = board.execute(OpenInquiry(subject="件名"), SATO).number
    assert number is not None
    return TaskRef(number)


def test_of_boards_that_start_at_once_one_timer_runs(database_url: str) -> None:
    """Each start is a switch from the one before: whoever comes last is at it, nobody twice."""
    board = Board.open(database_url)
    board.execute(EnterBoard(name="佐藤"), SATO)
    refs = [opened(board) for _board in range(BOARDS)]
    start, answers = SPAWN.Barrier(BOARDS), SPAWN.Queue()
    told = run(
        [
            SPAWN.Process(
                target=workers.start_timers,
                args=(database_url, "sato", refs[place].number, ROUNDS, start, answers),
            )
            for place in range(BOARDS)
        ],
        answers,
    )
    assert {outcome for one in told for outcome in one} <= {
        "timer_started",
        "timer_switched",
        "running",
    }
    (timer,) = board.timers()
    now = board.clock.now() + timedelta(seconds=1)
    entries = board.time_entries(now - timedelta(hours=1), now)
    assert [one.id for one in entries if one.ended_at is None] == [timer.id]
    for before, after in pairwise(entries):
        assert before.ended_at is not None
        assert before.ended_at <= after.started_at
    board.close()


def test_a_killed_board_ends_its_timer_with_its_last_sign(
    office: Office, database_url: str
) -> None:
    number = office.shell("add", "--subject", "one").strip()
    with office.seat() as seat:
        seat.wait_for(f"#{number}")
        seat.press("t")
        seat.wait_for(f"Timer #{number}")
        seat.process.kill()
        seat.process.wait()
    now = SystemClock().now()
    later = FixedClock(now + timedelta(minutes=30))
    board = Board.open(database_url, later)
    (timer,) = board.timers()
    entries = board.time_entries(now - timedelta(hours=1), later.now())
    assert [(one.ending, one.length(later.now()) < timedelta(minutes=1)) for one in entries] == [
        (LOST, True)
    ]
    assert timer.is_lost(later.now())
    board.close()
    with office.seat() as seat:
        seat.wait_for(f"Timer #{number}", timeout=20)
