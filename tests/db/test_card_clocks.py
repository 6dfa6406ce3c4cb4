"""Cards say of their promises what the whole history says, without reading it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.card_clocks import Pressing, pressing
from csboard.domain.clock_story import story_of
from csboard.domain.clocks import clocks_of
from csboard.domain.commands import (
    AddNote,
    ApplySettings,
    Claim,
    EditInquiry,
    Merge,
    Move,
    Release,
    Reopen,
    Undo,
    Wait,
    new_op_id,
)
from csboard.domain.knowledge_commands import MergeTags, RenameTag
from csboard.domain.records import Actor, Channel, InquiryFields, Tags, TaskRef, Waiting
from csboard.public_holidays import holidays_around
from tests.db.test_clock_story import replies
from tests.domain.clock_builders import HOUR, most_pressing
from tests.support.desk import open_inquiry
from tests.support.letters import FIRST
from tests.support.merging import ANSWER, arrives
from tests.support.replying import team

SATO = Actor("sato")
PROMISES = {"first": ("4h",), "next": ("8h",), "solved": ("40h", "10h urgency:urgent")}


@pytest.fixture
def ref(board: Board, clock: FixedClock) -> TaskRef:
    """An inquiry that came by mail, on a Tuesday at half past nine, to a team with promises."""
    clock.advance(24 * HOUR)
    team(board, "sato")
    promise(board)
    event = arrives(board, FIRST)
    assert event.number is not None
    return TaskRef(event.number)


def promise(board: Board, **changed: Any) -> None:
    settings = replace(board.settings(), **{"promises": PROMISES, **changed})
    days = None
    if settings.holidays != board.settings().holidays:
        days = holidays_around(settings.holidays, board.clock.now().date())
    board.execute(ApplySettings(settings=settings, public_days=days), SATO)


def on_card(board: Board, ref: TaskRef) -> Pressing | None:
    kept = board.card(ref).clocks
    rules = board.snapshot().rules
    assert rules is not None
    return kept and pressing(kept, rules.calendar, board.clock.now())


def by_history(board: Board, ref: TaskRef) -> Pressing | None:
    view = board.inquiry(ref.number)
    story = story_of(view.inquiry, view.messages, view.events, merged=view.merged)
    rules = board.snapshot().rules
    assert rules is not None
    found = most_pressing(clocks_of(story, rules, board.clock.now()))
    if found is None or found.left is None:
        return None
    return Pressing(
        found.which, found.started_at, found.left, found.due_at, found.paused, found.is_broken
    )


def agree_for_days(board: Board, clock: FixedClock, ref: TaskRef) -> None:
    for _turn in range(6):
        assert on_card(board, ref) == by_history(board, ref)
        clock.advance(11 * HOUR)
    assert on_card(board, ref) == by_history(board, ref)


def test_what_is_promised_runs_down(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    found = on_card(board, ref)
    assert found is not None
    assert (found.which, found.left) == ("first", 4 * HOUR)
    clock.advance(HOUR)
    assert on_card(board, ref) == found._replace(left=3 * HOUR)
    agree_for_days(board, clock, ref)


def test_a_reply_and_waiting_stop_it(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    board.execute(Claim(task=ref), SATO)
    clock.advance(HOUR)
    replies(board, ref)
    until = clock.now() + 20 * HOUR
    board.execute(Wait(task=ref, waiting=Waiting("customer", "", until)), SATO)
    found = on_card(board, ref)
    assert found is not None
    assert (found.which, found.rests) == ("solved", "customer")
    agree_for_days(board, clock, ref)
    arrives(board, ANSWER)
    found = on_card(board, ref)
    assert found is not None
    assert found.which == "next"
    agree_for_days(board, clock, ref)


def test_closing_ends_it_and_an_undo_brings_it_back(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    board.execute(Move(task=ref, stage="done"), SATO)
    assert on_card(board, ref) is None
    board.execute(Undo(number=ref.number), SATO)
    agree_for_days(board, clock, ref)
    board.execute(Move(task=ref, stage="done"), SATO)
    board.execute(Reopen(number=ref.number), SATO)
    agree_for_days(board, clock, ref)


def test_other_hours_holidays_and_promises_judge_anew(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    promise(board, hours={"wed": ("10:00-12:00",)})
    assert on_card(board, ref) == by_history(board, ref)
    promise(board, hours={"tue": ("09:00-18:00",)}, holidays="JP")
    agree_for_days(board, clock, ref)
    promise(board, promises={})
    assert on_card(board, ref) is None


def test_a_note_changes_nothing(board: Board, ref: TaskRef) -> None:
    before = board.card(ref).clocks
    board.execute(AddNote(number=ref.number, text="x"), SATO)
    assert board.card(ref).clocks == before


def test_giving_back_and_moving_on_count_where_they_end_a_waiting(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    board.execute(Claim(task=ref), SATO)
    replies(board, ref)
    wait = Wait(task=ref, waiting=Waiting("customer", "", None))
    todo, doing = (partial(Move, task=ref, stage=stage) for stage in ("todo", "doing"))
    for act in (doing(), todo(), Release(task=ref)):
        before = board.card(ref).clocks
        clock.advance(HOUR)
        board.execute(act, SATO)
        assert board.card(ref).clocks == before
    board.execute(Claim(task=ref), SATO)
    for ending in (todo(), Release(task=ref)):
        board.execute(wait.replaced(op_id=new_op_id()), SATO)
        assert (found := on_card(board, ref)) is not None
        assert found.rests == "customer"
        clock.advance(HOUR)
        board.execute(ending, SATO)
        assert (found := on_card(board, ref)) is not None
        assert not found.rests
        agree_for_days(board, clock, ref)


def test_a_promise_for_a_tag_counts_from_when_a_new_word_was_its_first(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    promise(board, promises={"first": ("1h tag:決済",)})
    clock.advance(HOUR)
    tag(board, ref, "決済")
    found = on_card(board, ref)
    assert found is not None
    assert found.left == HOUR


def test_tags_that_are_called_otherwise_keep_their_promises(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    promise(board, promises={"first": ("1h tag:決済",)})
    tag(board, ref, "決済")
    tag(board, ref, "配送")
    assert on_card(board, ref) is None
    words = {one.word: one.id for one in board.settings().vocabulary.tags}
    board.execute(MergeTags(tag_id=words["配送"], into=words["決済"]), SATO)
    assert on_card(board, ref) is not None
    board.execute(Undo(), SATO)
    assert on_card(board, ref) is None
    tag(board, ref, "決済")
    board.execute(RenameTag(tag_id=words["決済"], word="支払い"), SATO)
    assert on_card(board, ref) is not None, "by its former name"


def tag(board: Board, ref: TaskRef, *words: str) -> None:
    fields = InquiryFields(tags=Tags(content=words))
    board.execute(EditInquiry(number=ref.number, fields=fields), SATO)


def test_what_is_promised_no_more_is_forgotten_of_what_was_merged_too(
    board: Board, ref: TaskRef
) -> None:
    other = open_inquiry(board, "もう一度")
    board.execute(Merge(number=ref.number, into=other.number), SATO)
    promise(board, promises={})
    board.execute(Undo(number=other.number), SATO)
    assert on_card(board, ref) is None


def test_what_is_opened_with_a_word_that_is_new_has_the_promise_for_it(board: Board) -> None:
    team(board, "sato")
    promise(board, promises={"first": ("4h", "1h tag:停電")})
    ref = open_inquiry(board, channel=Channel.MAIL, tags=Tags(content=("停電",)))
    found = on_card(board, ref)
    assert found is not None
    assert found.left == HOUR
    assert found == by_history(board, ref)
