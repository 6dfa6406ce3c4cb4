"""T8: damaged mails go through the whole intake; none brings it, its reader or a rule to fail."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from bench.figures import Figure
from bench.storm.field import Storm
from csboard.board import Board
from csboard.mail.children import Reader
from csboard.mail.intake import take_in_all
from tests.support import corpus
from tests.support.desk import enter
from tests.support.mutation import mutated

MAILS = 20_000
BATCH = 16
OURS = ("unreadable", "reader-died", "reader-late", "reader-cpu", "over-memory", "not-sorted")
"""Reasons that mean that the intake failed, not the mail."""


def run(storm: Storm) -> Iterator[Figure]:
    for database in storm.databases:
        mails = storm.times(MAILS if database == "sqlite" else MAILS // 10, 320)
        with storm.board(database) as url:
            reasons, unsorted = _take_in(url, mails)
        where = f"{mails:,} mails {database}"
        failed = sum(reasons[reason] for reason in OURS)
        yield Figure("T8", "exceptions and dead readers", where, failed, "", 0, counted=True)
        yield Figure("T8", "mails left unsorted", where, unsorted, "", 0, counted=True)


def _take_in(url: str, mails: int) -> tuple[Counter[str], int]:
    board = Board.open(url)
    corpus.prepare(board, enter(board, "sato"))
    rng, reasons = random.Random(8), Counter[str]()
    with Reader() as reader:
        for _ in range(mails // BATCH):
            batch = [mutated(rng) for _ in range(BATCH)]
            reasons.update(one.reason for one in take_in_all(board, batch, "pipe", reader))
    unsorted = len(board.unsorted())
    board.close()
    return reasons, unsorted
