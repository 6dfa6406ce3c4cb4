"""The words of what is like an inquiry, for its reply: with no trace of the other customer."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.alike import Kind, Ready
from csboard.domain.commands import Merge
from csboard.domain.holes import own_holes
from csboard.domain.records import Actor, TaskRef
from csboard.errors import Refused
from tests.support.desk import enter, open_inquiry
from tests.support.replying import agree
from tests.support.successes import answered, made
from tests.support.templates import prepared

REPLY = (
    "山本様\n\nサポートの鈴木です。"
    "yamamoto@example.com へ再設定の手順をお送りしました（#{number}）。\n"
    "よろしくお願いいたします。\n\n-- \nShop 鈴木\n\n"
    "2026年11月3日 山本 <yamamoto@example.com>:\n> 山本です。届きません。"
)
SIGNATURE = "-- \n{team} {name}"


@pytest.fixture
def sato(board: Board) -> Actor:
    lead = enter(board, "sato", "佐藤")
    agree(board, lead, signature=SIGNATURE)
    return lead


@pytest.fixture
def suzuki(board: Board, sato: Actor) -> Actor:
    return enter(board, "suzuki", "鈴木")


def asked(board: Board, name: str, email: str, **more: object) -> TaskRef:
    body = f"再設定のメールが届きません。\nよろしくお願いします。\n\n{name}"
    return open_inquiry(
        board, "再設定", customer_name=name, customer_email=email, body=body, **more
    )


@pytest.fixture
def past(board: Board, suzuki: Actor) -> TaskRef:
    ref = asked(board, "山本 太郎", "yamamoto@example.com")
    answered(board, ref, suzuki, REPLY.format(number=ref.number))
    return ref


def ready(board: Board, past: TaskRef, ref: TaskRef, kind: Kind = Kind.INQUIRY) -> Ready:
    return board.ready_words(kind, past.number, ref.number, "sato")


def test_an_earlier_reply_is_written_to_the_present_customer(board: Board, past: TaskRef) -> None:
    ref = asked(board, "岡田 真理", "okada@example.net")
    found = ready(board, past, ref)
    assert found.asked == "再設定のメールが届きません。\nよろしくお願いします。"
    first, _blank, second, last = found.text.split("\n")
    assert first == "岡田 真理様"
    assert second.startswith("サポートの佐藤です。[[?")
    assert f"#{ref.number}" in second
    assert last == "よろしくお願いいたします。"
    assert not any(word in found.text for word in ("山本", "yamamoto", "鈴木"))
    assert len(own_holes(found.text)) == 1
    message = board.inquiry(past.number).messages[-1]
    assert (found.message_id, found.success_id) == (message.id, None)


def test_a_customer_without_a_name_leaves_a_hole(board: Board, past: TaskRef) -> None:
    found = ready(board, past, asked(board, "", "okada@example.net"))
    assert found.text.startswith("[[?")
    assert "山本" not in found.text


def test_whoever_else_wrote_for_the_other_customer_is_not_named(
    board: Board, past: TaskRef, suzuki: Actor
) -> None:
    """A merged part was written by a colleague of theirs, and is part of the conversation."""
    other = asked(board, "高木 進", "takagi@example.com")
    board.execute(Merge(number=other.number, into=past.number), suzuki)
    answered(board, past, suzuki, "高木様、山本様\n\nお送りしました。")
    found = ready(board, past, asked(board, "岡田", "okada@example.net"))
    assert not any(word in found.text for word in ("高木", "山本", "takagi"))


def test_the_words_of_a_case_are_as_careful(board: Board, past: TaskRef, suzuki: Actor) -> None:
    case = made(
        board,
        past,
        suzuki,
        title="再設定",
        passage="山本様\n設定をご確認ください。",
        was="届かない",
    )
    found = board.ready_words(
        Kind.CASE, case.id, asked(board, "岡田", "okada@example.net").number, "sato"
    )
    assert found.text == "岡田様\n設定をご確認ください。"
    assert (found.asked, found.success_id, found.message_id) == ("届かない", case.id, None)


def test_a_template_is_filled_in(board: Board, past: TaskRef, sato: Actor) -> None:
    text = "{customer}様\n{team}の{member}です。{?手順}"
    template = prepared(board, sato, text, name="再設定", subject="#{number} の件")
    ref = asked(board, "岡田", "okada@example.net")
    found = board.ready_words(Kind.TEMPLATE, template.id, ref.number, "sato")
    assert found.text == "岡田様\nShopの佐藤です。[[?手順]]"
    assert (found.subject, found.template_id) == (f"#{ref.number} の件", template.id)


def test_without_a_reply_there_are_no_words(board: Board, sato: Actor) -> None:
    past = asked(board, "山本", "yamamoto@example.com")
    found = ready(board, past, asked(board, "岡田", "okada@example.net"))
    assert found == Ready("再設定のメールが届きません。\nよろしくお願いします。", "")


def test_what_is_gone_is_refused(board: Board, past: TaskRef) -> None:
    with pytest.raises(Refused, match="no inquiry"):
        ready(board, TaskRef(9999), past)
    with pytest.raises(Refused, match="no such case"):
        ready(board, TaskRef(99), past, Kind.CASE)
