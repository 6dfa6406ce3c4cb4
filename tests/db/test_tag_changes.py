"""Renaming, merging and retiring words for tags: inquiries, history and counts stay right."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.db import search_index
from csboard.db.knowledge_models import TemplateRow
from csboard.db.reads import Reading
from csboard.db.search import successes, templates
from csboard.db.search_conditions import Asked
from csboard.domain.card_query import Asker, card_filter
from csboard.domain.commands import EditInquiry, Undo
from csboard.domain.history import describe
from csboard.domain.knowledge_commands import (
    BringBackTag,
    MergeTags,
    RenameTag,
    RetireTag,
    SetReading,
)
from csboard.domain.query import parse
from csboard.domain.records import Actor, InquiryFields, Tags, TaskRef
from csboard.domain.tag import Tag
from csboard.domain.views import CardQuery
from csboard.errors import Conflict
from csboard.tui.arrange import searchable
from tests.support.desk import enter, inquiry, open_inquiry, refusal
from tests.support.successes import answered, made


@pytest.fixture
def sato(board: Board) -> Actor:
    return enter(board, "sato", "佐藤")


@pytest.fixture
def refs(board: Board, sato: Actor) -> tuple[TaskRef, TaskRef, TaskRef]:
    """Tagged 支払, 決済, and both."""
    return (
        open_inquiry(board, tags=Tags(("支払",))),
        open_inquiry(board, tags=Tags(("決済",))),
        open_inquiry(board, tags=Tags(("決済", "支払"))),
    )


def word(board: Board, name: str) -> Tag:
    found = [tag for tag in board.settings().vocabulary.tags if tag.word == name]
    assert len(found) == 1
    return found[0]


def counts(board: Board) -> dict[str, int]:
    """How many inquiries show each word, by the word."""
    vocabulary = board.settings().vocabulary
    named = {tag.id: tag.word for tag in vocabulary.tags}
    return {named[tag_id]: count for tag_id, count in board.tag_uses().items()}


def listed(board: Board, name: str) -> set[TaskRef]:
    return {card.ref for card in board.cards(CardQuery(tag=name))}


def shown(board: Board, refs: tuple[TaskRef, ...]) -> list[tuple[str, ...]]:
    on_cards = {card.ref: card.tags.content for card in board.snapshot().cards}
    in_inquiries = [inquiry(board, ref).tags.content for ref in refs]
    assert [on_cards[ref] for ref in refs] == in_inquiries
    return in_inquiries


def test_a_merge_shows_and_counts_both_as_one(
    board: Board, sato: Actor, refs: tuple[TaskRef, TaskRef, TaskRef]
) -> None:
    versions = [inquiry(board, ref).version for ref in refs]
    paying, settling = word(board, "支払"), word(board, "決済")
    assert counts(board) == {"支払": 2, "決済": 2}
    event = board.execute(MergeTags(tag_id=paying.id, into=settling.id), sato)
    assert dict(event.detail) == {"tag": paying.id, "to": settling.id, "led": []}
    assert shown(board, refs) == [("決済",), ("決済",), ("決済",)]
    assert counts(board) == {"決済": 3}
    assert listed(board, "支払") == listed(board, "決済") == set(refs)
    assert [inquiry(board, ref).version for ref in refs] == versions
    assert board.settings().vocabulary.words.content == ("決済",)
    board.execute(Undo(), sato)
    assert shown(board, refs) == [("支払",), ("決済",), ("決済", "支払")]
    assert counts(board) == {"支払": 2, "決済": 2}


def test_a_renamed_tag_is_found_by_both_words_and_back(
    board: Board, sato: Actor, refs: tuple[TaskRef, TaskRef, TaskRef]
) -> None:
    board.execute(RenameTag(tag_id=word(board, "支払").id, word="請求", reading="せいきゅう"), sato)
    assert shown(board, refs) == [("請求",), ("決済",), ("決済", "請求")]
    assert listed(board, "請求") == listed(board, "支払") == {refs[0], refs[2]}
    later = open_inquiry(board, tags=Tags(("請求",)))
    board.execute(Undo(), sato)
    assert shown(board, (*refs, later)) == [("支払",), ("決済",), ("決済", "支払"), ("支払",)]
    assert counts(board) == {"支払": 3, "決済": 2}
    board.execute(RenameTag(tag_id=word(board, "支払").id, word="請求"), sato)
    board.execute(RenameTag(tag_id=word(board, "請求").id, word="支払"), sato)
    assert shown(board, refs) == [("支払",), ("決済",), ("決済", "支払")]


def test_chains_stay_one_hop(
    board: Board, sato: Actor, refs: tuple[TaskRef, TaskRef, TaskRef]
) -> None:
    board.execute(RenameTag(tag_id=word(board, "支払").id, word="請求"), sato)
    board.execute(MergeTags(tag_id=word(board, "請求").id, into=word(board, "決済").id), sato)
    board.execute(RenameTag(tag_id=word(board, "決済").id, word="お金"), sato)
    tags = board.settings().vocabulary.tags
    heads = {tag.id for tag in tags if tag.becomes is None}
    assert {tag.becomes for tag in tags if tag.becomes} <= heads
    assert shown(board, refs) == [("お金",), ("お金",), ("お金",)]
    for _turn in range(3):
        board.execute(Undo(), sato)
    assert shown(board, refs) == [("支払",), ("決済",), ("決済", "支払")]


def test_editing_what_was_merged_keeps_the_word_of_then(
    board: Board, sato: Actor, refs: tuple[TaskRef, TaskRef, TaskRef]
) -> None:
    first = refs[0]
    merge = MergeTags(tag_id=word(board, "支払").id, into=word(board, "決済").id)
    board.execute(merge, sato)
    seen = InquiryFields(tags=inquiry(board, first).tags)
    fields = InquiryFields(tags=Tags(("決済", "返品")))
    board.execute(EditInquiry(number=first.number, fields=fields, was=seen), sato)
    assert inquiry(board, first).tags.content == ("決済", "返品")
    tanaka = enter(board, "tanaka")
    back = MergeTags(tag_id=word(board, "決済").id, into=word(board, "返品").id)
    board.execute(back, tanaka)
    board.execute(Undo(), tanaka)
    assert refusal(board, Undo(number=refs[1].number), sato).code == "nothing"
    board.execute(Undo(number=first.number), sato)
    assert inquiry(board, first).tags.content == ("決済",)
    board.execute(Undo(), sato)
    assert inquiry(board, first).tags.content == ("支払",)


def test_what_somebody_has_gone_on_with_is_not_undone(
    board: Board, sato: Actor, refs: tuple[TaskRef, TaskRef, TaskRef]
) -> None:
    tanaka = enter(board, "tanaka")
    board.execute(MergeTags(tag_id=word(board, "支払").id, into=word(board, "決済").id), sato)
    board.execute(RenameTag(tag_id=word(board, "決済").id, word="お金"), tanaka)
    assert refusal(board, Undo(), sato).code == "built_upon"


def test_a_retired_tag_stays_where_it_is_and_is_offered_no_more(
    board: Board, sato: Actor, refs: tuple[TaskRef, TaskRef, TaskRef]
) -> None:
    tag = word(board, "支払")
    board.execute(RetireTag(tag_id=tag.id), sato)
    assert board.settings().vocabulary.words.content == ("決済",)
    assert shown(board, refs)[0] == ("支払",)
    assert counts(board)["支払"] == 2
    assert refusal(board, RetireTag(tag_id=tag.id), sato).code == "retired"
    board.execute(BringBackTag(tag_id=tag.id), sato)
    assert board.settings().vocabulary.words.content == ("支払", "決済")
    board.execute(Undo(), sato)
    board.execute(Undo(), sato)
    assert board.settings().vocabulary.words.content == ("支払", "決済")


def test_readings_and_spellings_come_back(board: Board, sato: Actor) -> None:
    open_inquiry(board, tags=Tags(("login",)))
    tag = word(board, "login")
    board.execute(SetReading(tag_id=tag.id, reading="ろぐいん"), sato)
    board.execute(RenameTag(tag_id=tag.id, word="Login"), sato)
    now = word(board, "Login")
    assert (now.id, now.reading) == (tag.id, "ろぐいん")
    board.execute(Undo(), sato)
    board.execute(Undo(), sato)
    assert word(board, "login").reading == ""


def test_what_can_not_be(board: Board, sato: Actor, refs: tuple[TaskRef, ...]) -> None:
    angry = open_inquiry(board, tags=Tags(emotion=("怒り",)))
    assert angry
    paying, settling, anger = (word(board, name) for name in ("支払", "決済", "怒り"))
    refused = {
        "word_taken": RenameTag(tag_id=paying.id, word="決済"),
        "no_word": RenameTag(tag_id=paying.id, word=" 　"),
        "bad_word": RenameTag(tag_id=paying.id, word="一\n二"),
        "too_long": RenameTag(tag_id=paying.id, word="長" * 10_000),
        "unchanged": RenameTag(tag_id=paying.id, word="支払"),
        "itself": MergeTags(tag_id=paying.id, into=paying.id),
        "other_dimension": MergeTags(tag_id=paying.id, into=anger.id),
        "no_such_tag": MergeTags(tag_id=paying.id, into=999),
        "bad_reading": SetReading(tag_id=paying.id, reading="shiharai"),
        "not_retired": BringBackTag(tag_id=settling.id),
    }
    for code, command in refused.items():
        no = refusal(board, command, sato)
        assert no.code == code
        assert "\n" not in no.sentence


def test_a_word_that_became_another_is_not_taken_for_a_third(
    board: Board, sato: Actor, refs: tuple[TaskRef, ...]
) -> None:
    open_inquiry(board, tags=Tags(("返品",)))
    board.execute(MergeTags(tag_id=word(board, "支払").id, into=word(board, "決済").id), sato)
    wish = RenameTag(tag_id=word(board, "返品").id, word="支払")
    assert refusal(board, wish, sato).code == "word_taken"


def test_who_saw_an_older_tag_is_told(board: Board, sato: Actor, refs: tuple[TaskRef, ...]) -> None:
    seen = word(board, "支払")
    board.execute(RenameTag(tag_id=seen.id, word="請求"), sato)
    no = refusal(board, RenameTag(tag_id=seen.id, seen=seen.version, word="料金"), sato)
    assert isinstance(no, Conflict)
    assert "請求" in no.sentence


def test_every_board_reads_itself_anew_after_a_renaming(
    board: Board, sato: Actor, refs: tuple[TaskRef, ...]
) -> None:
    since = board.newest()
    board.execute(RenameTag(tag_id=word(board, "支払").id, word="請求"), sato)
    assert board.delta(since) is None
    since = board.newest()
    board.execute(Undo(), sato)
    assert board.delta(since) is None
    since = board.newest()
    board.execute(RetireTag(tag_id=word(board, "支払").id), sato)
    assert board.delta(since) is not None


def test_history_names_the_words_by_their_ids(
    board: Board, sato: Actor, refs: tuple[TaskRef, ...]
) -> None:
    event = board.execute(RenameTag(tag_id=word(board, "支払").id, word="請求"), sato)
    assert "支払" not in str(dict(event.detail))
    settings = board.settings()
    told = describe(event, board.members(), settings.stages, settings.vocabulary)
    assert told == "佐藤 renamed the tag 支払 to 請求"


def everything_found(board: Board, query: str) -> tuple[set[int], set[int], set[int], set[int]]:
    """Inquiries, cards of the board's filter, success cases and templates."""
    vocabulary = board.settings().vocabulary
    asker = Asker("sato", board.clock.now().date(), None, vocabulary)
    wanted, stage = card_filter(query, asker), board.settings().stages[0]
    cards = {
        card.ref.number
        for card in board.snapshot().cards
        if wanted.lets(card, searchable(card), stage)
    }
    hits = {hit.number for hit in board.search(query).hits}

    def others(reading: Reading) -> tuple[set[int], set[int]]:
        asked = Asked(reading.team, board.clock.now())
        return set(successes(parse(query), 9, asked)), set(templates(parse(query), 9, asked))

    return hits, cards, *board._store.read(others)


