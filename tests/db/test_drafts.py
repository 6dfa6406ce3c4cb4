"""A draft from its first word to its end, by three people; the same on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import ApplySettings, Merge, SortLetter, Undo
from csboard.domain.draft_commands import (
    AddFile,
    BeginDraft,
    DiscardDraft,
    HoldPen,
    LeaveWords,
    RemoveFile,
    SaveDraft,
    TakePen,
)
from csboard.domain.letters import Address
from csboard.domain.records import Actor, TaskRef
from csboard.domain.replies import Draft, Recipients, Words
from csboard.domain.settings import TeamSettings
from csboard.errors import Conflict, Refused
from tests.support.desk import INTAKE, open_inquiry, refusal
from tests.support.letters import FIRST

TO = Recipients((Address("山田", "yamada@example.jp"),))


def begin(board: Board, ref: TaskRef, actor: Actor, session: str = "") -> Draft:
    event = board.execute(BeginDraft(number=ref.number, session=session), actor)
    draft_id = event.detail["draft"]
    assert isinstance(draft_id, int)
    return board.draft(draft_id)


def write(board: Board, draft: Draft, text: str, actor: Actor, session: str = "a") -> Draft:
    words = draft.words._replace(text=text)
    board.keep(
        SaveDraft(draft_id=draft.id, session=session, seen_version=draft.version, words=words),
        actor,
    )
    return board.draft(draft.id)


def test_a_draft_from_the_first_word(
    board: Board, sato: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    draft = begin(board, mine, sato, "a")
    assert (draft.author, draft.number, draft.version) == ("sato", mine.number, 1)
    assert draft.words == Words(TO, "ログインできません", "")
    assert draft.pen is not None
    newest = board.newest()
    clock.advance(timedelta(minutes=1))
    draft = write(board, draft, "一行目\n", sato)
    assert (draft.words.text, draft.version, draft.writer) == ("一行目\n", 2, "sato")
    assert (draft.saved_at, draft.begun_at) == (clock.now(), clock.now() - timedelta(minutes=1))
    assert board.newest() == newest, "typing leaves no events"
    assert board.replies(mine.number).draft == draft
    assert write(board, draft, "一行目\n", sato) == draft, "nothing new"


def test_a_mail_is_answered_from_where_it_came_to(board: Board, lead: Actor) -> None:
    own = ("Support@csboard.example", "sales@csboard.example")
    team = TeamSettings(own_addresses=own, quoting="none")
    board.execute(ApplySettings(settings=team), lead)
    asked = replace(
        FIRST,
        to=(Address("", "other@example.jp"), Address("", "SALES@csboard.example")),
        cc=(Address("", own[0]), Address("上司", "Boss@example.jp")),
    )
    receipt = board.receive(b"x", "pipe")
    event = board.execute(SortLetter(receipt_id=receipt.id, letter=asked), INTAKE)
    assert event.number is not None
    began = board.execute(BeginDraft(number=event.number, to_all=True), lead)
    (draft,) = board.replies(event.number).drafts
    assert draft.words.sender == "sales@csboard.example"
    assert draft.words.recipients.to == (FIRST.sender,)
    cc = [one.email for one in draft.words.recipients.cc]
    assert cc == ["boss@example.jp", "other@example.jp"]
    assert draft.answers == began.detail["message"] == draft.seen
    assert draft.words.subject == f"Re: {FIRST.subject}"


def test_one_person_at_a_time_and_no_word_is_lost(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef, clock: FixedClock
) -> None:
    draft = write(board, begin(board, mine, sato, "a"), "佐藤の言葉", sato)
    with pytest.raises(Conflict, match="佐藤") as refused:
        write(board, draft, "田中の言葉", tanaka, "t")
    assert refused.value.code == "pen"
    board.execute(TakePen(draft_id=draft.id, session="t"), tanaka)
    (kept,) = board.replies(mine.number).revisions
    assert (kept.author, kept.words.text, kept.kind) == ("sato", "佐藤の言葉", "")
    taken = write(board, board.draft(draft.id), "田中の言葉", tanaka, "t")
    assert (taken.writer, taken.author) == ("tanaka", "sato")
    unsaved = draft.words._replace(text="佐藤がまだ打っていた言葉")
    save = SaveDraft(draft_id=draft.id, session="a", seen_version=draft.version, words=unsaved)
    with pytest.raises(Conflict) as refused:
        board.keep(save, sato)
    assert refused.value.code == "pen"
    board.execute(LeaveWords(draft_id=draft.id, words=unsaved), sato)
    left = board.replies(mine.number).revisions[-1]
    assert (left.author, left.words, left.kind, left.seq) == ("sato", unsaved, "left", 2)
    clock.advance(timedelta(seconds=46))
    with pytest.raises(Conflict) as refused:
        board.keep(save, sato)
    assert refused.value.code == "written", "a pen laid down doesn't write over words"
    assert board.draft(draft.id) == taken


def test_a_pen_is_passed_on(board: Board, sato: Actor, tanaka: Actor, mine: TaskRef) -> None:
    draft = begin(board, mine, sato, "a")
    with pytest.raises(Conflict):
        board.keep(HoldPen(draft_id=draft.id, session="t"), tanaka)
    board.keep(HoldPen(draft_id=draft.id, session="a", leave=True), sato)
    assert board.draft(draft.id).pen is None
    board.keep(HoldPen(draft_id=draft.id, session="t"), tanaka)
    pen = board.draft(draft.id).pen
    assert pen is not None
    assert (pen.login, pen.session) == ("tanaka", "t")
    assert board.draft(draft.id).version == draft.version


def test_discarding_is_taken_back(board: Board, sato: Actor, lead: Actor, mine: TaskRef) -> None:
    draft = write(board, begin(board, mine, sato, "a"), "書いた", sato)
    assert refusal(board, BeginDraft(number=mine.number), lead).code == "drafted"
    board.execute(DiscardDraft(draft_id=draft.id), sato)
    assert board.replies(mine.number).draft is None
    assert board.draft(draft.id).words.text == "書いた"
    board.execute(Undo(), sato)
    assert board.replies(mine.number).draft == draft._replace(pen=None)
    board.execute(DiscardDraft(draft_id=draft.id), sato)
    begin(board, mine, lead)
    assert refusal(board, Undo(), sato).code == "built_upon"


def test_a_beginning_is_taken_back_until_somebody_writes(
    board: Board, sato: Actor, mine: TaskRef
) -> None:
    draft = begin(board, mine, sato, "a")
    board.execute(Undo(), sato)
    assert board.draft(draft.id).ending == "discarded"
    again = write(board, begin(board, mine, sato, "a"), "書いた", sato)
    assert refusal(board, Undo(), sato).code == "built_upon"
    assert board.draft(again.id) == again


def test_files_go_with_a_draft(board: Board, sato: Actor, tanaka: Actor, mine: TaskRef) -> None:
    draft = write(board, begin(board, mine, sato, "a"), "x", sato)
    data = bytes(range(256)) * 40
    board.execute(AddFile(draft_id=draft.id, name="図.png", data=data), tanaka)
    (file,) = board.draft(draft.id).files
    assert (file.name, file.type, file.size) == ("図.png", "image/png", len(data))
    assert board.draft_file(file.id) == data
    assert board.draft(draft.id).version == draft.version, "no words of sato's were changed"
    write(board, draft, "y", sato)
    board.execute(RemoveFile(draft_id=draft.id, file_id=file.id), sato)
    assert board.draft(draft.id).files == ()
    assert refusal(board, Undo(number=mine.number), tanaka).code == "no_such_file"
    board.execute(Undo(), sato)
    assert board.draft(draft.id).files == (file,)
    board.execute(Undo(number=mine.number), tanaka)
    assert board.replies(mine.number).drafts[0].files == ()
    with pytest.raises(Refused, match="no such file"):
        board.draft_file(99)


def test_a_draft_goes_on_where_its_inquiry_goes_on(
    board: Board, sato: Actor, tanaka: Actor, mine: TaskRef
) -> None:
    other = open_inquiry(board, customer_email="yamada@example.jp")
    mine_draft, others = begin(board, mine, sato), begin(board, other, tanaka)
    board.execute(Merge(number=other.number, into=mine.number), sato)
    assert [one.id for one in board.replies(other.number).drafts] == [mine_draft.id, others.id]
    written = write(board, others, "先に書いた言葉", tanaka, "t")
    event = board.execute(DiscardDraft(draft_id=mine_draft.id), sato)
    assert event.number == mine.number
    assert board.replies(mine.number).draft == written
    assert refusal(board, BeginDraft(number=mine.number), sato).code == "drafted"
    board.execute(Undo(), sato)
    board.execute(Undo(), sato)  # the merge
    assert board.replies(mine.number).drafts == (board.draft(mine_draft.id),)
    assert board.replies(other.number).drafts == (written,)


def test_there_is_no_such_draft(board: Board, sato: Actor, mine: TaskRef) -> None:
    assert refusal(board, DiscardDraft(draft_id=99), sato).code == "no_such_draft"
    with pytest.raises(Refused):
        board.draft(99)
