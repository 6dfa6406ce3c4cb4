"""The test server itself: it copies databases, and nothing is left of it afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from psycopg import sql

from csboard.board import Board
from tests.support.desk import open_inquiry
from tests.support.postgres import NoServer, running_server


def test_a_database_is_a_copy_of_its_template(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CSBOARD_TEST_PG_URL", raising=False)
    try:
        with running_server() as server:
            template = server.create_database()
            with psycopg.connect(template) as connection:
                connection.execute("CREATE TABLE word AS SELECT '問い合わせ' AS text")
            copy = server.create_database(template)
            with psycopg.connect(copy) as connection:
                assert connection.execute("SELECT text FROM word").fetchall() == [("問い合わせ",)]
            server.drop_database(copy)
            with pytest.raises(psycopg.OperationalError):
                psycopg.connect(copy)
            directory = Path(parse_qs(urlsplit(server.url).query)["host"][0])
            assert directory.is_dir()
    except NoServer as reason:
        pytest.skip(str(reason))
    assert not directory.exists()


def test_where_nothing_is_installed_the_reason_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("CSBOARD_TEST_PG_URL", raising=False)
    monkeypatch.setattr("tests.support.postgres._candidates", lambda: iter([tmp_path]))
    with pytest.raises(NoServer, match="apt-get install postgresql"), running_server():
        raise AssertionError("there is no server to run")


def test_a_board_that_served_a_test_is_as_new_for_the_next(postgres: Any) -> None:
    url, untouched = postgres.lent(), postgres.database(empty=False)
    board = Board.open(url)
    open_inquiry(board)
    board.close()
    assert everything(url) != everything(untouched)
    postgres.give_back(url)
    assert postgres.lent() == url
    assert everything(url) == everything(untouched)
    postgres.give_back(url)
    postgres.drop(untouched)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE word (text text)",
        "DROP TRIGGER event_append_only ON event",
        "GRANT SELECT ON task TO public",
        "REVOKE ALL ON SCHEMA public FROM public",
        "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET lock_timeout = 1', current_database());"
        " END$$",
    ],
)
def test_one_that_was_rebuilt_serves_no_other(postgres: Any, statement: str) -> None:
    url = postgres.lent()
    with psycopg.connect(url) as connection:
        connection.execute(statement.encode())
    postgres.give_back(url)
    assert_dropped(url)


def test_one_that_somebody_is_at_serves_no_other(postgres: Any) -> None:
    url = postgres.lent()
    with psycopg.connect(url) as left_open:
        postgres.give_back(url)
        assert_dropped(url)
        with pytest.raises(psycopg.OperationalError):
            left_open.execute("SELECT 1")


def assert_dropped(url: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url)


def everything(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables, and where their numbers go on."""
    kinds = {"r": sql.SQL("*"), "S": sql.SQL("last_value, is_called")}
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT relname, relkind FROM pg_class"
            " WHERE relkind IN ('r', 'S') AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        return {
            name: connection.execute(
                sql.SQL("SELECT {} FROM {} ORDER BY 1").format(kinds[kind], sql.Identifier(name))
            ).fetchall()
            for name, kind in names
        }
