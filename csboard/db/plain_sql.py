"""Statements written as SQL that both databases understand.

In each `{0}` stands for a value, in the order in which they are given, and `%%` for a percent sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from peewee import SqliteDatabase

from csboard.db import models


def bound() -> Any:
    """The database of the board, as the models are bound to it."""
    return models.BoardRow._meta.database


def of_sqlite(database: Any) -> bool:
    """Whether it is SQLite; else PostgreSQL."""
    return isinstance(database, SqliteDatabase)


def execute(sql: str, *given: object, database: Any = None) -> Any:
    """Run a statement; its cursor."""
    here = database or bound()
    if of_sqlite(here):
        return here.execute_sql(sql.format("?").replace("%%", "%"), given)
    return here.execute_sql(sql.format("%s"), given)


def rows(sql: str, given: Sequence[object] = ()) -> list[tuple[Any, ...]]:
    """All rows of a statement."""
    found: list[tuple[Any, ...]] = execute(sql, *given).fetchall()
    return found


def each(sql: str, given: Sequence[object] = ()) -> Iterator[tuple[Any, ...]]:
    """The rows of a statement one by one, for many of which little is kept."""
    yield from execute(sql, *given)
