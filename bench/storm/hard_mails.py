"""T4: every hard mail comes out as its sidecar says, read by a child and sorted by a board."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from bench.figures import Figure
from bench.process import peak_memory
from bench.storm.field import Storm
from csboard.board import Board
from csboard.mail.children import Reader
from tests.mail import test_corpus as rules
from tests.support import corpus
from tests.support.corpus import Case
from tests.support.desk import enter

SECONDS = 2.0
MEGABYTES = 300.0
FIELDS: tuple[Callable[[Case], None], ...] = (
    rules.test_header_fields,
    rules.test_text,
    rules.test_attachments,
    rules.test_no_stored_text_commands_a_terminal,
    rules.test_folding_deletes_nothing,
)


def run(storm: Storm) -> Iterator[Figure]:
    cases = corpus.cases()
    where = f"{len(cases)} mails"
    wrong = sum(not _holds(rule, case) for case in cases for rule in FIELDS)
    yield Figure("T4", "mails read wrong", where, wrong, "", 0, counted=True)
    seconds, megabytes = _costs(cases)
    yield Figure("T4", "slowest mail", where, seconds, "s", SECONDS)
    yield Figure("T4", "the reader's memory", where, megabytes, "MB", MEGABYTES)
    for database in storm.databases:
        with storm.board(database) as url:
            wrong = _sorted_wrong(url, cases)
        yield Figure("T4", "mails sorted wrong", f"{where} {database}", wrong, "", 0, counted=True)


def _holds(rule: Callable[..., None], *given: object) -> bool:
    try:
        rule(*given)
    except AssertionError:
        return False
    return True


def _costs(cases: tuple[Case, ...]) -> tuple[float, float]:
    """Seconds of the slowest mail, and the most memory that the child ever had."""
    slowest = 0.0
    with Reader(size=1, mails_per_child=len(cases) + 1) as reader:
        reader.read(b"Subject: its start is not counted\n\n")
        for case in cases:
            begun = time.perf_counter()
            reader.read(case.raw)
            slowest = max(slowest, time.perf_counter() - begun)
        return slowest, peak_memory(reader.process_id)


def _sorted_wrong(url: str, cases: tuple[Case, ...]) -> int:
    board = Board.open(url)
    corpus.prepare(board, enter(board, "sato"))
    with Reader() as reader:
        room = rules.Mailroom(board, reader)
        wrong = sum(not _holds(rules.check, case, room.take(case), room) for case in cases)
    wrong += len(board.unsorted())
    board.close()
    return wrong
