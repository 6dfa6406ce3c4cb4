"""What is like an inquiry: found by the index, with how each ended; the same on both databases."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db import similar
from csboard.domain.alike import Alike, Kind
from csboard.domain.commands import (
    EditInquiry,
    EraseInquiry,
    FileAsJunk,
    Merge,
    Move,
    Reopen,
)
from csboard.domain.knowledge import Finding
from csboard.domain.records import Actor, InquiryFields, Outcome, Tags, TaskRef
from csboard.domain.success_commands import RetireSuccess
from csboard.domain.template_commands import RetireTemplate
from csboard.errors import Refused
from tests.support.desk import enter, open_inquiry
from tests.support.successes import answered, found, made
from tests.support.templates import prepared, reply_with

DOUBLE = "二重に請求されています"
TEXT = "カードの明細に同じ金額が二件あります。返金してください。"


@pytest.fixture
def sato(board: Board) -> Actor:
    return enter(board, "sato", "佐藤")


def double(board: Board, who: str = "", **more: object) -> TaskRef:
    return open_inquiry(board, DOUBLE, body=TEXT, customer_email=who, **more)


def alike(board: Board, ref: TaskRef) -> list[Alike]:
    return list(board.similar(ref.number).alike)


def done(board: Board, ref: TaskRef, by: Actor) -> None:
    board.execute(Move(task=ref, seen=board.card(ref).version, stage="done"), by)


def numbers(board: Board, ref: TaskRef) -> list[int]:
    return [one.id for one in alike(board, ref) if one.kind is Kind.INQUIRY]


def test_itself_and_what_is_like_nothing_are_not_among_it(board: Board, sato: Actor) -> None:
    open_inquiry(board, "商品が届きません", body="いつ届きますか。")
    ref = double(board)
    assert alike(board, ref) == []
    other = double(board)
    assert numbers(board, ref) == [other.number]
    assert board.similar(ref.number).number == ref.number


def test_how_each_ended_is_told(board: Board, sato: Actor, clock: FixedClock) -> None:
    suzuki = enter(board, "suzuki", "鈴木")
    past = double(board)
    answered(board, past, suzuki)
    clock.advance(timedelta(hours=1))
    answered(board, past, sato, "二通目です。")
    fields = InquiryFields(outcome=Outcome.SATISFIED, tags=Tags(("決済",)))
    board.execute(EditInquiry(number=past.number, fields=fields), sato)
    done(board, past, sato)
    board.execute(Reopen(number=past.number), sato)
    done(board, past, sato)
    made(board, past, sato, title="ほかのこと")
    first = alike(board, double(board))[0]
    assert (first.kind, first.id, first.title) == (Kind.INQUIRY, past.number, DOUBLE)
    assert first.tags == Tags(("決済",))
    ending = first.ending
    assert ending is not None
    assert ending.outcome is Outcome.SATISFIED
    assert ending.answered_by == ("sato", "suzuki")
    assert ending.answered_at == clock.now()
    assert ending.closed_at == clock.now()
    assert ending.was_reopened
    assert ending.cases == 1


def test_an_answered_one_comes_before_one_without_a_reply(board: Board, sato: Actor) -> None:
    past = double(board)
    answered(board, past, sato)
    newer = double(board)
    assert numbers(board, double(board)) == [past.number, newer.number]


def test_junk_what_was_erased_and_parts_of_others_are_left_out(board: Board, sato: Actor) -> None:
    junk, erased, part, whole = (double(board, f"{who}@example.com") for who in "jepw")
    board.execute(FileAsJunk(number=junk.number), sato)
    done(board, erased, sato)
    board.execute(EraseInquiry(number=erased.number, why="request"), sato)
    board.execute(Merge(number=part.number, into=whole.number), sato)
    assert numbers(board, double(board)) == [whole.number]
    assert board.similar(part.number).number == whole.number
    assert whole.number not in numbers(board, part)


def test_the_same_customer_comes_first(board: Board, sato: Actor) -> None:
    theirs = double(board, "a@example.com")
    double(board, "b@example.com")
    ref = double(board, "a@example.com")
    assert numbers(board, ref)[0] == theirs.number


def test_what_is_the_same_is_found_among_many_with_the_same_words(
    board: Board, sato: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than are read have the same words and tags, and are newer."""
    monkeypatch.setattr(similar, "READ", 4)
    monkeypatch.setattr(similar, "NEWEST", 6)
    text = "{}の返金がまだ届きません。注文 {} です。"
    same = open_inquiry(
        board, "使わなかった月の返金はいつですか", body=text.format("使わなかった月", 1)
    )
    for count in range(8):
        subject, body = "取り消した注文の返金はいつですか", text.format("取り消した注文", count)
        open_inquiry(board, subject, body=body)
    ref = open_inquiry(
        board, "使わなかった月の返金はいつですか", body=text.format("使わなかった月", 2)
    )
    assert numbers(board, ref)[0] == same.number


