"""A hand that changes a board, in a process of its own, one change for each line it is given.

`python -m bench.storm.hand URL` reads a moment for each change and answers with the newest event's
id and how many inquiries nobody has; while the board can't be written, with the code of why, or
the kind of failure where it has none: `removed` too where there is no board to be opened.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import Claim, Command, Move, OpenInquiry
from csboard.domain.records import INTAKE_LOGIN, Actor, TaskRef
from csboard.errors import CsboardError, Unavailable, UsageError

ROOT = Path(__file__).parents[2]
SATO = Actor("sato")


class Told(NamedTuple):
    """What became of one change."""

    newest: int
    free: int
    failure: str = ""


class Hand:
    """The process, and what is asked of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def change(self, at: datetime) -> Told:
        """One change by the clock's moment `at`."""
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{at.isoformat()}\n")
        process.stdin.flush()
        newest, free, failure = process.stdout.readline().rstrip("\n").split(" ", 2)
        return Told(int(newest), int(free), failure)


@contextmanager
def hand(url: str) -> Iterator[Hand]:
    """A hand at the board, until the block ends."""
    argv = [sys.executable, "-m", "bench.storm.hand", url]
    process = subprocess.Popen(
        argv, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    )
    try:
        yield Hand(process)
    finally:
        assert process.stdin is not None
        process.stdin.close()
        process.wait(30)


class _Round:
    """An inquiry comes in, is taken, moved on and done: the open board stays as large as it is."""

    def __init__(self) -> None:
        self._number = 0
        self._step = 0

    def next(self) -> tuple[Command, Actor]:
        ref = TaskRef(self._number)
        steps: list[tuple[Command, Actor]] = [
            (OpenInquiry(subject="件名", body="本文"), Actor(INTAKE_LOGIN)),
        ]
        if self._number:
            steps += [
                (Claim(task=ref), SATO),
                (Move(task=ref, stage="doing"), SATO),
                (Move(task=ref, stage="done"), SATO),
            ]
        return steps[self._step]

    def did(self, number: int | None) -> None:
        if self._step == 0:
            self._number = number or 0
        self._step = (self._step + 1) % 4


def _code(error: CsboardError) -> str:
    if isinstance(error, UsageError):  # its address is right, so it was taken away
        return "removed"
    return error.code if isinstance(error, Unavailable) else type(error).__name__


def main(url: str) -> None:
    clock = FixedClock(datetime.fromisoformat("2026-01-01T00:00+00:00"))
    board: Board | None = None
    turn, told = _Round(), Told(0, 0)
    for line in sys.stdin:
        moment = datetime.fromisoformat(line.strip())
        clock.advance(moment - clock.now())
        failure = ""
        try:
            if board is None:
                board = Board.open(url, clock)
            command, actor = turn.next()
            event = board.execute(command, actor)
            turn.did(event.number)
            told = Told(event.id, board.snapshot(done=0).counts.unassigned)
        except CsboardError as error:
            failure = _code(error)
            if board is not None:
                board.close()
            board = None
        print(told.newest, told.free, failure, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
