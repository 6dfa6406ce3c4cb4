"""Boards that serve many examples."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csboard.board import Board


@pytest.fixture
def boards(request: pytest.FixtureRequest) -> Callable[[str], Board]:
    """Opens one board per database and keeps it for all examples: opening is the slow part."""
    opened: dict[str, Board] = {}

    def board(database: str) -> Board:
        if database not in opened:
            opened[database] = Board.open(request.getfixturevalue(f"{database}_url"))
            request.addfinalizer(opened[database].close)
        return opened[database]

    return board
