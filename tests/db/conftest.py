"""A lead, two members and a task, for tests on both databases."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import (
    Claim,
)
from csboard.domain.records import (
    Actor,
    TaskRef,
)
from tests.support.desk import enter, open_inquiry


@pytest.fixture
def lead(board: Board) -> Actor:
    return enter(board, "suzuki", "鈴木")


@pytest.fixture
def sato(board: Board, lead: Actor) -> Actor:
    return enter(board, "sato", "佐藤")


@pytest.fixture
def tanaka(board: Board, sato: Actor) -> Actor:
    return enter(board, "tanaka")


@pytest.fixture
def mine(board: Board, sato: Actor) -> TaskRef:
    """A task that Sato has, still in the first stage."""
    ref = open_inquiry(board, customer_name="山田", customer_email="yamada@example.jp")
    board.execute(Claim(task=ref), sato)
    return ref
