"""The fixtures give what they promise: two databases, each board empty and its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.records import Role
from csboard.errors import UsageError
from tests.support.desk import enter, make_viewer, open_inquiry


def test_a_board_starts_empty_and_takes_people_and_inquiries(
    board: Board, clock: FixedClock
) -> None:
    assert board.snapshot().cards == ()
    sato = enter(board, "sato", "佐藤")
    make_viewer(board, "guest", by=sato)
    ref = open_inquiry(board, "返金してください")
    assert [card.ref for card in board.snapshot().cards] == [ref]
    assert board.card(ref).opened_at == clock.now()
    members = board.members()
    assert (members["sato"].role, members["guest"].role) == (Role.LEAD, Role.VIEWER)


def test_another_open_board_sees_it(board: Board, database_url: str) -> None:
    ref = open_inquiry(board)
    other = Board.open(database_url)
    assert other.card(ref).ref == ref
    other.close()


def test_where_there_is_no_board_yet_there_is_none(empty_database_url: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        Board.open(empty_database_url)
