"""Anything is searched for on two boards alike, one on each database: the same answers."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.db import similar
from csboard.db.tables import MODELS
from csboard.domain.commands import (
    Claim,
    FileAsJunk,
    Merge,
    Move,
    OpenInquiry,
)
from csboard.domain.found import Excerpt, Found
from csboard.domain.query_words import KEYS
from csboard.domain.records import Actor, Tags, TaskRef
from csboard.errors import Refused
from tests.conftest import MONDAY
from tests.support.desk import enter

LABELLED = tomllib.loads((Path(__file__).parents[1] / "search" / "labelled.toml").read_text())
SATO = Actor("sato")

Both = tuple[Board, Board]


@pytest.fixture
def both(sqlite_url: str, postgres_url: str) -> Iterator[Both]:
    opened = tuple(Board.open(url, FixedClock(MONDAY)) for url in (sqlite_url, postgres_url))
    for board in opened:
        with the_one_at_hand(board):
            _fill(board)
    yield opened[0], opened[1]
    for board in opened:
        board.close()


def the_one_at_hand(board: Board) -> AbstractContextManager[object]:
    """A process has one board: the models are bound to the one that was opened last."""
    context: AbstractContextManager[object] = board._store.engine.database.bind_ctx(MODELS)
    return context


def _fill(board: Board) -> None:
    """The labelled inquiries; some taken, done, merged, filed."""
    enter(board, "sato", "佐藤")
    numbers: list[int] = []
    for subject, text, *tags in LABELLED["inquiries"].values():
        content, symptom, emotion = (((word,) if word else ()) for word in tags)
        opening = OpenInquiry(
            subject=subject,
            body=text,
            customer_name="山田 太郎" if len(numbers) % 2 else "Alex",
            customer_email=f"c{len(numbers) % 7}@example.com",
            tags=Tags(content, symptom, emotion),
        )
        numbers.append(board.execute(opening, SATO).number or 0)
    for number in numbers[::5]:
        board.execute(Claim(task=TaskRef(number)), SATO)
        board.execute(Move(task=TaskRef(number), stage="done"), SATO)
    board.execute(Merge(number=numbers[1], into=numbers[2]), SATO)
    board.execute(FileAsJunk(number=numbers[3]), SATO)


_WORDS = sorted(
    {word for one in LABELLED["inquiries"].values() for text in one for word in text.split()}
    | set(LABELLED["queries"])
)
_PIECES = st.one_of(
    st.sampled_from(_WORDS),
    st.sampled_from(_WORDS).flatmap(
        lambda word: st.tuples(st.integers(0, len(word)), st.integers(1, 4)).map(
            lambda at: word[at[0] : at[0] + at[1]]
        )
    ),
    st.sampled_from(
        [f"{key}:{value}" for key, one in KEYS.items() for value in (*one.values, "返", "2026-11")]
    ),
    st.sampled_from(["OR", "-", '"', " ", "'", "\\", "%", "_", "*", "(", ")", "&", "|", "!", ":*"]),
    st.text(max_size=6),
)
QUERIES = st.lists(_PIECES, max_size=6).map(" ".join) | st.lists(_PIECES, max_size=4).map("".join)


def answer(board: Board, query: str) -> Found | str:
    with the_one_at_hand(board):
        try:
            return board.search(query, 20, "sato")
        except Refused as refusal:
            return f"{refusal.code}: {refusal.sentence}"


def excerpts(board: Board, query: str, found: Found) -> dict[int, Excerpt]:
    with the_one_at_hand(board):
        return dict(board.excerpts(query, [hit.number for hit in found.hits[:5]]))


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=150,
)
@given(query=QUERIES)
def test_both_databases_answer_alike(both: Both, query: str) -> None:
    sqlite, postgres = both
    found = answer(sqlite, query)
    assert found == answer(postgres, query)
    if not isinstance(found, str):
        numbers = [hit.number for hit in found.hits]
        assert len(numbers) == len(set(numbers))
        assert excerpts(sqlite, query, found) == excerpts(postgres, query, found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(query=QUERIES)
def test_marks_stand_in_their_sentence_apart_from_one_another(both: Both, query: str) -> None:
    board = both[0]
    found = answer(board, query)
    if isinstance(found, str):
        return
    for excerpt in excerpts(board, query, found).values():
        before = 0
        for start, end in excerpt.marks:
            assert before <= start < end <= len(excerpt.text)
            before = end


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=40,
    deadline=None,
)
@given(subject=QUERIES, text=QUERIES)
def test_what_is_like_anything_is_the_same_on_both(both: Both, subject: str, text: str) -> None:
    """Also where more things have a word than are looked at."""
    found = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(similar, "NEWEST", 6)
        for board in both:
            with the_one_at_hand(board):
                opening = OpenInquiry(subject=f"返金 {subject}"[:500], body=text)
                number = board.execute(opening, SATO).number or 0
                alike = board.similar(number)
                found.append([(one.kind, one.id, one.percent, one.tags) for one in alike.alike])
                assert all(one.id != number for one in alike.alike)
    assert found[0] == found[1]
