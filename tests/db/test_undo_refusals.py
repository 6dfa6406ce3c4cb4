"""Taking back reaches over nothing that stays; the same on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import (
    ApplySettings,
    ChangeMember,
    Claim,
    Command,
    EraseInquiry,
    Move,
    Undo,
)
from csboard.domain.digest_commands import ReadDigest
from csboard.domain.records import Actor, TaskRef
from csboard.domain.settings import TeamSettings
from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp
from csboard.domain.undo_refusals import STAYS
from tests.support.desk import enter, open_inquiry, refusal, task

TODAY = date(2026, 11, 23)
DONE: dict[str, tuple[list[Command], str]] = {
    "digest_read": ([ReadDigest(absence_id=1)], "csboard absence digest 1 tells it again."),
    "stand_up_begun": ([BeginStandUp()], "csboard standup --end"),
    "stand_up_ended": ([BeginStandUp(), EndStandUp(stand_up_id=1)], "begin another one"),
    "settings_changed": ([ApplySettings(settings=TeamSettings())], "csboard team edit"),
    "member_changed": ([ChangeMember(login="lead", name="Lead")], "csboard team edit"),
    "erased": (
        [
            Claim(task=TaskRef(1002)),
            Move(task=TaskRef(1002), stage="done"),
            EraseInquiry(number=1002, why="request"),
        ],
        "doesn't come back",
    ),
}


@pytest.fixture
def lead(board: Board, clock: FixedClock) -> Actor:
    """They have taken #1001, and are back from an absence."""
    lead = enter(board, "lead")
    board.execute(Claim(task=open_inquiry(board)), lead)
    open_inquiry(board)
    zone = TeamSettings(zone="Asia/Tokyo", mail_domain="csboard.example")
    board.execute(ApplySettings(settings=zone), lead)
    board.execute(EnterAbsence(login="lead", first=TODAY, last=TODAY), lead)
    clock.advance(timedelta(days=2))
    return lead


@pytest.mark.parametrize("kind", DONE)
def test_the_last_act_is_told_to_stay_and_none_before_it_is_taken_back(
    board: Board, lead: Actor, kind: str
) -> None:
    wishes, told = DONE[kind]
    events = [board.execute(wish, lead) for wish in wishes]
    assert events[-1].kind == kind
    refused = refusal(board, Undo(), lead)
    assert (refused.code, told in refused.sentence) == ("not_undoable", True), refused.sentence
    board.execute(Undo(number=1001), lead)
    assert task(board, TaskRef(1001)).owner is None, "by its number it is meant"


def test_each_is_tried() -> None:
    assert set(DONE) == set(STAYS) - {"customer_erased"}
