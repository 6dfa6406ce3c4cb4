"""Promises made for a mailbox hold for what came in by it, however it was opened."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import AddNote, ApplySettings, Divide, Move, OpenFromTray
from csboard.domain.letters import Address, Letter
from csboard.domain.records import Actor, TaskRef
from tests.support.desk import open_inquiry
from tests.support.letters import FIRST
from tests.support.merging import ANSWER, arrives
from tests.support.replying import OWN, team

SATO = Actor("sato")
SALES = "sales@shop.example"
BY_MAIL, BY_HAND = timedelta(hours=1), timedelta(hours=8)


@pytest.fixture
def shop(board: Board) -> Board:
    """A team that promises a first reply within an hour to whoever writes to sales."""
    promises = {"first": ("1h mailbox:Sales@shop.example",), "solved": ("8h",)}
    team(board, "sato", own_addresses=(OWN, "Sales@Shop.example"), promises=promises)
    return board


def to(letter: Letter, *addresses: str) -> Letter:
    return replace(letter, to=tuple(Address("", one) for one in addresses))


def promised(board: Board, number: int | None) -> timedelta:
    """The least time that was left when it was opened."""
    kept = board.card(TaskRef(number or 0)).clocks
    assert kept is not None
    return min(one.left for one in kept.clocks)


def test_mail_to_it_is_promised_more(shop: Board) -> None:
    assert promised(shop, arrives(shop, to(FIRST, SALES)).number) == BY_MAIL
    other = to(replace(FIRST, message_id="<other@example.jp>", digest="d9"), OWN)
    assert promised(shop, arrives(shop, other).number) == BY_HAND
    assert promised(shop, open_inquiry(shop, "電話").number) == BY_HAND


def test_of_several_the_first_that_is_ours_counts(shop: Board) -> None:
    opened = arrives(shop, to(FIRST, "someone@example.jp", SALES, OWN))
    assert promised(shop, opened.number) == BY_MAIL


def test_what_a_person_opens_from_the_tray_too(shop: Board) -> None:
    letter = to(FIRST, SALES)
    held = arrives(shop, replace(letter, automatic="Auto-Submitted"))
    wish = OpenFromTray(receipt_id=int(str(held.detail["receipt"])), letter=letter)
    assert promised(shop, shop.execute(wish, SATO).number) == BY_MAIL


def test_what_follows_a_closed_one(shop: Board, clock: FixedClock) -> None:
    first = arrives(shop, to(FIRST, OWN))
    shop.execute(Move(task=TaskRef(first.number or 0), stage="done"), SATO)
    clock.advance(timedelta(days=60))
    follows = arrives(shop, to(ANSWER, SALES))
    assert follows.kind == "opened"
    assert promised(shop, follows.number) == BY_MAIL


def test_what_is_taken_apart_keeps_how_it_came_in(shop: Board) -> None:
    number = arrives(shop, to(FIRST, OWN)).number or 0
    arrives(shop, to(ANSWER, SALES))
    shop.execute(AddNote(number=number, text="別の件"), SATO)
    _first, answer, written = shop.inquiry(number).messages
    by_mail = shop.execute(Divide(number=number, message_id=answer.id), SATO)
    assert promised(shop, by_mail.number) == BY_MAIL
    by_note = shop.execute(Divide(number=number, message_id=written.id), SATO)
    assert promised(shop, by_note.number) == BY_HAND


def test_it_is_told_by_the_settings_that_hold_now(shop: Board) -> None:
    number = arrives(shop, to(FIRST, SALES)).number
    settings = replace(shop.settings(), promises={"first": ("30m mailbox:sales@shop.example",)})
    shop.execute(ApplySettings(settings=settings), SATO)
    assert promised(shop, number) == timedelta(minutes=30)
