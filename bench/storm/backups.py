"""T17: a backup every two seconds while a crowd claims and is killed; each is brought back.

One begins when the one before is done. What was acknowledged before a backup began must be in
it. The board at rest is backed up and brought back too, and must be the same to the last row.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.figures import Figure
from bench.storm.claims import PROCESSES, claim, wanted_by
from bench.storm.crowd import Crowd, Diary, preload
from bench.storm.field import Storm
from bench.storm.ground import integrity, open_many, rows_of
from csboard.board import Board
from csboard.db.canonical import Digest, tables
from csboard.db.models import EventRow
from csboard.domain.commands import EnterBoard
from csboard.domain.records import Actor

CLAIMS = 500
LIMIT = 600.0


@dataclass
class Copy:
    """A backup, and what had been acknowledged when it began."""

    file: Path
    acknowledged: set[tuple[str, int]]
    program: subprocess.Popen[bytes]


def run(storm: Storm) -> Iterator[Figure]:
    preload("bench.storm.claims")
    for database in storm.databases:
        with storm.board(database) as url:
            yield from _figures(storm, url, database)


def _figures(storm: Storm, url: str, database: str) -> Iterator[Figure]:
    claims = storm.times(CLAIMS, 6)
    logins = [f"member{slot:02}" for slot in range(PROCESSES)]
    diaries = {login: storm.directory / f"T17-{database}-{login}" for login in logins}
    wanted = _prepared(url, logins, claims)
    crowd = Crowd(
        claim, list(zip([url] * PROCESSES, logins, wanted, diaries.values(), strict=True))
    )
    copies: list[Copy] = []

    def back_up(passed: float) -> None:
        pause = 0.5 if storm.short else 2.0
        at_work = bool(copies) and copies[-1].program.poll() is None
        if passed >= pause * len(copies) and not at_work:
            file = storm.directory / f"T17-{database}-{len(copies)}"
            copies.append(_begin(url, file, _acknowledged(diaries)))

    crowd.run(limit=LIMIT, meanwhile=back_up)
    where = f"{len(copies)} copies, {PROCESSES} x {claims} {database}, {crowd.kills} kills"

    def count(what: str, value: float) -> Figure:
        return Figure("T17", what, where, value, "", 0, counted=True)

    yield from (count(what, value) for what, value in crowd.faults.items())
    yield count("backups that failed", sum(copy.program.wait() != 0 for copy in copies))
    broken, lost = _brought_back(storm, database, copies)
    yield count("copies that are damaged", broken)
    yield count("acknowledged commits not in a later copy", lost)
    last = _begin(url, storm.directory / f"T17-{database}-last", set())
    last.program.wait()
    with _restored(storm, database, last.file) as restored:
        yield count("tables that differ after a restore", different(url, restored))


def _prepared(url: str, logins: Sequence[str], claims: int) -> list[list[int]]:
    """Open what is to be claimed; which numbers each process wants."""
    board = Board.open(url)
    for login in logins:
        board.execute(EnterBoard(), Actor(login))
    numbers = open_many(board, PROCESSES * claims)
    board.close()
    return [wanted_by(numbers, slot, claims) for slot in range(PROCESSES)]


def _begin(url: str, file: Path, acknowledged: set[tuple[str, int]]) -> Copy:
    program = subprocess.Popen(csboard(url, "backup", str(file)), stdout=subprocess.DEVNULL)
    return Copy(file, acknowledged, program)


def csboard(url: str, *words: str) -> list[str]:
    """The command line for one command on a board."""
    return [sys.executable, "-m", "csboard", "--db", url, *words]


def _acknowledged(diaries: dict[str, Path]) -> set[tuple[str, int]]:
    return {
        (login, int(number))
        for login, diary in diaries.items()
        for number, outcome in Diary(diary).entries()
        if outcome == "won"
    }


def _brought_back(storm: Storm, database: str, copies: Sequence[Copy]) -> tuple[int, int]:
    """How many of the copies are damaged, and how many commits they lack."""
    broken = lost = 0
    for copy in copies:
        with _restored(storm, database, copy.file) as url:
            board = Board.open(url)
            broken += integrity(board) > 0
            logins = {member.id: login for login, member in board.members().items()}
            held = {
                (logins[row["actor"]], row["inquiry"])
                for row in rows_of(board, EventRow, kind="claimed")
            }
            lost += len(copy.acknowledged - held)
            board.close()
    return broken, lost


@contextmanager
def _restored(storm: Storm, database: str, file: Path) -> Iterator[str]:
    """The URL of a board of its own, brought back from the file."""
    with storm.empty(database) as url:
        subprocess.run(
            csboard(url, "restore", str(file), "--yes"), check=True, stdout=subprocess.DEVNULL
        )
        yield url


def different(one: str, other: str) -> int:
    """How many tables don't hold the same rows."""
    return sum(left != right for left, right in zip(digests(one), digests(other), strict=True))


def digests(url: str) -> list[Digest]:
    """The digest of each table."""
    board = Board.open(url)
    engine = board._store.engine
    found = engine.read(lambda: [table.digest(engine) for table in tables()])
    board.close()
    return found
