"""Stored mails that are read again: sorted anew when that is better, renewed where they stand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csboard.board import Board
from csboard.domain.commands import (
    ApplySettings,
    Claim,
    DropFromTray,
    Move,
    NoteRead,
    Reread,
    SortLetter,
    Undo,
)
from csboard.domain.letters import Address, Letter
from csboard.domain.records import Actor, Event, Receipt, TaskRef
from csboard.domain.settings import TeamSettings
from csboard.errors import Refused, Unavailable
from csboard.mail.children import Reader
from csboard.mail.reading import VERSION
from csboard.mail.rereading import read_again, read_older
from tests.support.desk import INTAKE, enter
from tests.support.letters import FIRST

LEAD = Actor("lead")


@pytest.fixture
def team(board: Board) -> Board:
    enter(board, "lead", "鈴木")
    return board


def arrive(board: Board, raw: bytes, letter: Letter | None, problem: str = "") -> int:
    receipt = board.receive(raw, "pipe")
    board.execute(SortLetter(receipt_id=receipt.id, letter=letter, problem=problem), INTAKE)
    return receipt.id


def again(board: Board, receipt_id: int, letter: Letter | None) -> Event:
    return board.execute(Reread(receipt_id=receipt_id, letter=letter, reader=2), LEAD)


def unchanged(board: Board, receipt_id: int, letter: Letter | None) -> bool:
    newest = board.newest()
    with pytest.raises(Refused) as refused:
        again(board, receipt_id, letter)
    return refused.value.code == "unchanged" and board.newest() == newest


def test_what_could_not_be_read_opens_an_inquiry_when_it_can(team: Board) -> None:
    mail = arrive(team, b"1", None, "reader-died")
    assert unchanged(team, mail, None)
    event = again(team, mail, FIRST)
    assert (event.kind, event.actor, event.number) == ("opened", "lead", 1001)
    receipt = team.receipt(mail)
    assert (receipt.state, receipt.reason, receipt.reader) == ("opened", "", 2)
    assert unchanged(team, mail, FIRST), "never a second card"
    assert len(team.snapshot().cards) == 1


def test_what_could_not_be_read_joins_its_conversation_and_that_is_undone(team: Board) -> None:
    arrive(team, b"1", FIRST)
    answer = replace(FIRST, in_reply_to=(FIRST.message_id,), message_id="<2@b>", digest="d2")
    mail = arrive(team, b"2", None, "reader-late")
    assert again(team, mail, answer).kind == "joined"
    assert len(team.inquiry(1001).messages) == 2
    team.execute(Undo(), LEAD)
    assert len(team.inquiry(1001).messages) == 1
    assert (team.receipt(mail).state, team.receipt(mail).reason) == ("held", "reader-late")


def test_what_the_board_says_is_renewed_and_the_old_words_are_kept(team: Board) -> None:
    mail = arrive(team, b"1", replace(FIRST, subject="=?x?=", text="����", digest="d0"))
    team.execute(Claim(task=TaskRef(1001)), LEAD)
    team.execute(Move(task=TaskRef(1001), stage="done"), LEAD)
    event = again(team, mail, FIRST)
    assert event.kind == "reread"
    assert event.detail["fields"] == ["subject", "text"]
    assert FIRST.text not in str(event.detail)
    with pytest.raises(Refused) as refused:
        team.execute(Undo(), LEAD)
    assert "had a mail of #1001 read again" in refused.value.sentence, "over it reaches no undoing"
    view = team.inquiry(1001)
    assert (view.messages[0].text, view.inquiry.subject) == (FIRST.text, FIRST.subject)
    assert view.inquiry.closed_at is not None, "reading again reopens nothing"
    assert unchanged(team, mail, FIRST)
    twin = team.receive(b"the same, delivered once more", "pipe")
    assert (
        team.execute(SortLetter(receipt_id=twin.id, letter=FIRST), INTAKE).detail["reason"]
        == "duplicate"
    )


def test_a_subject_that_somebody_wrote_stays(team: Board) -> None:
    from csboard.domain.commands import EditInquiry
    from csboard.domain.records import InquiryFields

    mail = arrive(team, b"1", replace(FIRST, subject="=?x?="))
    team.execute(EditInquiry(number=1001, fields=InquiryFields(subject="請求")), LEAD)
    again(team, mail, FIRST)
    assert team.inquiry(1001).inquiry.subject == "請求"


def test_what_reads_worse_changes_nothing(team: Board) -> None:
    mail = arrive(team, b"1", FIRST)
    assert unchanged(team, mail, None)
    assert unchanged(team, mail, replace(FIRST, text="", subject="", problems=("unreadable",)))


@pytest.mark.parametrize("letter", [FIRST, replace(FIRST, automatic="auto-submitted")])
def test_what_a_person_or_a_twin_decided_stays(team: Board, letter: Letter) -> None:
    arrive(team, b"1", FIRST)
    twin = arrive(team, b"2", FIRST)
    held = arrive(team, b"3", None, "reader-died")
    team.execute(DropFromTray(receipt_id=held), LEAD)
    assert unchanged(team, twin, replace(letter, digest="other"))
    assert unchanged(team, held, replace(letter, digest="another"))


def test_an_automatic_answer_that_is_none_by_todays_reader_opens(team: Board) -> None:
    mail = arrive(team, b"1", replace(FIRST, automatic="precedence"))
    assert unchanged(team, mail, replace(FIRST, automatic="precedence"))
    assert again(team, mail, FIRST).kind == "opened"


def test_a_mail_from_an_address_that_is_no_longer_ours(team: Board) -> None:
    own = TeamSettings(own_addresses=("old@csboard.example",))
    team.execute(ApplySettings(settings=own), LEAD)
    ours = Address("", "old@csboard.example")
    letter = replace(FIRST, from_=ours, sender=ours)
    mail = arrive(team, b"1", letter)
    assert unchanged(team, mail, letter)
    team.execute(ApplySettings(settings=TeamSettings()), LEAD)
    assert again(team, mail, letter).kind == "opened"


def unexpected(receipt: Receipt, failure: Unavailable) -> None:
    pytest.fail(f"mail {receipt.id}: {failure.sentence}")


def test_reading_all_of_an_older_reader_can_be_stopped_and_goes_on(team: Board) -> None:
    texts = [f"From: a{n}@b.jp\nSubject: {n}\n\ntext".encode() for n in range(5)]
    mails = [arrive(team, raw, None, "reader-died") for raw in texts]
    left = iter([True, True, True, True, False, False])
    with Reader(size=1) as reader:
        first = list(read_older(team, LEAD, reader, lambda: next(left), unexpected))
        assert [one.kind for one in first] == ["opened"] * len(first)
        assert 0 < len(first) < 5
        assert team.how_many_read_before(VERSION) == 5 - len(first)
        rest = list(read_older(team, LEAD, reader, lambda: True, unexpected))
        assert [one.receipt_id for one in (*first, *rest)] == mails
        assert team.how_many_read_before(VERSION) == 0
        assert list(read_older(team, LEAD, reader, lambda: True, unexpected)) == []
        (same,) = read_again(team, mails[:1], LEAD, reader)
    assert (same.kind, same.number) == ("same", 1001)
    assert len(team.snapshot().cards) == 5


def test_who_may_only_look_has_nothing_read_again(team: Board) -> None:
    from tests.support.desk import make_viewer

    viewer = make_viewer(team, "guest", LEAD)
    mail = arrive(team, b"1", None, "reader-died")
    with pytest.raises(Refused):
        team.execute(Reread(receipt_id=mail, letter=FIRST, reader=2), viewer)
    with pytest.raises(Refused):
        team.keep(NoteRead(receipt_ids=(mail,), reader=2), viewer)
