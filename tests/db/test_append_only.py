"""History can be added to and nothing else, whatever the statement; on both databases."""

from __future__ import annotations

from typing import Any

import peewee
import pytest

from csboard.board import Board
from csboard.domain.commands import EnterBoard, OpenInquiry
from csboard.domain.records import Actor

ME = Actor("me")

COLUMNS = "id, at, actor_id, via, kind, inquiry, seq, op_id, detail, other"
COPIED = COLUMNS.replace("kind", "'forged'")

EVERYWHERE = (
    "UPDATE event SET kind = 'forged'",
    "UPDATE event SET kind = 'forged' WHERE id = 1",
    "DELETE FROM event",
    "DELETE FROM event WHERE id = 1",
    f"INSERT INTO event ({COLUMNS}) SELECT {COPIED} FROM event WHERE id = 1"
    " ON CONFLICT (op_id) DO UPDATE SET kind = 'forged'",
    f"INSERT INTO event ({COLUMNS}) SELECT {COPIED} FROM event WHERE id = 1"
    " ON CONFLICT (id) DO UPDATE SET kind = 'forged'",
)
ON_SQLITE = (
    f"REPLACE INTO event ({COLUMNS}) SELECT {COPIED} FROM event WHERE id = 1",
    # by its op_id alone: the old row would go, and a new one take its place
    "REPLACE INTO event (at, actor_id, kind, op_id, detail)"
    " SELECT at, actor_id, 'forged', op_id, '{}' FROM event WHERE id = 1",
    f"INSERT OR REPLACE INTO event ({COLUMNS}) SELECT {COPIED} FROM event WHERE id = 1",
    "UPDATE OR REPLACE event SET op_id = (SELECT op_id FROM event WHERE id = 1) WHERE id = 2",
)
ON_POSTGRES = ("TRUNCATE event", "TRUNCATE member CASCADE")


def run(board: Board, statement: str) -> Any:
    return board._store.engine.database.execute_sql(statement)  # type: ignore[no-untyped-call]


@pytest.fixture
def written(board: Board) -> Board:
    """A board with two lines of history."""
    board.execute(EnterBoard(), ME)
    board.execute(OpenInquiry(subject="x"), ME)
    return board


def test_no_statement_changes_or_removes_a_line(written: Board) -> None:
    before = run(written, f"SELECT {COLUMNS} FROM event ORDER BY id").fetchall()
    for statement in EVERYWHERE + (ON_SQLITE if written.is_sqlite else ON_POSTGRES):
        with pytest.raises(peewee.DatabaseError, match="append-only"):
            run(written, statement)
    assert run(written, f"SELECT {COLUMNS} FROM event ORDER BY id").fetchall() == before


def test_a_line_can_still_be_added(written: Board) -> None:
    before = written.newest()
    assert written.execute(OpenInquiry(subject="y"), ME).id > before
