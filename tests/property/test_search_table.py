"""An index that was written bit by bit holds the same as one made at once, on both databases."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from csboard.board import Board
from csboard.db import plain_sql, search_table
from csboard.domain import search_text
from csboard.domain.search_text import Kind, Section

Step = tuple[str, list[Section]]

KINDS: list[Kind] = ["s", "x", "c", "d", "m", "n"]
TEXTS = st.text(st.sampled_from("返金請求書をた ab1E-"), max_size=12)
SECTIONS = st.lists(st.tuples(st.sampled_from(KINDS), TEXTS), max_size=4)
STEPS = st.lists(st.tuples(st.sampled_from(["add", "add", "put"]), SECTIONS), max_size=6)

_things = itertools.count(1)


def held(thing: int) -> set[str]:
    """By which grams the index finds a thing."""
    here = plain_sql.bound()
    if plain_sql.of_sqlite(here):
        here.execute_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS temp.held"
            " USING fts5vocab (main, searchable_grams, instance)"
        )
        rows = here.execute_sql("SELECT term FROM temp.held WHERE doc = ?", (thing,))
    else:
        query = "SELECT lexeme FROM searchable_grams g, unnest(g.grams) WHERE id = %s"
        rows = here.execute_sql(query, (thing,))
    found = [gram for (gram,) in rows.fetchall()]
    assert len(found) == len(set(found))
    return set(found)


def is_whole() -> None:
    """Nothing in the index contradicts itself."""
    here = plain_sql.bound()
    if plain_sql.of_sqlite(here):
        here.execute_sql(
            "INSERT INTO searchable_grams (searchable_grams) VALUES ('integrity-check')"
        )


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=40,
)
@given(steps=STEPS)
def test_bit_by_bit_is_the_same_as_at_once(board: Board, steps: list[Step]) -> None:
    thing, stored = next(_things), ""
    for how, sections in steps:
        if how == "add":
            search_table.add(thing, sections)
            stored += search_text.folded(sections)
        else:
            stored = search_text.folded(sections)
            search_table.put(thing, stored)
        assert search_table.texts().get(thing, "") == stored
        assert held(thing) == set(search_text.all_grams(stored))
    is_whole()


def test_what_comes_to_a_long_thread_is_all_that_is_looked_at(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    for turn in range(50):
        search_table.add(1, [("m", f"{turn} 回目の返信です" * 20)])
    looked_at: list[str] = []
    whole = search_text.all_grams

    def noted(stored: str) -> list[str]:
        looked_at.append(stored)
        return whole(stored)

    monkeypatch.setattr(search_table, "all_grams", noted)
    search_table.add(1, [("m", "短い返事")])
    assert looked_at == ["\x1em短イ返事"]
    assert held(1) == set(whole(search_table.texts()[1]))


@pytest.mark.parametrize("room", [60, 200])
def test_without_room_for_all_grams_it_holds_what_one_made_at_once_would(
    board: Board, monkeypatch: pytest.MonkeyPatch, room: int
) -> None:
    monkeypatch.setattr("csboard.domain.grams.MOST_BYTES", room)
    more = search_table._ADD_MORE.replace(str(500_000), str(room))
    monkeypatch.setattr(search_table, "_ADD_MORE", more)
    for turn in range(8):
        search_table.add(1, [("m", f"第{turn}回の返信です。word{turn}")])
        assert held(1) == set(search_text.all_grams(search_table.texts()[1]))
    is_whole()
    search_table.put(1, "")
    assert held(1) == set()
