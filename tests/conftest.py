"""Fixtures for all tests: a clean environment, a frozen clock, a board on both databases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.driver import load_peewee
from csboard.i18n import use_language
from tests.support.postgres import NoServer, Server, running_server

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""Half past nine on a Monday morning in Tokyo: when the frozen clock stands."""

IN_CI = os.environ.get("CI") == "true"

load_peewee(postgres=True)  # before a test on SQLite loads it without the driver

settings.register_profile(
    "dev", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "ci", settings.get_profile("dev"), max_examples=300, derandomize=True, print_blob=True
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if IN_CI else "dev"))


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test sees the person's files, settings or language: it speaks English, from home."""
    for name in list(os.environ):
        if name.startswith(("CSBOARD_", "XDG_", "LC_")) and name != "CSBOARD_TEST_PG_URL":
            monkeypatch.delenv(name)
    monkeypatch.setenv("TZ", "UTC")  # which tells nothing: boards live in Tokyo
    home = tmp_path / "home"
    monkeypatch.setenv("HOME", str(home))
    for kind in ("config", "data", "state", "cache", "runtime"):
        directory = home / kind
        directory.mkdir(parents=True, mode=0o700)
        suffix = "DIR" if kind == "runtime" else "HOME"
        monkeypatch.setenv(f"XDG_{kind.upper()}_{suffix}", str(directory))
    monkeypatch.setenv("LANG", "C.UTF-8")
    use_language("en")
    yield
    use_language("en")


@pytest.fixture
def japanese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The process and its children speak Japanese."""
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    use_language("ja")
    yield
    use_language("en")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(MONDAY)


class _Postgres:
    """The server of this test run, started by the first test that wants it."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._server: Server | None = None
        self._template: str | None = None
        self._missing = ""

    def database(self, *, empty: bool) -> str:
        server = self._running()
        if empty:
            return server.create_database()
        if self._template is None:
            template = server.create_database()
            Board.open(template, create=True).close()
            self._stack.callback(server.drop_database, template)
            self._template = template
        return server.create_database(self._template)

    def drop(self, url: str) -> None:
        self._running().drop_database(url)

    def _running(self) -> Server:
        if self._server is None and not self._missing:
            try:
                self._server = self._stack.enter_context(running_server())
            except NoServer as reason:
                self._missing = str(reason)
        if self._server is None:
            # A green CI that never met PostgreSQL would be a lie.
            (pytest.fail if IN_CI else pytest.skip)(self._missing)
        return self._server


@pytest.fixture(scope="session")
def _postgres() -> Iterator[_Postgres]:
    with ExitStack() as stack:
        yield _Postgres(stack)


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(
    request: pytest.FixtureRequest, tmp_path: Path, _postgres: _Postgres
) -> Iterator[str]:
    """Where a board could be made: no SQLite file yet, or an empty PostgreSQL database."""
    yield from _database_url(request.param, tmp_path, _postgres, empty=True)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, _postgres: _Postgres
) -> Iterator[str]:
    """A migrated board with nothing on it, that nobody has open; on both databases."""
    yield from _database_url(request.param, tmp_path, _postgres, empty=False)


@pytest.fixture
def sqlite_url(tmp_path: Path, _postgres: _Postgres) -> Iterator[str]:
    """`database_url`, for what only SQLite does."""
    yield from _database_url("sqlite", tmp_path, _postgres, empty=False)


@pytest.fixture
def postgres_url(tmp_path: Path, _postgres: _Postgres) -> Iterator[str]:
    """`database_url`, for what only PostgreSQL does."""
    yield from _database_url("postgres", tmp_path, _postgres, empty=False)


def _database_url(kind: str, tmp_path: Path, postgres: _Postgres, *, empty: bool) -> Iterator[str]:
    if kind == "postgres":
        url = postgres.database(empty=empty)
        yield url
        postgres.drop(url)
        return
    url = f"sqlite:///{tmp_path / 'board.db'}"
    if not empty:
        Board.open(url, create=True).close()
    yield url


@pytest.fixture
def board(database_url: str, clock: FixedClock) -> Iterator[Board]:
    """An open board with nothing on it; on both databases."""
    opened = Board.open(database_url, clock)
    yield opened
    opened.close()
