"""Mail of the tray, decided about by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    AddNote,
    ApplySettings,
    ChangeMember,
    Claim,
    DropFromTray,
    JoinFromTray,
    Move,
    OpenFromTray,
    SortLetter,
    Undo,
)
from csboard.domain.letters import Address, Letter
from csboard.domain.records import Actor, Direction, Receipt, Role, TaskRef
from csboard.domain.settings import TeamSettings
from csboard.errors import Refused
from csboard.mail.tray import from_tray
from tests.support.desk import INTAKE, enter, open_inquiry

LEAD, SATO = Actor("lead"), Actor("sato")
YAMADA = Address("山田", "yamada@example.jp")
AUTOMATIC = Letter(
    subject="不在です",
    sender=YAMADA,
    from_=YAMADA,
    to=(Address("", "support@csboard.example"),),
    cc=(),
    sent_at=None,
    message_id="<auto@example.jp>",
    in_reply_to=(),
    references=(),
    text="来週まで休みます",
    attachments=(),
    digest="d1",
    automatic="Auto-Submitted",
)
OURS = Address("", "support@csboard.example")
FORWARDED = replace(AUTOMATIC, from_=OURS, sender=OURS, automatic="", digest="d2")


@pytest.fixture
def team(board: Board) -> Board:
    enter(board, "lead", "鈴木")
    enter(board, "sato", "佐藤")
    own = TeamSettings(own_addresses=(OURS.email,), mail_domain="csboard.example")
    board.execute(ApplySettings(settings=own), LEAD)
    return board


def in_tray(board: Board, letter: Letter | None, raw: bytes = b"raw") -> Receipt:
    """A mail that opened no card; what `letter` says of it decides why."""
    receipt = board.receive(raw, "pipe")
    board.execute(SortLetter(receipt_id=receipt.id, letter=letter), INTAKE)
    return board.receipt(receipt.id)


def test_a_filed_mail_opens_an_inquiry(team: Board) -> None:
    receipt = in_tray(team, AUTOMATIC)
    assert receipt.state == "filed"
    event = team.execute(OpenFromTray(receipt_id=receipt.id, letter=AUTOMATIC), SATO)
    assert (event.kind, event.number, event.detail["by_hand"]) == ("opened", 1001, True)
    view = team.inquiry(1001)
    assert (view.inquiry.subject, view.inquiry.customer.email) == ("不在です", YAMADA.email)
    assert [(one.direction, one.text) for one in view.messages] == [
        (Direction.IN, "来週まで休みます")
    ]
    assert (team.receipt(receipt.id).state, team.receipt(receipt.id).number) == ("opened", 1001)
    assert team.tray() == ()


def test_a_held_mail_joins_and_reopens_as_mail_does(team: Board, clock: FixedClock) -> None:
    open_inquiry(team, customer_email=YAMADA.email, body="x")
    team.execute(Claim(task=TaskRef(1001)), SATO)
    team.execute(Move(task=TaskRef(1001), stage="done"), SATO)
    clock.advance(timedelta(days=400))
    receipt = in_tray(team, FORWARDED)
    event = team.execute(JoinFromTray(receipt_id=receipt.id, letter=FORWARDED, number=1001), LEAD)
    assert (event.kind, event.number, event.detail["reopened"]) == ("joined", 1001, True)
    card = team.card(TaskRef(1001))
    assert (card.stage, card.owner, card.closed_at) == ("doing", "sato", None)
    assert team.inquiry(1001).messages[-1].flag == "sender-not-in-thread"
    assert team.snapshot().counts.tray == 0


def test_a_joined_mail_goes_back_into_the_tray(team: Board, clock: FixedClock) -> None:
    open_inquiry(team, customer_email=YAMADA.email, body="x")
    team.execute(Claim(task=TaskRef(1001)), SATO)
    team.execute(Move(task=TaskRef(1001), stage="done"), SATO)
    receipt, before = in_tray(team, FORWARDED), team.inquiry(1001)
    card = team.card(TaskRef(1001))
    clock.advance(timedelta(hours=1))
    team.execute(JoinFromTray(receipt_id=receipt.id, letter=FORWARDED, number=1001), LEAD)
    team.execute(Undo(), LEAD)
    after = team.inquiry(1001)
    assert after.messages == before.messages
    assert after.inquiry.closed_at == before.inquiry.closed_at
    assert team.card(TaskRef(1001))._replace(version=0) == card._replace(version=0)
    assert team.receipt(receipt.id) == receipt
    team.execute(JoinFromTray(receipt_id=receipt.id, letter=FORWARDED, number=1001), LEAD)
    assert len(team.inquiry(1001).messages) == 2


def test_a_line_of_the_conversation_becomes_a_message_and_back(team: Board) -> None:
    open_inquiry(team, customer_email=YAMADA.email, body="x")
    tagged = replace(AUTOMATIC, subject_numbers=(1001,))
    receipt = in_tray(team, tagged)
    (_first, line) = team.inquiry(1001).messages
    assert line.direction is Direction.AUTO
    team.execute(JoinFromTray(receipt_id=receipt.id, letter=tagged, number=1001), SATO)
    (_first, message) = team.inquiry(1001).messages
    assert (message.direction, message.receipt_id) == (Direction.IN, receipt.id)
    team.execute(Undo(), SATO)
    assert team.inquiry(1001).messages[-1] == line
    assert team.receipt(receipt.id) == receipt


def test_what_others_built_on_a_joined_mail_is_not_undone(team: Board) -> None:
    open_inquiry(team, customer_email=YAMADA.email, body="x")
    receipt = in_tray(team, FORWARDED)
    team.execute(JoinFromTray(receipt_id=receipt.id, letter=FORWARDED, number=1001), SATO)
    team.execute(AddNote(number=1001, text="読んだ"), LEAD)
    with pytest.raises(Refused) as refusal:
        team.execute(Undo(), SATO)
    assert refusal.value.code == "built_upon"
    assert len(team.inquiry(1001).messages) == 3


def test_a_withdrawn_mail_leads_no_answer_to_where_it_was(team: Board) -> None:
    open_inquiry(team, customer_email="other@example.jp", body="x")
    receipt = in_tray(team, AUTOMATIC)
    team.execute(JoinFromTray(receipt_id=receipt.id, letter=AUTOMATIC, number=1001), SATO)
    team.execute(Undo(), SATO)
    later = replace(AUTOMATIC, automatic="", in_reply_to=(AUTOMATIC.message_id,), digest="d3")
    in_tray(team, replace(later, message_id="<later@example.jp>"), b"later")
    assert len(team.inquiry(1001).messages) == 1
    assert team.inquiry(1002).inquiry.customer.email == YAMADA.email


def test_a_held_mail_is_filed_and_held_again(team: Board) -> None:
    receipt = in_tray(team, FORWARDED)
    event = team.execute(DropFromTray(receipt_id=receipt.id), SATO)
    assert (event.kind, event.detail["reason"]) == ("dropped", "own-address")
    dropped = team.receipt(receipt.id)
    assert (dropped.state, dropped.reason) == ("filed", "dropped")
    assert team.snapshot().counts.tray == 0
    team.execute(Undo(), SATO)
    assert team.receipt(receipt.id) == receipt
    assert team.snapshot().counts.tray == 1


def test_a_filed_mail_that_went_on_stays_there(team: Board) -> None:
    receipt = in_tray(team, FORWARDED)
    team.execute(DropFromTray(receipt_id=receipt.id), SATO)
    team.execute(OpenFromTray(receipt_id=receipt.id, letter=FORWARDED), LEAD)
    with pytest.raises(Refused) as refusal:
        team.execute(Undo(), SATO)
    assert refusal.value.code == "built_upon"
    assert team.receipt(receipt.id).state == "opened"


def test_an_inquiry_opened_by_hand_stays(team: Board) -> None:
    receipt = in_tray(team, FORWARDED)
    team.execute(OpenFromTray(receipt_id=receipt.id, letter=FORWARDED), SATO)
    with pytest.raises(Refused) as refusal:
        team.execute(Undo(), SATO)
    assert refusal.value.code == "not_undoable"


def test_a_mail_gets_onto_the_board_once(team: Board) -> None:
    receipt = in_tray(team, FORWARDED)
    open_inquiry(team)
    team.execute(OpenFromTray(receipt_id=receipt.id, letter=FORWARDED), SATO)
    again = (
        OpenFromTray(receipt_id=receipt.id, letter=FORWARDED),
        JoinFromTray(receipt_id=receipt.id, letter=FORWARDED, number=1001),
        DropFromTray(receipt_id=receipt.id),
    )
    for command in again:
        with pytest.raises(Refused, match="#1002") as refusal:
            team.execute(command, LEAD)
        assert refusal.value.code == "on_board"


def test_what_makes_no_sense_is_refused(team: Board) -> None:
    held, filed = in_tray(team, FORWARDED), in_tray(team, AUTOMATIC, b"other")
    fresh = team.receive(b"fresh", "pipe")
    team.execute(ChangeMember(login="sato", role=Role.VIEWER), LEAD)
    cases = [
        (DropFromTray(receipt_id=held.id), SATO, "role"),
        (DropFromTray(receipt_id=filed.id), LEAD, "filed"),
        (DropFromTray(receipt_id=999), LEAD, "no_such_mail"),
        (OpenFromTray(receipt_id=fresh.id, letter=None), LEAD, "unsorted"),
        (JoinFromTray(receipt_id=held.id, letter=None, number=9), LEAD, "no_such_inquiry"),
    ]
    newest = team.newest()
    for command, actor, code in cases:
        with pytest.raises(Refused) as refusal:
            team.execute(command, actor)
        assert refusal.value.code == code
    assert team.newest() == newest


MAIL = b"From: Yamada <yamada@example.jp>\r\nSubject: hello\r\n\r\nfrom the original\r\n"


def test_the_original_is_read_anew(team: Board) -> None:
    receipt = in_tray(team, FORWARDED, MAIL)
    event = from_tray(team, receipt.id, "open", SATO)
    assert event.number is not None
    view = team.inquiry(event.number)
    assert view.inquiry.subject == "hello"
    assert (view.messages[0].text.strip(), view.messages[0].receipt_id) == (
        "from the original",
        receipt.id,
    )
    assert view.inquiry.customer.email == "yamada@example.jp"


def test_what_cannot_be_read_opens_and_says_so(team: Board) -> None:
    receipt = in_tray(team, None, b"\x00broken")
    team.execute(OpenFromTray(receipt_id=receipt.id, letter=None), SATO)
    view = team.inquiry(1001)
    assert view.inquiry.subject == "(a mail that can't be read)"
    (message,) = view.messages
    assert f"csboard tray show {receipt.id} --raw" in message.text
    assert message.receipt_id == receipt.id
    assert team.raw(receipt.id) == b"\x00broken"


def test_a_held_line_of_an_import_joins(team: Board) -> None:
    ref = open_inquiry(team)
    receipt = team.receive('{"subject": "件名", "body": "本文"}'.encode(), "jsonl")
    team.execute(SortLetter(receipt_id=receipt.id, letter=None, problem="not-sorted"), INTAKE)
    from_tray(team, receipt.id, "join", SATO, ref.number)
    assert team.inquiry(ref.number).messages[-1].text == "本文"
    assert from_tray(team, in_tray(team, FORWARDED).id, "drop", SATO).kind == "dropped"
