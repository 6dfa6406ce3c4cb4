"""Alarms on the board: a count with a word, the list with its keys, and telling for the team."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.alarm_records import Alarms
from csboard.domain.alarm_settings import KINDS, TELLER, AlarmSettings
from csboard.domain.commands import ApplySettings, Claim
from csboard.domain.records import Actor
from csboard.domain.sending_commands import HoldLease
from csboard.mail.intake import INTAKE
from csboard.tui import alarms as watching
from csboard.tui import app as application
from csboard.tui import beginning
from csboard.tui.screens.alarms import AlarmsScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.reason import ReasonDialog
from csboard.tui.screens.waiting import WaitingDialog
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit

pytestmark = pytest.mark.usefixtures("soon")

HOUR = timedelta(hours=1)


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks follow one another at once; telling waits for longer than a test takes."""
    monkeypatch.setattr(beginning, "UNHURRIED", 0.01)
    monkeypatch.setattr(watching, "SOON", 0.01)
    monkeypatch.setattr(watching, "REST", 0.01)
    monkeypatch.setattr(watching, "SHARE", 0)
    monkeypatch.setattr(watching, "PATIENCE", (60.0, 60.0))


@pytest.fixture
def sato(board: Board) -> Actor:
    sato = enter(board, "sato", "Sato")
    alarms = AlarmSettings(on=KINDS)
    board.execute(ApplySettings(settings=replace(board.settings(), alarms=alarms)), sato)
    return sato


def header(seat: Seat) -> str:
    return seat.text().splitlines()[0]


async def test_the_header_counts_them_and_says_nothing_without(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock
) -> None:
    open_inquiry(board, "one")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.until(lambda: seat.app.alarm_watch is not None)
        assert "Alarms" not in header(seat)
        clock.advance(HOUR)
        seat.screen.tick()
        await seat.until(lambda: "Alarms 1" in header(seat))
        await seat.press("a")
        await seat.until(lambda: "Alarms" not in header(seat))


async def test_nothing_is_asked_while_nothing_can_come(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_inquiry(board, "one")
    asked: list[object] = []
    read = Board.alarms

    def counted(one: Board) -> Alarms:
        asked.append(one)
        return read(one)

    monkeypatch.setattr(Board, "alarms", counted)
    async with sit("sato") as seat:
        await seat.until(lambda: len(asked) == 1)
        for _minute in range(59):
            clock.advance(timedelta(minutes=1))
            seat.screen.tick()
            await seat.settle()
        assert len(asked) == 1
        clock.advance(timedelta(minutes=1))
        seat.screen.tick()
        await seat.until(lambda: len(asked) == 2)


async def test_the_list_says_what_to_do_and_its_keys_do_it(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board, "Where is my parcel?")
    open_inquiry(board, "two")
    clock.advance(HOUR)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "l")
        await seat.until(lambda: "Alarms: 2 stand" in seat.text())
        lines = seat.text().splitlines()
        assert lines[1] == f">Nobody has it  #{ref} Where is my parcel?"
        assert lines[2] == "    since Mon Nov 23 09:30  nobody's  Take it."
        await seat.press("a")
        await seat.until(lambda: "Alarms: 1 stands" in seat.text())
        assert board.card(ref).owner == "sato"
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("escape", "a")
        await seat.until(lambda: "Nothing goes unnoticed just now." in seat.text())
        await seat.until(lambda: "#1002 is yours." in seat.text())
        assert isinstance(seat.app.screen, AlarmsScreen)


async def test_w_puts_it_on_hold(board: Board, sit: Sit, sato: Actor, clock: FixedClock) -> None:
    ref = open_inquiry(board, "one")
    board.execute(Claim(task=ref), sato)
    clock.advance(3 * 24 * HOUR)
    async with sit("sato") as seat:
        await seat.press("g", "l")
        await seat.until(lambda: "Nothing happens  #1001 one" in seat.text())
        await seat.press("w")
        await seat.until(lambda: isinstance(seat.app.screen, WaitingDialog))


async def test_a_way_that_works_from_here_is_told_for_a_colleagues_card(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board, "one")
    board.execute(Claim(task=ref), sato)
    enter(board, "suzuki", "Suzuki")
    clock.advance(3 * 24 * HOUR)
    async with sit("suzuki") as seat:
        await seat.press("g", "l")
        await seat.until(lambda: "Nothing happens  #1001 one" in seat.text())
        await seat.press("w")
        await seat.until(lambda: "and take it over there, with T." in seat.text())
        assert "Open it with enter first" in seat.text()
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.settle()
        await seat.press("w")
        await seat.until(lambda: "Take it over first, with T." in seat.text())
        await seat.press("T")
        await seat.until(lambda: isinstance(seat.app.screen, ReasonDialog))


async def test_an_open_board_tells_the_team_once_and_rings(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[object] = []
    monkeypatch.setattr(application.CsboardApp, "bell", lambda app: rung.append(app))
    open_inquiry(board, "one")
    clock.advance(HOUR)
    monkeypatch.setattr(watching, "PATIENCE", (0.01, 0.01))
    async with sit("sato") as seat:
        await seat.until(lambda: "Inbox 1" in header(seat))
        await seat.until(lambda: len(rung) == 1)
        assert [item.kind for item in board.inbox("sato")] == ["alarm_unowned"]
        assert [event.actor for event in board.activity("sato").rest if event.kind == "alarms_told"]
        await seat.press("g", "i")
        await seat.until(lambda: "Nobody has taken #1001 for too long" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))


async def test_where_a_worker_tells_no_board_does(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    board.keep(HoldLease(name=TELLER, holder="worker", seconds=10_000), INTAKE)
    open_inquiry(board, "one")
    clock.advance(HOUR)
    tried: list[object] = []
    tell = watching.AlarmWatch._told

    def telling(watch: watching.AlarmWatch, board: Board) -> None:
        tried.append(watch)
        tell(watch, board)

    monkeypatch.setattr(watching.AlarmWatch, "_told", telling)
    monkeypatch.setattr(watching, "PATIENCE", (0.01, 0.01))
    async with sit("sato") as seat:
        await seat.until(lambda: bool(tried))
        await seat.until(lambda: "Alarms 1" in header(seat))
        assert board.inbox("sato") == ()
