"""To whom a task can be offered: who is away now stands there, and can't be chosen."""

from __future__ import annotations

from datetime import timedelta

from csboard.board import Board
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import Claim
from csboard.domain.hand_off_commands import WriteSheet
from csboard.domain.hand_off_records import Severity, Sheet
from csboard.domain.records import Actor
from csboard.tui.screens.hand_off_sheet import SheetDialog
from csboard.tui.screens.pick import PickDialog
from tests.conftest import MONDAY
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit

SATO, TODAY = Actor("sato"), MONDAY.date()


async def test_who_is_away_now_stands_there_and_cannot_be_chosen(board: Board, sit: Sit) -> None:
    for login in ("sato", "suzuki", "ueno"):
        enter(board, login, login.title())
    ref = open_inquiry(board, "one")
    board.execute(Claim(task=ref), SATO)
    board.execute(WriteSheet(task=ref, sheet=Sheet(Severity.WATCH, *"abcd")), SATO)
    for login, first, last in (("sato", 1, 7), ("suzuki", 0, 3), ("ueno", 4, 5)):
        start, end = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
        board.execute(EnterAbsence(login=login, first=start, last=end), Actor(login))
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        await seat.press("f2")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
        shown = seat.text()
        assert "Suzuki  away until Nov 26" in shown
        assert shown.index("Ueno  away Fri Nov 27") < shown.index("Suzuki  away until")
        await seat.press("down", "enter")
        told = "Suzuki is away until Nov 26: offer it to somebody else."
        await seat.until(lambda: told in seat.text())
        assert isinstance(seat.app.screen, PickDialog)
        await seat.press("up", "enter")
        await seat.until(lambda: board.hand_offs()[0].receiver == "ueno")
