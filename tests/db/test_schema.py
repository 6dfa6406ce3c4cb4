"""Making, opening and refusing boards, and the schema itself."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from csboard.board import Board
from csboard.db.address import parse_url
from csboard.db.store import Store
from csboard.db.tables import MODELS
from csboard.domain.commands import EnterBoard, OpenInquiry
from csboard.domain.records import Actor, TaskRef
from csboard.errors import Refused, Unavailable, UsageError, WrongDatabase

ME = Actor("me")


def store_of(board: Board) -> Store:
    return board._store


def sql(board: Board, statement: str) -> Any:
    """Do behind the board's back what a test needs."""
    return store_of(board).engine.database.execute_sql(statement)  # type: ignore[no-untyped-call]


def fill(board: Board) -> None:
    for _ in range(100):
        board.execute(OpenInquiry(subject="x" * 500, body="y" * 5000), ME)


def test_a_missing_board_is_not_made_by_accident(empty_database_url: str) -> None:
    with pytest.raises(UsageError, match="csboard init"):
        Board.open(empty_database_url)


def test_a_board_opens_again_as_it_was(empty_database_url: str) -> None:
    board = Board.open(empty_database_url, create=True)
    board.execute(EnterBoard(), ME)
    board.close()
    assert "me" in Board.open(empty_database_url).members()


def test_a_newer_board_is_refused(database_url: str) -> None:
    board = Board.open(database_url)
    sql(board, "UPDATE board SET schema = 99")
    with pytest.raises(WrongDatabase, match="newer csboard"):
        Board.open(database_url)


def test_an_open_board_notices_the_upgrade(database_url: str) -> None:
    board = Board.open(database_url)
    board.execute(EnterBoard(), ME)
    sql(board, "UPDATE board SET schema = 99")
    for act in (
        lambda: board.execute(OpenInquiry(subject="x"), ME),
        board.snapshot,
        lambda: board.delta(0),
    ):
        with pytest.raises(Unavailable) as told:
            act()
        assert told.value.code == "upgraded"


def test_an_interrupted_first_start_is_finished_by_the_next(empty_database_url: str) -> None:
    board = Board.open(empty_database_url, create=True)
    sql(board, "DELETE FROM member")
    sql(board, "DELETE FROM board")
    board.close()
    assert "intake" in Board.open(empty_database_url, create=True).members()


@pytest.mark.parametrize("content", [b"hello", b"PK\x03\x04" + bytes(200), bytes(4096)])
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "board.db"
    path.write_bytes(content)
    with pytest.raises(WrongDatabase, match="not a csboard board"):
        Board.open(f"sqlite:///{path}", create=True)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE board (id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(WrongDatabase, match="not a csboard board"):
        Board.open(f"sqlite:///{path}", create=True)
    assert path.read_bytes() == before


def test_another_programs_tables_are_refused(postgres_url: str) -> None:
    board = Board.open(postgres_url)
    sql(board, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    sql(board, "CREATE TABLE invoices (id INTEGER)")
    board.close()
    with pytest.raises(WrongDatabase, match="other tables"):
        Board.open(postgres_url, create=True)


def test_a_server_that_is_down(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as told:
        Board.open(f"postgresql:///board?host={tmp_path}")
    assert told.value.code == "unreachable"


def test_a_database_that_isnt_there(postgres_url: str) -> None:
    with pytest.raises(Unavailable) as told:
        Board.open(postgres_url.replace("?", "_missing?"))
    assert told.value.code == "unreachable"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://u:secret@h/db",
        "postgresql:///db?host=/nope&password=secret",
        "postgresql://u@h/db?password=secret&x=1",
    ],
)
def test_a_password_is_never_shown(url: str) -> None:
    assert "secret" not in parse_url(url).shown


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://[bad/x",
        "postgresql://h:abc/x",
        "postgresql:///x?foo=bar",
        "postgresql:///x?connect_timeout=abc",
        "sqlite:////tmp/x%00y",
    ],
)
def test_an_address_that_makes_no_sense(url: str) -> None:
    with pytest.raises(UsageError, match=r"write|no PostgreSQL address"):
        Board.open(url)


def test_a_host_whose_name_nobody_knows() -> None:
    with pytest.raises(Unavailable) as told:
        Board.open("postgresql://no-such-host.invalid/x")
    assert told.value.code == "unreachable"


