"""T27: the figures of random histories, against somebody who watched each minute of them.

The histories are made by real commands on real boards, the same ones on both databases: mails,
calls, replies that come back, waiting, closing, reopening, junk, merging, dividing, and undoing.
Beside the program's figures stands a count by an observer who reads no event and knows nothing of
how the program counts.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from random import Random
from typing import Any, NamedTuple

from bench.figures import Figure
from bench.storm.field import Storm
from bench.storm.observed import Observer
from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import Undo
from csboard.domain.figures import Period
from csboard.domain.records import Event
from csboard.errors import Refused
from tests.conftest import MONDAY
from tests.property.recounting import Counted, as_counted, recounted
from tests.support.random_desk import MINUTE, RandomDesk

HISTORIES = 2_000
ACTS = 40
"""On one board: about six inquiries."""
DAY = 24 * 60
AGREED: dict[str, Any] = {
    "promises": {
        "first": ("200m", "40m urgency:urgent"),
        "next": ("90m",),
        "solved": ("600m", "300m urgency:urgent"),
    },
    "days": {"2026-11-23": ()},
}
"""The team of `clock_watching.RULES`."""


def run(storm: Storm) -> Iterator[Figure]:
    wanted = storm.times(HISTORIES, 20)
    histories = wrong = differ = 0
    seed = 0
    while histories < wanted:
        lives = [_life(storm, database, seed) for database in storm.databases]
        histories += lives[0].histories
        wrong += sum(life.found != life.counted for life in lives)
        differ += any(life.found != lives[0].found for life in lives)
        for database, life in zip(storm.databases, lives, strict=True):
            _tell(database, seed, life)
        seed += 1
    where = f"{histories} histories, {' and '.join(storm.databases)}"
    yield Figure("T27", "boards with wrong figures", where, wrong, "", 0, counted=True)
    yield Figure("T27", "boards that differ by database", where, differ, "", 0, counted=True)


class Life(NamedTuple):
    """What a board's figures are, and what was counted beside."""

    histories: int
    found: Counted
    counted: Counted


def _life(storm: Storm, database: str, seed: int) -> Life:
    clock, chance = FixedClock(MONDAY), Random(seed)
    with storm.board(database) as url, closing(Board.open(url, clock)) as board:
        desk = Watched(board, clock, chance)
        desk.begin(**AGREED)
        for _act in range(ACTS):
            desk.step()
        clock.advance(chance.randrange(DAY) * MINUTE)
        now = clock.now()
        days = (now - MONDAY) // (DAY * MINUTE)
        start = MONDAY + chance.randrange(-DAY, (days + 1) * DAY) * MINUTE
        period = Period(start, start + chance.randrange(1, 7 * DAY) * MINUTE)
        seen = list(desk.observer.tell(now, desk.came_back))
        return Life(len(seen), as_counted(board.figures(period)), recounted(seen, period, now))


class Watched(RandomDesk):
    """A desk that somebody watches."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.unsorted = (0,)
        self.observer = Observer(self.board)

    def has_happened(self, event: Event) -> None:
        self.observer.look(event)

    def excuse(self) -> Event:
        """Nobody sees by looking at an inquiry that a word of the customer's was excused."""
        raise Refused("unseen", "It can't be seen.")

    def undo(self) -> Event:
        """But for what joined or parted inquiries: it can't be struck out of what was seen."""
        number = self.number()
        if {"merged", "divided"} & {one.kind for one in self.board.inquiry(number).events}:
            raise Refused("parted", "It isn't one history any more.")
        return self.do(Undo(number=number))


def _tell(database: str, seed: int, life: Life) -> None:
    for name, counted in life.counted.items():
        if life.found[name] != counted:
            print(
                f"{database}, seed {seed}, {name}: found {life.found[name]}, counted {counted}",
                file=sys.stderr,
            )
