"""P13: searches through `Board.search`, the sentences of the rows that a screen shows, and what
is like an inquiry.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from functools import partial

from bench.figures import Figure, median
from bench.ground import Ground
from csboard.board import Board

QUERIES = (
    "返金",
    "解約の手続き",
    "API timeout",
    "E-12",
    "ap",
    "返",
    "二回引き落とされ",
    "定期購入 OR 見積書",
    "tag:決済 返金",
    "from:松本 ログイン",
    "owner:sato 請求書",
    "請求書 -領収書",
    "is:unowned 返金",
    "refund not received",
    "見つかるはずのない言葉",
)
"""Two letters, phrases, beginnings, tags, people, states, and nothing."""

ROWS_IN_VIEW = 16

ALIKE = 40
"""So many inquiries are compared to all others."""

ALIKE_LIMITS_MS = {"sqlite": 20.0, "postgres": 80.0}
"""Median: a person waits for nothing meanwhile."""

LIMITS_MS = {"sqlite": 5.0, "postgres": 20.0}


def figures(ground: Ground, rounds: int) -> list[Figure]:
    """The 95th percentile over all queries, each asked `rounds` times."""
    board = Board.open(ground.url)
    try:
        found = {query: board.search(query) for query in QUERIES}
        searches = [_times(partial(board.search, query), rounds) for query in QUERIES]
        shown = {
            query: [hit.number for hit in answer.hits[:ROWS_IN_VIEW]]
            for query, answer in found.items()
        }
        sentences = [
            _times(partial(board.excerpts, query, shown[query]), rounds) for query in QUERIES
        ]
        open_ones = [card.ref.number for card in board.snapshot(done=0).cards[:ALIKE]]
        alike = [_times(partial(board.similar, number), rounds // 3 or 1) for number in open_ones]
    finally:
        board.close()
    limit = LIMITS_MS[ground.database]
    return [
        Figure("P13", "search, newest 50, p95", ground.where, _p95(searches), "ms", limit),
        Figure("P13", "sentences of the rows in view, p95", ground.where, _p95(sentences), "ms"),
        Figure(
            "P13",
            "what is like an inquiry, median",
            ground.where,
            median([one for times in alike for one in times]),
            "ms",
            ALIKE_LIMITS_MS[ground.database],
        ),
    ]


def _times(work: Callable[[], object], rounds: int) -> list[float]:
    work()
    taken = []
    for _round in range(rounds):
        begun = time.perf_counter()
        work()
        taken.append((time.perf_counter() - begun) * 1000)
    return taken


def _p95(all_times: list[list[float]]) -> float:
    return statistics.quantiles([one for times in all_times for one in times], n=20)[-1]
