"""Boards on PostgreSQL that serve one test after the other: emptied, they are as new.

Making a database costs the server ten times what emptying one does.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from csboard.board import Board
from tests.support.postgres import Server

_CATALOGUES = (
    *("pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_trigger"),
    *("pg_proc", "pg_type", "pg_policy", "pg_rewrite", "pg_sequence", "pg_namespace"),
    *("pg_default_acl", "pg_event_trigger", "pg_extension"),
)
_STRUCTURE = " UNION ALL ".join(
    [
        *(f"SELECT count(*), max(xmin::text::bigint)::text FROM {name}" for name in _CATALOGUES),
        "SELECT datconnlimit, concat_ws(' ', datdba, datacl, datallowconn)"
        " FROM pg_database WHERE datname = current_database()",
        "SELECT count(*), string_agg(setconfig::text, ' ') FROM pg_db_role_setting"
        " WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())",
        "SELECT count(*), 'who else is there' FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    ]
)
"""How much is declared, and by which transaction last: a copy has both from its template."""
_ROWS = "SELECT coalesce(json_agg({table}), '[]')::text FROM {table}"
_REFILL = "INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, {rows})"

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Blank:
    """What a new board is like: by it one that was used is told from one that was rebuilt."""

    _structure: list[tuple[Any, ...]]
    _refill: sql.Composed

    @classmethod
    def of(cls, url: str) -> Blank:
        """As the board at `url` is now, which nobody has open."""
        with psycopg.connect(url) as connection:
            return cls(_structure(connection), _refill(connection))

    def empty(self, url: str) -> bool:
        """Make a copy of that board as new again; whether it was only its rows that differed.

        Not when somebody is still connected either: whoever is might write to it later.
        """
        try:
            with psycopg.connect(url) as connection:
                if _structure(connection) != self._structure:
                    return False
                connection.execute(self._refill)
        except psycopg.Error:
            return False
        return True


class Stock:
    """Copies of one board, lent to one test after the other."""

    def __init__(self, server: Server, template: str) -> None:
        self._server, self._template = server, template
        self._blank = Blank.of(template)
        self._emptied: list[str] = []

    def made(self) -> str:
        """A copy that no test has had."""
        return self._server.create_database(self._template)

    def lent(self) -> str:
        """A copy as new, for `give_back` afterwards."""
        return self._emptied.pop() if self._emptied else self.made()

    def give_back(self, url: str) -> None:
        if self._blank.empty(url):
            self._emptied.append(url)
        else:
            self._server.drop_database(url)

    def clear_away(self) -> None:
        for url in (*self._emptied, self._template):
            self._server.drop_database(url)


@contextmanager
def stock_of_boards(server: Server) -> Iterator[Stock]:
    """Copies of a board as the program makes it now; none is left at the end."""
    template = server.create_database()
    Board.open(template, create=True).close()
    stock = Stock(server, template)
    yield stock
    stock.clear_away()


def _structure(connection: Connection) -> list[tuple[Any, ...]]:
    return connection.execute(_STRUCTURE).fetchall()


def _refill(connection: Connection) -> sql.Composed:
    """Statements that leave in each table what is there now, and let the numbers go on from it."""
    steps: list[sql.Composable] = [sql.SQL("SET session_replication_role = replica")]
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    names = [sql.Identifier(name) for (name,) in tables.fetchall()]
    steps += [sql.SQL("DELETE FROM {}").format(name) for name in names]
    for name in names:
        found = connection.execute(sql.SQL(_ROWS).format(table=name)).fetchone()
        assert found
        if found[0] != "[]":
            steps.append(sql.SQL(_REFILL).format(table=name, rows=sql.Literal(found[0])))
    sequences = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE c.relkind = 'S' AND n.nspname = 'public'"
    )
    for (name,) in sequences.fetchall():
        state = connection.execute(
            sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
        ).fetchone()
        assert state
        steps.append(sql.SQL("SELECT setval({}, {}, {})").format(name, *state))
    return sql.SQL("; ").join(steps)
