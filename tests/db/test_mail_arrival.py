"""What the board makes of sorted mail: opening, joining, reopening, filing, holding."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db.models import MessageRow
from csboard.domain.commands import (
    ApplySettings,
    ChangeMember,
    Claim,
    EnterBoard,
    Move,
    OpenInquiry,
    SortLetter,
    Undo,
)
from csboard.domain.letters import Address, Letter
from csboard.domain.records import INTAKE_LOGIN, Actor, Channel, Direction, Event, TaskRef
from csboard.domain.settings import TeamSettings
from csboard.errors import Refused
from tests.support.letters import FIRST

INTAKE, LEAD, SATO = Actor(INTAKE_LOGIN), Actor("lead"), Actor("sato")
_count = itertools.count()


@pytest.fixture
def team(board: Board) -> Board:
    board.execute(EnterBoard(), LEAD)
    board.execute(EnterBoard(), SATO)
    own = TeamSettings(own_addresses=("support@csboard.example",), mail_domain="csboard.example")
    board.execute(ApplySettings(settings=own), LEAD)
    return board


def arrives(board: Board, letter: Letter | None, *, source: str = "pipe") -> Event:
    receipt = board.receive(f"raw {next(_count)}".encode(), source)
    return board.execute(SortLetter(receipt_id=receipt.id, letter=letter), INTAKE)


def answer(**more: object) -> Letter:
    """The customer writes again, with the id of their own first mail."""
    fields = {
        "message_id": f"<again{next(_count)}@example.jp>",
        "in_reply_to": (FIRST.message_id,),
        "digest": f"again {next(_count)}",
        "text": "まだです",
    }
    return replace(FIRST, **{**fields, **more})  # type: ignore[arg-type]


def test_a_mail_opens_an_inquiry(team: Board) -> None:
    event = arrives(team, FIRST)
    assert (event.kind, event.number) == ("opened", 1001)
    card = team.card(TaskRef(1001))
    assert (card.title, card.customer_name, card.channel) == (
        "ログインできない",
        "山田",
        Channel.MAIL,
    )
    assert team.unsorted() == ()


def test_an_answer_joins_and_leaves_the_owner(team: Board, clock: FixedClock) -> None:
    arrives(team, FIRST)
    team.execute(Claim(task=TaskRef(1001)), SATO)
    clock.advance(timedelta(minutes=5))
    event = arrives(team, answer())
    assert (event.kind, event.number, event.detail["reopened"]) == ("joined", 1001, False)
    card = team.card(TaskRef(1001))
    assert (card.owner, card.last_in_at) == ("sato", clock.now())
    assert [one.text for one in team.inquiry(1001).messages] == ["助けてください", "まだです"]


def closed_by_sato(board: Board) -> None:
    arrives(board, FIRST)
    board.execute(Claim(task=TaskRef(1001)), SATO)
    board.execute(Move(task=TaskRef(1001), stage="done"), SATO)


def test_an_answer_reopens_to_the_owner(team: Board, clock: FixedClock) -> None:
    closed_by_sato(team)
    clock.advance(timedelta(days=14))
    assert arrives(team, answer()).detail["reopened"] is True
    card = team.card(TaskRef(1001))
    assert (card.stage, card.owner, card.closed_at) == ("doing", "sato", None)
    assert team.inquiry(1001).inquiry.closed_at is None


def test_what_a_mail_reopened_is_not_undone_behind_it(team: Board) -> None:
    closed_by_sato(team)
    arrives(team, answer())
    with pytest.raises(Refused) as refusal:
        team.execute(Undo(), SATO)
    assert refusal.value.code == "built_upon"
    assert team.card(TaskRef(1001)).stage == "doing"


def test_after_the_limit_a_new_inquiry_follows_the_old(team: Board, clock: FixedClock) -> None:
    closed_by_sato(team)
    clock.advance(timedelta(days=14, seconds=1))
    event = arrives(team, answer())
    assert (event.kind, event.number, event.detail["follows"]) == ("opened", 1002, 1001)
    assert team.inquiry(1002).inquiry.follows == 1001
    assert team.inquiry(1001).inquiry.closed_at is not None


def test_a_reopened_inquiry_of_somebody_gone_returns_to_the_pool(team: Board) -> None:
    closed_by_sato(team)
    team.execute(ChangeMember(login="sato", active=False), LEAD)
    arrives(team, answer())
    card = team.card(TaskRef(1001))
    assert (card.stage, card.owner) == ("todo", None)


def test_an_automatic_answer_is_a_line_that_reopens_nothing(team: Board) -> None:
    closed_by_sato(team)
    event = arrives(team, answer(automatic="Auto-Submitted"))
    assert (event.kind, event.number, event.detail["reason"]) == ("filed", 1001, "auto-reply")
    view = team.inquiry(1001)
    assert view.inquiry.closed_at is not None
    assert (view.messages[-1].direction, view.messages[-1].kind) == (Direction.AUTO, "auto-reply")
    (tray,) = team.tray()
    assert (tray.state, tray.reason, tray.number) == ("filed", "auto-reply", 1001)


def test_our_own_address_is_held_for_a_person(team: Board) -> None:
    own = Address("", "support@csboard.example")
    event = arrives(team, replace(FIRST, from_=own, sender=own))
    assert (event.kind, event.number) == ("held", None)
    assert team.snapshot().counts.tray == 1


def test_what_cannot_be_read_is_held_and_kept(team: Board) -> None:
    receipt = team.receive(b"\x00broken", "pipe")
    team.execute(SortLetter(receipt_id=receipt.id, letter=None, problem="reader-late"), INTAKE)
    (held,) = team.tray()
    assert (held.state, held.reason) == ("held", "reader-late")
    assert team.raw(held.id) == b"\x00broken"


def test_a_mail_is_sorted_once(team: Board) -> None:
    receipt = team.receive(b"raw", "pipe")
    team.execute(SortLetter(receipt_id=receipt.id, letter=FIRST), INTAKE)
    with pytest.raises(Refused, match="sorted already"):
        team.execute(SortLetter(receipt_id=receipt.id, letter=FIRST), INTAKE)


def test_the_same_mail_by_another_way_is_a_duplicate(team: Board) -> None:
    arrives(team, FIRST)
    event = arrives(team, FIRST)
    assert (event.kind, event.detail["reason"], event.number) == ("filed", "duplicate", 1001)
    assert len(team.snapshot().cards) == 1


def test_the_answer_to_our_reply_joins_and_names_a_stranger(team: Board) -> None:
    arrives(team, FIRST)
    ours = "<csb.1001.5.k3v9q2x8w7t1m4pz@csboard.example>"
    now = team.clock.now()
    MessageRow.create(
        inquiry=1001, direction="out", at=now, message_id=ours, recipients=["yamada@example.jp"]
    )
    wife = Address("花子", "hanako@example.jp")
    event = arrives(team, answer(from_=wife, sender=wife, in_reply_to=(ours,)))
    assert (event.kind, event.number) == ("joined", 1001)
    assert event.detail["flag"] == "sender-not-in-thread"
    last = team.inquiry(1001).messages[-1]
    assert (last.sender_name, last.flag) == ("花子", "sender-not-in-thread")


def test_a_known_number_from_an_unknown_sender_opens_anew(team: Board) -> None:
    arrives(team, FIRST)
    other = Address("他人", "other@example.com")
    letter = replace(answer(in_reply_to=()), from_=other, sender=other, subject_numbers=(1001,))
    assert arrives(team, letter).kind == "opened"


@pytest.mark.parametrize(("sender", "kind"), [("Yamada", "joined"), ("other", "opened")])
def test_whose_an_inquiry_written_down_by_hand_is_goes_on_with_it_by_its_number(
    team: Board, sender: str, kind: str
) -> None:
    """Though nothing of theirs stands in it yet; a stranger who writes its number doesn't."""
    by_hand = OpenInquiry(subject="電話の件", customer_email="yamada@example.jp")
    assert team.execute(by_hand, SATO).number == 1001
    writer = Address("山田", f"{sender}@example.jp")
    letter = answer(from_=writer, sender=writer, in_reply_to=(), subject_numbers=(1001,))
    assert arrives(team, letter).kind == kind


def test_old_mail_from_a_mailbox_keeps_its_date(team: Board, clock: FixedClock) -> None:
    written = clock.now() - timedelta(days=3)
    arrives(team, replace(FIRST, sent_at=written), source="mbox")
    arrives(team, replace(answer(in_reply_to=()), sent_at=written), source="pipe")
    assert team.card(TaskRef(1001)).opened_at == written
    assert team.card(TaskRef(1002)).opened_at == clock.now()


def test_only_the_intake_sorts(team: Board) -> None:
    receipt = team.receive(b"raw", "pipe")
    for person in (LEAD, SATO):
        with pytest.raises(Refused, match="run csboard intake"):
            team.execute(SortLetter(receipt_id=receipt.id, letter=FIRST), person)
