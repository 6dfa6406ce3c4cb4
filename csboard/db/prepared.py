"""Queries whose SQL is written once.

Peewee spends four fifths of a short query on composing its SQL (measured: 2.4 of 3.0 ms of a
claim), and a claim holds the board's write lock meanwhile. A `Prepared` composes at its first
use and keeps the text for the process, per database kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from peewee import AsIs, Field

from csboard.db import models
from csboard.db.fields import JsonField, UtcField
from csboard.named import NamedTuple

_CONVERTED = (UtcField, JsonField)


class _Slot:
    """A value to be given at the run."""

    def __init__(self, name: str) -> None:
        self.name = name


def slot(name: str) -> Any:
    """Stands in a query for a value that is given at each run."""
    return AsIs(_Slot(name), converter=False)


class _Compiled(NamedTuple):
    """SQL text, its parameters in order, and how to read its columns."""

    sql: str
    parameters: tuple[object, ...]
    converters: tuple[Callable[[Any], object] | None, ...]

    def run(self, database: Any, values: Mapping[str, object]) -> Any:
        given = [
            _native(values[one.name]) if isinstance(one, _Slot) else one for one in self.parameters
        ]
        return database.execute_sql(self.sql, given)

    def rows(self, database: Any, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        """All result rows; a column at a time, as most need no converting."""
        found = self.run(database, values).fetchall()
        if not found or not any(self.converters):
            return list(found)
        columns = [
            [None if one is None else convert(one) for one in column] if convert else column
            for column, convert in zip(zip(*found, strict=True), self.converters, strict=True)
        ]
        return list(zip(*columns, strict=True))


class Prepared:
    """One query over the bound models, with `slot`s for what differs from run to run."""

    def __init__(self, build: Callable[[], Any]) -> None:
        self._build = build
        self._compiled: dict[type, _Compiled] = {}

    def rows(self, **values: object) -> list[tuple[Any, ...]]:
        """All result rows, times and JSON as the models' fields give them."""
        compiled, database = self._ready()
        return compiled.rows(database, values)

    def row(self, **values: object) -> tuple[Any, ...] | None:
        """The first result row, or None."""
        found = self.rows(**values)
        return found[0] if found else None

    def scalar(self, **values: object) -> Any:
        """The first column of the first row; None without a row."""
        found = self.row(**values)
        return found[0] if found else None

    def change(self, **values: object) -> int:
        """Run an UPDATE without RETURNING; how many rows it changed."""
        compiled, database = self._ready()
        return int(database.rows_affected(compiled.run(database, values)))

    def _ready(self) -> tuple[_Compiled, Any]:
        database = _database()
        compiled = self._compiled.get(type(database))
        if compiled is None:
            compiled = self._compiled[type(database)] = _compose(self._build())
        return compiled, database


def rows_of(query: Any) -> list[tuple[Any, ...]]:
    """The rows of a query that differs from run to run, read as those of a `Prepared` one."""
    return _compose(query).rows(_database(), {})


def _database() -> Any:
    return models.BoardRow._meta.database


def _compose(query: Any) -> _Compiled:
    sql, parameters = query.sql()
    columns = getattr(query, "_returning", None) or ()
    converters = tuple(
        column.python_value
        if isinstance(column, Field) and isinstance(column, _CONVERTED)
        else None
        for column in columns
    )
    return _Compiled(sql, tuple(parameters), converters)


def _native(value: object) -> object:
    return UtcField().db_value(value) if isinstance(value, datetime) else value
