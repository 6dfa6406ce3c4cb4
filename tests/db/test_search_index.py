"""The search index holds what the board holds, whatever comes or goes, on both databases.

That it keeps in step with every command is tried by tests/property, which asks it at its end.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from csboard.board import Board
from csboard.db import models, search_index, search_table
from csboard.db.upgrade_progress import reported_to
from csboard.domain import search_text
from csboard.domain.commands import (
    AddNote,
    Divide,
    EditInquiry,
    FileAsJunk,
    Merge,
    RenameTask,
    Reopen,
    SplitOff,
    Undo,
)
from csboard.domain.records import Actor, InquiryFields, Tags
from csboard.domain.views import CardQuery
from tests.support.desk import enter, open_inquiry
from tests.support.letters import FIRST, YAMADA
from tests.support.merging import ANSWER, SATO, arrives, team_with_two
from tests.support.roles import roled_board


@pytest.fixture
def team(board: Board) -> Board:
    return team_with_two(board)


def text_of(number: int) -> str:
    return search_table.texts()[search_table.inquiry_id(number)]


def in_step() -> bool:
    return search_index.out_of_step() == 0


def test_what_comes_is_searched_at_once(team: Board) -> None:
    assert "電話ノ内容" in text_of(1002)
    team.execute(AddNote(number=1002, text="折り返しの件"), SATO)
    fields = InquiryFields(fact="請求書が二重", tags=Tags(symptom=("二重請求",)))
    team.execute(EditInquiry(number=1002, fields=fields), SATO)
    assert {"n折リ返シノ件", "d請求書ガ二重", "y二重請求"} <= set(text_of(1002).split("\x1e"))
    arrives(team, ANSWER)
    assert "続キデス" in text_of(1001)
    assert in_step()


def test_a_note_that_was_taken_back_is_found_no_more(team: Board) -> None:
    team.execute(AddNote(number=1002, text="間違いの件"), SATO)
    team.execute(Undo(number=1002), SATO)
    assert "間違イ" not in text_of(1002)
    assert in_step()


def test_the_only_thing_there_is_may_lose_words_again_and_again(board: Board) -> None:
    enter(board, "sato")
    number = open_inquiry(board).number
    for fact in ("hanabi matsuri tanabata", "hanabi matsuri", "hanabi", ""):
        board.execute(EditInquiry(number=number, fields=InquiryFields(fact=fact)), SATO)
        assert bool(board.search("hanabi").hits) == ("hanabi" in fact)
        assert in_step()


def test_a_merged_inquiry_is_found_as_what_it_goes_on_in(team: Board) -> None:
    before = text_of(1002)
    team.execute(Merge(number=1001, into=1002), SATO)
    assert text_of(1001) == ""
    assert len(text_of(1002)) > len(before)
    assert in_step()
    team.execute(Undo(number=1002), SATO)
    assert text_of(1002) == before
    assert text_of(1001) != ""
    assert in_step()


def test_a_message_that_was_taken_out_is_found_where_it_is(team: Board) -> None:
    arrives(team, ANSWER)
    message = team.inquiry(1001).messages[-1]
    event = team.execute(Divide(number=1001, message_id=message.id), SATO)
    assert event.number is not None
    assert "続キデス" in text_of(event.number)
    assert "続キデス" not in text_of(1001)
    assert in_step()


def test_the_title_of_a_task_that_was_split_off_is_searched(team: Board) -> None:
    def found(query: str) -> list[int]:
        return [hit.number for hit in team.search(query).hits]

    event = team.execute(SplitOff(number=1002, title="倉庫に棚卸しを頼む"), SATO)
    assert event.task is not None
    assert found("棚卸し") == [1002]
    assert team.excerpts("棚卸し", [1002])[1002].text == "倉庫に棚卸しを頼む"
    team.execute(RenameTask(task=event.task, title="工場に頼む"), SATO)
    assert (found("棚卸し"), found("工場")) == ([], [1002])
    assert in_step()
    team.execute(Merge(number=1002, into=1001), SATO)
    assert found("工場") == [1001]
    assert in_step()
    team.execute(Undo(number=1002), SATO)
    team.execute(Undo(number=1002), SATO)
    assert found("棚卸し") == [1002]
    team.execute(Undo(number=1002), SATO)
    assert found("棚卸し") == []
    assert in_step()


def test_a_customers_new_name_reaches_all_of_their_inquiries(team: Board) -> None:
    fields = InquiryFields(customer_name="改名 太郎")
    team.execute(EditInquiry(number=1002, fields=fields), SATO)
    assert "改名 太郎" in text_of(1001)
    assert in_step()


def test_what_is_junk_is_marked(team: Board) -> None:
    team.execute(FileAsJunk(number=1002), SATO)
    assert "\x1ej1" in text_of(1002)
    team.execute(Reopen(number=1002), SATO)
    assert "\x1ej1" not in text_of(1002)
    assert in_step()


def test_doctor_finds_an_index_that_is_behind_and_it_is_made_anew(team: Board) -> None:
    assert team.damages(deep=True) == ()
    models.InquiryRow.update(subject="another").where(models.InquiryRow.number == 1001).execute()
    (damage,) = team.damages(deep=True)
    assert (damage.kind, damage.what) == ("search", "1")
    told: list[tuple[int, int]] = []
    team.index_anew(lambda done, total: told.append((done, total)))
    assert team.damages(deep=True) == ()
    assert "another" in text_of(1001)


def test_grams_that_are_missing_are_found_too(team: Board) -> None:
    search_table.drop_grams(models.BoardRow._meta.database, (search_table.inquiry_id(1001),))
    assert not in_step()
    team.index_anew()
    assert in_step()


def test_no_word_that_was_erased_stays_in_the_files(sqlite_url: str) -> None:
    """One transaction writes it and another takes it out: nothing else joins the index's parts."""
    board = Board.open(sqlite_url)
    enter(board, "sato")
    ref = open_inquiry(board, "quetzalcoatl", body="quetzalcoatl")
    board.execute(EditInquiry(number=ref.number, fields=InquiryFields(subject="x")), Actor("sato"))
    (message,) = board.inquiry(ref.number).messages
    models.MessageRow.update(text="", subject="").where(
        models.MessageRow.id == message.id
    ).execute()
    models.FormerRow.delete().execute()
    search_index.renew(ref.number)
    board.scrub()
    path = Path(board.path or "")
    for file in path.parent.glob(f"{path.name}*"):
        assert not file.is_file() or b"quetzalcoatl" not in file.read_bytes()
    board.close()


