"""What is told of the tasks an absence moved when it is undone; the same on both databases."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.absence_history import where_tasks_stay
from csboard.domain.absences import OnMail
from csboard.domain.commands import TakeOver, Undo
from csboard.domain.records import Event
from tests.db.test_absent_owners import LEAD, MORI, REF, away, writes
from tests.support.leaving import mori_answers

HOW = "take over {task}", "claim {task}"


@pytest.fixture
def team(board: Board) -> Board:
    """Mori answers an inquiry."""
    mori_answers(board)
    return board


def undone(board: Board) -> tuple[Event, list[str]]:
    event = board.execute(Undo(), LEAD)
    return event, where_tasks_stay(event, board.members(), *HOW)


def test_it_stays_with_the_stand_in_or_with_nobody(team: Board) -> None:
    away(team, stand_in="sato")
    writes(team)
    _event, told = undone(team)
    assert told == ["#1001 stays with 佐藤: take over 1001 takes it over."]
    team.execute(TakeOver(task=REF, reason="back"), MORI)
    away(team, on_mail=OnMail.POOL)
    writes(team)
    assert undone(team)[1] == ["#1001 stays nobody's: claim 1001 takes it."]


def test_what_stayed_or_came_back_is_not_told_of(team: Board) -> None:
    away(team, on_mail=OnMail.KEEP)
    writes(team)
    assert undone(team)[1] == []
    away(team, stand_in="sato")
    writes(team)
    team.execute(TakeOver(task=REF, reason="back"), MORI)
    event, told = undone(team)
    assert (told, "still_with" in event.detail) == ([], False)
