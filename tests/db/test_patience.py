"""A server that says nothing any more is not waited for for ever."""

from __future__ import annotations

import socket
import threading
from typing import Any

import pytest
from psycopg.errors import ConnectionTimeout

from csboard.board import Board
from csboard.db import failures, postgres
from csboard.db.patience import Patience
from csboard.domain.commands import EnterBoard
from csboard.domain.records import Actor
from csboard.errors import Unavailable


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "csboard-patience"]


def test_a_line_on_which_nothing_comes_is_closed_in_time() -> None:
    here, there = socket.socketpair()
    with here, there, Patience(0.02).over(here.fileno()):
        assert here.recv(1) == b""


def test_a_line_that_answered_stays_open_and_nothing_watches_it_any_more() -> None:
    here, there = socket.socketpair()
    with here, there:
        patience = Patience(0.02)
        with patience.over(here.fileno()):
            there.send(b"x")
            assert here.recv(1) == b"x"
        for thread in threads():
            thread.join()
        there.send(b"y")
        assert here.recv(1) == b"y"


def test_a_statement_without_an_answer_is_told_and_the_next_one_goes_through(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    board = Board.open(postgres_url)
    with monkeypatch.context() as patch:
        patch.setattr(postgres, "PATIENCE", Patience(0.05))
        engine: Any = board._store.engine
        with pytest.raises(Unavailable) as lost, engine.explained():
            engine.database.execute_sql("SELECT pg_sleep(5)")
    assert lost.value.code == "unreachable"
    board.reconnect()
    assert board.newest() == 0
    board.close()


def test_a_server_that_takes_the_line_and_says_nothing_is_told_as_unreachable() -> None:
    failure = failures.explain(ConnectionTimeout("connection timeout expired"), "there")
    assert isinstance(failure, Unavailable)
    assert failure.code == "unreachable"


def test_given_up_it_neither_waits_nor_connects_again(postgres_url: str) -> None:
    board = Board.open(postgres_url)
    engine: Any = board._store.engine
    watcher = threading.Timer(0.05, board.give_up)
    watcher.start()
    with pytest.raises(Unavailable), engine.explained():
        engine.database.execute_sql("SELECT pg_sleep(5)")
    watcher.join()
    with pytest.raises(Unavailable):
        board.reconnect()


def test_a_board_whose_line_could_not_be_opened_again_says_so_and_opens_it_for_a_change(
    postgres_url: str,
) -> None:
    board = Board.open(postgres_url)
    board.close()  # as after a reconnect that failed
    with pytest.raises(Unavailable):
        board.newest()
    board.execute(EnterBoard(), Actor("sato"))
    assert board.newest() == 1
