"""How long a sentence stays in the last line: until it was seen and something else is done."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.tui.screens import telling
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit

SAID = "Order: newest first"


@pytest.fixture
def desk(board: Board) -> Board:
    enter(board, "sato", "Sato")
    for _number in range(3):
        open_inquiry(board)
    return board


async def said(seat: Seat) -> None:
    """The board says something that has been there long enough to be seen."""
    await seat.press("o")
    assert seat.told == SAID
    await seat.until(lambda: seat.screen._was_seen)


@pytest.mark.parametrize("key", ["j", "2", "x"])
async def test_the_next_key_takes_away_what_was_seen(
    desk: Board, sit: Sit, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "READABLE_FOR", 0.01)
    async with sit("sato") as seat:
        await said(seat)
        await seat.press(key)
        assert not seat.told


async def test_what_nobody_can_have_read_yet_stays(
    desk: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "READABLE_FOR", 30.0)
    async with sit("sato") as seat:
        await seat.press("o", "j", "j")
        assert seat.told == SAID


async def test_a_key_takes_away_no_sentence_that_leads_it_on(
    desk: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "READABLE_FOR", 0.01)
    async with sit("sato") as seat:
        await said(seat)
        await seat.press("g")
        assert seat.told.startswith("g …")
        seat.screen.leave_said()
        assert seat.told.startswith("g …")


@pytest.mark.parametrize("keys", [("slash", "escape"), ("question_mark", "escape")])
async def test_what_was_covered_does_not_come_back(
    desk: Board, sit: Sit, keys: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "READABLE_FOR", 30.0)
    async with sit("sato") as seat:
        await seat.press("o")
        assert seat.told == SAID
        await seat.press(*keys)
        assert seat.screen.footer.display
        assert not seat.told


async def test_it_goes_by_itself_as_well(
    desk: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "READABLE_FOR", 0.01)
    monkeypatch.setattr(telling, "SAID_FOR", 0.02)
    async with sit("sato") as seat:
        await seat.press("o")
        await seat.until(lambda: not seat.told)
