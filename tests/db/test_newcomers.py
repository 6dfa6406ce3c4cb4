"""Somebody new comes to a board with their first act; the same on both databases."""

from __future__ import annotations

import psycopg
import pytest

from csboard.board import Board
from csboard.domain.commands import AddNote, ApplySettings, Claim, MarkSeen, OpenInquiry
from csboard.domain.records import Actor, Introduction, Role, TaskRef
from csboard.domain.settings import TeamSettings
from csboard.errors import Refused
from tests.support.desk import enter, open_inquiry, refusal

NEW = Actor("new", None, Introduction("新人", "ja"))


@pytest.fixture
def ref(board: Board) -> TaskRef:
    enter(board, "lead")
    return open_inquiry(board)


def test_they_are_a_member_with_it(board: Board, ref: TaskRef) -> None:
    before = board.newest()
    event = board.execute(Claim(task=ref), NEW)
    member = board.members()["new"]
    assert (member.name, member.language, member.role) == ("新人", "ja", Role.MEMBER)
    assert event.id == before + 2, "that they entered stands before it"
    board.execute(AddNote(number=ref.number, text="again"), NEW)
    assert board.newest() == before + 3


def test_a_repeat_finds_the_first(board: Board, ref: TaskRef) -> None:
    command = Claim(task=ref)
    assert board.execute(command, NEW) == board.execute(command, NEW)


def test_a_refused_one_leaves_nobody(board: Board, ref: TaskRef) -> None:
    board.execute(Claim(task=ref), Actor("lead"))
    refusal(board, Claim(task=ref), NEW)
    assert "new" not in board.members()
    assert refusal(board, ApplySettings(settings=TeamSettings()), NEW).code == "role"
    assert "new" not in board.members()


def test_a_mark_of_theirs_makes_them_one_too(board: Board, ref: TaskRef) -> None:
    board.keep(MarkSeen(event_id=board.newest()), NEW)
    assert "new" in board.members()
    with pytest.raises(Refused):
        board.keep(MarkSeen(event_id=1), Actor("newer"))
    assert "newer" not in board.members()


def test_the_first_of_all_leads_also_when_their_act_needs_it(board: Board) -> None:
    board.execute(ApplySettings(settings=TeamSettings(mail_domain="csboard.example")), NEW)
    assert board.members()["new"].role is Role.LEAD


def test_their_first_act_is_tried_again_after_a_lost_line(postgres_url: str) -> None:
    """As everybody's is: what is read of them before it runs on that line, too."""
    board = Board.open(postgres_url)
    with psycopg.connect(postgres_url, autocommit=True) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    board.execute(OpenInquiry(subject="件名"), NEW)
    assert board.members()["new"].role is Role.LEAD
    board.close()
