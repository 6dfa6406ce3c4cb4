"""What has happened since an act that can't be taken back any more; the same on both databases."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim, FileAsJunk, Merge, Move, TakeOver, Undo
from csboard.domain.hand_off_commands import OfferHandOff, TakeHandOff, WriteSheet
from csboard.domain.records import TaskRef
from csboard.errors import Refused
from tests.support.leaving import SHEET
from tests.support.merging import ANSWER, LEAD, SATO, TANAKA, arrives, team_with_two

ONE = TaskRef(1001)


def takes_over(board: Board) -> None:
    board.execute(TakeOver(task=ONE, reason="urgent"), TANAKA)


def moves(board: Board) -> None:
    board.execute(Move(task=ONE, stage="doing"), LEAD)


def customer_writes(board: Board) -> None:
    arrives(board, ANSWER)


def merges(board: Board) -> None:
    board.execute(Merge(number=1001, into=1002), TANAKA)


def junks(board: Board) -> None:
    board.execute(FileAsJunk(number=1001), LEAD)


def hands_off(board: Board) -> None:
    """Sato's own sheet and offer are no news to Sato."""
    board.execute(WriteSheet(task=ONE, sheet=SHEET), SATO)
    board.execute(OfferHandOff(task=ONE, receiver="tanaka"), SATO)
    board.execute(TakeHandOff(task=ONE, read_back="x"), TANAKA)


SINCE: dict[str, tuple[str, Callable[[Board], object], str]] = {
    "took over": ("claimed", takes_over, "田中 took #1001 over from 佐藤"),
    "moved": ("claimed", moves, "鈴木 moved #1001 from "),
    "customer": ("moved", customer_writes, "A mail came in and reopened #1001"),
    "merged": ("claimed", merges, "田中 merged #1001 into #1002"),
    "junk": ("claimed", junks, "鈴木 filed #1001 as junk"),
    "handed off": ("claimed", hands_off, "田中 took #1001"),
}


@pytest.mark.parametrize(("kind", "happens", "told"), SINCE.values(), ids=SINCE)
def test_it_is_told_what_happened_since(
    board: Board, kind: str, happens: Callable[[Board], object], told: str
) -> None:
    team_with_two(board)
    board.execute(Claim(task=ONE), SATO)
    if kind == "moved":
        board.execute(Move(task=ONE, stage="done"), SATO)
    happens(board)
    with pytest.raises(Refused) as refusal:
        board.execute(Undo(number=1001, kinds=(kind,)), SATO)
    assert refusal.value.code == "built_upon"
    assert refusal.value.sentence.startswith(f"#1001 can't be undone. Since then: {told}")
