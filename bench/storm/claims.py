"""T1: everybody claims while one of them is killed every 50 ms. No task has two owners.

Every task is wanted by two processes at about the same moment. A process that was killed is
replaced by one that repeats what its predecessor has not seen acknowledged, by the same
operation id, as a program does that lost the answer.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.storm.crowd import Crowd, Diary, preload
from bench.storm.field import Storm
from bench.storm.ground import enter_many, integrity, lasting_op_id, open_many, rows_of
from csboard.board import Board
from csboard.db.models import EventRow, TaskRow
from csboard.domain.commands import Claim
from csboard.domain.records import Actor, TaskRef
from csboard.errors import Refused, Unavailable

PROCESSES = 16
CLAIMS = 500
LIMIT = 60.0


def run(storm: Storm) -> Iterator[Figure]:
    preload(__name__)
    for database in storm.databases:
        with storm.board(database) as url:
            yield from _figures(storm, url, database)


def _figures(storm: Storm, url: str, database: str) -> Iterator[Figure]:
    claims = storm.times(CLAIMS, 8)
    board = Board.open(url)
    logins = enter_many(board, PROCESSES)
    numbers = open_many(board, PROCESSES * claims)
    diaries = [storm.directory / f"T1-{database}-{login}" for login in logins]
    wanted = [wanted_by(numbers, slot, claims) for slot in range(PROCESSES)]
    crowd = Crowd(claim, list(zip([url] * PROCESSES, logins, wanted, diaries, strict=True)))
    seconds = crowd.run(limit=10 * LIMIT)
    where = f"{PROCESSES} x {claims} {database}, {crowd.kills} kills"

    def count(what: str, value: float) -> Figure:
        return Figure("T1", what, where, value, "", 0, counted=True)

    yield from (count(what, value) for what, value in crowd.faults.items())
    yield count("tasks claimed twice or never", _not_once(board, numbers))
    yield count("acknowledged claims lost", _lost(board, dict(zip(logins, diaries, strict=True))))
    yield count("integrity failures", integrity(board))
    yield Figure("T1", "all claimed in", where, seconds, "s", LIMIT)
    board.close()


def wanted_by(numbers: list[int], slot: int, claims: int) -> list[int]:
    """A process's own share and its neighbour's, in an order that two have in common."""
    shares = [numbers[part * claims : (part + 1) * claims] for part in (slot, slot - 1)]
    if slot == 0:
        shares[1] = numbers[-claims:]
    for part, share in zip((slot, (slot - 1) % PROCESSES), shares, strict=True):
        random.Random(part).shuffle(share)
    return [number for pair in zip(*shares, strict=True) for number in pair]


def claim(url: str, login: str, numbers: list[int], diary: Path) -> None:
    """Claim what its predecessors didn't; what is acknowledged goes into the diary."""
    kept = Diary(diary)
    known = {int(number) for number, _outcome in kept.entries()}
    board, me = Board.open(url), Actor(login)
    for number in numbers:
        if number in known:
            continue
        kept.note(number, _claimed(board, me, number))


def _claimed(board: Board, me: Actor, number: int) -> str:
    """How it came out; who is told that the board is busy, as on a machine that is, asks again."""
    command = Claim(op_id=lasting_op_id(me.login, number), task=TaskRef(number))
    while True:
        try:
            board.execute(command, me)
        except Refused as refusal:
            return refusal.code
        except Unavailable as busy:
            if busy.code != "busy":
                raise
        else:
            return "won"


def _not_once(board: Board, numbers: list[int]) -> int:
    """Tasks whose history doesn't hold exactly one claim."""
    claims = Counter(row["inquiry"] for row in rows_of(board, EventRow, kind="claimed"))
    return sum(claims[number] != 1 for number in numbers)


def _lost(board: Board, diaries: dict[str, Path]) -> int:
    """Claims a process was told it had won, and whose task it doesn't hold."""
    members = {member.id: login for login, member in board.members().items()}
    owners = {row["inquiry"]: members.get(row["owner"]) for row in rows_of(board, TaskRow)}
    return sum(
        owners[int(number)] != login
        for login, diary in diaries.items()
        for number, outcome in Diary(diary).entries()
        if outcome == "won"
    )
