"""Tasks that wait, and mail that ends it; the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    Claim,
    Command,
    EndWaiting,
    JoinFromTray,
    Move,
    Release,
    SortLetter,
    SplitOff,
    Undo,
    Wait,
)
from csboard.domain.letters import Address, Letter
from csboard.domain.records import Actor, Event, TaskRef, Waiting
from csboard.domain.views import CardQuery
from tests.support.desk import INTAKE, inquiry, open_inquiry, refusal, task

REPLY = TaskRef(1001)
ANSWER = Waiting("customer", "番号を聞いた")


def test_a_task_waits_in_a_stage_of_work(
    board: Board, sato: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    waiting = Waiting("customer", " 番号を\x1b聞いた ", clock.now() + timedelta(days=3))
    event = board.execute(Wait(task=mine, waiting=waiting), sato)
    card = board.card(mine)
    assert card.stage == "doing"
    assert card.waiting == Waiting("customer", "番号を␛聞いた", waiting.until)
    assert event.detail["until"] == "2026-11-26T00:30:00+00:00"
    assert "番号" not in str(event.detail)
    assert [card.ref for card in board.cards(CardQuery(waiting=True))] == [mine]
    board.execute(EndWaiting(task=mine), sato)
    assert board.cards(CardQuery(waiting=True)) == ()


def test_each_way_out_of_waiting_is_taken_back_word_for_word(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    board.execute(Wait(task=mine, waiting=ANSWER), sato)
    before = task(board, mine)
    for command in (
        EndWaiting(task=mine),
        Move(task=mine, stage="todo"),
        Move(task=mine, stage="done"),
        Release(task=mine),
        Wait(task=mine, waiting=Waiting("internal", "経理に確認")),
    ):
        board.execute(command, sato)
        assert task(board, mine).waiting != ANSWER
        board.execute(Undo(), sato)
        assert task(board, mine)._replace(version=0) == before._replace(version=0)
    board.execute(Undo(), sato)
    assert (task(board, mine).waiting, task(board, mine).stage) == (None, "todo")


def test_only_the_owner_or_a_lead_puts_on_hold(
    board: Board, lead: Actor, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    free = open_inquiry(board)
    assert "take it first" in refusal(board, Wait(task=free, waiting=ANSWER), sato).sentence
    assert refusal(board, Wait(task=mine, waiting=ANSWER), tanaka).code == "not_yours"
    board.execute(Wait(task=mine, waiting=ANSWER), lead)
    assert refusal(board, EndWaiting(task=mine), tanaka).code == "not_yours"
    assert refusal(board, Wait(task=mine, waiting=ANSWER), sato).code == "unchanged"
    board.execute(Move(task=mine, stage="done"), sato)
    assert refusal(board, Wait(task=mine, waiting=ANSWER), sato).code == "closed"


# ---- mail and marks ---------------------------------------------------------------------------


def letter(**more: object) -> Letter:
    yamada = Address("山田", "yamada@example.jp")
    fields = {
        "subject": "番号です",
        "sender": yamada,
        "from_": yamada,
        "to": (),
        "cc": (),
        "sent_at": None,
        "message_id": "",
        "in_reply_to": (),
        "references": (),
        "text": "12345",
        "attachments": (),
        "digest": "d1",
        "subject_numbers": (1001,),
    }
    return Letter(**{**fields, **more})  # type: ignore[arg-type]


def arrives(board: Board, mail: Letter) -> Event:
    receipt = board.receive(mail.digest.encode(), "pipe")
    return board.execute(SortLetter(receipt_id=receipt.id, letter=mail), INTAKE)


@pytest.fixture
def asked(board: Board, sato: Actor) -> TaskRef:
    """Sato's task waits for the customer, who has written before."""
    ref = open_inquiry(
        board, customer_name="山田", customer_email="yamada@example.jp", body="助けてください"
    )
    board.execute(Claim(task=ref), sato)
    board.execute(Wait(task=ref, waiting=ANSWER), sato)
    return ref


