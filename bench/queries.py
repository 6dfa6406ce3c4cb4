"""P15: how many queries the program's reads take, whatever the size of the board."""

from __future__ import annotations

from collections.abc import Callable

import peewee

from bench.figures import Figure
from bench.ground import Ground
from csboard.board import Board
from csboard.domain.commands import AddNote, EnterBoard
from csboard.domain.records import Actor

READS: dict[str, Callable[[Board, int], object]] = {
    "board": lambda board, _number: board.snapshot(),
    "inquiry": lambda board, number: board.inquiry(number),
    "search": lambda board, _number: board.search("返金"),
    "sentences": lambda board, number: board.excerpts("返金", [number]),
    "similar": lambda board, number: board.similar(number),
    "refresh": lambda board, _number: board.delta(board.newest() - 1),
}


def count(url: str) -> dict[str, int]:
    """Queries of each read on the board at `url`, after one fresh change."""
    board = Board.open(url)
    actor = Actor("bench")
    try:
        if board.member(actor.login) is None:
            board.execute(EnterBoard(), actor)
        card = board.next_card()
        if card is None:
            raise ValueError("nothing on the board to read")
        board.execute(AddNote(number=card.ref.number, text="x"), actor)
        return {name: _queries(board, read, card.ref.number) for name, read in READS.items()}
    finally:
        board.close()


def figures(ground: Ground, expected: dict[str, int]) -> list[Figure]:
    """As many as on the smallest board."""
    return [
        Figure(
            "P15", f"queries for a {name}", ground.where, found, "", expected[name], counted=True
        )
        for name, found in count(ground.url).items()
    ]


def _queries(board: Board, read: Callable[[Board, int], object], number: int) -> int:
    database: peewee.Database = board._store.engine.database
    seen: list[object] = []
    hook = seen.append
    database.query_hooks.append(hook)
    try:
        read(board, number)
    finally:
        database.query_hooks.remove(hook)
    return len(seen)
