"""Quick views, the filter, and the chips that say what narrows the board."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim
from csboard.domain.draft_commands import BeginDraft
from csboard.domain.records import Urgency
from csboard.domain.review_commands import AskReview
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit

NARROW = (80, 24)


def filled(board: Board) -> None:
    """One card for each quick view; person `sato`."""
    sato = enter(board, "sato", "Sato")
    board.execute(Claim(task=open_inquiry(board, "of Sato")), sato)
    open_inquiry(board, "of nobody")
    burns = open_inquiry(board, "burns", urgency=Urgency.HIGH)
    draft = board.execute(BeginDraft(number=burns.number), sato).detail["draft"]
    assert isinstance(draft, int)
    board.execute(AskReview(draft_id=draft), sato)


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("1", {"of Sato", "of nobody", "burns"}),
        ("2", {"of Sato"}),
        ("3", {"of nobody", "burns"}),
        ("４", {"burns"}),
    ],
)
async def test_a_digit_is_a_quick_view(board: Board, sit: Sit, key: str, shown: set[str]) -> None:
    filled(board)
    async with sit("sato") as seat:
        await seat.press(key)
        every = {card.title for column in seat.screen.all_columns for card in column.cards}
        assert every == shown


def cards_seen(seat: Seat) -> int:
    return sum("#10" in line for line in seat.text().splitlines())


async def test_chips_take_a_line_only_while_something_narrows(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    for number in range(20):
        open_inquiry(board, f"number {number}")
    async with sit("sato", size=NARROW) as seat:
        before = cards_seen(seat)
        await seat.press("3")
        assert "[Unassigned only x]" in seat.text().splitlines()[1]
        await seat.press("1")
        assert "[" not in seat.text().splitlines()[1]
        assert cards_seen(seat) == before


async def test_a_click_takes_one_chip_away_and_esc_all(board: Board, sit: Sit) -> None:
    filled(board)
    async with sit("sato") as seat:
        await seat.press("3", "slash", *"burns", "enter")
        chips = seat.text().splitlines()[1]
        assert "[Unassigned only x]" in chips
        assert "[Filter: burns x]" in chips
        await seat.click(chips.index("[Filter") + 2, 1)
        assert seat.screen.view.words == ""
        assert "[Unassigned only x]" in seat.text().splitlines()[1]
        await seat.press("escape")
        assert not seat.screen.view.narrowed
        assert "x]" not in seat.text()


async def test_words_of_a_filter_may_be_a_number(board: Board, sit: Sit) -> None:
    filled(board)
    async with sit("sato") as seat:
        await seat.press("slash", *"＃1003")
        every = [card.title for column in seat.screen.all_columns for card in column.cards]
        assert every == ["burns"]


async def test_chips_are_cut_with_a_mark(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato", size=(60, 20)) as seat:
        await seat.press("3", "slash", *("長い言葉" * 12), "enter")
        chips = seat.text().splitlines()[1]
        assert "… x]" in chips
        assert chips.rstrip().endswith("esc: all away")


async def test_what_no_card_tells_is_said_where_one_types(board: Board, sit: Sit) -> None:
    filled(board)
    async with sit("sato", size=NARROW) as seat:
        await seat.press("slash", *"is:mine has:file")
        await seat.until(lambda: "No card tells has:file: search with g /" in seat.text())
        every = {card.title for column in seat.screen.all_columns for card in column.cards}
        assert every == {"of Sato"}
        await seat.press("escape")
        assert "No card tells" not in seat.text()
