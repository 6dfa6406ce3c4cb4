"""What a card says of its promise, and that a minute paints no more than what it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.card_clocks import CardClocks, Ticking
from csboard.domain.commands import ApplySettings, Claim, Wait
from csboard.domain.records import Actor, Card, Offer, Tags, Urgency, Waiting
from csboard.tui.cards import (
    GUTTER,
    NOTHING_ASIDE,
    Aside,
    Piece,
    card_age,
    card_height,
    card_lines,
    card_promise,
)
from csboard.tui.layout import cell_len
from csboard.tui.widgets.column import Column
from tests.domain.clock_builders import HOUR, MINUTE, OFFICE, TOKYO, at
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit
from tests.tui.test_cards import CARD, TAGS

NOW = at("24 10:00")
SATO = Actor("sato")


def promised(left: timedelta, rests: str = "", **changed: Any) -> Card:
    """A card with a promise that has so much time left at `NOW`."""
    clocks = CardClocks(NOW, (Ticking("first", NOW, left, None, rests),))
    card: Card = CARD._replace(clocks=clocks, **changed)
    return card


def written(card: Card, width: int = 37) -> list[str]:
    promise = card_promise(card, OFFICE, NOW)
    lines = card_lines(card, width, card_age(card, NOW, TOKYO), "yamada", promise=promise)
    return ["".join(piece.text for piece in line) for line in lines]


@pytest.mark.parametrize(
    ("left", "rests", "text", "role"),
    [
        (2 * HOUR, "", "2:00 left", "meta"),
        (61 * MINUTE, "", "1:01 left", "meta"),
        (14 * MINUTE, "", "0:14 left", "high"),
        (timedelta(seconds=59), "", "0:01 left", "high"),
        (timedelta(), "", "0:00 left", "high"),
        (-20 * MINUTE, "", "overdue 0:20", "urgent"),
        (-300 * HOUR, "", "overdue 300:00", "urgent"),
        (2 * HOUR, "customer", "paused", "waiting"),
        (-20 * MINUTE, "customer", "overdue 0:20", "urgent"),
    ],
)
def test_how_a_promise_stands(left: timedelta, rests: str, text: str, role: str) -> None:
    assert card_promise(promised(left, rests), OFFICE, NOW) == Piece(text, role)


@pytest.mark.parametrize(
    ("left", "rests", "text"),
    [
        (14 * MINUTE, "", "残り 0:14"),
        (HOUR, "date", "停止中"),
        (-20 * MINUTE, "", "期限超過 0:20"),
    ],
)
def test_in_japanese(japanese: None, left: timedelta, rests: str, text: str) -> None:
    assert card_promise(promised(left, rests), OFFICE, NOW).text == text


def test_it_runs_down_in_business_time() -> None:
    card = promised(4 * HOUR)
    said = [card_promise(card, OFFICE, at(when)).text for when in ("24 13:59", "24 20:00")]
    assert said == ["0:01 left", "overdue 4:00"]


def test_nothing_is_said_where_nothing_is_promised() -> None:
    closed = promised(HOUR, closed_at=NOW)
    for card, calendar in ((CARD, OFFICE), (closed, OFFICE), (promised(HOUR), None)):
        assert card_promise(card, calendar, NOW).text == ""


def test_it_stands_behind_the_urgency_before_the_owner(japanese: None) -> None:
    urgent = promised(14 * MINUTE, urgency=Urgency.URGENT)
    assert written(urgent, 31)[1] == "  至急  残り 0:14  未担当 …"
    assert written(urgent, 39)[1] == "  至急  残り 0:14  未担当  佐藤商店 …"
    assert written(urgent, 79)[1] == "  至急  残り 0:14  未担当  1日  佐藤商店"


def test_that_it_stands_still_gives_way_to_the_customer(japanese: None) -> None:
    held = promised(HOUR, "customer", waiting=Waiting("customer"), owner="sato", owner_name="佐藤")
    assert written(held)[1] == "  佐藤  お客様返信待ち  佐藤商店 …"
    assert written(held, 44)[1] == "  佐藤  お客様返信待ち  停止中  佐藤商店 …"


@given(
    st.integers(-9_000, 9_000),
    st.sampled_from(["", "customer"]),
    st.sampled_from(list(Urgency)),
    st.sampled_from([TAGS, CARD.tags]),
    st.integers(0, 90),
)
def test_any_card_fits(left: int, rests: str, urgency: Urgency, tags: object, width: int) -> None:
    card = promised(left * MINUTE, rests, urgency=urgency, tags=tags)
    lines = written(card, width)
    assert all(cell_len(line) <= max(8, width) - GUTTER for line in lines)
    assert len(lines) == card_height(card, width)


IN_WHOSE_HANDS = [
    (Aside(away="away: Chie stands in"), None, "  away: Chie stands in  決済/二重請…"),
    (Aside(away="away: Chie stands in"), Offer(None), "  away: Chie stands in  決済/二重請…"),
    (NOTHING_ASIDE, Offer("chie", "Chie"), "  offered to Chie  決済/二重請求 怒…"),
]


@pytest.mark.parametrize(("aside", "offer", "third"), IN_WHOSE_HANDS)
def test_in_whose_hands_it_is_stands_before_the_tags(
    aside: Aside, offer: Offer | None, third: str
) -> None:
    """In a column of a third of 120 cells; where the second line has room it stands there."""
    owner = {"owner": "haruka", "owner_name": "Haruka"}
    card = promised(4 * HOUR, urgency=Urgency.URGENT, tags=TAGS, offer=offer, **owner)
    promise = card_promise(card, OFFICE, NOW)
    for width, line in ((37, 2), (90, 1)):
        lines = card_lines(card, width, "3h", "yamada", aside=aside, promise=promise)
        said = ["".join(piece.text for piece in each) for each in lines]
        what = aside.away or "offered to Chie"
        assert [what in each for each in said] == [each == line for each in range(3)]
        assert "Haruka" in said[1]
        assert all(cell_len(each) <= width - GUTTER for each in said)
        if line == 2:
            assert said[2] == third


@pytest.mark.parametrize("offer", [None, Offer("chie", "Chie")])
@pytest.mark.parametrize("tags", [Tags((), (), ()), TAGS])
def test_that_the_owner_is_away_stays_as_long_as_anything_does(
    offer: Offer | None, tags: Tags
) -> None:
    """First who stands in gives way, then what stands before it."""
    card = promised(4 * HOUR, urgency=Urgency.URGENT, owner="haruka", owner_name="Haruka")
    card = card._replace(offer=offer, tags=tags)
    aside = Aside(away="away: Chie stands in", away_only="away")
    promise = card_promise(card, OFFICE, NOW)
    for width in range(90):
        lines = card_lines(card, width, "3h", "yamada", aside=aside, promise=promise)
        said = ["".join(piece.text for piece in each) for each in lines]
        assert any("away" in each.split() or "away:" in each.split() for each in said[1:]), said
        assert all(cell_len(each) <= max(8, width) - GUTTER for each in said), said


def test_what_says_who_stands_in_gives_way_before_the_word_away() -> None:
    card = promised(4 * HOUR, owner="haruka", owner_name="Haruka")
    aside = Aside(away="away: Chie stands in", away_only="away")

    def told(width: int) -> str:
        line = card_lines(card, width, "3h", "yamada", aside=aside)[-1]
        return "".join(piece.text for piece in line)

    assert told(60) == "  Haruka  away: Chie stands in  3h  佐藤商店"
    assert told(36) == "  Haruka  away: Chie stands in …"
    assert told(30) == "  Haruka  away  佐藤商店"
    assert told(22) == "  Haruka  away …"
    assert told(12) == "  away …"
    assert told(8) == "  away"


@pytest.fixture
def promising(board: Board, clock: FixedClock) -> Board:
    """A board on a Tuesday at half past nine, whose team promises eight hours."""
    clock.advance(24 * HOUR)
    enter(board, "sato", "佐藤")
    hours = {"tue": ("09:00-10:00", "13:00-18:00")}
    settings = replace(board.settings(), hours=hours, promises={"solved": ("8h",)})
    board.execute(ApplySettings(settings=settings), SATO)
    return board


async def test_a_minute_writes_anew_only_the_cards_whose_words_change(
    promising: Board, clock: FixedClock, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_inquiry(promising, "running")
    held = open_inquiry(promising, "held")
    promising.execute(Claim(task=held), SATO)
    promising.execute(Wait(task=held, waiting=Waiting("customer")), SATO)
    clock.advance(25 * HOUR)  # a Wednesday: nothing is open, and ages are whole days
    async with sit("sato") as seat:
        assert "2:30 left" in seat.text()
        made: list[str] = []
        make = Column._make_strips

        def watched(self: Column, *given: object) -> object:
            made.append(str(given))
            return make(self, *given)  # type: ignore[arg-type]

        monkeypatch.setattr(Column, "_make_strips", watched)
        clock.advance(MINUTE)
        seat.screen.tick()
        await seat.settle()
        assert made == []
        clock.advance(timedelta(days=5, hours=22, minutes=34))
        seat.screen.tick()
        await seat.settle()
        assert "2:25 left" in seat.text()
        made.clear()
        clock.advance(MINUTE)
        seat.screen.tick()
        await seat.settle()
        assert "2:24 left" in seat.text()
        assert [("running" in one, "held" in one) for one in made] == [(True, False)]


async def test_another_promise_is_shown_at_once(promising: Board, sit: Sit) -> None:
    open_inquiry(promising, "x")
    async with sit("sato") as seat:
        assert "8:00 left" in seat.text()
        settings = replace(promising.settings(), promises={"solved": ("4h",)})
        promising.execute(ApplySettings(settings=settings), SATO)
        await seat.settle()
        assert "4:00 left" in seat.text()
        assert "8:00 left" not in seat.text()


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60)])
async def test_nothing_of_it_is_cut(
    promising: Board, clock: FixedClock, sit: Sit, size: tuple[int, int], japanese: None
) -> None:
    settings = replace(promising.settings(), promises={"solved": ("1h",)})
    promising.execute(ApplySettings(settings=settings), SATO)
    open_inquiry(promising, "請求が二重になっています", urgency=Urgency.URGENT)
    clock.advance(6 * HOUR)
    async with sit("sato", size) as seat:
        assert "至急  期限超過 2:00  未担当" in seat.text()
