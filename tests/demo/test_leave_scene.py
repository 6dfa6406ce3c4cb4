"""The scene of a week with two leaves: lawful in both languages, showing what it is there for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.demo import SCENES
from csboard.demo.book import read_book
from csboard.demo.colleagues import Colleagues
from csboard.demo.making import make
from csboard.domain.absences import away_at, span_of
from csboard.domain.hand_off_records import HandOff
from csboard.i18n import LANGUAGES

FRIDAY = datetime(2026, 11, 20, 6, 0, tzinfo=UTC)
"""Three in the afternoon in Tokyo."""
TOKYO = ZoneInfo("Asia/Tokyo")


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def board(language: str, tmp_path: Path) -> Iterator[Board]:
    made = Board.open(make(tmp_path, language, FRIDAY, "leave"), FixedClock(FRIDAY))
    yield made
    made.close()


def numbers(board: Board) -> dict[str, int]:
    """By the place in the plot, as nothing opened in between."""
    stories = read_book("en", "leave").stories
    return {story.id: 1001 + index for index, story in enumerate(stories)}


def test_two_of_five_are_away_at_the_same_time(board: Board) -> None:
    assert len(board.snapshot().members) == 5 + 1  # and the intake
    kento, misaki, haruka = board.absences()
    assert [one.login for one in (kento, misaki, haruka)] == ["kento", "misaki", "haruka"]
    theirs, hers = span_of(kento, TOKYO), span_of(misaki, TOKYO)
    assert hers.start < theirs.end <= FRIDAY < hers.end
    assert set(away_at(board.absences(), FRIDAY, TOKYO)) == {"misaki"}


@pytest.mark.parametrize("minutes", [0, 7, 90, 179, 180])
def test_it_is_told_in_the_small_hours_too(tmp_path: Path, minutes: int) -> None:
    night = datetime(2026, 11, 25, tzinfo=TOKYO).astimezone(UTC) + timedelta(minutes=minutes)
    told = Board.open(make(tmp_path, "en", night, "leave"), FixedClock(night))
    offered = [one.receiver for one in told.hand_offs() if one.is_offered]
    told.close()
    assert "kento" in offered


def test_a_customers_word_went_along_the_chain_and_another_waited(board: Board) -> None:
    owners = {card.ref.number: card.owner for card in board.snapshot(done=99).cards}
    known = numbers(board)
    assert owners[known["nib-missing"]] == "chie"  # from kento over misaki, who was away too
    assert owners[known["catalogue"]] == "kento"  # whose rule was to keep it
    assert owners[known["torn-box"]] == "chie"


def test_hand_offs_were_taken_with_a_line_and_two_are_still_to_be(board: Board) -> None:
    known = numbers(board)

    def of(story: str) -> HandOff:
        [found] = board.hand_offs_of(known[story])
        return found

    assert [of(story).taken_by for story in ("wedding-cards", "charged-twice", "monogram")] == [
        "misaki",
        "chie",
        "aoi",
    ]
    assert all(of(story).read_back for story in ("wedding-cards", "charged-twice", "monogram"))
    assert of("colour-swap").is_offered
    assert of("colour-swap").receiver == "kento"
    assert of("school-order").is_offered


def test_colleagues_who_are_away_do_nothing(board: Board, language: str) -> None:
    others = Colleagues(board, read_book(language, "leave"), seed=3)
    clock = board.clock
    assert isinstance(clock, FixedClock)
    for _step in range(25):
        clock.advance(timedelta(seconds=40))
        assert others.step().actor not in ("misaki", "kento")


@pytest.mark.parametrize("now", ["2026-11-23T00:10", "2026-11-28T15:00", "2027-01-01T23:50"])
def test_it_can_be_looked_at_on_any_day(tmp_path: Path, now: str) -> None:
    for scene in SCENES:
        assert make(tmp_path, "en", datetime.fromisoformat(now).replace(tzinfo=UTC), scene)