def test_a_mail_of_the_customer_ends_waiting_for_them(
    board: Board, sato: Actor, asked: TaskRef
) -> None:
    internal = board.execute(SplitOff(number=asked.number, title="経理に確認"), sato).task
    assert internal is not None
    board.execute(Claim(task=internal), sato)
    board.execute(Wait(task=internal, waiting=Waiting("internal")), sato)
    event = arrives(board, letter())
    assert (event.kind, event.detail["resumed"]) == ("joined", ["1001"])
    assert (task(board, asked).waiting, task(board, asked).stage) == (None, "doing")
    assert task(board, internal).waiting == Waiting("internal")
    assert "12345" not in str(event.detail)
    assert "番号" not in str(event.detail)


@pytest.mark.parametrize("for_whom", ["date", "internal"])
def test_what_waits_for_a_date_or_colleagues_waits_on_when_the_customer_writes_before(
    board: Board, sato: Actor, asked: TaskRef, clock: FixedClock, for_whom: str
) -> None:
    waiting = Waiting(for_whom, "入荷", clock.now() + timedelta(days=7))
    board.execute(Wait(task=asked, waiting=waiting), sato)
    clock.advance(timedelta(minutes=1))
    event = arrives(board, letter())
    assert (event.kind, event.detail.get("resumed")) == ("joined", None)
    card = task(board, asked)
    assert (card.waiting, card.owner, card.woke_at) == (waiting, "sato", None)


def test_a_machines_answer_ends_no_waiting(board: Board, sato: Actor, asked: TaskRef) -> None:
    arrives(board, letter(automatic="Auto-Submitted"))
    assert task(board, asked).waiting == ANSWER


def test_a_mark_that_a_mail_has_ended_is_nobodys_to_take_back(
    board: Board, sato: Actor, asked: TaskRef
) -> None:
    arrives(board, letter())
    refused = refusal(board, Undo(), sato)
    assert refused.code == "built_upon"
    assert "A mail came in to #1001, which had waited for the customer" in refused.sentence


def test_a_customer_who_has_written_is_not_waited_for_again(
    board: Board, sato: Actor, asked: TaskRef
) -> None:
    board.execute(Move(task=asked, stage="todo"), sato)
    arrives(board, letter())
    board.execute(Undo(), sato)
    assert (task(board, asked).stage, task(board, asked).waiting) == ("doing", None)


def joined_by_hand(board: Board, ref: TaskRef) -> JoinFromTray:
    """What puts a mail of the tray into the inquiry of a task."""
    mail = letter(automatic="Auto-Submitted", subject_numbers=())
    arrives(board, mail)
    (receipt,) = board.tray()
    return JoinFromTray(receipt_id=receipt.id, letter=mail, number=ref.number)


def test_a_mail_put_in_by_hand_and_taken_out_leaves_the_mark(
    board: Board, sato: Actor, tanaka: Actor, asked: TaskRef
) -> None:
    join = joined_by_hand(board, asked)
    before = board.inquiry(asked.number)
    board.execute(join, tanaka)
    assert task(board, asked).waiting is None
    board.execute(Undo(), tanaka)
    after = board.inquiry(asked.number)
    assert after.tasks[0]._replace(version=0) == before.tasks[0]._replace(version=0)
    assert after.messages == before.messages


WAYS_OUT: tuple[Command, ...] = (
    EndWaiting(task=REPLY),
    Move(task=REPLY, stage="todo"),
    Move(task=REPLY, stage="done"),
    Release(task=REPLY),
    Wait(task=REPLY, waiting=Waiting("internal")),
)


@pytest.mark.parametrize("way_out", WAYS_OUT, ids=["end", "todo", "done", "release", "internal"])
def test_a_mail_that_was_taken_out_again_counts_as_never_written(
    board: Board, sato: Actor, tanaka: Actor, asked: TaskRef, way_out: Command
) -> None:
    before = task(board, asked)
    join = joined_by_hand(board, asked)
    board.execute(way_out, sato)
    board.execute(join, tanaka)
    board.execute(Undo(), tanaka)
    board.execute(Undo(), sato)
    assert task(board, asked)._replace(version=0) == before._replace(version=0)


def test_a_mail_taken_out_again_closes_nothing_that_is_open(
    board: Board, sato: Actor, tanaka: Actor, asked: TaskRef
) -> None:
    board.execute(Move(task=asked, stage="done"), sato)
    board.execute(joined_by_hand(board, asked), tanaka)
    board.execute(SplitOff(number=asked.number, title="確認"), sato)
    board.execute(Undo(number=asked.number), tanaka)
    assert task(board, asked).stage == "done"
    assert inquiry(board, asked).closed_at is None
