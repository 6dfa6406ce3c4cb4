"""What holds for every session on PostgreSQL: limits, what is tried again, what is told."""

from __future__ import annotations

from typing import Any

import peewee
import psycopg
import pytest

from csboard.board import Board
from csboard.db.postgres import _SESSION, BOARD_LOCK, LIMITS
from csboard.domain.commands import EnterBoard, OpenInquiry
from csboard.domain.records import Actor
from csboard.errors import Unavailable

ME = Actor("me")


def database(board: Board) -> Any:
    """The connection under the board's hands."""
    return board._store.engine.database


def run(board: Board, statement: str) -> Any:
    with board._store.engine.explained():
        return database(board).execute_sql(statement)


@pytest.fixture
def board(postgres_url: str) -> Board:
    board = Board.open(postgres_url)
    board.execute(EnterBoard(), ME)
    return board


def test_the_limits_of_every_session(board: Board) -> None:
    def limits() -> dict[str, str]:
        return {key: run(board, f"SHOW {key}").fetchone()[0] for key in LIMITS}

    expected = ("10s", "3s", "30s")
    assert tuple(limits().values()) == expected
    board.reconnect()
    assert tuple(limits().values()) == expected
    parameters = database(board).connection().info.get_parameters()
    assert parameters["connect_timeout"] == "5"
    assert parameters["keepalives_idle"] == "30"
    assert (parameters["keepalives_interval"], parameters["keepalives_count"]) == ("10", "3")
    assert parameters["tcp_user_timeout"] == "10000"


@pytest.mark.parametrize("missing", ["no_such_setting = '100ms'", "statement_timeout = 'never'"])
def test_a_server_that_cant_look_for_dead_programs_is_used_all_the_same(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """One before 14 doesn't know the setting; one on some systems refuses its value."""
    monkeypatch.setattr("csboard.db.postgres._SESSION_LOOKING", f"{_SESSION}; SET {missing}")
    board = Board.open(postgres_url)
    assert run(board, "SHOW client_connection_check_interval").fetchone()[0] == "0"
    assert run(board, "SHOW lock_timeout").fetchone()[0] == "3s"


@pytest.mark.parametrize(
    ("shortened", "statement"),
    [
        ("SET statement_timeout = '20ms'", "SELECT pg_sleep(5)"),
        ("SET lock_timeout = '20ms'", f"SELECT pg_advisory_xact_lock({BOARD_LOCK})"),
    ],
)
def test_what_takes_too_long_is_one_sentence(
    board: Board, postgres_url: str, shortened: str, statement: str
) -> None:
    with psycopg.connect(postgres_url) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({BOARD_LOCK})".encode())
        run(board, shortened)
        with pytest.raises(Unavailable, match="stays busy") as told:
            run(board, statement)
        assert told.value.code == "busy"
    assert board.execute(OpenInquiry(subject="the connection goes on"), ME).number == 1001


def test_a_writer_that_gets_no_turn_is_told(board: Board, postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as other:
        other.execute(f"SELECT pg_advisory_xact_lock({BOARD_LOCK})".encode())
        run(board, "SET lock_timeout = '20ms'")
        with pytest.raises(Unavailable, match="stays busy"):
            board.execute(OpenInquiry(subject="x"), ME)
    assert board.snapshot().cards == ()


def test_a_transaction_left_open_is_ended_and_told(board: Board, postgres_url: str) -> None:
    """Then the next write connects again."""
    run(board, "SET idle_in_transaction_session_timeout = '20ms'")
    connection = database(board).connection()
    backend = connection.info.backend_pid
    connection.execute("BEGIN")
    with psycopg.connect(postgres_url, autocommit=True) as other:
        alive = "SELECT FROM pg_stat_activity WHERE pid = %s"
        while other.execute(alive, (backend,)).fetchall():
            other.execute("SELECT pg_sleep(0.01)")
    with pytest.raises(Unavailable) as told:
        run(board, "SELECT 1")
    assert told.value.code in ("busy", "unreachable")
    assert board.execute(OpenInquiry(subject="x"), ME).number == 1001


@pytest.mark.parametrize("state", ["40001", "40P01"])
def test_a_whole_transaction_is_tried_again(board: Board, state: str) -> None:
    engine, tries = board._store.engine, []

    def work() -> str:
        tries.append(state)
        database(board).execute_sql("INSERT INTO customer (name) VALUES ('x')")
        if len(tries) < 3:
            raised = f"DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{state}'; END $$"
            database(board).execute_sql(raised)
        return "done"

    assert engine.write(work) == "done"
    assert len(tries) == 3
    assert run(board, "SELECT count(*) FROM customer").fetchone() == (1,)


def test_it_is_not_tried_for_ever(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("csboard.db.engine.time.sleep", lambda seconds: None)
    tries = []

    def work() -> None:
        tries.append(1)
        raised = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40001'; END $$"
        database(board).execute_sql(raised)

    with pytest.raises(peewee.PeeweeException):
        board._store.engine.write(work)
    assert len(tries) == 5


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_backend_that_is_ended_costs_nothing_and_doubles_nothing(
    board: Board, postgres_url: str, monkeypatch: pytest.MonkeyPatch, when: str
) -> None:
    """57P01 before the commit, and a COMMIT whose answer is lost: the op_id tells."""
    store = board._store
    genuine = store._write
    backend = run(board, "SELECT pg_backend_pid()").fetchone()[0]

    def broken(*given: Any) -> Any:
        monkeypatch.setattr(store, "_write", genuine)
        done = genuine(*given) if when == "after" else None
        with psycopg.connect(postgres_url, autocommit=True) as other:
            other.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))
        if done is not None:
            raise psycopg.OperationalError("the answer was lost")
        return genuine(*given)

    monkeypatch.setattr(store, "_write", broken)
    event = board.execute(OpenInquiry(subject="x"), ME)
    assert event.number == 1001
    assert len(board.snapshot().cards) == 1
    assert run(board, "SELECT count(*) FROM event WHERE kind = 'opened'").fetchone() == (1,)
