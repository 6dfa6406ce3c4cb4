"""T7: mails made to take all time or memory; each is read within limits or held for a person."""

from __future__ import annotations

import resource
from collections.abc import Iterator

from bench.figures import Figure
from bench.process import cpu_seconds, peak_memory
from bench.storm.field import Storm
from csboard.board import Board
from csboard.mail.children import Reader
from tests.support.bombs import BOMBS, OVER_LIMITS
from tests.support.letters import take_in

SECONDS = 5.0
MEGABYTES = 500.0


def run(storm: Storm) -> Iterator[Figure]:
    names = [*BOMBS][:: storm.times(1, 5)]
    where = f"{len(names)} bombs"
    seconds, megabytes = _costs(names)
    yield Figure("T7", "slowest bomb, processor", where, seconds, "s", SECONDS)
    yield Figure("T7", "the reader's memory", where, megabytes, "MB", MEGABYTES)
    for database in storm.databases:
        with storm.board(database) as url:
            out_of_sight, not_held = _fates(url, names)
        at = f"{where} {database}"
        yield Figure(
            "T7", "neither on the board nor in the tray", at, out_of_sight, "", 0, counted=True
        )
        yield Figure("T7", "over the limits and not held", at, not_held, "", 0, counted=True)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("T7", "the parent, alive, with", where, own, "MB", MEGABYTES)


def _costs(names: list[str]) -> tuple[float, float]:
    """The most processor time and memory that reading one of them takes."""
    seconds = megabytes = 0.0
    with Reader(size=1, mails_per_child=1) as reader:
        for name in names:
            reader.read(b"Subject: so that its start is not counted\n\n")
            before = cpu_seconds(reader.process_id)
            reader.read(BOMBS[name])
            seconds = max(seconds, cpu_seconds(reader.process_id) - before)
            megabytes = max(megabytes, peak_memory(reader.process_id))
    return seconds, megabytes


def _fates(url: str, names: list[str]) -> tuple[int, int]:
    board = Board.open(url)
    out_of_sight = not_held = 0
    with Reader() as reader:
        for name in names:
            outcome = take_in(board, BOMBS[name], "pipe", reader)
            out_of_sight += outcome.kind not in ("opened", "joined", "filed", "held")
            not_held += name in OVER_LIMITS and outcome.kind != "held"
    out_of_sight += len(board.unsorted())
    board.close()
    return out_of_sight, not_held