def test_a_monster_is_held_as_far_as_a_database_can(board: Board) -> None:
    actor = enter(board, "sato")
    letters = "".join(chr(0x4E00 + (place * 7919) % 20_000) for place in range(90_000))
    ref = open_inquiry(board, "monster", body=letters)
    for _again in range(3):
        board.execute(AddNote(number=ref.number, text=letters[::-1][:20_000]), actor)
    assert len(text_of(ref.number)) <= search_text.LONGEST
    assert in_step()


def test_the_intakes_login_adds_what_it_may_not_read(postgres_url: str) -> None:
    with roled_board(postgres_url) as desk:
        board = desk.board("intake")
        arrives(board, FIRST)
        arrives(board, ANSWER)
        assert desk.refused("intake", "SELECT folded FROM searchable") == "42501"
        owner = Board.open(desk.url)
        (number,) = [
            card.ref.number
            for card in owner.cards(CardQuery())
            if card.customer_email == YAMADA.email
        ]
        assert "続キデス" in text_of(number)
        assert in_step()
        owner.close()
        board.close()


def test_an_upgrade_fills_the_index(sqlite_url: str) -> None:
    """As a board is that had none: its rows are there, nothing is found."""
    board = Board.open(sqlite_url)
    enter(board, "sato")
    ref = open_inquiry(board, "quetzalcoatl")
    search_table.clear()
    models.BoardRow.update(schema=5).execute()
    board.close()
    told: list[tuple[int, int]] = []
    with reported_to(lambda done, total: told.append((done, total))):
        board = Board.open(sqlite_url)
    assert told == [(0, 1)]
    assert "quetzalcoatl" in text_of(ref.number)
    assert in_step()
    board.close()
