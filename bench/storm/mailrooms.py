"""T5: the hard mails twice, in shuffled orders, by four intakes side by side: the same board."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.figures import Figure
from bench.storm.field import Storm
from bench.storm.ground import rows_of
from csboard.board import Board
from csboard.db.models import InquiryRow, ReceiptRow, TaskRow
from csboard.mail.children import Reader
from tests.mail.test_corpus import Mailroom
from tests.support import corpus
from tests.support.corpus import Case
from tests.support.desk import enter

INTAKES = 4
ROUNDS = 2
ORDERS = 5
TWINS = ("075", "076")
"""The same mail with other bytes: whichever comes second is the duplicate."""

Fates = dict[str, tuple[str, str, str | None]]
"""By mail: its state, its reason, and the mail that opened the inquiry it belongs to."""


def run(storm: Storm) -> Iterator[Figure]:
    orders = storm.times(ORDERS, 1)
    for database in storm.databases:
        where = f"{orders} orders x {INTAKES} intakes x {ROUNDS} {database}"
        boards = [_board(storm, database, seed) for seed in range(orders)]
        expected = _in_order(storm, database)
        different = sum(board.fates != expected.fates for board in boards)
        doubled = sum(board.cards - expected.cards for board in boards)
        failed = sum(board.failed for board in boards)
        yield Figure("T5", "boards that differ", where, different, "", 0, counted=True)
        yield Figure("T5", "duplicates", where, abs(doubled), "", 0, counted=True)
        yield Figure("T5", "intakes that failed", where, failed, "", 0, counted=True)


class _Result:
    """What came of one order."""

    def __init__(self, board: Board, failed: int) -> None:
        self.failed = failed + len(board.unsorted())
        self.fates = _fates(board)
        tasks, inquiries = rows_of(board, TaskRow), rows_of(board, InquiryRow)
        self.cards = len(tasks) + len(inquiries) + len(rows_of(board, ReceiptRow))


def _in_order(storm: Storm, database: str) -> _Result:
    with storm.board(database) as url:
        board = _prepared(url, corpus.cases())
        result = _Result(board, 0)
        board.close()
    return result


def _board(storm: Storm, database: str, seed: int) -> _Result:
    first = (corpus.case("001"), corpus.case("002"))
    others = [case for case in corpus.cases() if case not in first]
    with storm.board(database) as url:
        board = _prepared(url, first)
        failed = 0
        for turn in range(ROUNDS):
            orders = [random.Random(f"{seed} {turn} {n}") for n in range(INTAKES)]
            places = [storm.directory / f"T5-{database}-{seed}-{turn}-{n}" for n in range(INTAKES)]
            for order, place in zip(orders, places, strict=True):
                _fill(place, order.sample(others, len(others)))
            failed += _take_in(url, places)
        result = _Result(board, failed)
        board.close()
    return result


def _prepared(url: str, cases: tuple[Case, ...]) -> Board:
    """A board that has these mails, with our replies in between."""
    board = Board.open(url)
    corpus.prepare(board, enter(board, "sato"))
    with Reader() as reader:
        room = Mailroom(board, reader)
        for case in cases:
            room.take(case)
    return board


def _fill(maildir: Path, cases: list[Case]) -> None:
    for name in ("new", "cur", "tmp"):
        (maildir / name).mkdir(parents=True)
    for place, case in enumerate(cases):
        (maildir / "new" / f"{place:04}").write_bytes(case.raw)


def _take_in(url: str, places: list[Path]) -> int:
    """How many of the intakes, which run side by side, did not end well."""
    command = [sys.executable, "-m", "csboard", "intake", "maildir", "--db", url]
    running = [subprocess.Popen([*command, place], stdout=subprocess.DEVNULL) for place in places]
    return sum(process.wait() != 0 for process in running)


def _fates(board: Board) -> Fates:
    names = {_digest(case.raw): case.name for case in corpus.cases()}
    rows = rows_of(board, ReceiptRow)
    openers = {row["inquiry"]: names[row["sha256"]] for row in rows if row["state"] == "opened"}
    fates: Fates = {}
    for row in rows:
        opener = openers.get(row["inquiry"])
        fates[names[row["sha256"]]] = (row["state"], row["reason"], opener)
    twins = sorted(fates.pop(name)[:2] for name in list(fates) if name.startswith(TWINS))
    fates["twins"] = (str(twins), "", None)
    return fates


def _digest(raw: bytes) -> str:
    from csboard.db.receiving import compressed

    return compressed(raw)[0]
