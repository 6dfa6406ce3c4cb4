"""The bench's boards are real boards, and reads cost the same on a small and a larger one."""

from __future__ import annotations

from bench import queries
from bench.fill import fill
from bench.lifelike import Archive
from csboard.board import Board
from csboard.domain.commands import Claim, EnterBoard
from csboard.domain.records import Actor
from tests.conftest import MONDAY
from tests.support.desk import open_inquiry


def test_a_filled_board_is_one_that_people_can_work_on(empty_database_url: str) -> None:
    fill(empty_database_url, Archive(100, 40, MONDAY))
    board = Board.open(empty_database_url)
    counts = board.snapshot().counts
    assert (sum(counts.by_stage.values()), counts.unassigned) == (40, 20)
    card = board.next_card()
    assert card is not None
    board.execute(EnterBoard(), Actor("new"))
    board.execute(Claim(task=card.ref), Actor("new"))
    assert board.card(card.ref).owner == "new"
    assert len(board.history(card.ref.number)) == 2
    board.close()


def test_reads_ask_as_many_queries_however_much_is_on_the_board(empty_database_url: str) -> None:
    fill(empty_database_url, Archive(30, 10, MONDAY))
    before = queries.count(empty_database_url)
    board = Board.open(empty_database_url)
    for subject in "一二三四五六七八九十":
        open_inquiry(board, subject)
    board.close()
    assert queries.count(empty_database_url) == before
    assert max(before.values()) <= 8
