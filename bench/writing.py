"""P9: many processes that claim without pause through `Board.execute`."""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier

from bench.figures import Figure
from bench.ground import Ground
from csboard.board import Board
from csboard.domain.commands import Claim, Command, EnterBoard, Release
from csboard.domain.records import Actor, TaskRef
from csboard.domain.views import CardQuery
from csboard.errors import Unavailable

PROCESSES = 16
SECONDS = 5.0


@dataclass(frozen=True)
class Tally:
    """What one process did."""

    done: int
    busy: int
    longest: float


def figures(ground: Ground) -> list[Figure]:
    """Every process takes and gives back tasks of its own share, as fast as it can."""
    board = Board.open(ground.url)
    free = [card.ref for card in board.cards(CardQuery(unowned=True))]
    board.close()
    spawn = multiprocessing.get_context("spawn")
    barrier = spawn.Barrier(PROCESSES)
    shares = [free[index::PROCESSES] for index in range(PROCESSES)]
    with spawn.Pool(PROCESSES, initializer=_set_out, initargs=(barrier,)) as pool:
        jobs = [(ground.url, f"bench{index}", share) for index, share in enumerate(shares)]
        tallies = pool.starmap(_work, jobs, chunksize=1)
    counts = [tally.done for tally in tallies]

    def figure(what: str, value: float, unit: str, limit: float, **more: bool) -> Figure:
        return Figure("P9", what, ground.database, value, unit, limit, **more)

    return [
        figure("claims together", sum(counts) / SECONDS, "/s", 500, at_least=True),
        figure("told the board is busy", sum(t.busy for t in tallies), "", 0, counted=True),
        figure("longest wait", max(t.longest for t in tallies) * 1000, "ms", 600),
        figure("slowest of fastest", min(counts) / max(counts), "", 0.25, at_least=True),
    ]


_barrier: Barrier


def _set_out(barrier: Barrier) -> None:
    global _barrier
    _barrier = barrier


def _work(url: str, login: str, share: list[TaskRef]) -> Tally:
    board = Board.open(url)
    actor = Actor(login)
    board.execute(EnterBoard(), actor)
    done = busy = 0
    longest = 0.0
    _barrier.wait()
    end = time.perf_counter() + SECONDS
    while (begun := time.perf_counter()) < end:
        task = share[done // 2 % len(share)]
        command: Command = Release(task=task) if done % 2 else Claim(task=task)
        try:
            board.execute(command, actor)
            done += 1
        except Unavailable:
            busy += 1
        longest = max(longest, time.perf_counter() - begun)
    if done % 2:
        board.execute(Release(task=share[done // 2 % len(share)]), actor)
    board.close()
    return Tally(done, busy, longest)
