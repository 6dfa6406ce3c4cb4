"""What every connection is set to, on each database (rules R14 and R19)."""

from __future__ import annotations

import pytest

from csboard.db.address import parse_url
from csboard.db.store import make_engine

SQLITE = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "journal_size_limit": 64 * 1024 * 1024,
    "mmap_size": 0,
}
POSTGRES = {
    "statement_timeout": "10s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
    "TimeZone": "UTC",
    "client_encoding": "UTF8",
}


def test_sqlite(sqlite_url: str) -> None:
    engine = make_engine(parse_url(sqlite_url))
    engine.connect()
    found = {
        name: engine.database.execute_sql(f"PRAGMA {name}").fetchone()[0]  # type: ignore[no-untyped-call]
        for name in SQLITE
    }
    engine.disconnect()
    assert found == SQLITE


def test_postgres(postgres_url: str) -> None:
    engine = make_engine(parse_url(postgres_url))
    engine.connect()
    found = {
        name: engine.database.execute_sql(f"SHOW {name}").fetchone()[0]  # type: ignore[no-untyped-call]
        for name in POSTGRES
    }
    given = engine.database.connect_params
    engine.disconnect()
    assert found == POSTGRES
    assert (given["connect_timeout"], given["keepalives_idle"]) == ("5", "30")


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("sqlite:////srv/csboard/board.db", "board.db"),
        ("postgresql://wall:secret@db.example.com:5433/desk?sslmode=require", "desk"),
        ("postgresql://wall:secret@db.example.com", "postgresql://wall:***@db.example.com"),
    ],
)
def test_a_database_has_a_short_name_for_where_anybody_looks(url: str, name: str) -> None:
    assert parse_url(url).name == name
