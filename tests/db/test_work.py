"""Tasks split off, reopening, definitions of done; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    ApplySettings,
    ChangeMember,
    Claim,
    EditInquiry,
    Merge,
    Move,
    RenameTask,
    Reopen,
    SplitOff,
    TakeOver,
    Undo,
    Wait,
)
from csboard.domain.records import Actor, InquiryFields, Outcome, TaskRef, Urgency, Waiting
from csboard.domain.settings import TeamSettings, default_stages
from csboard.domain.views import CardQuery
from csboard.errors import Unfinished
from csboard.tui.state import BoardState
from tests.support.desk import inquiry, open_inquiry, refusal, task

ANSWER = Waiting("customer", "番号を聞いた")


# ---- tasks split off --------------------------------------------------------------------------


def test_a_task_split_off_is_anybodys_work(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    fields = InquiryFields(urgency=Urgency.HIGH)
    board.execute(EditInquiry(number=mine.number, fields=fields, reason="急ぎ"), sato)
    event = board.execute(SplitOff(number=mine.number, title=" 経理に\n確認 "), sato)
    assert event.task == TaskRef(mine.number, 2)
    card = board.card(event.task)
    assert (card.title, card.stage, card.owner) == ("経理に 確認", "todo", None)
    other = open_inquiry(board)
    found = board.next_card()
    assert found is not None
    assert found.ref == event.task, f"as urgent as its inquiry, before {other}"
    board.execute(Claim(task=event.task), tanaka)
    board.execute(RenameTask(task=event.task, title="経理へ"), sato)
    assert board.card(event.task).title == "経理へ"
    board.execute(Undo(), sato)
    assert board.card(event.task).title == "経理に 確認"
    assert refusal(board, RenameTask(task=mine, title="x"), sato).code == "reply"
    assert refusal(board, Undo(number=mine.number), sato).code == "built_upon"


def test_a_splitting_off_that_is_taken_back_leaves_no_trace_on_the_board(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    shown = BoardState.of(board.snapshot())
    before, counts = board.inquiry(mine.number).tasks, shown.counts
    second = board.execute(SplitOff(number=mine.number, title="確認"), sato).task
    assert second is not None
    delta = board.delta(shown.rev)
    assert delta is not None
    shown = shown.after(delta)
    gone = board.card(second).task_id
    board.execute(Undo(), sato)
    delta = board.delta(shown.rev)
    assert delta is not None
    assert delta.gone == (gone,)
    whole = board.snapshot()
    assert shown.after(delta).cards == {card.task_id: card for card in whole.cards}
    assert whole.counts == delta.counts == counts
    assert board.inquiry(mine.number).tasks == before
    listed = board.cards(CardQuery(include_done=True))
    assert gone not in {card.task_id for card in listed}
    assert refusal(board, Claim(task=second), sato).code == "no_such_task"
    third = board.execute(SplitOff(number=mine.number, title="再確認"), sato).task
    assert third == TaskRef(mine.number, 3), "a number names one task for good"


def test_an_inquiry_closes_when_the_last_open_task_is_withdrawn(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef
) -> None:
    board.execute(Move(task=mine, stage="doing"), sato)
    board.execute(SplitOff(number=mine.number, title="確認"), sato)
    board.execute(Move(task=mine, stage="done"), lead)
    assert inquiry(board, mine).closed_at is None
    board.execute(Undo(), sato)
    assert inquiry(board, mine).closed_at is not None
    assert refusal(board, SplitOff(number=mine.number, title="x"), sato).code == "closed"


# ---- reopening --------------------------------------------------------------------------------


def test_a_reopened_inquiry_goes_back_to_its_owner(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    assert refusal(board, Reopen(number=mine.number), tanaka).code == "open"
    board.execute(Move(task=mine, stage="done"), sato)
    before = board.inquiry(mine.number)
    clock.advance(timedelta(hours=1))
    board.execute(Reopen(number=mine.number), tanaka)
    again = task(board, mine)
    assert (again.stage, again.owner, again.closed_at) == ("doing", "sato", None)
    assert inquiry(board, mine).closed_at is None
    board.execute(Undo(), tanaka)
    after = board.inquiry(mine.number)
    assert after.tasks[0]._replace(version=0) == before.tasks[0]._replace(version=0)
    assert after.inquiry.closed_at == before.inquiry.closed_at


def test_a_closing_is_restored_to_the_second(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    second = board.execute(SplitOff(number=mine.number, title="確認"), sato).task
    assert second is not None
    board.execute(Move(task=mine, stage="done"), sato)
    clock.advance(timedelta(hours=1))
    board.execute(Move(task=second, stage="done"), tanaka)
    closed = inquiry(board, mine).closed_at
    assert closed == clock.now()
    clock.advance(timedelta(hours=1))
    board.execute(Move(task=mine, stage="doing"), sato)
    board.execute(Undo(), sato)
    assert inquiry(board, mine).closed_at == closed


# ---- the definition of done -------------------------------------------------------------------


def test_a_stage_says_what_is_missing(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef
) -> None:
    todo, doing, done = default_stages()
    stages = (todo, doing, replace(done, needs=("fact", "outcome", "tasks")))
    board.execute(ApplySettings(settings=TeamSettings(stages=stages)), lead)
    board.execute(Move(task=mine, stage="doing"), sato)
    with pytest.raises(Unfinished) as unfinished:
        board.execute(Move(task=mine, stage="done"), sato)
    assert unfinished.value.missing == ("fact", "outcome")
    assert unfinished.value.sentence == (
        "#1001 can't go to Done yet; still missing: the fact, the outcome."
    )
    fields = InquiryFields(fact="鍵", outcome=Outcome.SATISFIED)
    board.execute(EditInquiry(number=mine.number, fields=fields), sato)
    board.execute(Move(task=mine, stage="done"), sato)
    assert inquiry(board, mine).closed_at is not None


def test_taking_over_leaves_the_mark_and_stops_undoing_it(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    board.execute(Wait(task=mine, waiting=ANSWER), sato)
    board.execute(TakeOver(task=mine, reason="休み"), tanaka)
    assert task(board, mine).waiting == ANSWER
    assert refusal(board, Undo(), sato).code == "built_upon"


# ---- what undo meets --------------------------------------------------------------------------


def test_nothing_goes_back_to_a_stage_that_is_gone(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef
) -> None:
    todo, doing, done = default_stages()
    check = replace(doing, key="check")
    board.execute(ApplySettings(settings=TeamSettings(stages=(todo, check, doing, done))), lead)
    board.execute(Move(task=mine, stage="check"), sato)
    board.execute(Move(task=mine, stage="doing"), sato)
    board.execute(ApplySettings(settings=TeamSettings()), lead)
    assert "'check' is gone" in refusal(board, Undo(), sato).sentence


def test_nothing_goes_back_to_who_has_left(
    board: Board, lead: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    board.execute(TakeOver(task=mine, reason="休み"), tanaka)
    board.execute(ChangeMember(login="sato", active=False), lead)
    told = refusal(board, Undo(), tanaka)
    assert (told.code, "佐藤 is no longer active" in told.sentence) == ("inactive", True)


def test_what_was_reopened_from_who_has_left_can_be_closed_again(
    board: Board, lead: Actor, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    board.execute(Move(task=mine, stage="done"), sato)
    board.execute(ChangeMember(login="sato", active=False), lead)
    before = task(board, mine)
    board.execute(Reopen(number=mine.number), tanaka)
    again = task(board, mine)
    assert (again.stage, again.owner, again.owner_since) == ("todo", None, None)
    board.execute(Undo(), tanaka)
    assert task(board, mine)._replace(version=0) == before._replace(version=0)


def test_what_a_merged_inquiry_says_is_edited_where_it_goes_on(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    other = open_inquiry(board)
    board.execute(Merge(number=mine.number, into=other.number), sato)
    board.execute(EditInquiry(number=mine.number, fields=InquiryFields(fact="鍵")), sato)
    assert inquiry(board, other).fact == "鍵"
    second = board.execute(SplitOff(number=mine.number, title="確認"), sato).task
    assert second == TaskRef(other.number, 2)
    board.execute(Undo(), sato)
    board.execute(Undo(), sato)
    assert inquiry(board, other).fact == ""


def test_a_merge_is_taken_back_whole_though_somebody_looked_into_moving_its_reply(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    other = open_inquiry(board)
    before = task(board, other)
    board.execute(Merge(number=mine.number, into=other.number), sato)
    assert task(board, other).owner == "sato", "who had the reply that is hidden now"
    board.execute(Move(task=other, stage="done"), sato)
    board.execute(Undo(), sato)
    board.execute(Undo(), sato)
    assert task(board, other)._replace(version=0) == before._replace(version=0)


def test_a_merge_taken_back_leaves_a_reply_that_somebody_went_on_with(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef
) -> None:
    other = open_inquiry(board)
    board.execute(Merge(number=mine.number, into=other.number), sato)
    board.execute(Wait(task=other, waiting=ANSWER), lead)
    board.execute(Undo(), sato)
    assert (task(board, other).owner, task(board, other).waiting) == ("sato", ANSWER)


def test_a_reply_that_anothers_merge_reopened_is_not_moved_back(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    board.execute(Move(task=mine, stage="done"), sato)
    board.execute(Merge(number=open_inquiry(board).number, into=mine.number), tanaka)
    assert task(board, mine).stage == "doing"
    assert refusal(board, Undo(), sato).code == "built_upon"
