"""Fixtures for all tests: a clean environment, a frozen clock, a board on both databases."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from csboard import config
from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.driver import load_peewee
from csboard.i18n import current_language, use_language
from tests.support.blanks import Stock, stock_of_boards
from tests.support.postgres import NoServer, Server, running_server
from tests.support.temporary import keep_in_memory

MONDAY = datetime(2026, 11, 23, 0, 30, tzinfo=UTC)
"""Half past nine on a Monday morning in Tokyo: when the frozen clock stands."""

NewBoards = Callable[[str], Path]

IN_CI = os.environ.get("CI") == "true"

keep_in_memory(os.environ)
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
    """No test sees the person's or host's files and settings: it speaks English, from home."""
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
    monkeypatch.setattr(config, "HOST_FILE", home / "etc" / "config.toml")
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


class Postgres:
    """The server of this test run, started by the first test that wants it."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._server: Server | None = None
        self._stocks: dict[str, Stock] = {}
        self._lent: dict[str, Stock] = {}
        self._missing = ""

    def database(self, *, empty: bool) -> str:
        """A database of its own, for `drop` afterwards: with nothing in it, or a board."""
        return self._running().create_database() if empty else self._stock().made()

    def drop(self, url: str) -> None:
        self._running().drop_database(url)

    def lent(self) -> str:
        """A board as new, for `give_back` afterwards; one that served another test if it can."""
        stock = self._stock()
        url = stock.lent()
        self._lent[url] = stock
        return url

    def give_back(self, url: str) -> None:
        self._lent.pop(url).give_back(url)

    def _stock(self) -> Stock:
        """Boards made in the language that is spoken now, as a new one's name is in it."""
        server, language = self._running(), current_language()
        if language not in self._stocks:
            self._stocks[language] = self._stack.enter_context(stock_of_boards(server))
        return self._stocks[language]

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
def postgres() -> Iterator[Postgres]:
    with ExitStack() as stack:
        yield Postgres(stack)


@pytest.fixture(scope="session")
def _new_boards(tmp_path_factory: pytest.TempPathFactory) -> NewBoards:
    """Where the board on SQLite is that others in this language are copies of, and what is by it.

    It is made when the first test asks for it, in that test's environment.
    """

    @cache
    def made(language: str) -> Path:
        directory = tmp_path_factory.mktemp(language)
        Board.open(f"sqlite:///{directory / 'board.db'}", create=True).close()
        return directory

    return made


@pytest.fixture(params=["sqlite", "postgres"])
def empty_database_url(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres
) -> Iterator[str]:
    """Where a board could be made: no SQLite file yet, or an empty PostgreSQL database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'board.db'}"
        return
    url = postgres.database(empty=True)
    yield url
    postgres.drop(url)


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(
    request: pytest.FixtureRequest, tmp_path: Path, postgres: Postgres, _new_boards: NewBoards
) -> Iterator[str]:
    """A migrated board with nothing on it, that nobody has open; on both databases."""
    if request.param == "sqlite":
        yield _copied(_new_boards(current_language()), tmp_path)
        return
    url = postgres.lent()
    yield url
    postgres.give_back(url)


@pytest.fixture
def sqlite_url(tmp_path: Path, _new_boards: NewBoards) -> str:
    """`database_url`, for what only SQLite does."""
    return _copied(_new_boards(current_language()), tmp_path)


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """`database_url`, for what only PostgreSQL does: never one that another test has used."""
    url = postgres.database(empty=False)
    yield url
    postgres.drop(url)


def _copied(directory: Path, tmp_path: Path) -> str:
    shutil.copytree(directory, tmp_path, dirs_exist_ok=True)
    return f"sqlite:///{tmp_path / 'board.db'}"


@pytest.fixture
def board(database_url: str, clock: FixedClock) -> Iterator[Board]:
    """An open board with nothing on it; on both databases."""
    opened = Board.open(database_url, clock)
    yield opened
    opened.close()
