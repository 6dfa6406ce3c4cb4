"""Taking items in: stored before read, sorted once, whatever happens in between."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from csboard.board import Board
from csboard.domain.commands import SortLetter
from csboard.domain.records import Channel, TaskRef, Urgency
from csboard.errors import Unavailable, UsageError
from csboard.mail import intake
from csboard.mail.children import Reader, Reading
from csboard.mail.imports import read_import
from csboard.mail.intake import INTAKE, MAX_SIZE, sort_leftovers, take_in_all
from csboard.mail.reading import read
from tests.support.letters import take_in

MAIL = b"From: Yamada <a@b.jp>\nSubject: hello\nMessage-ID: <1@b.jp>\n\ntext\n"


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


class BrokenReader(Reader):
    """A reader whose children always end badly."""

    is_full = False

    def __init__(self, problem: str) -> None:
        self.problem = problem

    def start(self, raw: bytes) -> None:
        self.is_full = True

    def result(self) -> Reading:
        self.is_full = False
        return Reading(None, self.problem)

    def forget(self) -> None:
        self.is_full = False


def test_a_mail_opens_an_inquiry(board: Board, reader: Reader) -> None:
    outcome = take_in(board, MAIL, "pipe", reader)
    assert outcome.kind == "opened"
    assert outcome.number is not None
    card = board.card(TaskRef(outcome.number))
    assert (card.title, card.customer_name, card.customer_email) == ("hello", "Yamada", "a@b.jp")
    assert board.raw(outcome.receipt_id) == MAIL


def test_the_same_bytes_are_taken_in_once(board: Board, reader: Reader) -> None:
    first = take_in(board, MAIL, "pipe", reader)
    before = board.newest()
    again = take_in(board, MAIL, "maildir", reader)
    assert (again.kind, again.number) == ("known", first.number)
    assert board.newest() == before


def test_several_are_stored_at_once_and_sorted_one_by_one(board: Board, reader: Reader) -> None:
    mails = [MAIL, MAIL.replace(b"1@b.jp", b"2@b.jp"), MAIL, b"Subject: other\n\n"]
    outcomes = list(take_in_all(board, mails, "mbox", reader))
    assert [one.kind for one in outcomes] == ["opened", "opened", "known", "opened"]
    assert [board.raw(one.receipt_id) for one in outcomes] == mails


def test_of_several_what_a_crash_left_is_stored(board: Board, reader: Reader) -> None:
    mails = [b"Subject: %d\n\n" % number for number in range(4)]
    first = next(take_in_all(board, mails, "mbox", reader))
    assert len(board.unsorted()) == 3
    kinds = [one.kind for one in take_in_all(board, mails, "mbox", reader)]
    assert (first.kind, kinds) == ("opened", ["known", "opened", "opened", "opened"])


def test_what_a_crash_left_unsorted_is_sorted_next_time(board: Board, reader: Reader) -> None:
    receipt = board.receive(MAIL, "pipe")
    assert board.unsorted() == (receipt,)
    (outcome,) = sort_leftovers(board, reader)
    assert (outcome.kind, outcome.receipt_id) == ("opened", receipt.id)
    assert board.unsorted() == ()


def test_a_mail_left_unsorted_that_comes_again_is_sorted(board: Board, reader: Reader) -> None:
    """The mail server tries again after 75: stored already, not sorted yet."""
    board.receive(MAIL, "pipe")
    assert take_in(board, MAIL, "pipe", reader).kind == "opened"


def test_two_who_take_up_the_same_one_open_one_inquiry(board: Board, reader: Reader) -> None:
    receipt = board.receive(MAIL, "pipe")
    (first,) = sort_leftovers(board, reader)
    command = SortLetter(op_id=f"sort-{receipt.id}", receipt_id=receipt.id, letter=read(MAIL))
    assert board.execute(command, INTAKE).number == first.number
    assert len(board.snapshot().cards) == 1


@pytest.mark.parametrize("problem", ["reader-died", "reader-late"])
def test_a_mail_that_can_not_be_read_is_held(board: Board, problem: str) -> None:
    outcome = take_in(board, MAIL, "pipe", BrokenReader(problem))
    assert (outcome.kind, outcome.reason) == ("held", problem)
    assert [one.id for one in board.tray()] == [outcome.receipt_id]
    assert board.raw(outcome.receipt_id) == MAIL


def test_a_mail_that_sorting_trips_over_is_held(
    board: Board, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last net: not even a mistake of ours keeps a mail from people's eyes."""
    carry_out = board.execute

    def trips(command: SortLetter, actor: object) -> object:
        if command.letter is not None:
            raise ZeroDivisionError
        return carry_out(command, INTAKE)

    monkeypatch.setattr(board, "execute", trips)
    assert take_in(board, MAIL, "pipe", reader).kind == "held"


def test_a_board_out_of_reach_is_told_and_leaves_the_mail_for_later(
    board: Board, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_: object) -> None:
        raise Unavailable("busy", "busy")

    with monkeypatch.context() as patch:
        patch.setattr(board, "execute", busy)
        with pytest.raises(Unavailable):
            take_in(board, MAIL, "pipe", reader)
    assert [one.kind for one in sort_leftovers(board, reader)] == ["opened"]


