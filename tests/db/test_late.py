"""Why a promise was broken: said once, replaced, undone, erased."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import ApplySettings, Claim, EraseInquiry, Move, Undo
from csboard.domain.goal_commands import SayWhyBroken
from csboard.domain.history import describe
from csboard.domain.late import NOTE_KIND
from csboard.domain.records import Actor, TaskRef
from csboard.errors import Refused
from tests.db.test_clock_story import replies
from tests.domain.clock_builders import HOUR
from tests.support.letters import FIRST
from tests.support.merging import ANSWER, arrives
from tests.support.replying import team

SATO, TANAKA = Actor("sato"), Actor("tanaka")


@pytest.fixture
def late(board: Board, clock: FixedClock) -> TaskRef:
    """An inquiry that was promised a reply within an hour, and got one two hours later."""
    clock.advance(24 * HOUR)
    team(board, "sato", "tanaka")
    settings = replace(board.settings(), promises={"first": ("1h",), "next": ("1h",)})
    board.execute(ApplySettings(settings=settings), SATO)
    event = arrives(board, FIRST)
    assert event.number is not None
    ref = TaskRef(event.number)
    board.execute(Claim(task=ref), SATO)
    assert board.to_explain(ref.number) is None
    clock.advance(2 * HOUR)
    replies(board, ref)
    return ref


def say(board: Board, ref: TaskRef, code: str, words: str = "", **more: Any) -> None:
    board.execute(SayWhyBroken(number=ref.number, code=code, words=words, **more), SATO)


def said(board: Board, ref: TaskRef) -> list[tuple[str, str, str]]:
    return [(one.clock, one.code, one.words) for one in board.whys([ref.number])]


def test_it_is_asked_until_somebody_has_said_it(board: Board, late: TaskRef) -> None:
    clock = board.to_explain(late.number)
    assert clock is not None
    assert clock.which == "first"
    say(board, late, "colleagues", "倉庫の返事が\n来なかった")
    assert board.to_explain(late.number) is None
    assert said(board, late) == [("first", "colleagues", "倉庫の返事が 来なかった")]
    (note,) = [one for one in board.inquiry(late.number).messages if one.kind == NOTE_KIND]
    assert note.text == "倉庫の返事が 来なかった"
    event = board.history(late.number)[-1]
    assert "倉庫" not in str(event.detail)


def test_a_second_word_replaces_the_first_and_an_undo_brings_it_back(
    board: Board, late: TaskRef
) -> None:
    say(board, late, "forgotten", "in the evening")
    say(board, late, "too_many")
    assert said(board, late) == [("first", "too_many", "")]
    board.execute(Undo(number=late.number), SATO)
    assert said(board, late) == [("first", "forgotten", "in the evening")]
    board.execute(Undo(number=late.number), SATO)
    assert said(board, late) == []
    assert not [one for one in board.inquiry(late.number).messages if one.kind == NOTE_KIND]


def test_each_broken_promise_has_its_own(board: Board, late: TaskRef, clock: FixedClock) -> None:
    say(board, late, "forgotten")
    arrives(board, ANSWER)
    clock.advance(3 * HOUR)
    replies(board, late)
    found = board.to_explain(late.number)
    assert found is not None
    assert found.which == "next"
    say(board, late, "unclear")
    say(board, late, "too_many", clock="first")
    assert said(board, late) == [("next", "unclear", ""), ("first", "too_many", "")]


def test_a_late_reply_is_asked_of_itself_though_the_whole_is_late_too(
    board: Board, late: TaskRef, clock: FixedClock
) -> None:
    promises = {"first": ("1h",), "next": ("1h",), "solved": ("2h",)}
    board.execute(ApplySettings(settings=replace(board.settings(), promises=promises)), SATO)
    replied_at = clock.now()
    clock.advance(HOUR)
    found = board.to_explain(late.number, replied_at)
    assert found is not None
    assert found.which == "first"
    whole = board.to_explain(late.number)
    assert whole is not None
    assert whole.which == "solved", "asked of when it is closed"
    say(board, late, "forgotten", clock="first")
    assert board.to_explain(late.number, replied_at) is None
    told = describe(board.history(late.number)[-1], board.members(), ())
    assert told.endswith("said why #1001 was late (first reply): it was forgotten")


def test_of_a_closed_one_too(board: Board, late: TaskRef) -> None:
    board.execute(Move(task=late, stage="done"), SATO)
    assert board.to_explain(late.number) is not None
    say(board, late, "forgotten")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"code": "other"}, "no_words"),
        ({"code": "weather"}, "no_such_code"),
        ({"code": "forgotten", "clock": "last"}, "no_such_clock"),
        ({"code": "forgotten", "clock": "solved"}, "kept"),
        ({"code": "other", "words": "x" * 501}, "too_long"),
    ],
)
def test_what_makes_no_sense_is_refused(
    board: Board, late: TaskRef, asked: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refusal:
        board.execute(SayWhyBroken(number=late.number, **asked), SATO)
    assert refusal.value.code == code


def test_the_words_are_erased_with_the_inquiry(board: Board, late: TaskRef) -> None:
    say(board, late, "other", "山田様の件")
    board.execute(Move(task=late, stage="done"), SATO)
    board.execute(EraseInquiry(number=late.number, why="request"), SATO)
    assert said(board, late) == [("first", "other", "")]
