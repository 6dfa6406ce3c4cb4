"""The test server itself: it copies databases, and nothing is left of it afterwards."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

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
