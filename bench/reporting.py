"""P16: a report as a whole process, of a month and of everything, and acts while it counts."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

from bench.figures import Figure, median
from bench.ground import ROOT, Ground
from bench.shell import run_measured
from csboard.board import Board
from csboard.domain.commands import Claim, EnterBoard, Release
from csboard.domain.records import Actor

ME = Actor("bench")


def figures(ground: Ground) -> Iterator[Figure]:
    """By the team's promises, with its holidays."""
    archive, environment = ground.archive, ground.environment()
    first = next(archive.cases()).opened_at.date() - timedelta(days=1)
    everything = f"{first}..{archive.end.date()}"
    for what, period, seconds in (("a month", "month", 3), ("everything", everything, 60)):
        command = ground.program("report", period, "--format", "json")
        used = run_measured(command, environment)
        yield Figure("P16", f"report of {what}, CPU", ground.where, used.cpu, "s", seconds)
        yield Figure("P16", f"report of {what}, memory", ground.where, used.memory, "MiB", 250)
    with _counting(ground, everything) as report:
        acts = list(_acts(ground, report))
    yield Figure("P16", "acts while it counts", ground.where, len(acts), "", 10, at_least=True)
    yield Figure("P16", "an act, median", ground.where, median(acts) * 1000, "ms", 25)
    yield Figure("P16", "an act, longest", ground.where, max(acts) * 1000, "ms", 600)


@contextmanager
def _counting(ground: Ground, period: str) -> Iterator[subprocess.Popen[bytes]]:
    """A report that is being made."""
    command = ground.program("report", period, "--format", "json")
    nothing = subprocess.DEVNULL
    env = {**os.environ, **ground.environment()}
    with subprocess.Popen(command, env=env, cwd=ROOT, stdin=nothing, stdout=nothing) as report:
        yield report


def _acts(ground: Ground, report: subprocess.Popen[bytes]) -> Iterator[float]:
    """Seconds of each claim and release for as long as it runs."""
    with closing(Board.open(ground.url)) as board:
        if board.member(ME.login) is None:
            board.execute(EnterBoard(), ME)
        card = board.next_card()
        assert card is not None
        while report.poll() is None:
            for command in (Claim(task=card.ref), Release(task=card.ref)):
                begun = time.perf_counter()
                board.execute(command, ME)
                yield time.perf_counter() - begun
            time.sleep(0.05)
