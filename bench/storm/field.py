"""What every test of the battery is given: where to work, on which databases, how long."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure
from csboard.board import Board
from tests.support.postgres import Server


@dataclass(frozen=True)
class Storm:
    """One run of the battery."""

    short: bool
    """Shortened: for CI, minutes in place of an hour."""
    databases: tuple[str, ...]
    """`sqlite`, `postgres` or both."""
    directory: Path
    """Thrown away after the run."""
    server: Server | None
    """The PostgreSQL to work on; None when only SQLite is asked for."""

    @contextmanager
    def board(self, database: str) -> Iterator[str]:
        """The URL of a new, empty board of its own."""
        with self.empty(database) as url:
            Board.open(url, create=True).close()
            yield url

    @contextmanager
    def empty(self, database: str) -> Iterator[str]:
        """The URL of a place where a board could be made."""
        if database == "postgres":
            assert self.server is not None
            url = self.server.create_database()
        else:
            place = self.directory / uuid.uuid4().hex[:12]
            place.mkdir()
            url = f"sqlite:///{place / 'board.db'}"
        yield url
        if self.server and database == "postgres":
            self.server.drop_database(url)

    def home(self, test: str) -> Path:
        """A new home for a person who never ran csboard."""
        home = self.directory / f"home-{test}-{uuid.uuid4().hex[:6]}"
        home.mkdir()
        return home

    def left_out(self, test: str, reason: str) -> Iterator[Figure]:
        """For a test that this machine can't carry; a CI that left it out must not be green."""
        in_ci = os.environ.get("CI") == "true"
        yield Figure(test, reason, "left out", 1, "", 0 if in_ci else None, counted=True)

    def times(self, full: int, short: int) -> int:
        """How often: the full figure, or the shortened one."""
        return short if self.short else full
