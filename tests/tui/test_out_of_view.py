"""A list says in words how much of it is out of view, above and below."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.tui.screens.pick import PickDialog
from csboard.tui.widgets.listing import Listing
from csboard.tui.widgets.out_of_view import out_of_view
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit


@pytest.mark.parametrize(
    ("above", "below", "open_end", "told"),
    [
        (0, 0, False, ""),
        (0, 3, False, "3 more below"),
        (2, 0, False, "2 more above"),
        (2, 3, False, "2 more above  3 more below"),
        (2, 3, True, "2 more above  3 or more below"),
    ],
)
def test_it_is_said_in_words(above: int, below: int, open_end: bool, told: str) -> None:
    assert out_of_view(above, below, open_end=open_end) == told


def lines(seat: Seat) -> list[str]:
    return seat.text().splitlines()


async def test_a_column_says_how_many_cards_are_out_of_view(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    for number in range(20):
        open_inquiry(board, f"subject {number:02}")
    async with sit("sato", size=(80, 24)) as seat:
        assert lines(seat)[-2].strip() == "10 more below"  # two lines a card, 20 lines for them
        await seat.press("end")
        assert lines(seat)[-2].strip() == "10 more above"
        await seat.press(*["up"] * 12)
        assert lines(seat)[-2].strip() == "7 more above  3 more below"


async def test_a_column_that_fits_says_nothing(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    for number in range(10):
        open_inquiry(board, f"subject {number:02}")
    async with sit("sato", size=(80, 24)) as seat:
        assert "more below" not in seat.text()
        assert "subject 09" in seat.text()


@pytest.mark.parametrize("lines_of_window", range(15, 30))
async def test_every_card_in_view_is_whole(board: Board, sit: Sit, lines_of_window: int) -> None:
    enter(board, "sato", "Sato")
    for number in range(15):
        open_inquiry(board, f"subject {number:02}", customer_name=f"customer {number:02}")
    async with sit("sato", size=(80, lines_of_window)) as seat:
        for key in ("home", "pagedown", "pagedown", "end"):
            await seat.press(key)
            text = seat.text()
            assert text.count("subject ") == text.count("customer ")
            assert f"#{seat.card} " in text


async def test_a_list_says_how_many_rows_are_out_of_view(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    rows = [[[(f" row {number}", "row")]] for number in range(30)]
    async with sit("sato", size=(80, 24)) as seat:
        seat.app.push_screen(PickDialog("Many", rows))
        await seat.settle()
        assert "19 more below" in seat.text()
        assert "row 10" in seat.text()
        assert "row 11" not in seat.text()
        await seat.press("end")
        assert "19 more above" in seat.text()
        assert "> row 29" in seat.text().replace(">  ", "> ")
        await seat.click(20, 20)  # the line that says so is no row
        assert seat.app.screen.query_one(Listing).cursor == 29


async def test_a_list_that_fits_has_a_line_for_each_row(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    rows = [[[(f" row {number}", "row")]] for number in range(12)]
    async with sit("sato", size=(80, 24)) as seat:
        seat.app.push_screen(PickDialog("Few", rows))
        await seat.settle()
        assert "row 11" in seat.text()
        assert "more" not in seat.text().partition("Few")[2]


async def test_the_help_says_how_many_lines_are_out_of_view(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("question_mark")
        await seat.until(lambda: "more below  esc: close" in seat.text())
        assert "more above" not in seat.text()
        await seat.press("down")
        await seat.until(lambda: "1 more above" in seat.text())
