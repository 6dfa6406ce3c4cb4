"""The two tables of the search index: folded texts, and the grams they are found by.

The grams stand in an FTS5 table on SQLite, which keeps no text, and in a column with a GIN index
on PostgreSQL. Both hold the same set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import SqliteDatabase

from csboard.db import models
from csboard.domain import search_text

KINDS = 4
"""An id is the thing's own id times this, plus its kind."""

FOLDING = 1
"""Raised with the rules of folding: an index of older ones has to be made anew."""


def inquiry_id(number: int) -> int:
    return number * KINDS


def success_id(own: int) -> int:
    return own * KINDS + 1


def template_id(own: int) -> int:
    return own * KINDS + 2


def bound() -> Any:
    """The board's, as the models are bound to it."""
    return models.BoardRow._meta.database


def put(thing: int, stored: str) -> None:
    """Make `stored` the text of a thing, and its grams those it is found by."""
    _execute(
        "INSERT INTO searchable (id, folded) VALUES ({0}, {0})"
        " ON CONFLICT (id) DO UPDATE SET folded = excluded.folded",
        thing,
        stored,
    )
    write_grams(bound(), [(thing, stored)])


def put_new(thing: int, stored: str) -> None:
    """The same for a thing that the index has nothing of."""
    _execute("INSERT INTO searchable (id, folded) VALUES ({0}, {0})", thing, stored)
    _add_grams(bound(), thing, search_text.all_grams(stored))


def add(thing: int, sections: Iterable[search_text.Section]) -> None:
    """Put more sections to what a thing has."""
    more = search_text.folded(sections)
    row = _execute("SELECT folded FROM searchable WHERE id = {0}", thing).fetchone()
    if row is None:
        put_new(thing, more[: search_text.LONGEST])
    else:
        put(thing, (row[0] + more)[: search_text.LONGEST])


def add_by_function(thing: int, sections: Iterable[search_text.Section]) -> None:
    """The same on PostgreSQL, for a login that may read no words."""
    more = search_text.folded(sections)
    _execute("SELECT csboard_index({0}, {0}, {0})", thing, more, search_text.all_grams(more))


def write_grams(database: Any, texts: Iterable[tuple[int, str]]) -> None:
    """Make the grams of some texts anew; those texts are written down."""
    for thing, stored in texts:
        if of_sqlite(database):
            drop_grams(database, (thing,))
        _add_grams(database, thing, search_text.all_grams(stored))


def _add_grams(database: Any, thing: int, grams: list[str]) -> None:
    if not of_sqlite(database):
        _execute(
            "INSERT INTO searchable_grams (id, grams)"
            " VALUES ({0}, array_to_tsvector({0}::text[]))"
            " ON CONFLICT (id) DO UPDATE SET grams = excluded.grams",
            thing,
            grams,
            database=database,
        )
    elif grams:
        _execute(
            "INSERT INTO searchable_grams (rowid, grams) VALUES ({0}, {0})",
            thing,
            " ".join(grams),
            database=database,
        )


def drop_grams(database: Any, things: Sequence[int]) -> None:
    """Find things no more; before their texts go."""
    key = "rowid" if of_sqlite(database) else "id"
    for thing in things:
        _execute(f"DELETE FROM searchable_grams WHERE {key} = {{0}}", thing, database=database)


def clear() -> None:
    """Empty both tables."""
    if of_sqlite(bound()):
        _execute("INSERT INTO searchable_grams (searchable_grams) VALUES ('delete-all')")
    else:
        _execute("DELETE FROM searchable_grams")
    _execute("DELETE FROM searchable")


def settle() -> None:
    """After much was written: let searching be as quick as it can."""
    if of_sqlite(bound()):
        _execute("INSERT INTO searchable_grams (searchable_grams) VALUES ('optimize')")


def texts() -> dict[int, str]:
    """Every stored text by its id."""
    return dict(_execute("SELECT id, folded FROM searchable").fetchall())


def wrong_grams() -> int:
    """How many things are found by other grams than their texts have."""
    held = _grams_held()
    stored = _execute("SELECT id, folded FROM searchable").fetchall()
    wrong = sum(held.pop(thing, 0) != len(search_text.all_grams(text)) for thing, text in stored)
    return wrong + sum(1 for count in held.values() if count)


def _grams_held() -> dict[int, int]:
    """How many grams each thing has in the index."""
    if not of_sqlite(bound()):
        return dict(_execute("SELECT id, length(grams) FROM searchable_grams").fetchall())
    _execute(
        "CREATE VIRTUAL TABLE IF NOT EXISTS temp.grams_held"
        " USING fts5vocab (main, searchable_grams, instance)"
    )
    counted = "SELECT doc, count(*) FROM temp.grams_held GROUP BY doc"
    return dict(_execute(counted).fetchall())


def rows(sql: str, given: Sequence[object]) -> list[tuple[Any, ...]]:
    """The rows of a statement with a `{0}` for each value given, and `%%` for a percent sign."""
    found: list[tuple[Any, ...]] = _execute(sql, *given).fetchall()
    return found


def _execute(sql: str, *given: object, database: Any = None) -> Any:
    here = database or bound()
    if of_sqlite(here):
        return here.execute_sql(sql.format("?").replace("%%", "%"), given)
    return here.execute_sql(sql.format("%s"), given)


def of_sqlite(database: Any) -> bool:
    """Whether it speaks FTS5; else PostgreSQL's own."""
    return isinstance(database, SqliteDatabase)
