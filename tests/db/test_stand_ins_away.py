"""Who counts on a stand-in hears that this one is away then, too; the same on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import ChangeAbsence, EnterAbsence, WithdrawAbsence
from csboard.domain.absences import OnMail
from csboard.domain.commands import Claim, Undo
from csboard.domain.inbox_words import in_a_sentence_of
from csboard.domain.records import Actor
from tests.conftest import MONDAY
from tests.support.desk import open_inquiry
from tests.support.leaving import mori_answers

TODAY = MONDAY.date()
LEAD, MORI, SATO, TANAKA = (Actor(login) for login in ("lead", "mori", "sato", "tanaka"))
TOLD = {
    "mori": ["佐藤, who was to stand in for you, is away then, too"],
    "lead": ["佐藤, who was to stand in for whoever has #1001, is away then, too"],
}


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def enters(board: Board, who: str, first: int, last: int, by: str = "", **more: Any) -> int:
    command = EnterAbsence(login=who, first=day(first), last=day(last), **more)
    absence_id = board.execute(command, Actor(by or who)).detail["absence"]
    assert isinstance(absence_id, int)
    return absence_id


@pytest.fixture
def team(board: Board) -> Board:
    """Mori has #1001 and will be away from the 10th to the 14th day; Sato stands in."""
    mori_answers(board)
    enters(board, "mori", 10, 14, stand_in="sato")
    return board


def inboxes(board: Board) -> dict[str, list[str]]:
    """What each person is told, by login; nothing of those who are told nothing."""
    members = board.members()
    told = {
        login: [in_a_sentence_of(one, members) for one in board.inbox(login)] for login in members
    }
    return {login: lines for login, lines in told.items() if lines}


def test_they_and_the_leads_hear_of_it_as_long_as_it_is_so(team: Board) -> None:
    entered = enters(team, "sato", 14, 20)
    assert inboxes(team) == TOLD
    assert {one.about for one in team.inbox("lead")} == {"sato"}
    assert team.inbox_count("mori") == 1
    team.execute(WithdrawAbsence(absence_id=entered), SATO)
    assert inboxes(team) == {}
    assert team.inbox_count("mori") == 0
    team.execute(Undo(), SATO)
    assert inboxes(team) == TOLD


def test_a_lead_who_enters_it_knows(team: Board) -> None:
    enters(team, "sato", 14, 20, by="lead")
    assert inboxes(team) == {"mori": TOLD["mori"]}


@pytest.mark.parametrize(("first", "last"), [(0, 9), (15, 20)])
def test_days_beside_theirs_are_no_matter(team: Board, first: int, last: int) -> None:
    enters(team, "sato", first, last)
    assert inboxes(team) == {}


def test_everybody_is_told_who_counts_on_them_and_has_something_open(team: Board) -> None:
    enters(team, "tanaka", 8, 12, stand_in="sato")
    enters(team, "sato", 12, 12)
    assert sorted(inboxes(team)) == ["lead", "mori"], "nothing of Tanaka's is open"
    team.execute(Undo(), SATO)
    team.execute(Claim(task=open_inquiry(team)), TANAKA)
    enters(team, "sato", 12, 12)
    assert sorted(inboxes(team)) == ["lead", "mori", "tanaka"]


def test_other_days_are_told_only_where_they_are_new_to_somebody(
    team: Board, clock: FixedClock
) -> None:
    entered = enters(team, "sato", 15, 20)

    def change(first: int) -> None:
        clock.advance(timedelta(minutes=1))
        days: dict[str, Any] = {"first": day(first), "last": day(20)}
        days |= {"from_noon": False, "until_noon": False}
        command = ChangeAbsence(absence_id=entered, **days, stand_in=None, on_mail=OnMail.POOL)
        team.execute(command, SATO)

    assert inboxes(team) == {}
    change(13)
    assert inboxes(team) == TOLD
    change(12)
    assert inboxes(team) == TOLD
