"""Inquiries keep the words they were tagged with; the vocabulary grows; both databases."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.db.tag_models import TaggingRow
from csboard.domain.commands import ApplySettings, EditInquiry, SortLetter, Undo
from csboard.domain.records import Actor, InquiryFields, Tags, TaskRef
from csboard.domain.views import CardQuery
from tests.support.desk import INTAKE, enter, inquiry, open_inquiry, refusal
from tests.support.letters import FIRST

PAYING = Tags(("決済", "login"), ("二重請求",), ("怒り",))


def tag(board: Board, actor: Actor, ref: TaskRef, *content: str) -> None:
    fields = InquiryFields(tags=Tags(content))
    board.execute(EditInquiry(number=ref.number, fields=fields), actor)


def tagged(board: Board) -> set[tuple[int, str]]:
    """What the index says: number and present word."""
    vocabulary = board.settings().vocabulary
    rows = board._store.read(
        lambda _reading: list(TaggingRow.select().where(TaggingRow.holds).execute())
    )
    found = set()
    for row in rows:
        known = vocabulary.tag(row.tag_id)
        assert known is not None
        found.add((row.inquiry_id, vocabulary.goes_on_as(known).word))
    return found


@pytest.fixture
def sato(board: Board) -> Actor:
    return enter(board, "sato")


def test_words_get_their_rows_as_they_are_written(board: Board, sato: Actor) -> None:
    first = open_inquiry(board, tags=PAYING)
    second = open_inquiry(board)
    tag(board, sato, second, "ＬＯＧＩＮ", "返品")
    words = board.settings().vocabulary.words
    assert words == Tags(("決済", "login", "返品"), ("二重請求",), ("怒り",))
    assert inquiry(board, second).tags.content == ("login", "返品")
    assert tagged(board) == {
        *((first.number, word) for word in ("決済", "login", "二重請求", "怒り")),
        *((second.number, word) for word in ("login", "返品")),
    }


def test_the_index_follows_every_edit_and_its_undo(board: Board, sato: Actor) -> None:
    ref = open_inquiry(board, tags=Tags(("決済",)))
    tag(board, sato, ref, "返品")
    assert tagged(board) == {(ref.number, "返品")}
    board.execute(Undo(), sato)
    assert inquiry(board, ref).tags == Tags(("決済",))
    assert tagged(board) == {(ref.number, "決済")}
    tag(board, sato, ref)
    assert tagged(board) == set()


def test_history_says_by_ids_what_was_tagged(board: Board, sato: Actor) -> None:
    ref = open_inquiry(board, tags=Tags(("決済", "返品")))
    tag(board, sato, ref, "返品", "交換")
    event = board.history(ref.number)[-1]
    ids = {tag.word: tag.id for tag in board.settings().vocabulary.tags}
    assert event.detail["tagged"] == [ids["交換"]]
    assert event.detail["untagged"] == [ids["決済"]]
    assert "決済" not in str(dict(event.detail))


def test_lists_find_a_tag_however_it_is_written(board: Board, sato: Actor) -> None:
    ref = open_inquiry(board, tags=Tags(("ログイン",)))
    open_inquiry(board, tags=Tags(("返品",)))
    for word in ("ログイン", "ﾛｸﾞｲﾝ", "ろぐいん"):
        assert [card.ref for card in board.cards(CardQuery(tag=word))] == [ref]
    assert board.cards(CardQuery(tag="ない")) == ()


def test_the_same_words_again_are_no_change(board: Board, sato: Actor) -> None:
    ref = open_inquiry(board, tags=Tags(("login",)))
    same = EditInquiry(number=ref.number, fields=InquiryFields(tags=Tags(("ＬＯＧＩＮ",))))
    assert refusal(board, same, sato).code == "unchanged"


def test_the_teams_file_only_adds_words(board: Board, sato: Actor) -> None:
    open_inquiry(board, tags=Tags(("決済",)))
    now = board.settings()
    board.execute(ApplySettings(settings=now, words=Tags(("返品", "決済"))), sato)
    assert board.settings().vocabulary.words.content == ("決済", "返品")
    again = ApplySettings(settings=board.settings(), words=Tags(("返品",)))
    assert refusal(board, again, sato).code == "unchanged"


def test_what_is_no_tag_is_refused_and_nothing_is_written(board: Board, sato: Actor) -> None:
    ref = open_inquiry(board)
    for word in ("一行目\n二行目", "長" * 10_000, "a,b"):
        wish = EditInquiry(number=ref.number, fields=InquiryFields(fact="x", tags=Tags((word,))))
        assert refusal(board, wish, sato).code in ("bad_word", "too_long")
    assert inquiry(board, ref).fact == ""
    tag(board, sato, ref, "[/b]", "[重要]")
    assert inquiry(board, ref).tags.content == ("[/b]", "[重要]")


def test_mail_that_brings_bad_tags_still_opens_its_inquiry(board: Board) -> None:
    receipt = board.receive(b"one line", "jsonl")
    tags = Tags(("長" * 10_000, " ", "二\n行"))
    event = board.execute(SortLetter(receipt_id=receipt.id, letter=FIRST, tags=tags), INTAKE)
    assert event.number is not None
    assert board.inquiry(event.number).inquiry.tags == Tags(("長" * 40, "二 行"))
