"""T21: boards and a wall stay open while mail comes in: memory, files and the WAL stay as they are.

Eight hours in the tables of reliability; here two minutes, and seconds in CI: what grows with each
mail or each wake-up is seen by then.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import NamedTuple

from bench.figures import Figure
from bench.storm.faulty import take_in
from bench.storm.field import Storm
from bench.storm.ground import at_board, open_many
from csboard.board import Board
from csboard.cli.identity import own_account
from csboard.domain.commands import EnterBoard
from csboard.domain.records import Actor
from tests.support.terminal import Terminal

TEST = "T21"
BOARDS = 6
MAILS_A_SECOND = 1
WARM = 0.25
"""Of the time, after which memory is measured."""
MOST_GROWTH = 20.0
"""MiB of one process."""
MOST_WAL = 64.0
LETTER = """From: customer{n} <c{n}@example.jp>
To: support@example.com
Subject: question {n}
Message-ID: <{n}@example.jp>
Date: Mon, 23 Nov 2026 10:00:00 +0900

What about {n}?
"""


OPEN = 20
"""Inquiries that are there before."""
LATEST = 15.0
"""Seconds in which every screen must have the last mail: the wall looks every five."""


class Taken(NamedTuple):
    """One process at one moment."""

    memory: float
    """MiB."""
    files: int


class Seen(NamedTuple):
    """What was taken of all processes, and what became of the mails."""

    first: list[Taken]
    last: list[Taken]
    wal: float
    """MiB, when it was largest."""
    mails: int
    missed: int


def run(storm: Storm) -> Iterator[Figure]:
    seconds = storm.times(120, 4)
    for database in storm.databases:
        with storm.board(database) as url:
            yield from _open_for(storm, database, url, seconds)


def _open_for(storm: Storm, database: str, url: str, seconds: int) -> Iterator[Figure]:
    boards = storm.times(BOARDS, 2)
    where = f"{database}, {boards} boards and a wall, {seconds} s"
    _begin(url)
    with ExitStack() as stack:
        watched = [stack.enter_context(at_board(url, storm.home("T21"))) for _one in range(boards)]
        # In so small a window the wall says its numbers in words.
        hung = at_board(url, storm.home("T21"), "wall", "--pages", "board", columns=39, lines=6)
        watched.append(stack.enter_context(hung))
        for terminal in watched:
            terminal.wait_for("ToDo")
        seen = _mailed(url, watched, seconds)
    growth = max(now.memory - then.memory for then, now in zip(seen.first, seen.last, strict=True))
    files = max(now.files - then.files for then, now in zip(seen.first, seen.last, strict=True))
    yield Figure(TEST, "mails taken in", where, seen.mails, "", 1, at_least=True, counted=True)
    yield Figure(TEST, "screens that miss the last", where, seen.missed, "", 0, counted=True)
    yield Figure(TEST, "more open files", where, files, "", 0, counted=True)
    yield Figure(TEST, "memory grew by, at most", where, growth, "MiB", MOST_GROWTH)
    if database == "sqlite":
        yield Figure(TEST, "WAL, at most", where, seen.wal, "MiB", MOST_WAL, counted=True)


def _begin(url: str) -> None:
    with closing(Board.open(url)) as board:
        board.execute(EnterBoard(), Actor(own_account().login))
        open_many(board, OPEN)


def _mailed(url: str, watched: list[Terminal], seconds: int) -> Seen:
    """Mail comes in for so many seconds, and everybody's memory is taken before and after."""
    mails, wal = 0, 0.0
    first: list[Taken] = []
    begun = time.monotonic()
    with closing(Board.open(url)) as board:
        while (passed := time.monotonic() - begun) < seconds:
            if not first and passed >= seconds * WARM:
                first = [_taken(terminal) for terminal in watched]
            if mails <= passed * MAILS_A_SECOND:
                mails += 1
                take_in(board, [LETTER.format(n=mails).encode()])
                wal = max(wal, _size(f"{board.path}-wal") if board.path else 0.0)
            for terminal in watched:
                terminal.pump(0.01)
        last_count = f"ToDo {OPEN + mails}"
    missed = sum(not _comes_to_show(terminal, last_count) for terminal in watched)
    return Seen(first, [_taken(terminal) for terminal in watched], wal, mails, missed)


def _comes_to_show(terminal: Terminal, count: str) -> bool:
    """Whether the screen says how many there are in the first stage."""
    until = time.monotonic() + LATEST
    while count not in " ".join(terminal.text().split()):  # the wall sets it in columns
        if time.monotonic() > until:
            return False
        terminal.pump(0.05)
    return True


def _taken(terminal: Terminal) -> Taken:
    process = Path(f"/proc/{terminal.process.pid}")
    pages = int((process / "statm").read_text(encoding="utf-8").split()[1])
    return Taken(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, len(list((process / "fd").iterdir())))


def _size(path: str) -> float:
    """MiB; 0 of what isn't there."""
    return os.path.getsize(path) / 2**20 if os.path.exists(path) else 0.0
