"""Who is away, in the foot of the stand-up: nobody is left out without a count."""

from __future__ import annotations

from datetime import date

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.absence_list import Away
from csboard.domain.absences import Absence, OnMail
from csboard.domain.records import Actor, Member, Role
from csboard.domain.stand_up import Walk
from csboard.tui.fence import Plain
from csboard.tui.layout import cell_len
from csboard.tui.screens.stand_up import StandUpScreen
from csboard.tui.stand_up_lines import EDGES, absences
from tests.domain.test_stand_ups import MONDAY, nothing_found
from tests.support.desk import enter
from tests.tui.conftest import Sit

MEMBERS = {name: Member(n, name, name.title(), Role.MEMBER) for n, name in enumerate("abcdefgh")}


def walked(*away: str, soon: str = "") -> Walk:
    """A walk of which only is told who is away and who will be."""
    found = nothing_found(MONDAY)._replace(members=MEMBERS)
    named = [Away(absence(one, 25), None) for one in soon]
    return Walk(found, (), (), tuple(Away(absence(one, 23), None) for one in away), tuple(named))


def absence(login: str, day: int) -> Absence:
    return Absence(1, login, date(2026, 11, day), date(2026, 11, day), OnMail.STAND_IN)


@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize("width", [30, 60, 80])
def test_whoever_has_no_room_is_counted(width: int, most: int) -> None:
    told = absences(walked(soon="abcdefgh"), width, most).splitlines()
    assert len(told) <= most
    assert all(cell_len(line) <= width - EDGES for line in told)
    whole = " ".join(told)
    named = [name for name in "ABCDEFGH" if f"{name} Wed" in whole]
    left = 8 - len(named)
    assert (f"{left} more p" in whole) is bool(left)


def test_those_to_come_have_a_line_however_many_are_away() -> None:
    now, then = absences(walked(*"abcdefg", soon="h"), 60, 2).splitlines()
    assert now.startswith("Away: A Mon Nov 23; ")
    assert now.endswith(" more people: g h tells who")
    assert then == "Soon away: H Wed Nov 25"


def test_people_stand_apart_otherwise_than_what_is_said_of_one(japanese: None) -> None:
    told = absences(walked("a", "b"), 80, 4)
    assert told == "不在: Aさん 11/23(月)；Bさん 11/23(月)"


async def test_in_a_window_too_they_are_counted(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock
) -> None:
    for number in range(12):
        login = f"person{number}"
        enter(board, login, f"A person with a rather long name, {number}")
        days = date(2026, 11, 25), date(2026, 11, 27)
        command = EnterAbsence(login=login, first=days[0], last=days[1], stand_in="sato")
        board.execute(command, Actor(login))
    async with sit("sato", size=(120, 40)) as seat:
        await seat.app.push_screen(StandUpScreen())
        away = seat.app.screen.query_one("#away", Plain)
        await seat.until(lambda: "Soon away" in seat.text())
        shown = str(away.render())
        assert away.size.height == len(shown.splitlines()) <= 6
        left = 12 - shown.count("rather long")
        assert left > 0
        assert f"{left} more people: g h tells who" in " ".join(shown.split())
