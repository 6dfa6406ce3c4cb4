"""For which tasks what an absence says of them is done, and for which no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence, RuleForTask
from csboard.domain.absences import OnMail
from csboard.domain.commands import Claim, Move, Release, SplitOff, TakeOver, Undo
from csboard.domain.records import Actor, TaskRef
from tests.conftest import MONDAY
from tests.support.desk import enter, open_inquiry, task

MORI, LEAD = Actor("mori"), Actor("lead")
TODAY = MONDAY.date()


@pytest.fixture
def ref(board: Board) -> TaskRef:
    """Mori has it and is away for two months; it is to wait."""
    enter(board, "lead")
    enter(board, "mori", "Mori")
    opened = open_inquiry(board, "荷物")
    board.execute(Claim(task=opened), MORI)
    last = TODAY + timedelta(days=60)
    board.execute(EnterAbsence(login="mori", first=TODAY, last=last), MORI)
    (absence,) = board.absences()
    board.execute(RuleForTask(absence_id=absence.id, task=opened, on_mail=OnMail.KEEP), MORI)
    return opened


Act = Callable[[Board, TaskRef, FixedClock], None]


def nothing(_board: Board, _ref: TaskRef, _clock: FixedClock) -> None:
    pass


def taken_over(board: Board, ref: TaskRef, _clock: FixedClock) -> None:
    board.execute(TakeOver(task=ref, reason="mine"), LEAD)


def given_back(board: Board, ref: TaskRef, _clock: FixedClock) -> None:
    board.execute(Release(task=ref), MORI)


def closed(board: Board, ref: TaskRef, _clock: FixedClock) -> None:
    board.execute(Move(task=ref, stage="done"), MORI)


def closed_long_ago(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    closed(board, ref, clock)
    clock.advance(timedelta(days=14, seconds=1))


def replied_and_going_on(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    board.execute(SplitOff(number=ref.number, title="返金"), MORI)
    closed(board, ref, clock)


@pytest.mark.parametrize(
    ("act", "follows"),
    [
        (nothing, True),
        (closed, True),  # a mail of these days would open it again
        (closed_long_ago, False),
        (replied_and_going_on, False),  # a mail joins what goes on, and opens no reply
        (taken_over, False),
        (given_back, False),
    ],
)
def test_a_rule_is_followed_while_its_task_is_theirs_and_goes_on(
    board: Board, ref: TaskRef, clock: FixedClock, act: Act, follows: bool
) -> None:
    act(board, ref, clock)
    (absence,) = board.absences()
    (one,) = board.ruled_tasks().values()
    assert (one.ref, one.title, one.follows(absence)) == (ref, "荷物", follows)


def test_a_rule_builds_upon_nothing(board: Board, ref: TaskRef) -> None:
    """It changes nothing of the task: whoever took it over can still give it back."""
    (absence,) = board.absences()
    taken_over(board, ref, FixedClock(MONDAY))
    board.execute(RuleForTask(absence_id=absence.id, task=ref, on_mail=None), MORI)
    board.execute(Undo(number=ref.number), LEAD)
    assert task(board, ref).owner == "mori"


def test_no_rule_names_no_task(board: Board, ref: TaskRef) -> None:
    (absence,) = board.absences()
    board.execute(RuleForTask(absence_id=absence.id, task=ref, on_mail=None), MORI)
    assert board.ruled_tasks() == {}
