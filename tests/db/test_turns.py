"""How short a writer's turn is: whoever has it keeps everybody else from writing."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from typing import Any

import psycopg

from csboard.board import Board
from csboard.db.postgres import BOARD_LOCK
from csboard.domain.commands import Claim, EnterBoard
from csboard.domain.records import Actor
from tests.support.desk import open_inquiry

ME = Actor("sato")

PROGRAM = """
import sys
from csboard.board import Board
from csboard.domain.commands import EnterBoard, MarkSeen
from csboard.domain.records import Actor

board = Board.open(sys.argv[1])
engine = board._store.engine
write_once = engine._write_once

def watched(work, *, quietly):
    def inside():
        before = set(sys.modules)
        result = work()
        print(*sorted(set(sys.modules) - before))
        return result
    return write_once(inside, quietly=quietly)

engine._write_once = watched
board.execute(EnterBoard(), Actor("sato"))
board.keep(MarkSeen(event_id=1), Actor("sato"))
"""


def test_a_new_program_has_loaded_what_it_needs_before_it_takes_its_turn(database_url: str) -> None:
    program = [sys.executable, "-c", PROGRAM, database_url]
    done = subprocess.run(program, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
    assert done.stdout.count("\n") == 2


def test_a_claim_makes_few_journeys_to_the_database(database_url: str) -> None:
    """Everybody waits for each of them; a repeat makes only the first."""
    with closing(Board.open(database_url)) as board:
        board.execute(EnterBoard(), ME)
        claim = Claim(task=open_inquiry(board, "x"))
        engine = board._store.engine
        asked: list[Any] = []
        engine.database.query_hooks.append(asked.append)
        board.execute(claim, ME)
        turn = [] if engine.is_sqlite else ["BEGIN; SELECT"]
        first = [*turn, "SELECT"]
        whole = [*first, "SELECT", "SELECT", "UPDATE", "INSERT"]
        assert len(asked) == len(whole)
        assert all(query.sql.startswith(begin) for query, begin in zip(asked, whole, strict=True))
        asked.clear()
        board.execute(claim, ME)
        assert len(asked) == len(first)


WAITER = """
import sys
from csboard.board import Board
from csboard.domain.commands import EnterBoard
from csboard.domain.records import Actor

board = Board.open(sys.argv[1])
board._store.engine.database.execute_sql("SET lock_timeout = 0; SET statement_timeout = 0")
board.execute(EnterBoard(), Actor("sato"))
"""


def test_whoever_is_killed_while_waiting_leaves_the_queue_before_its_turn(
    postgres_url: str,
) -> None:
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with (
        psycopg.connect(postgres_url) as first,
        psycopg.connect(postgres_url, autocommit=True) as watcher,
    ):

        def wait_until(count: int) -> None:
            for _look in range(2_000):
                if watcher.execute(waiting).fetchone() == (count,):
                    return
                watcher.execute("SELECT pg_sleep(0.01)")
            raise AssertionError(f"there are never {count} waiting")

        first.execute("SELECT pg_advisory_xact_lock(%s)", (BOARD_LOCK,))
        program = subprocess.Popen([sys.executable, "-c", WAITER, postgres_url])
        wait_until(1)
        program.kill()
        program.wait()
        wait_until(0)
        assert first.execute("SELECT 1").fetchone() == (1,)  # which has had its turn all along
