"""T23: a board of ten thousand inquiries copied each way, and copies killed at random points.

A killed copy is no board; going on with it must end with every row the same.
"""

from __future__ import annotations

import json
import random
import subprocess
import time
from collections.abc import Iterator

from bench.figures import Figure
from bench.fill import fill
from bench.lifelike import Archive
from bench.storm.backups import csboard, different
from bench.storm.field import Storm
from csboard.board import Board
from csboard.clock import SystemClock
from csboard.errors import UsageError, WrongDatabase

INQUIRIES = 10_000
KILLS = 20
TIMEOUT = 600


def run(storm: Storm) -> Iterator[Figure]:
    for source in storm.databases:
        with storm.empty(source) as url:
            inquiries = storm.times(INQUIRIES, 60)
            fill(url, Archive(inquiries, inquiries // 10, SystemClock().now()))
            for target in storm.databases:
                yield from _figures(storm, url, target, f"{inquiries:,} {source} to {target}")


def _figures(storm: Storm, url: str, target: str, where: str) -> Iterator[Figure]:
    with storm.empty(target) as there:
        begun = time.perf_counter()
        told = json.loads(_copy(url, there))
        seconds = time.perf_counter() - begun
        rows = sum(one["source"]["rows"] for one in told["tables"])
        yield Figure("T23", "copied and proved", where, rows / seconds, "rows/s")
        yield Figure("T23", "tables that differ", where, different(url, there), "", 0, counted=True)
    with storm.empty(target) as there:
        kills, opened = _killed(url, there, seconds, storm.times(KILLS, 1))
        where = f"{where}, {kills} kills"
        yield Figure("T23", "half copies that opened", where, opened, "", 0, counted=True)
        yield Figure("T23", "tables that differ", where, different(url, there), "", 0, counted=True)


def _copy(url: str, there: str) -> bytes:
    return subprocess.run(
        csboard(url, "copy", "--to", there, "--json"),
        check=True,
        capture_output=True,
        timeout=TIMEOUT,
    ).stdout


def _killed(url: str, there: str, seconds: float, times: int) -> tuple[int, int]:
    """Kill copies at random points and go on, until one is through.

    How many were killed, and how many of those left something that opened and wasn't whole.
    """
    chance, killed, opened = random.Random(1), 0, 0
    for _turn in range(times):
        copying = subprocess.Popen(
            csboard(url, "copy", "--to", there),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            copying.wait(chance.uniform(0.1, 0.9) * seconds)
        except subprocess.TimeoutExpired:
            copying.kill()
            copying.wait()
            killed += 1
        if _opens(there):
            return killed, opened + (different(url, there) > 0)
    _copy(url, there)
    return killed, opened


def _opens(there: str) -> bool:
    try:
        Board.open(there).close()
    except (UsageError, WrongDatabase):  # nothing there yet, or a copy that isn't complete
        return False
    return True
