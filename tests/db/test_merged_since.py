"""What is told after a merge: each event of the number it happened to, and who has it by now.

The same on both databases.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import AddNote, Claim, Merge, Move, TakeOver
from csboard.domain.digest import Item
from csboard.domain.digest_words import how_it_left, sections, stands
from csboard.domain.inbox_words import in_a_sentence_of
from csboard.domain.records import TaskRef
from csboard.domain.stand_up import NOBODY
from csboard.domain.stand_up_words import moved
from tests.support.merging import LEAD, SATO, TANAKA, team_with_two

DAY = timedelta(days=1)
ONE, TWO = TaskRef(1001), TaskRef(1002)


@pytest.fixture
def team(board: Board) -> Board:
    """Tanaka has #1001, Sato #1002."""
    team_with_two(board)
    board.execute(Claim(task=ONE), TANAKA)
    board.execute(Claim(task=TWO), SATO)
    return board


def merged_meanwhile(team: Board, clock: FixedClock) -> None:
    """Tanaka is away, and #1001 is merged into #1002."""
    today = clock.now().date()
    team.execute(EnterAbsence(login="tanaka", first=today, last=today + 7 * DAY), TANAKA)
    clock.advance(timedelta(hours=1))
    team.execute(Merge(number=1001, into=1002), SATO)


def told_of(team: Board, ref: TaskRef) -> tuple[Item, list[str]]:
    """The item of a task in Tanaka's digest, and what happened in it."""
    digest = team.digest("tanaka")
    (item,) = (one for one in digest.items if one.task.ref == ref)
    parts = {part.title: part.lines for part in sections(item, digest.found)}
    return item, [line.split("  ")[-1] for line in parts["What happened"]]


def test_an_inbox_line_keeps_its_number(team: Board) -> None:
    team.execute(AddNote(number=1001, text="@tanaka see"), SATO)
    team.execute(AddNote(number=1002, text="@tanaka see"), SATO)
    team.execute(Merge(number=1001, into=1002), SATO)
    items = team.inbox("tanaka")
    assert [in_a_sentence_of(one, team.members()) for one in items] == [
        "佐藤 names you on #1002",
        "佐藤 names you on #1001",
    ]
    assert [one.number for one in items] == [1002, 1002], "where it goes on"


def test_the_digest_says_of_each_event_where_it_happened(team: Board, clock: FixedClock) -> None:
    merged_meanwhile(team, clock)
    team.execute(AddNote(number=1002, text="n"), SATO)
    _item, lines = told_of(team, ONE)
    assert any("merged #1001 into #1002" in line for line in lines)
    assert any("wrote a note on #1002" in line for line in lines)


def test_the_digest_names_who_has_it_by_now(team: Board, clock: FixedClock) -> None:
    merged_meanwhile(team, clock)
    clock.advance(timedelta(hours=1))
    team.execute(TakeOver(task=TWO, reason="urgent"), LEAD)
    item, _lines = told_of(team, ONE)
    found = team.digest("tanaka").found
    assert how_it_left(item, found) == "merged; 佐藤 had the other then"
    assert stands(item, found) == "goes on in #1002, 鈴木"
    team.execute(Move(task=TWO, stage="done"), LEAD)
    item, _lines = told_of(team, ONE)
    assert stands(item, team.digest("tanaka").found).startswith("goes on in #1002, done ")


def test_merged_into_another_of_ones_own(team: Board, clock: FixedClock) -> None:
    team.execute(TakeOver(task=TWO, reason="urgent"), TANAKA)
    merged_meanwhile(team, clock)
    item, _lines = told_of(team, ONE)
    found = team.digest("tanaka").found
    assert how_it_left(item, found) == "merged into another of yours"
    assert stands(item, found) == "goes on in #1002, yours"


def test_the_stand_up_says_of_each_event_where_it_happened(team: Board) -> None:
    team.execute(AddNote(number=1001, text="n"), TANAKA)
    team.execute(Merge(number=1001, into=1002), SATO)
    walked = team.stand_up()
    entries = {
        (turn.key, entry.ref): entry
        for turn in walked.people
        for entry in turn.entries
        if turn.key != NOBODY
    }
    of_sato, of_tanaka = entries["sato", TWO], entries["tanaka", TWO]
    assert "merged #1001 into #1002" in moved(of_sato, walked.found)
    assert {event.number for event in of_tanaka.events} == {1001}
