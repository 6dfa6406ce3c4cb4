"""What came after an absence is told apart from what happened in it; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence, WithdrawAbsence
from csboard.domain.absences import OnMail
from csboard.domain.commands import AddNote, Claim, Release, TakeOver, Undo
from csboard.domain.digest import Item, Left
from csboard.domain.digest_words import amounts, sections
from csboard.domain.records import Actor, TaskRef
from tests.support.desk import enter, open_inquiry
from tests.support.leaving import AGAIN
from tests.support.letters import FIRST
from tests.support.merging import arrives

HOUR = timedelta(hours=1)


@pytest.fixture
def sato(board: Board) -> Actor:
    return enter(board, "sato", "Sato")


@pytest.fixture
def suzuki(board: Board, sato: Actor) -> Actor:
    return enter(board, "suzuki", "Suzuki")


def taken(board: Board, subject: str, by: Actor) -> TaskRef:
    ref = open_inquiry(board, subject)
    board.execute(Claim(task=ref), by)
    return ref


def leaves(board: Board, who: Actor, on_mail: OnMail = OnMail.POOL) -> int:
    first, last = date(2026, 11, 23), date(2026, 11, 27)
    command = EnterAbsence(login=who.login, first=first, last=last, on_mail=on_mail)
    number = board.execute(command, who).detail["absence"]
    assert isinstance(number, int)
    return number


def comes_back(board: Board, who: Actor, number: int) -> None:
    board.execute(WithdrawAbsence(absence_id=number), who)


def items(board: Board) -> dict[TaskRef, Item]:
    return {one.task.ref: one for one in board.digest("suzuki").items}


def kinds(one: Item) -> tuple[list[str], list[str]]:
    meanwhile, since = one.events, one.events_since
    return [event.kind for event in meanwhile], [event.kind for event in since]


def test_what_happens_at_its_very_end_belongs_to_it_and_what_follows_does_not(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    event = arrives(board, FIRST)
    assert event.number is not None
    ref = TaskRef(event.number)
    board.execute(Claim(task=ref), suzuki)
    clock.advance(HOUR)
    number = leaves(board, suzuki)
    clock.advance(HOUR)
    arrives(board, AGAIN)
    comes_back(board, suzuki, number)
    clock.advance(HOUR)
    board.execute(AddNote(number=ref.number, text="later"), sato)
    board.execute(Claim(task=ref), sato)
    here = items(board)[ref]
    assert (here.left, here.to) == (Left.BY_MAIL, None)
    assert kinds(here) == (["opened", "claimed", "joined"], ["noted", "claimed"])
    assert amounts(here) == "2 messages, 3 events, 2 events since"
    parts = {one.title: one.lines for one in sections(here, board.digest("suzuki").found)}
    assert len(parts["What happened"]) == 3
    assert [line.split(" ", 4)[-1] for line in parts["Since then"]] == [
        "Sato wrote a note on #1001",
        "Sato took #1001",
    ]


def test_what_left_them_after_they_were_back_was_theirs_meanwhile(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    given, lost, new = (taken(board, one, suzuki) for one in ("given", "lost", "before"))
    board.execute(Release(task=new), suzuki)
    number = leaves(board, suzuki)
    clock.advance(HOUR)
    comes_back(board, suzuki, number)
    clock.advance(HOUR)
    board.execute(Release(task=given), suzuki)
    board.execute(TakeOver(task=lost, reason="urgent"), sato)
    board.execute(Claim(task=new), suzuki)
    board.execute(TakeOver(task=new, reason="urgent"), sato)
    found = items(board)
    assert set(found) == {given, lost}, "what they took since was never theirs meanwhile"
    assert {(one.left, one.to) for one in found.values()} == {(Left.KEPT, None)}


def test_undoing_since_a_take_over_of_meanwhile_lets_it_have_stayed(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    ref = taken(board, "kept", suzuki)
    number = leaves(board, suzuki)
    clock.advance(HOUR)
    board.execute(TakeOver(task=ref, reason="urgent"), sato)
    comes_back(board, suzuki, number)
    clock.advance(HOUR)
    assert items(board)[ref].left is Left.TAKEN
    board.execute(Undo(), sato)
    here = items(board)[ref]
    assert (here.left, kinds(here)) == (
        Left.KEPT,
        (["opened", "claimed", "taken_over"], ["undone"]),
    )


def test_whose_it_was_is_told_to_its_last_move(
    board: Board, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    """By mail to the stand-in, who goes away too, and by the next one to nobody; then to Sato."""
    mori = enter(board, "mori", "Mori")
    event = arrives(board, FIRST)
    assert event.number is not None
    ref = TaskRef(event.number)
    board.execute(Claim(task=ref), suzuki)
    board.execute(Release(task=ref), suzuki)
    board.execute(Claim(task=ref), suzuki)
    clock.advance(HOUR)
    days = date(2026, 11, 23), date(2026, 11, 27)
    command = EnterAbsence(
        login="suzuki", first=days[0], last=days[1], stand_in="mori", on_mail=OnMail.STAND_IN
    )
    number = board.execute(command, suzuki).detail["absence"]
    assert isinstance(number, int)
    arrives(board, AGAIN)
    leaves(board, mori)
    again = replace(AGAIN, message_id="<more@example.jp>", digest="more")
    arrives(board, again)
    board.execute(Claim(task=ref), sato)
    comes_back(board, suzuki, number)
    clock.advance(HOUR)
    board.execute(Release(task=ref), sato)
    here = items(board)[ref]
    parts = {one.title: one.lines for one in sections(here, board.digest("suzuki").found)}
    first, *more = parts["Whose it was meanwhile"]
    assert first == "went to Mori when the customer wrote"
    assert [line.split(" ", 4)[-1] for line in more] == [
        "A mail came in to #1001 (Mori is away: it is free for anybody)",
        "Sato took #1001",
    ]
