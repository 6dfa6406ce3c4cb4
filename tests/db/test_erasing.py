"""Erasing a customer's data, on both databases: no word of it is left anywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from csboard.board import Board
from csboard.db import models
from csboard.db.tables import MODELS
from csboard.domain.commands import (
    AddNote,
    BlockSender,
    ChangeMember,
    Divide,
    EditInquiry,
    EraseAddress,
    EraseCustomer,
    EraseInquiry,
    Link,
    Merge,
    Move,
    RenameTask,
    Reread,
    SplitOff,
    UnblockSender,
    Undo,
)
from csboard.domain.records import Actor, InquiryFields, Role, TaskRef
from csboard.domain.views import CardQuery
from csboard.mail.children import Reader
from tests.support.desk import enter, open_inquiry, refusal
from tests.support.letters import take_in

WORD = "hanabi"
"""Stands in everything that came from the customer or was written about them."""
HANA = f"hana.{WORD}@example.com"
SATO, TANAKA = Actor("sato"), Actor("tanaka")


def mail(subject: str, sender: str = HANA, extra: str = "") -> bytes:
    return (
        f"From: Hana {WORD} <{sender}>\nTo: support@example.com\nSubject: {subject}\n"
        "Date: Mon, 23 Nov 2026 09:00:00 +0900\n"
        f"Message-ID: <{subject.split()[0]}@{WORD}.example>\n"
        f"{extra}\nText with {WORD}.\n"
    ).encode()


QUESTION = mail(f"question {WORD}")
ANSWER = mail(f"answer {WORD}", extra=f"In-Reply-To: <question@{WORD}.example>\n")
ABSENT = mail(f"absent {WORD}", extra="Auto-Submitted: auto-replied\n")
OTHER = mail("other", sender="sora@example.com").replace(WORD.encode(), b"sora")


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader() as opened:
        yield opened


@pytest.fixture
def desk(board: Board, reader: Reader) -> Board:
    """A lead, a member, and a customer who wrote, was written about, and is done with."""
    enter(board, "sato")
    enter(board, "tanaka")
    for raw in (QUESTION, ANSWER, ABSENT, OTHER):
        take_in(board, raw, "pipe", reader)
    board.execute(AddNote(number=1001, text=f"Note on {WORD}"), TANAKA)
    fields = InquiryFields(policy=f"Tell {WORD}", fact=WORD, emotion=WORD, organisation=WORD)
    board.execute(EditInquiry(number=1001, fields=fields), TANAKA)
    board.execute(EditInquiry(number=1001, fields=InquiryFields(fact="other")), TANAKA)
    board.execute(SplitOff(number=1001, title=f"Call {WORD}"), TANAKA)
    board.execute(RenameTask(task=TaskRef(1001, 2), title=f"Ring {WORD}"), TANAKA)
    return board


def finish(board: Board, number: int = 1001) -> None:
    for task in board.inquiry(number).tasks:
        if task.closed_at is None:
            board.execute(Move(task=task.ref, stage="done"), SATO)


def erase(board: Board, number: int = 1001) -> None:
    board.execute(EraseInquiry(number=number, why="request"), SATO)


def customer_id(board: Board, number: int = 1001) -> int:
    return board.inquiry(number).inquiry.customer.id


def rows_with(word: str) -> list[str]:
    """The rows of any table in which a word stands, originals unpacked."""
    found = []
    for model in MODELS:
        for row in model.select().tuples():
            if word in repr(row).lower():
                found.append(f"{model._meta.table_name}: {row!r}")
    return found


def test_no_word_is_left_of_an_inquiry_and_its_customer(desk: Board) -> None:
    finish(desk)
    assert rows_with(WORD)
    erase(desk)
    event = desk.execute(EraseCustomer(customer_id=customer_id(desk), why="request"), SATO)
    assert (event.kind, event.detail["why"]) == ("customer_erased", "request")
    assert rows_with(WORD) == []
    assert rows_with("sora")
    view = desk.inquiry(1001)
    assert (view.inquiry.subject, view.inquiry.customer.name) == ("(erased)", "")
    assert {(message.text, message.kind) for message in view.messages} == {("", "erased")}
    kinds = [event.kind for event in desk.history(1001)]
    assert kinds[:2] == ["opened", "joined"]
    assert kinds[-1] == "erased"


def test_the_originals_are_gone_and_say_so(desk: Board) -> None:
    receipts = [message.receipt_id for message in desk.inquiry(1001).messages if message.receipt_id]
    finish(desk)
    erase(desk)
    for receipt_id in receipts:
        with pytest.raises(Exception, match="was erased: nothing of it is left"):
            desk.raw(receipt_id)


def test_the_same_mail_again_brings_nothing_back(desk: Board, reader: Reader) -> None:
    finish(desk)
    erase(desk)
    desk.execute(EraseCustomer(customer_id=customer_id(desk), why="request"), SATO)
    for raw in (QUESTION, ANSWER, ABSENT):
        assert take_in(desk, raw, "mbox", reader).kind == "known"
    assert rows_with(WORD) == []


def test_who_writes_again_is_somebody_new(desk: Board, reader: Reader) -> None:
    finish(desk)
    erase(desk)
    before = customer_id(desk)
    desk.execute(EraseCustomer(customer_id=before, why="request"), SATO)
    outcome = take_in(desk, mail("again"), "pipe", reader)
    assert outcome.kind == "opened"
    assert customer_id(desk, outcome.number or 0) != before


def test_only_a_lead_erases_only_what_is_closed_and_says_why(desk: Board) -> None:
    command = EraseInquiry(number=1001, why="request")
    assert refusal(desk, command, TANAKA).code == "role"
    assert refusal(desk, command, SATO).code == "open"
    desk.execute(Move(task=TaskRef(1001), stage="done"), SATO)
    refused = refusal(desk, command, SATO)
    assert refused.sentence == "#1001.2 is open: finish it before it is erased."
    finish(desk)
    assert refusal(desk, EraseInquiry(number=1001, why="because"), SATO).code == "ground"
    customer = EraseCustomer(customer_id=customer_id(desk), why="request")
    assert refusal(desk, customer, SATO).code == "unerased"
    assert refusal(desk, EraseCustomer(customer_id=999, why="request"), SATO).code == (
        "no_such_customer"
    )
    assert rows_with(WORD)


def test_nothing_erased_comes_back_by_undo(desk: Board) -> None:
    finish(desk)
    erase(desk)
    newest = desk.newest()
    assert refusal(desk, Undo(), TANAKA).code == "erased"
    assert refusal(desk, Undo(number=1001), SATO).code == "erased"
    assert desk.newest() == newest


def test_what_is_written_after_an_erasure_is_erased_too(desk: Board) -> None:
    finish(desk)
    erase(desk)
    desk.execute(AddNote(number=1001, text=f"But {WORD} called"), TANAKA)
    customer = EraseCustomer(customer_id=customer_id(desk), why="request")
    assert refusal(desk, customer, SATO).code == "unerased"
    erase(desk)
    desk.execute(customer, SATO)
    assert rows_with(WORD) == []


def test_what_was_merged_is_erased_alone(desk: Board) -> None:
    finish(desk)
    desk.execute(Merge(number=1001, into=1002), SATO)
    erase(desk)
    assert [message.text for message in desk.inquiry(1002).messages if message.text] == [
        "Text with sora."
    ]
    assert not [row for row in rows_with(WORD) if row.startswith(("message", "former", "task"))]


def test_what_they_wrote_to_others_inquiries_goes_too(desk: Board, reader: Reader) -> None:
    take_in(desk, mail("aside", extra="In-Reply-To: <other@sora.example>\n"), "pipe", reader)
    aside = desk.inquiry(1002).messages[-1]
    assert WORD in aside.text
    assert aside.receipt_id is not None
    letter = reader.read(desk.raw(aside.receipt_id)).letter
    assert letter is not None
    again = Reread(receipt_id=aside.receipt_id, letter=replace(letter, text="Better."), reader=9)
    desk.execute(again, SATO)
    assert [row for row in rows_with(WORD) if row.startswith("former")]
    finish(desk)
    erase(desk)
    kept = desk.kept_of(HANA)
    assert (kept.inquiries, kept.elsewhere, kept.in_tray) == ((), 1, 2)
    desk.execute(EraseCustomer(customer_id=customer_id(desk), why="expired"), SATO)
    assert rows_with(WORD) == []
    assert desk.inquiry(1002).messages[0].text == "Text with sora."


def test_a_block_of_theirs_ends_and_names_nobody(desk: Board) -> None:
    ended = desk.execute(BlockSender(pattern=HANA, why=f"{WORD} again"), TANAKA)
    desk.execute(UnblockSender(pattern=HANA), TANAKA)
    desk.execute(BlockSender(pattern=HANA), TANAKA)
    finish(desk)
    erase(desk)
    desk.execute(EraseCustomer(customer_id=customer_id(desk), why="request"), SATO)
    assert rows_with(WORD) == []
    assert desk.blocks() == ()
    assert ended.kind == "blocked"


def test_mail_that_never_left_the_tray_is_erased_by_its_address(
    board: Board, reader: Reader
) -> None:
    enter(board, "sato")
    take_in(board, ABSENT, "pipe", reader)
    assert board.kept_of(HANA).in_tray == 1
    board.execute(EraseAddress(address=f"  {HANA.upper()}", why="request"), SATO)
    assert rows_with(WORD) == []
    refused = refusal(board, EraseAddress(address=HANA, why="request"), SATO)
    assert refused.code == "no_such_customer"


def test_a_customer_is_not_erased_as_a_mere_address(desk: Board) -> None:
    assert refusal(desk, EraseAddress(address=HANA, why="request"), SATO).code == "customer"


def test_who_was_in_copy_of_anothers_mail_is_not_named_there(desk: Board, reader: Reader) -> None:
    copied = mail("copied", "sora@example.com", f"Cc: {HANA}, umi@example.com\n")
    take_in(
        desk, copied.replace(b"Hana hanabi", b"Sora").replace(b"with hanabi", b""), "pipe", reader
    )
    finish(desk)
    erase(desk)
    desk.execute(EraseCustomer(customer_id=customer_id(desk), why="request"), SATO)
    left = [row for row in rows_with(WORD) if not row.startswith("raw")]
    assert [row for row in left if HANA in row] == []


def test_a_message_taken_out_leaves_no_words_behind(desk: Board) -> None:
    """Its old words stand with the inquiry in which it was read again."""
    message = desk.inquiry(1001).messages[1]
    former = models.FormerRow.create(
        inquiry=1001, at=desk.clock.now(), fields={"text": f"Old {WORD}"}
    )
    models.EventRow.create(
        at=desk.clock.now(),
        actor=1,
        kind="reread",
        inquiry=1001,
        op_id="reread",
        detail={"message": message.id, "former": former.id},
    )
    event = desk.execute(Divide(number=1001, message_id=message.id), TANAKA)
    assert event.number is not None
    finish(desk, event.number)
    erase(desk, event.number)
    assert WORD not in repr(models.FormerRow.get_by_id(former.id).fields)


def test_open_boards_hear_of_it(desk: Board) -> None:
    finish(desk)
    since = desk.newest()
    erase(desk)
    delta = desk.delta(since)
    assert delta is not None
    assert {(card.ref.number, card.title) for card in delta.cards} == {(1001, "(erased)")}
    since = desk.newest()
    desk.execute(EraseCustomer(customer_id=customer_id(desk), why="request"), SATO)
    delta = desk.delta(since)
    assert delta is not None
    assert {card.customer_name for card in delta.cards} == {""}


def test_links_and_counts_stay(desk: Board) -> None:
    open_inquiry(desk, "Another")
    desk.execute(Link(number=1001, other=1003), SATO)
    finish(desk)
    erase(desk)
    assert [brief.number for brief in desk.inquiry(1001).related] == [1003]
    assert len(desk.cards(CardQuery(include_done=True))) == 4


def test_the_files_are_written_anew(desk: Board) -> None:
    """What a database deletes stays in its files until it is written over."""
    finish(desk)
    erase(desk)
    desk.execute(EraseCustomer(customer_id=customer_id(desk), why="request"), SATO)
    desk.scrub()
    for place, data in files_of(desk):
        assert WORD.encode() not in data, place
    assert any(b"sora" in data for _place, data in files_of(desk))


def files_of(board: Board) -> list[tuple[str, bytes]]:
    """The bytes of the database's own files."""
    if board.path is not None:
        beside = Path(board.path).parent.glob(f"{board.path.name}*")
        return [(path.name, path.read_bytes()) for path in beside if path.is_file()]
    tables = [*(model._meta.table_name for model in MODELS), "searchable_grams"]
    tables += ["searchable_grams_grams"]
    with psycopg.connect(board.url.replace("***", ""), autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        return [(table, _file_of(connection, table)) for table in tables]


def _file_of(connection: psycopg.Connection[tuple[bytes]], table: str) -> bytes:
    query = "SELECT pg_read_binary_file(pg_relation_filepath(%s))"
    row = connection.execute(query, (table,)).fetchone()
    assert row is not None
    return row[0]


def test_a_lead_by_another_hand_is_named(desk: Board) -> None:
    desk.execute(ChangeMember(login="tanaka", role=Role.LEAD), SATO)
    finish(desk)
    event = desk.execute(EraseInquiry(number=1001, why="mistake"), Actor("tanaka", via="sato"))
    assert (event.actor, event.via) == ("tanaka", "sato")
    assert WORD not in json.dumps(event.detail)


def test_who_is_still_open_is_told_in_the_order_of_the_numbers(board: Board) -> None:
    """A row that was written anew stands last in PostgreSQL's own order."""
    lead = enter(board, "lead")
    numbers = [open_inquiry(board, customer_email=HANA).number for _each in range(3)]
    board.execute(EditInquiry(number=numbers[0], fields=InquiryFields(fact="x")), lead)
    assert board.kept_of(HANA).still_open == tuple(numbers)