def test_tables_that_only_look_like_ours(postgres_url: str) -> None:
    board = Board.open(postgres_url)
    sql(board, "DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    sql(board, "CREATE TABLE board (id INTEGER, schema TEXT)")
    board.close()
    with pytest.raises(WrongDatabase, match="not a csboard board"):
        Board.open(postgres_url, create=True)


def test_a_fifo_is_not_waited_on(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "board.db")
    with pytest.raises(WrongDatabase, match="not a csboard board"):
        Board.open(f"sqlite:///{tmp_path}/board.db", create=True)


def test_a_circle_of_links(tmp_path: Path) -> None:
    (tmp_path / "board.db").symlink_to(tmp_path / "board.db")
    with pytest.raises(Unavailable, match="can't be opened"):
        Board.open(f"sqlite:///{tmp_path}/board.db", create=True)


def test_a_database_in_another_encoding(postgres_url: str) -> None:
    board = Board.open(postgres_url)
    name = "latin" + os.urandom(4).hex()
    sql(board, f"CREATE DATABASE {name} TEMPLATE template0 ENCODING LATIN1 LOCALE 'C'")
    start, _question, parameters = postgres_url.partition("?")
    url = f"{start.rpartition('/')[0]}/{name}?{parameters}"
    try:
        with pytest.raises(WrongDatabase, match="UTF8"):
            Board.open(url, create=True)
    finally:
        sql(board, f"DROP DATABASE {name} WITH (FORCE)")


def test_nobody_acts_for_the_system_member(board: Board) -> None:
    board.execute(EnterBoard(), ME)
    with pytest.raises(Refused) as refusal:
        board.execute(OpenInquiry(subject="x"), Actor("intake", via="me"))
    assert refusal.value.code == "system_member"


@pytest.mark.parametrize(
    "url", ["board.db", "sqlite://", "sqlite:///", "mysql://x/y", "", "/tmp/x", "sqlite:board.db"]
)
def test_an_address_that_is_none(url: str) -> None:
    with pytest.raises(UsageError, match="sqlite:"):
        Board.open(url)


def test_a_directory_that_isnt_there(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="check"):
        Board.open(f"sqlite:///{tmp_path}/none/board.db", create=True)


def test_a_full_disk_is_told_and_nothing_is_lost(sqlite_url: str) -> None:
    board = Board.open(sqlite_url)
    board.execute(EnterBoard(), ME)
    pages = sql(board, "PRAGMA page_count").fetchone()[0]
    sql(board, f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Unavailable) as told:
        fill(board)
    assert told.value.code == "full"
    sql(board, "PRAGMA max_page_count = 1000000")
    board.execute(OpenInquiry(subject="there is room again"), ME)
    numbers = [card.ref.number for card in board.snapshot().cards]
    assert numbers == list(range(1001, 1001 + len(numbers)))


def test_a_board_that_may_only_be_read(sqlite_url: str) -> None:
    board = Board.open(sqlite_url)
    board.execute(EnterBoard(), ME)
    sql(board, "PRAGMA query_only = 1")
    with pytest.raises(Unavailable) as told:
        board.execute(OpenInquiry(subject="x"), ME)
    assert told.value.code == "read_only"
    assert board.snapshot().cards == ()


def test_models_and_migrations_agree(board: Board) -> None:
    database = store_of(board).engine.database
    for model in MODELS:
        meta = model._meta
        columns = {column.name: column for column in database.get_columns(meta.table_name)}
        assert set(columns) == {field.column_name for field in meta.sorted_fields}
        for field in meta.sorted_fields:
            if not field.primary_key:
                assert columns[field.column_name].null == field.null, field


def test_reading_takes_a_fixed_number_of_queries(board: Board) -> None:
    """Whatever the size: 7 for a board, 6 for a refresh, 8 for an inquiry, 2 for a card."""
    board.execute(EnterBoard(), ME)
    counted: list[str] = []
    database = store_of(board).engine.database
    database.query_hooks.append(lambda event: counted.append(event.sql))

    def queries(act: object) -> int:
        counted.clear()
        act()  # type: ignore[operator]
        return len([sql for sql in counted if not sql.startswith(("BEGIN", "COMMIT"))])

    def measure() -> tuple[int, ...]:
        since = board.newest()
        number = board.execute(OpenInquiry(subject="x", body="y"), ME).number
        assert number is not None
        return (
            queries(board.snapshot),
            queries(lambda: board.delta(since)),
            queries(lambda: board.inquiry(number)),
            queries(lambda: board.card(TaskRef(number))),
        )

    few = measure()
    for _ in range(60):
        board.execute(OpenInquiry(subject="x", body="y"), ME)
    assert measure() == few
    assert few == (7, 6, 8, 2)


def test_a_backup_is_whole_and_never_overwrites(sqlite_url: str, tmp_path: Path) -> None:
    board = Board.open(sqlite_url)
    board.execute(EnterBoard(), ME)
    board.execute(OpenInquiry(subject="件名"), ME)
    target = tmp_path / "copy.db"
    board.backup(target)
    with pytest.raises(UsageError, match="exists already"):
        board.backup(target)
    newest = board.newest()
    board.close()
    assert os.stat(target).st_mode & 0o777 == 0o600
    assert Board.open(f"sqlite:///{target}").newest() == newest
    assert not list(tmp_path.glob(".csboard-backup-*"))


def test_a_backup_never_writes_through_a_link(sqlite_url: str, tmp_path: Path) -> None:
    board = Board.open(sqlite_url)
    (tmp_path / "copy.db").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="exists already"):
        board.backup(tmp_path / "copy.db")
    assert not (tmp_path / "elsewhere").exists()


def test_a_backup_to_nowhere_is_told(sqlite_url: str, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="can't be used"):
        Board.open(sqlite_url).backup(tmp_path / "none" / "copy.db")
