"""The two tables of the search index: folded texts, and the grams they are found by.

The grams stand in an FTS5 table on SQLite, which keeps no text, and in a column with a GIN index
on PostgreSQL. Both hold the same set.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from csboard.db.plain_sql import bound, of_sqlite
from csboard.db.plain_sql import execute as _execute
from csboard.domain import search_text
from csboard.domain.grams import MOST_BYTES, weight_of
from csboard.domain.search_text import all_grams

SPAN = 1 << 40
"""Ids of each kind of thing begin at a multiple of this; a range of ids is what a database can
estimate, and goes through from its end."""


def inquiry_id(number: int) -> int:
    return number


def success_id(own: int) -> int:
    return SPAN + own


def template_id(own: int) -> int:
    return 2 * SPAN + own


def own_id(thing: int) -> int:
    """The id or number that it has itself."""
    return thing % SPAN


def put(thing: int, stored: str) -> None:
    """Make `stored` the text of a thing, and its grams those it is found by."""
    here, grams = bound(), all_grams(stored)
    if of_sqlite(here):
        before = set(_grams_of(here, thing))
        gone = before.difference(grams)
        _take_out(here, thing, gone)
        _execute(_PUT_TEXT, thing, stored, weight_of(grams))
        new = [gram for gram in grams if gram not in before]
        _put_in(here, thing, new, stays=bool(gone and grams))
    else:
        _execute(_PUT_BOTH, thing, stored, weight_of(grams), thing, grams)


def put_new(thing: int, stored: str) -> None:
    """The same for a thing that the index has nothing of."""
    grams = all_grams(stored)
    _add(_ADD_NEW, thing, stored, grams)


def add(thing: int, sections: Iterable[search_text.Section]) -> None:
    """Put more sections to what a thing has; that costs what they are, not what it has."""
    more = search_text.folded(sections)
    if not _add(_ADD_MORE, thing, more, all_grams(more)):
        (before,) = _execute("SELECT folded FROM searchable WHERE id = {0}", thing).fetchone()
        put(thing, (before + more)[: search_text.LONGEST])


def add_by_function(thing: int, sections: Iterable[search_text.Section]) -> None:
    """The same on PostgreSQL, for a login that may read no words."""
    more = search_text.folded(sections)
    _execute("SELECT csboard_index({0}, {0}, {0})", thing, more, all_grams(more))


_PUT_TEXT = (
    "INSERT INTO searchable (id, folded, weight) VALUES ({0}, {0}, {0})"
    " ON CONFLICT (id) DO UPDATE SET folded = excluded.folded, weight = excluded.weight"
)
_ADD_NEW = "INSERT INTO searchable (id, folded, weight) VALUES ({0}, {0}, {0}) RETURNING id"
_ADD_MORE = (
    "INSERT INTO searchable AS s (id, folded, weight) VALUES ({0}, {0}, {0})"
    " ON CONFLICT (id) DO UPDATE SET folded = s.folded || excluded.folded,"
    " weight = s.weight + excluded.weight"
    f" WHERE s.weight + excluded.weight <= {MOST_BYTES}"
    f" AND length(s.folded) + length(excluded.folded) <= {search_text.LONGEST} RETURNING id"
)
"""Nothing comes back when it may be too much: then what it is has to be counted.

A gram that comes again is counted again, which makes the weight of a long thread too large.
"""

_GRAMS = (
    " INSERT INTO searchable_grams AS g (id, grams)"
    " {rows} ON CONFLICT (id) DO UPDATE SET grams = {grams} RETURNING id"
)
_ROWS = "SELECT id, array_to_tsvector({0}::text[]) FROM written"
_PUT_BOTH = f"WITH written AS ({_PUT_TEXT})" + _GRAMS.replace(
    "{rows}", "VALUES ({0}, array_to_tsvector({0}::text[]))"
).replace("{grams}", "excluded.grams")


def _add(statement: str, thing: int, more: str, grams: list[str]) -> bool:
    """Write a text and grams that come to a thing; whether there was room for them."""
    here = bound()
    if of_sqlite(here):
        if _execute(statement, thing, more, weight_of(grams)).fetchone() is None:
            return False
        _put_in(here, thing, grams)
        return True
    both = f"WITH written AS ({statement})" + _GRAMS.replace("{rows}", _ROWS).replace(
        "{grams}", "g.grams || excluded.grams"
    )
    return _execute(both, thing, more, weight_of(grams), grams).fetchone() is not None


def add_grams(database: Any, texts: Iterable[tuple[int, str]]) -> None:
    """Let things be found by their texts; nothing of them is in the index."""
    for thing, stored in texts:
        _put_in(database, thing, all_grams(stored))


def drop_grams(database: Any, things: Sequence[int]) -> None:
    """Find things no more; before their texts change or go."""
    for thing in things:
        if of_sqlite(database):
            _take_out(database, thing, _grams_of(database, thing))
        else:
            _execute("DELETE FROM searchable_grams WHERE id = {0}", thing, database=database)


def _grams_of(database: Any, thing: int) -> list[str]:
    """By what a thing is found."""
    row = _execute(
        "SELECT folded FROM searchable WHERE id = {0}", thing, database=database
    ).fetchone()
    return all_grams(row[0]) if row else []


def _put_in(database: Any, thing: int, grams: list[str], *, stays: bool = False) -> None:
    """Let a thing be found by `grams`, too.

    `stays` for one of which only a part was taken out on SQLite: FTS5 counts a row less each
    time, and calls its table malformed when it has counted to less than none.
    """
    if not of_sqlite(database):
        _execute(
            "INSERT INTO searchable_grams (id, grams) VALUES ({0}, array_to_tsvector({0}::text[]))",
            thing,
            grams,
            database=database,
        )
    elif grams or stays:
        # Of a row that is there FTS5 takes more grams as it takes those of a new one, and finds
        # it by all of them: each gram keeps a list of rows of its own.
        _execute(
            "INSERT INTO searchable_grams (rowid, grams) VALUES ({0}, {0})",
            thing,
            " ".join(grams),
            database=database,
        )


def _take_out(database: Any, thing: int, grams: Iterable[str]) -> None:
    """On SQLite, whose table keeps no texts: it has to be told what to take out."""
    if gone := " ".join(grams):
        _execute(
            "INSERT INTO searchable_grams (searchable_grams, rowid, grams)"
            " VALUES ('delete', {0}, {0})",
            thing,
            gone,
            database=database,
        )


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
    wrong = sum(held.pop(thing, 0) != len(all_grams(text)) for thing, text in stored)
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
