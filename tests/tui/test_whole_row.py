"""The row under the cursor in full, under lists whose rows are wider than the window."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from csboard.board import Board
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.absences import OnMail
from csboard.domain.records import Actor
from csboard.tui.screens.absences import AbsencesScreen
from csboard.tui.widgets.listing import Listing
from csboard.tui.widgets.whole_row import SHARE, WholeRow, _needed
from tests.conftest import MONDAY
from tests.support.desk import enter
from tests.tui.conftest import Seat, Sit

TODAY = MONDAY.date()
DAY = timedelta(days=1)
TOLD = "customer writes: goes to Wolfeschlegelsteinhausenbergerdorff"


@pytest.fixture(autouse=True)
def people(board: Board) -> None:
    enter(board, "lead", "Lead")
    for login, name in (("mori", "Mori"), ("long", "Wolfeschlegelsteinhausenbergerdorff")):
        enter(board, login, name)


def away(board: Board, login: str, **more: Any) -> None:
    days = {"first": TODAY, "last": TODAY + 7 * DAY, **more}
    board.execute(EnterAbsence(login=login, **days), Actor("lead"))


async def at_the_list(seat: Seat) -> WholeRow:
    await seat.press("g", "h")
    await seat.until(lambda: isinstance(seat.app.screen, AbsencesScreen))
    await seat.until(lambda: "Absences:" in seat.text())
    await seat.settle()
    return seat.app.screen.query_one(WholeRow)


async def test_what_the_list_cuts_stands_under_it(board: Board, sit: Sit) -> None:
    away(board, "mori", stand_in="long", on_mail=OnMail.STAND_IN)
    away(board, "lead", first=TODAY + DAY)
    async with sit("lead", size=(80, 24)) as seat:
        whole = await at_the_list(seat)
        lines = seat.text().split("\n")
        place = seat.app.screen.query_one(Listing).region
        assert TOLD not in "\n".join(lines[: place.bottom])
        under = " ".join(line.strip() for line in lines[place.bottom : -1])
        assert TOLD in under
        height = whole.size.height
        await seat.press("down")
        assert "no stand-in" in "\n".join(seat.text().split("\n")[place.bottom : -1])
        assert whole.size.height == height, "the list jumps under the cursor"
        await seat.resize(200, 24)
        await seat.until(lambda: not whole.display)


def test_it_is_as_high_as_the_rows_that_are_cut_need() -> None:
    """One that just fits takes more lines beside the strip's edges, and isn't told again."""
    fits = tuple(((("word " * 15).strip() + end, "row"),) for end in ("abcde", "fghij", "klmno"))
    cut = ((("word " * 20, "row"),),)
    assert _needed((fits, cut), 80) == 2
    assert _needed((fits,), 80) == 0


async def test_it_takes_no_room_where_nothing_is_cut(board: Board, sit: Sit) -> None:
    away(board, "mori")
    async with sit("lead", size=(80, 24)) as seat:
        whole = await at_the_list(seat)
        assert not whole.display
        await seat.resize(40, 24)
        await seat.until(lambda: whole.display)
        assert 0 < whole.size.height <= 24 // SHARE
