"""Boards for the storms: filled quickly, and looked at row by row afterwards."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path
from typing import Any

from csboard.board import Board
from csboard.db.models import Row
from csboard.domain.commands import EnterBoard
from csboard.domain.records import Actor
from tests.support.desk import open_inquiry
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]


def open_many(board: Board, count: int) -> list[int]:
    """Numbers of new inquiries, opened by the rules but in one transaction."""
    with board._store.engine.database.atomic():
        return [open_inquiry(board, f"件名 {index}").number for index in range(count)]


def enter_many(board: Board, count: int) -> list[str]:
    """Logins of people who are on the board now."""
    logins = [f"member{slot:02}" for slot in range(count)]
    for login in logins:
        board.execute(EnterBoard(), Actor(login))
    return logins


def lasting_op_id(login: str, what: object) -> str:
    """The same for the same act of the same person, whichever of their processes asks for it."""
    return hashlib.md5(f"{login} {what}".encode()).hexdigest()


def at_board(url: str, home: Path, *words: str, **look: Any) -> Terminal:
    """The board on a terminal, in English, for whoever lives in `home`; `look` as of Terminal."""
    env = {
        "PYTHONPATH": str(ROOT),
        "CSBOARD_DATABASE": url,
        "CSBOARD_LANG": "en",
        "HOME": str(home),
        **look.pop("env", {}),
    }
    return Terminal([sys.executable, "-m", "csboard", *words], env=env, **look)


def rows_of(board: Board, table: type[Row], **where: object) -> list[dict[str, Any]]:
    """The rows of a table whose columns have these values."""
    query: Any = table.select()
    return list((query.filter(**where) if where else query).dicts())


def integrity(board: Board) -> int:
    """How many faults the database finds in its own file; PostgreSQL has no such look."""
    if not board.is_sqlite:
        return 0
    database = board._store.engine.database
    found = [line for (line,) in database.execute_sql("PRAGMA integrity_check").fetchall()]
    broken = database.execute_sql("PRAGMA foreign_key_check").fetchall()
    return (found != ["ok"]) + len(broken)
