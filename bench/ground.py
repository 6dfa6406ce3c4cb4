"""Where figures are measured: a filled board on a database, seen in a terminal of a size."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.fill import fill
from bench.lifelike import MEMBERS, Archive
from csboard.board import Board
from csboard.domain.commands import ApplySettings
from csboard.domain.records import Actor
from csboard.public_holidays import holidays_around
from tests.support.postgres import Server
from tests.support.terminal import Terminal

PROMISES = {"first": ("4h", "1h urgency:urgent"), "next": ("8h",), "solved": ("40h",)}
ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Ground:
    """A filled board."""

    url: str
    database: str
    """`sqlite` or `postgres`."""
    archive: Archive
    home: Path

    @property
    def where(self) -> str:
        return f"{self.archive.inquiries:,} {self.database}"

    def program(self, *words: str) -> list[str]:
        """The command line of csboard on this board."""
        return [sys.executable, "-m", "csboard", "--db", self.url, *words]

    def environment(self) -> dict[str, str]:
        """A person who never ran csboard before."""
        return {"HOME": str(self.home), "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}

    def terminal(self, columns: int = 120, lines: int = 40) -> Terminal:
        """The board, just started in a terminal."""
        argv = self.program()
        return Terminal(argv, columns=columns, lines=lines, env=self.environment())


@contextmanager
def laid_out(
    database: str, archive: Archive, directory: Path, server: Server | None
) -> Iterator[Ground]:
    """A board with `archive` on it, removed afterwards."""
    home = directory / "home"
    home.mkdir(exist_ok=True)
    if database == "postgres":
        assert server is not None
        url = server.create_database()
    else:
        path = directory / f"{archive.inquiries}-{archive.open}.db"
        url = f"sqlite:///{path}"
    fill(url, archive)
    _promise(url)
    yield Ground(url, database, archive, home)
    if server and database == "postgres":
        server.drop_database(url)


def _promise(url: str) -> None:
    """The team of the board promises something of every inquiry, and keeps Japan's holidays."""
    board = Board.open(url)
    lead = Actor(MEMBERS[0][0])
    agreed = replace(board.settings(), holidays="JP", promises=PROMISES)
    days = holidays_around(agreed.holidays, board.clock.now().date())
    board.execute(ApplySettings(settings=agreed, public_days=days), lead)
    board.close()