def test_the_word_of_before_and_of_today_find_the_same_everywhere(
    board: Board, sato: Actor, refs: tuple[TaskRef, TaskRef, TaskRef]
) -> None:
    numbers = {ref.number for ref in refs}
    other = open_inquiry(board, tags=Tags(("配送",)))
    cases = set()
    for ref in (*refs[:2], other):
        answered(board, ref, sato)
        cases.add(made(board, ref, sato, tags=inquiry(board, ref).tags).id)
    written = {"author": 1, "at": board.clock.now(), "name": "N", "folded": "n", "text": "x"}
    for place, name in enumerate(("支払", "決済")):
        more = {"language": str(place), "tags": Tags((name,))}
        search_index.index_template(TemplateRow.create(**written, **more).id)
    assert everything_found(board, "tag:支払")[0] == {refs[0].number, refs[2].number}
    board.execute(MergeTags(tag_id=word(board, "支払").id, into=word(board, "決済").id), sato)
    after_merge = everything_found(board, "tag:支払")
    assert after_merge == everything_found(board, "tag:決済")
    assert after_merge[:2] == (numbers, numbers)
    assert [len(found) for found in after_merge] == [3, 3, 2, 2]
    board.execute(RenameTag(tag_id=word(board, "決済").id, word="お金"), sato)
    for query in ("tag:支払", "tag:決済", "tag:お金", 'tag:"お金"', "content:支", "コンテンツ:お"):
        assert everything_found(board, query) == after_merge, query
    assert everything_found(board, "symptom:お金") == (set(), set(), set(), set())
    assert everything_found(board, "-tag:支払 is:open")[0] == {other.number}