def test_of_a_mail_too_long_the_beginning_is_kept(
    board: Board, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MAX_SIZE", len(MAIL))
    outcome = take_in(board, MAIL + b"more", "pipe", reader)
    assert (outcome.kind, outcome.reason) == ("held", "over-limits")
    receipt = board.receipt(outcome.receipt_id)
    assert (receipt.subject, receipt.sender) == ("hello", "a@b.jp"), "people see whose it was"
    assert MAX_SIZE == 50 * 1024 * 1024


NOW = datetime(2026, 11, 24, 5, 5, tzinfo=UTC)
LINE = {
    "subject": "件名",
    "from": "山田 <a@b.jp>",
    "body": "本文\n二行目",
    "channel": "program",
    "received_at": "2025-01-13T10:01:00+09:00",
    "message_id": "x-1",
    "urgency": "high",
    "tags": {"content": ["決済"], "symptom": ["二重請求"], "emotion": []},
}


def line(**changes: object) -> bytes:
    return json.dumps(LINE | changes, ensure_ascii=False).encode()


def test_a_json_line_opens_an_inquiry_with_all_it_says(board: Board, reader: Reader) -> None:
    outcome = take_in(board, line(), "jsonl", reader)
    assert outcome.number is not None
    card = board.card(TaskRef(outcome.number))
    assert (card.title, card.customer_name, card.customer_email) == ("件名", "山田", "a@b.jp")
    assert (card.channel, card.urgency) == (Channel.PROGRAM, Urgency.HIGH)
    assert (card.tags.content, card.tags.symptom) == (("決済",), ("二重請求",))
    assert card.opened_at.isoformat() == "2025-01-13T01:01:00+00:00"
    (message,) = board.inquiry(outcome.number).messages
    assert message.text == "本文\n二行目"
    assert board.raw(outcome.receipt_id) == line()


def test_the_same_id_and_text_is_taken_in_once(board: Board, reader: Reader) -> None:
    take_in(board, line(), "jsonl", reader)
    again = take_in(board, line(note="another key"), "jsonl", reader)
    assert (again.kind, again.reason) == ("filed", "duplicate")
    assert take_in(board, line(body="別の話"), "jsonl", reader).kind == "opened"


def test_lines_without_an_id_are_each_themselves(board: Board, reader: Reader) -> None:
    one = {"subject": "電話", "from": "a@b.jp"}
    kinds = [
        take_in(board, json.dumps(one | more).encode(), "jsonl", reader).kind
        for more in ({}, {"urgency": "high"}, {})
    ]
    assert kinds == ["opened", "opened", "known"]


def test_a_later_mail_joins_what_was_imported(board: Board, reader: Reader) -> None:
    imported = take_in(board, line(message_id="<x-1@old.example>"), "jsonl", reader)
    answer = b"From: a@b.jp\nSubject: Re\nIn-Reply-To: <x-1@old.example>\n\nanswer"
    assert take_in(board, answer, "pipe", reader).number == imported.number


def test_an_import_left_unsorted_keeps_its_channel(board: Board, reader: Reader) -> None:
    board.receive(line(), "jsonl")
    (outcome,) = sort_leftovers(board, reader)
    assert outcome.number is not None
    assert board.card(TaskRef(outcome.number)).channel == Channel.PROGRAM


def test_an_import_stored_before_its_time_was_refused_waits_for_a_person(
    board: Board, reader: Reader
) -> None:
    board.receive(line(received_at="0001-01-01T00:00:00Z"), "jsonl")
    (outcome,) = sort_leftovers(board, reader)
    assert outcome.kind == "held"


@pytest.mark.parametrize("written", ["1970-01-01", "2026-11-25T05:05:00Z"])
def test_a_time_is_believed_up_to_a_day_ahead(written: str) -> None:
    letter = read_import(line(received_at=written), "jsonl", NOW).letter
    assert letter.sent_at == datetime.fromisoformat(written).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("raw", "complaint"),
    [
        (b"{", "no JSON"),
        (b"[1]", "no JSON object"),
        (b"[" * 100_000, "no JSON"),
        (b"{}", "no subject"),
        (b'{"SUBJECT": "a", "x": 1}', "no subject, but an unknown key `SUBJECT`"),
        (b'{"subject": "  "}', "no subject"),
        (b'{"subject": 5}', "subject is no text"),
        (line(urgency="very"), "urgency 'very' is none of low, normal, high, urgent"),
        (line(channel="pigeon"), "channel 'pigeon' is none of"),
        (line(received_at="soon"), "received_at 'soon' is no time"),
        (line(received_at="0001-01-01T00:00:00+09:00"), "is no time"),
        (line(received_at="0001-01-01T00:00:00Z"), "is before 1970 or more than a day ahead"),
        (line(received_at="1969-12-31T23:59:59Z"), "is before 1970"),
        (line(received_at="2026-11-25T05:06:00Z"), "more than a day ahead"),
        (line(received_at="9999-12-31T23:59:59-12:00"), "is no time"),
        (line(tags={"mood": []}), "tags"),
        (line(tags=[1]), "tags"),
    ],
)
def test_a_bad_line_says_what_is_wrong(raw: bytes, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        read_import(raw, "jsonl", NOW)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_row_in_the_encodings_of_spreadsheets(encoding: str) -> None:
    raw = "subject,from,body,tags\r\n"
    raw += '件名,山田 <a@b.jp>,"本文, ""と""\r\n二行目",決済;emotion:怒り\r\n'
    imported = read_import(raw.encode(encoding), "csv", NOW)
    assert imported.letter.subject == "件名"
    assert imported.letter.text == '本文, "と"\n二行目'
    assert imported.letter.sender.name == "山田"
    assert (imported.tags.content, imported.tags.emotion) == (("決済",), ("怒り",))


@pytest.mark.parametrize("text", ["\x1b[2J", "\u202egpj", "[/]", "\ud800", "\0"])
def test_hostile_text_in_imports_is_cleaned(text: str) -> None:
    raw = json.dumps(LINE | {"subject": f"a{text}", "body": text}).encode()
    letter = read_import(raw, "jsonl", NOW)
    assert not set("\x1b\0\ud800\u202e") & set(letter.letter.subject + letter.letter.text)
