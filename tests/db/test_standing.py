"""Where cards stand: the order by need, pins, raised urgency; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    ApplySettings,
    ChangeMember,
    Claim,
    Command,
    Divide,
    EditInquiry,
    FileAsJunk,
    Merge,
    Move,
    Pin,
    Release,
    Reopen,
    SplitOff,
    TakeOver,
    Undo,
    Unpin,
    Wait,
)
from csboard.domain.records import Actor, Channel, InquiryFields, Tags, TaskRef, Urgency, Waiting
from csboard.domain.views import CardQuery
from tests.support.desk import make_viewer, open_inquiry, refusal, task
from tests.support.letters import FIRST
from tests.support.merging import arrives

HOUR = timedelta(hours=1)


def listed(board: Board) -> list[int]:
    return [card.ref.number for card in board.cards(CardQuery())]


def free_since(board: Board, ref: TaskRef) -> datetime | None:
    return board.card(ref).free_since


# ---- the order -----------------------------------------------------------------------------


def test_the_order_weighs_urgency_heat_and_the_time_without_an_owner(
    board: Board, sato: Actor, lead: Actor, clock: FixedClock
) -> None:
    settings = replace(board.settings(), heat={"怒り": 120})
    board.execute(ApplySettings(settings=settings), lead)
    low = open_inquiry(board, urgency=Urgency.LOW)
    old = open_inquiry(board)
    clock.advance(HOUR)
    cross = open_inquiry(board, tags=Tags(emotion=("怒り",)))
    high = open_inquiry(board, urgency=Urgency.HIGH)
    urgent = open_inquiry(board, urgency=Urgency.URGENT)
    wanted = [one.number for one in (urgent, high, cross, old, low)]
    assert listed(board) == wanted
    taken = []
    while (card := board.next_card()) is not None:
        taken.append(card.ref.number)
        board.execute(Claim(task=card.ref), sato)
    assert taken == wanted


def test_what_is_promised_comes_before_what_isnt_as_it_is_due(
    board: Board, sato: Actor, lead: Actor
) -> None:
    promises = {"first": ("4h", "1h tag:停電")}
    settings = replace(board.settings(), promises=promises)
    ordinary = open_inquiry(board, channel=Channel.MAIL)
    words = Tags(content=("停電",))
    board.execute(ApplySettings(settings=settings, words=words), lead)
    soon = open_inquiry(board, channel=Channel.MAIL, tags=words)
    assert listed(board) == [soon.number, ordinary.number]


def test_a_pin_comes_before_everything_and_waiting_behind_everything(
    board: Board, sato: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    until = clock.now() + HOUR
    urgent = open_inquiry(board, urgency=Urgency.URGENT)
    low = open_inquiry(board, urgency=Urgency.LOW)
    board.execute(Wait(task=mine, waiting=Waiting("date", "", until)), sato)
    assert listed(board) == [urgent.number, low.number, mine.number]
    board.execute(Pin(task=low), sato)
    assert listed(board) == [low.number, urgent.number, mine.number]
    assert (card := board.next_card()) is not None
    assert card.ref == low
    clock.advance(HOUR)
    assert listed(board) == [low.number, urgent.number, mine.number]
    board.execute(Pin(task=mine), sato)
    assert listed(board)[:2] == [mine.number, low.number], "of two pins the one more in need"


def test_done_ones_stand_behind_and_a_limit_cuts_off_the_least_in_need(
    board: Board, sato: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    board.execute(Move(task=mine, stage="done"), sato)
    rest = [open_inquiry(board), open_inquiry(board, urgency=Urgency.URGENT)]
    shown = [card.ref for card in board.cards(CardQuery(include_done=True))]
    assert shown == [rest[1], rest[0], mine]
    assert [card.ref for card in board.cards(CardQuery(limit=1))] == [rest[1]]


# ---- pins ----------------------------------------------------------------------------------


def test_a_pin_says_by_whom_and_can_be_taken_off_by_anybody(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    board.execute(Pin(task=mine), tanaka)
    pin = board.card(mine).pin
    assert pin is not None
    assert (pin.login, pin.at) == ("tanaka", clock.now())
    no = refusal(board, Pin(task=mine), sato)
    assert no.code == "pinned"
    assert "tanaka" in no.sentence
    clock.advance(HOUR)
    board.execute(Unpin(task=mine), sato)
    assert board.card(mine).pin is None
    assert refusal(board, Unpin(task=mine), sato).code == "not_pinned"
    board.execute(Undo(), sato)
    assert board.card(mine).pin == pin, "as it was, by whom and since when"


def test_a_pin_is_taken_back_and_nobody_builds_on_one(
    board: Board, sato: Actor, tanaka: Actor
) -> None:
    ref = open_inquiry(board)
    board.execute(Claim(task=ref), sato)
    board.execute(Pin(task=ref), tanaka)
    board.execute(Undo(), sato)
    assert task(board, ref).owner is None, "a colleague's pin doesn't keep me from taking back"
    board.execute(Undo(), tanaka)
    assert task(board, ref).pin is None


def test_a_pin_ends_when_the_task_is_done_and_comes_back_when_that_is_taken_back(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    board.execute(Pin(task=mine), sato)
    pin = board.card(mine).pin
    board.execute(Move(task=mine, stage="doing"), sato)
    assert board.card(mine).pin == pin
    board.execute(Move(task=mine, stage="done"), sato)
    assert board.card(mine).pin is None
    assert refusal(board, Pin(task=mine), sato).code == "closed"
    board.execute(Undo(), sato)
    assert board.card(mine).pin == pin
    board.execute(Move(task=mine, stage="done"), sato)
    board.execute(Reopen(number=mine.number), sato)
    assert board.card(mine).pin is None


def test_viewers_and_numbers_that_dont_exist_are_refused(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef
) -> None:
    viewer = make_viewer(board, "mori", lead)
    for command in (Pin(task=mine), Unpin(task=mine)):
        assert refusal(board, command, viewer).code == "role"
    assert refusal(board, Pin(task=TaskRef(9999)), sato).code == "no_such_task"


# ---- since when nobody has it --------------------------------------------------------------


def test_since_when_nobody_has_it(
    board: Board, sato: Actor, tanaka: Actor, lead: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board)
    opened = clock.now()
    assert free_since(board, ref) == opened
    clock.advance(HOUR)
    board.execute(Claim(task=ref), sato)
    assert free_since(board, ref) is None
    board.execute(Undo(), sato)
    assert free_since(board, ref) == opened, "the claim never was"
    board.execute(Claim(task=ref), sato)
    clock.advance(HOUR)
    board.execute(Release(task=ref), sato)
    released = clock.now()
    assert free_since(board, ref) == released
    clock.advance(HOUR)
    board.execute(Claim(task=ref), tanaka)
    board.execute(Undo(), tanaka)
    assert free_since(board, ref) == released
    board.execute(SplitOff(number=ref.number, title="調べる"), sato)
    assert free_since(board, TaskRef(ref.number, 2)) == clock.now()


def test_one_that_opens_again_without_an_owner_is_free_from_then(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    board.execute(Move(task=mine, stage="done"), sato)
    board.execute(ChangeMember(login="sato", active=False), lead)
    clock.advance(HOUR)
    board.execute(Reopen(number=mine.number), lead)
    assert free_since(board, mine) == clock.now()


def test_what_a_member_had_who_leaves_is_free_from_then(
    board: Board, lead: Actor, sato: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    clock.advance(HOUR)
    board.execute(ChangeMember(login="sato", active=False), lead)
    left = clock.now()
    clock.advance(HOUR)
    assert free_since(board, mine) == left
    board.execute(TakeOver(task=mine, reason="退職"), lead)
    assert free_since(board, mine) is None


def test_what_came_back_from_the_junk_or_was_divided_is_free_from_then(
    board: Board, sato: Actor, clock: FixedClock
) -> None:
    event = arrives(board, FIRST)
    number = event.number or 0
    clock.advance(HOUR)
    board.execute(FileAsJunk(number=number), sato)
    clock.advance(HOUR)
    board.execute(Reopen(number=number), sato)
    assert free_since(board, TaskRef(number)) == clock.now()
    board.execute(Claim(task=TaskRef(number)), sato)
    arrives(board, replace(FIRST, message_id="<2@x>", references=(FIRST.message_id,), digest="2"))
    last = board.inquiry(number).messages[-1]
    clock.advance(HOUR)
    divided = board.execute(Divide(number=number, message_id=last.id), sato)
    assert divided.number is not None
    assert free_since(board, TaskRef(divided.number)) == clock.now()


def test_a_merge_changes_nothing_of_a_card_that_stays_free(
    board: Board, sato: Actor, tanaka: Actor, clock: FixedClock
) -> None:
    source, target = open_inquiry(board), open_inquiry(board)
    opened = clock.now()
    clock.advance(HOUR)
    board.execute(Claim(task=source), sato)
    board.execute(Merge(number=source.number, into=target.number), sato)
    assert free_since(board, target) is None
    board.execute(Undo(), sato)
    assert free_since(board, target) == opened


# ---- urgency -------------------------------------------------------------------------------


def raised(number: int, urgency: Urgency, reason: str = "") -> Command:
    return EditInquiry(number=number, fields=InquiryFields(urgency=urgency), reason=reason)


def test_who_raises_the_urgency_says_why_and_everybody_reads_it(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    no = refusal(board, raised(mine.number, Urgency.HIGH), tanaka)
    assert no.code == "no_reason"
    event = board.execute(raised(mine.number, Urgency.HIGH, " 店が\x1b止まる "), tanaka)
    note = board.inquiry(mine.number).messages[-1]
    assert (note.kind, note.text, note.author) == ("urgency", "店が␛止まる", "tanaka")
    assert event.detail["message"] == note.id
    assert "店" not in str(event.detail)
    board.execute(Undo(), tanaka)
    assert board.card(mine).urgency is Urgency.NORMAL
    assert all(one.kind != "urgency" for one in board.inquiry(mine.number).messages)


def test_lowering_needs_no_reason_and_takes_one(board: Board, sato: Actor, mine: TaskRef) -> None:
    board.execute(raised(mine.number, Urgency.LOW), sato)
    board.execute(raised(mine.number, Urgency.NORMAL, "急ぎ"), sato)
    board.execute(raised(mine.number, Urgency.LOW, "待てる"), sato)
    texts = [one.text for one in board.inquiry(mine.number).messages if one.kind == "urgency"]
    assert texts == ["急ぎ", "待てる"]
    assert refusal(board, raised(mine.number, Urgency.HIGH, "x" * 201), sato).code == "too_long"


@pytest.mark.parametrize("reason", ["", "理由"])
def test_a_reason_without_another_urgency_writes_nothing(
    board: Board, sato: Actor, mine: TaskRef, reason: str
) -> None:
    command = EditInquiry(number=mine.number, fields=InquiryFields(fact="x"), reason=reason)
    assert "message" not in board.execute(command, sato).detail
