"""Hand-offs that were taken for an absence whose days were entered anew; on both databases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence, WithdrawAbsence
from csboard.domain.commands import Claim
from csboard.domain.digest import Item, Left
from csboard.domain.digest_choices import why_not_left
from csboard.domain.hand_off_commands import OfferHandOff, TakeBack, TakeHandOff, WriteSheet
from csboard.domain.records import Actor, TaskRef
from tests.support.desk import enter, open_inquiry
from tests.support.leaving import SHEET

DAY = timedelta(days=1)
MONDAY, TUESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)


@pytest.fixture
def sato(board: Board) -> Actor:
    return enter(board, "sato", "Sato")


@pytest.fixture
def suzuki(board: Board, sato: Actor) -> Actor:
    return enter(board, "suzuki", "Suzuki")


@pytest.fixture
def ref(board: Board, suzuki: Actor) -> TaskRef:
    ref = open_inquiry(board, "handed off")
    board.execute(Claim(task=ref), suzuki)
    return ref


def leaves(board: Board, who: Actor, first: date, last: date) -> int:
    event = board.execute(EnterAbsence(login=who.login, first=first, last=last), who)
    return int(str(event.detail["absence"]))


def hands_off(board: Board, ref: TaskRef, giver: Actor, taker: Actor) -> None:
    board.execute(WriteSheet(task=ref, sheet=SHEET), giver)
    board.execute(OfferHandOff(task=ref, receiver=taker.login), giver)
    board.execute(TakeHandOff(task=ref, read_back="運送会社に聞く"), taker)


def items(board: Board, absence: int) -> list[Item]:
    return list(board.digest("suzuki", absence).items)


def of_the_hand_off(board: Board, absence: int, ref: TaskRef) -> None:
    """The digest tells it with its sheet and read-back, and it can still be decided on."""
    (item,) = items(board, absence)
    given = item.task.hand_off
    assert (item.task.ref, item.left, item.to) == (ref, Left.HANDED, "sato")
    assert given is not None
    assert (given.sheet, given.read_back) == (SHEET, "運送会社に聞く")
    assert item.is_handed
    assert why_not_left(item, board.digest("suzuki", absence).found) == ""


@pytest.mark.parametrize("first", [MONDAY, TUESDAY])
def test_days_that_are_entered_anew(
    board: Board, sato: Actor, suzuki: Actor, ref: TaskRef, clock: FixedClock, first: date
) -> None:
    before = leaves(board, suzuki, TUESDAY, FRIDAY)
    hands_off(board, ref, suzuki, sato)
    board.execute(WithdrawAbsence(absence_id=before), suzuki)
    anew = leaves(board, suzuki, first, FRIDAY)
    clock.advance(7 * DAY)
    of_the_hand_off(board, anew, ref)


def test_one_taken_back_before_an_absence_is_no_part_of_it(
    board: Board, sato: Actor, suzuki: Actor, ref: TaskRef, clock: FixedClock
) -> None:
    before = leaves(board, suzuki, TUESDAY, FRIDAY)
    hands_off(board, ref, suzuki, sato)
    board.execute(TakeBack(task=ref), suzuki)
    board.execute(WithdrawAbsence(absence_id=before), suzuki)
    anew = leaves(board, suzuki, TUESDAY, FRIDAY)
    clock.advance(7 * DAY)
    (item,) = items(board, anew)
    assert (item.left, item.task.hand_off) == (Left.KEPT, None)


def test_one_of_an_earlier_absence_is_no_part_of_a_later_one(
    board: Board, sato: Actor, suzuki: Actor, ref: TaskRef, clock: FixedClock
) -> None:
    earlier = leaves(board, suzuki, TUESDAY, TUESDAY)
    hands_off(board, ref, suzuki, sato)
    clock.advance(2 * DAY)
    later = leaves(board, suzuki, FRIDAY, FRIDAY)
    clock.advance(7 * DAY)
    of_the_hand_off(board, earlier, ref)
    assert items(board, later) == []