def test_on_a_small_board_one_word_is_enough(board: Board, sato: Actor) -> None:
    past = open_inquiry(board, "refund please", body="I sent it back.")
    assert numbers(board, open_inquiry(board, "Refund late", body="It is not here.")) == [
        past.number
    ]


def test_what_the_customer_did_not_say_counts_for_nothing(board: Board, sato: Actor) -> None:
    around = "お世話になっております。\n{}\nよろしくお願いいたします。\n\n-- \n株式会社ミナト 山田"
    open_inquiry(board, "お問い合わせ", body=around.format("養蜂箱の在庫はありますか。"))
    ref = open_inquiry(board, "ご連絡", body=around.format("領収書の宛名を変えたいです。"))
    assert alike(board, ref) == []


def test_a_case_is_told_with_what_was_found_of_it(board: Board, sato: Actor) -> None:
    past = double(board)
    answered(board, past, sato)
    case = made(board, past, sato, title="二重請求を返金した", situation=TEXT)
    found(board, case, sato, Finding.USED)
    found(board, case, sato, Finding.NOT_HERE)
    ref = double(board)
    (row,) = (one.case for one in alike(board, ref) if one.kind is Kind.CASE)
    assert row is not None
    assert (row.number, row.standing.used, row.standing.not_here) == (past.number, 1, 1)
    assert all(one.kind is not Kind.CASE for one in alike(board, past)), "it was made of this one"
    board.execute(RetireSuccess(success_id=case.id), sato)
    assert all(one.kind is not Kind.CASE for one in alike(board, ref))


def test_a_template_is_told_with_its_use(board: Board, sato: Actor) -> None:
    template = prepared(board, sato, "二重の請求を返金しました。", name="二重請求の返金")
    ref = double(board)
    reply_with(board, template, double(board).number, sato)
    (found,) = (one for one in alike(board, ref) if one.kind is Kind.TEMPLATE)
    assert (found.id, found.title) == (template.id, "二重請求の返金")
    assert found.use is not None
    assert found.use.uses == 1
    board.execute(RetireTemplate(template_id=template.id), sato)
    assert all(one.kind is not Kind.TEMPLATE for one in alike(board, ref))


def test_a_faded_case_is_less_like(board: Board, sato: Actor, clock: FixedClock) -> None:
    past = double(board)
    answered(board, past, sato)
    made(board, past, sato, title="二重請求を返金した", situation=TEXT)
    ref = double(board)
    (before,) = (one.percent for one in alike(board, ref) if one.kind is Kind.CASE)
    clock.advance(timedelta(days=400))
    (after,) = (one.percent for one in alike(board, ref) if one.kind is Kind.CASE)
    assert after < before


def test_of_many_with_the_same_words_the_likest_are_found(
    board: Board, sato: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many have a word, those that have the rare ones too are among what is read."""
    monkeypatch.setattr(similar, "NEWEST", 12)
    monkeypatch.setattr(similar, "READ", 12)
    past = open_inquiry(board, "返金について", body="養蜂箱の返金をお願いします。")
    for place in range(30):
        open_inquiry(board, "返金について", body=f"返金をお願いします。{place}番")
    ref = open_inquiry(board, "返金と養蜂箱", body="養蜂箱の返金はまだですか。")
    assert numbers(board, ref)[0] == past.number


def test_the_newest_come_first_of_equals(board: Board, sato: Actor) -> None:
    several = [double(board, f"{who}@example.com").number for who in "abc"]
    assert numbers(board, double(board)) == several[::-1]


def test_it_reads_and_changes_nothing(board: Board, sato: Actor) -> None:
    ref, _other = double(board), double(board)
    newest = board.newest()
    assert numbers(board, ref)
    assert board.newest() == newest
    with pytest.raises(Refused, match="no inquiry"):
        board.similar(9999)
