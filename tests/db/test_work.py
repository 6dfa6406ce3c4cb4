"""Waiting, tasks split off, what is written down, reopening; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    AddNote,
    ApplySettings,
    Claim,
    EditInquiry,
    EndWaiting,
    Move,
    Release,
    RenameTask,
    Reopen,
    SplitOff,
    TakeOver,
    Undo,
    Wait,
)
from csboard.domain.records import (
    Actor,
    CardQuery,
    Inquiry,
    InquiryFields,
    Outcome,
    Tags,
    Task,
    TaskRef,
    Urgency,
    Waiting,
)
from csboard.domain.settings import TeamSettings, default_stages
from csboard.errors import Conflict, Refused, Unfinished
from csboard.tui.state import BoardState
from tests.support.desk import enter, open_inquiry

ANSWER = Waiting("customer", "番号を聞いた")


@pytest.fixture
def lead(board: Board) -> Actor:
    return enter(board, "suzuki", "鈴木")


@pytest.fixture
def sato(board: Board, lead: Actor) -> Actor:
    return enter(board, "sato", "佐藤")


@pytest.fixture
def tanaka(board: Board, sato: Actor) -> Actor:
    return enter(board, "tanaka")


@pytest.fixture
def mine(board: Board, sato: Actor) -> TaskRef:
    """A task that Sato has, still in the first stage."""
    ref = open_inquiry(board, customer_name="山田", customer_email="yamada@example.jp")
    board.execute(Claim(task=ref), sato)
    return ref


def task(board: Board, ref: TaskRef) -> Task:
    return next(one for one in board.inquiry(ref.number).tasks if one.ref == ref)


def inquiry(board: Board, ref: TaskRef) -> Inquiry:
    return board.inquiry(ref.number).inquiry


def refusal(board: Board, command: object, actor: Actor) -> Refused:
    newest = board.newest()
    with pytest.raises(Refused) as refused:
        board.execute(command, actor)  # type: ignore[arg-type]
    assert board.newest() == newest
    return refused.value


# ---- waiting --------------------------------------------------------------------------------


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


# ---- tasks split off --------------------------------------------------------------------------


def test_a_task_split_off_is_anybodys_work(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    board.execute(EditInquiry(number=mine.number, fields=InquiryFields(urgency=Urgency.HIGH)), sato)
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


# ---- what is written down ---------------------------------------------------------------------

WISHES = InquiryFields(
    subject="請求が二重",
    urgency=Urgency.URGENT,
    policy="一行目\n二行目",
    fact="二度引き落とされた",
    emotion="困っている",
    outcome=Outcome.SETTLED,
    tags=Tags(content=("決済", " 決済 "), symptom=("二重請求",)),
    customer_name="山田花子",
    organisation="山田商店",
)


def test_everything_can_be_written_down_and_taken_back(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    before = inquiry(board, mine)
    event = board.execute(EditInquiry(number=mine.number, fields=WISHES), sato)
    after = inquiry(board, mine)
    assert (after.subject, after.policy, after.outcome) == (
        "請求が二重",
        "一行目\n二行目",
        Outcome.SETTLED,
    )
    assert after.tags == Tags(("決済",), ("二重請求",))
    assert (after.customer.name, after.customer.organisation) == ("山田花子", "山田商店")
    assert after.version == before.version + 1
    assert event.detail["urgency"] == {"from": "normal", "to": "urgent"}
    assert not [word for word in ("請求", "山田", "困") if word in str(dict(event.detail))]
    assert refusal(board, EditInquiry(number=mine.number, fields=WISHES), sato).code == "unchanged"
    board.execute(Undo(), sato)
    assert inquiry(board, mine)._replace(version=before.version) == before


def test_what_somebody_else_wrote_meanwhile_is_not_overwritten(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    was = InquiryFields(fact="", policy="")
    board.execute(EditInquiry(number=mine.number, fields=InquiryFields(fact="鍵が違う")), lead)
    clock.advance(timedelta(minutes=3))
    late = EditInquiry(number=mine.number, fields=InquiryFields(fact="鍵", policy="返金"), was=was)
    conflict = refusal(board, late, sato)
    assert isinstance(conflict, Conflict)
    assert conflict.sentence == "鈴木 changed the fact of #1001 3 min ago: look again."
    assert inquiry(board, mine).policy == "", "all of it or nothing"
    same = EditInquiry(
        number=mine.number, fields=InquiryFields(fact="鍵が違う", policy="返金"), was=was
    )
    assert board.execute(same, sato).detail["fields"] == ["policy"]


def test_an_edit_is_taken_back_as_long_as_it_still_stands(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef
) -> None:
    def fact(text: str, who: Actor) -> None:
        board.execute(EditInquiry(number=mine.number, fields=InquiryFields(fact=text)), who)

    fact("一", sato)
    fact("二", lead)
    assert "鈴木 has changed the fact" in refusal(board, Undo(), sato).sentence
    board.execute(Undo(), lead)
    board.execute(AddNote(number=mine.number, text="別の話"), lead)
    board.execute(Undo(), sato)
    assert inquiry(board, mine).fact == ""


def test_a_customers_new_name_reaches_all_their_cards(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    address = {"customer_email": "yamada@example.jp"}
    second, third = open_inquiry(board, **address), open_inquiry(board, **address)
    board.execute(Move(task=third, stage="done"), sato)
    stranger = open_inquiry(board, customer_name="山田")
    shown = BoardState.of(board.snapshot())
    rename = EditInquiry(number=mine.number, fields=InquiryFields(customer_name="山田花子"))
    for command, name in ((rename, "山田花子"), (Undo(), "山田")):
        board.execute(command, sato)
        delta = board.delta(shown.rev)
        assert delta is not None
        assert {card.ref for card in delta.cards} == {mine, second, third}
        shown = shown.after(delta)
        assert {card.customer_name for card in delta.cards} == {name}
        assert shown.cards == {card.task_id: card for card in board.snapshot().cards}
    assert board.card(stranger).customer_name == "山田"


def test_a_customer_with_more_inquiries_than_a_delta_holds_means_reading_whole(
    board: Board, sato: Actor, mine: TaskRef, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("csboard.db.reads.FAR_BEHIND", 2)
    for _ in range(3):
        open_inquiry(board, customer_email="yamada@example.jp")
    since = board.newest()
    rename = EditInquiry(number=mine.number, fields=InquiryFields(customer_name="山田花子"))
    board.execute(rename, sato)
    assert board.delta(since) is None


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
