"""Messages that need no answer, and waiting that survives them; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.clock_story import Turned, story_of
from csboard.domain.commands import (
    AddNote,
    Claim,
    ExcuseMessage,
    Move,
    Release,
    SplitOff,
    Undo,
    Wait,
)
from csboard.domain.records import Actor, Direction, Event, TaskRef, Waiting
from tests.support.desk import refusal, task
from tests.support.letters import FIRST
from tests.support.merging import ANSWER, arrives

DAY = timedelta(days=1)
FOR_ANSWER = Waiting("customer", "番号")


@pytest.fixture
def ref(board: Board, sato: Actor, tanaka: Actor) -> TaskRef:
    """An inquiry by mail that Sato has, and that waits for the customer."""
    number = arrives(board, FIRST).number
    assert number is not None
    ref = TaskRef(number)
    board.execute(Claim(task=ref), sato)
    board.execute(Wait(task=ref, waiting=FOR_ANSWER), sato)
    return ref


def thanks(board: Board, ref: TaskRef, name: str = "1") -> int:
    """The customer writes; the id of their message."""
    arrives(board, replace(ANSWER, message_id=f"<{name}@shop>", digest=name))
    return board.inquiry(ref.number).messages[-1].id


def excuse(board: Board, ref: TaskRef, message: int, by: str = "sato") -> Event:
    return board.execute(ExcuseMessage(number=ref.number, message_id=message), Actor(by))


def turns(board: Board, ref: TaskRef) -> list[Turned]:
    view = board.inquiry(ref.number)
    return [turn.kind for turn in story_of(view.inquiry, view.messages, view.events).turns]


def test_a_mere_thanks_lets_it_wait_on(board: Board, ref: TaskRef, clock: FixedClock) -> None:
    message = thanks(board, ref)
    awake = task(board, ref)
    assert (awake.waiting, awake.woke_at) == (None, clock.now())
    event = excuse(board, ref, message)
    asleep = task(board, ref)
    assert (asleep.waiting, asleep.woke_at) == (FOR_ANSWER, None)
    assert "番号" not in str(event.detail)
    assert turns(board, ref)[-3:] == [Turned.RESUMED, Turned.EXCUSED, Turned.WAITS]
    assert refusal(board, ExcuseMessage(number=ref.number, message_id=message), Actor("sato")).code
    board.execute(Undo(), Actor("sato"))
    assert task(board, ref).waiting is None


def test_the_next_mail_wakes_it_again(board: Board, ref: TaskRef) -> None:
    excuse(board, ref, thanks(board, ref))
    assert thanks(board, ref, "2")
    assert task(board, ref).waiting is None


def test_it_waits_on_when_all_that_came_since_needs_no_answer(board: Board, ref: TaskRef) -> None:
    first, second = thanks(board, ref), thanks(board, ref, "2")
    excuse(board, ref, first)
    assert task(board, ref).waiting is None, "the second still needs an answer"
    excuse(board, ref, second)
    assert task(board, ref).waiting == FOR_ANSWER


@pytest.mark.parametrize("act", ["move", "release", "wait"])
def test_what_somebody_acted_on_stays_as_they_left_it(board: Board, ref: TaskRef, act: str) -> None:
    message = thanks(board, ref)
    acts = {
        "move": Move(task=ref, stage="todo"),
        "release": Release(task=ref),
        "wait": Wait(task=ref, waiting=Waiting("internal")),
    }
    board.execute(acts[act], Actor("sato"))
    before = task(board, ref)
    assert before.woke_at is None
    assert "waiting" not in excuse(board, ref, message).detail
    assert task(board, ref) == before


def test_a_date_that_has_passed_meanwhile_brings_no_waiting_back(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    until = clock.now() + DAY
    board.execute(Wait(task=ref, waiting=replace(FOR_ANSWER, until=until)), Actor("sato"))
    message = thanks(board, ref)
    clock.advance(DAY)
    excuse(board, ref, message)
    assert task(board, ref).waiting is None


def test_a_task_split_off_waits_on_too(board: Board, ref: TaskRef) -> None:
    second = TaskRef(ref.number, 2)
    board.execute(SplitOff(number=ref.number, title="調べる"), Actor("tanaka"))
    board.execute(Claim(task=second), Actor("tanaka"))
    board.execute(Wait(task=second, waiting=Waiting("customer", "写真")), Actor("tanaka"))
    message = thanks(board, ref)
    board.execute(Move(task=ref, stage="todo"), Actor("sato"))
    event = excuse(board, ref, message, "tanaka")
    mark = {"for": "customer", "until": None, "woke_at": board.clock.now().isoformat()}
    assert event.detail["waiting"] == {str(second): mark}
    assert task(board, second).waiting == Waiting("customer", "写真")
    assert task(board, ref).waiting is None
    assert Turned.WAITS not in turns(board, ref)[-1:]


def test_only_the_customers_messages_are_excused(board: Board, ref: TaskRef) -> None:
    board.execute(AddNote(number=ref.number, text="x"), Actor("sato"))
    note = board.inquiry(ref.number).messages[-1]
    assert note.direction is Direction.NOTE
    for message, code in ((note.id, "not_the_customers"), (9999, "no_such_message")):
        command = ExcuseMessage(number=ref.number, message_id=message)
        assert refusal(board, command, Actor("sato")).code == code
    unknown = ExcuseMessage(number=9999, message_id=1)
    assert refusal(board, unknown, Actor("sato")).code == "no_such_inquiry"


# ---- through answers -----------------------------------------------------------------------


def sleeping(until: datetime | None) -> Waiting:
    return Waiting("customer", "番号", until, sleeps=True)


def test_it_can_rest_through_the_customers_mails_until_its_date(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    waiting = sleeping(clock.now() + DAY)
    board.execute(Wait(task=ref, waiting=waiting), Actor("sato"))
    thanks(board, ref)
    assert task(board, ref).waiting == waiting
    clock.advance(DAY)
    assert waiting.is_over(clock.now()), "it wakes by itself"


def test_what_rests_through_answers_needs_a_date(board: Board, ref: TaskRef) -> None:
    command = Wait(task=ref, waiting=sleeping(None))
    assert refusal(board, command, Actor("sato")).code == "no_date"


def test_others_waiting_sleeps_through_nothing(
    board: Board, ref: TaskRef, clock: FixedClock
) -> None:
    waiting = Waiting("date", "", clock.now() + DAY, sleeps=True)
    board.execute(Wait(task=ref, waiting=waiting), Actor("sato"))
    assert task(board, ref).waiting == replace(waiting, sleeps=False)
