"""Every row of a board in one form, whichever database it is read from, and digests of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from peewee import AutoField, BlobField, BooleanField, Field, IntegerField

from csboard.db import models
from csboard.db.engine import Engine
from csboard.db.fields import UtcField
from csboard.db.schema import marks_off
from csboard.db.tables import MODELS
from csboard.named import NamedTuple

Values = tuple[Any, ...]
"""A row: text, whole numbers, truth, bytes or None; moments as ISO text in UTC."""

ROWS_AT_ONCE = 1000


class Digest(NamedTuple):
    """How many rows a table has, and the sha256 of all of them in the order of their keys."""

    rows: int
    sha256: str


@dataclass(frozen=True)
class Table:
    """One table of the board, its columns in the order of the model."""

    name: str
    key: str
    columns: tuple[str, ...]
    has_text_key: bool
    numbers_itself: bool
    """Its keys are given out by the database."""
    mended: tuple[tuple[int, Callable[[Any], Any]], ...]
    """Which columns have another form in one of the databases, and how they become one."""

    @property
    def key_place(self) -> int:
        return self.columns.index(self.key)

    def rows(self, engine: Engine) -> Iterator[Values]:
        """All rows by ascending key; letters go by their code points on both databases.

        They are of the moment of the transaction at hand, or of one of their own.
        """
        with engine.explained(), nullcontext() if engine.is_sqlite else engine.database.atomic():
            for row in _stream(engine, self._select(engine)):
                values = list(row)
                for place, form in self.mended:
                    values[place] = form(values[place])
                yield tuple(values)

    def digest(self, engine: Engine, on_row: Callable[[], object] = lambda: None) -> Digest:
        """The digest of all rows in the transaction at hand."""
        whole, count = hashlib.sha256(), 0
        for row in self.rows(engine):
            text = json.dumps(row, ensure_ascii=False, separators=(",", ":"), default=_digested)
            whole.update(text.encode("utf-8", "surrogatepass") + b"\n")
            count += 1
            on_row()
        return Digest(count, whole.hexdigest())

    def _select(self, engine: Engine) -> str:
        columns = ", ".join(f'"{name}"' for name in self.columns)
        by_code = ' COLLATE "C"' if self.has_text_key and not engine.is_sqlite else ""
        return f'SELECT {columns} FROM "{self.name}" ORDER BY "{self.key}"{by_code}'


def tables() -> tuple[Table, ...]:
    """All tables of a board, those that others refer to first."""
    return tuple(_table(model) for model in MODELS)


def _table(model: type[models.Row]) -> Table:
    meta = model._meta
    fields: list[Field] = list(meta.sorted_fields)
    mended = [(place, form) for place, one in enumerate(fields) if (form := _form_of(one))]
    names = tuple(str(one.column_name) for one in fields)
    if meta.table_name == "board":
        mended.append((names.index("schema"), marks_off))
    key: Field = meta.primary_key  # type: ignore[assignment]
    return Table(
        name=meta.table_name,
        key=key.column_name,
        columns=names,
        has_text_key=not isinstance(getattr(key, "rel_field", key), AutoField | IntegerField),
        numbers_itself=isinstance(key, AutoField),
        mended=tuple(mended),
    )


def _form_of(field: Field) -> Callable[[Any], Any] | None:
    if isinstance(field, UtcField):
        return _moment
    if isinstance(field, BooleanField):
        return bool
    return bytes if isinstance(field, BlobField) else None


_TIME = UtcField()


def _moment(value: object) -> object:
    """ISO text with microseconds and +00:00; the usual text is that already."""
    if value is None or (isinstance(value, str) and len(value) == 32 and value.endswith("+00:00")):
        return value
    return _TIME.db_value(_TIME.python_value(value))  # type: ignore[arg-type]


def _digested(value: object) -> str:
    """What stands for bytes."""
    assert isinstance(value, bytes)
    return hashlib.sha256(value).hexdigest()


def _stream(engine: Engine, statement: str) -> Iterator[Values]:
    """The rows one after the other, never all of them in memory."""
    connection = engine.database.connection()
    if engine.is_sqlite:
        yield from connection.cursor().execute(statement)
        return
    with connection.cursor(name="csboard_rows") as cursor:
        cursor.itersize = ROWS_AT_ONCE
        yield from cursor.execute(statement)
