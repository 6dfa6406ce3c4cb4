"""The leave check on the screen: read, mended from there, other days, somebody else."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from csboard.board import Board
from csboard.domain.absence_commands import ChangeAbsence, EnterAbsence, WithdrawAbsence
from csboard.domain.commands import Claim, Move, Wait
from csboard.domain.hand_off_commands import OfferHandOff, WriteSheet
from csboard.domain.hand_off_records import Severity, Sheet
from csboard.domain.leave_findings import MENDS, Kind, Mend
from csboard.domain.records import Actor, Tags, TaskRef, Waiting
from csboard.domain.time_commands import StartTimer
from csboard.tui import leave_check_lines
from csboard.tui.keys import ACTIONS
from csboard.tui.screens.absences import AbsencesScreen
from csboard.tui.screens.draft import DraftScreen
from csboard.tui.screens.hand_off_sheet import SheetDialog
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.leave_check import LeaveCheckScreen
from csboard.tui.screens.topic import TopicScreen
from csboard.tui.screens.waiting import WaitingDialog
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.support.replying import begin_draft
from tests.support.successes import answered
from tests.tui.conftest import Seat, Sit

SUZUKI, SATO = Actor("suzuki"), Actor("sato")
DAY = date(2026, 11, 25)
SHEET = Sheet(Severity.WATCH, "x", "x", "x", "x")
LOGIN = Tags(("認証",), ("ログイン不可",))


@pytest.fixture(autouse=True)
def desk(board: Board) -> None:
    """Sato has a task with a draft, a topic alone, and a timer that runs."""
    enter(board, "suzuki", "鈴木")
    enter(board, "sato", "佐藤")
    ref = open_inquiry(board, "入れません", tags=LOGIN)
    board.execute(Claim(task=ref), SATO)
    begin_draft(board, ref, SATO)
    answered(board, open_inquiry(board, "入れた", tags=LOGIN), SATO)
    board.execute(StartTimer(task=ref), SATO)


async def at_the_check(seat: Seat) -> LeaveCheckScreen:
    await seat.press("g", "w")
    await seat.until(lambda: isinstance(seat.app.screen, LeaveCheckScreen))
    screen = seat.app.screen
    assert isinstance(screen, LeaveCheckScreen)
    await seat.until(lambda: screen.found is not None)
    await seat.settle()
    return screen


async def go_to(seat: Seat, screen: LeaveCheckScreen, kind: Kind) -> None:
    """Put the cursor on the first line of this kind."""
    assert screen.found is not None
    await seat.press("home")
    place = [line.kind for line in screen.found.lines].index(kind)
    for _each in range(place):
        await seat.press("down")
    await seat.until(lambda: screen.chosen is not None and screen.chosen.kind is kind)


async def test_one_page_says_whether_they_can_go(board: Board, sit: Sit) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await at_the_check(seat)
        shown = seat.text()
        # Next week, as no absence is entered: this is Monday the 23rd.
        assert "Leave check: 佐藤  Mon Nov 30 - Sun Dec 6  (not entered)" in shown
        assert "85 of 100  佐藤 can't go yet: 2 things stand in the way." in shown
        assert "-8/50 tasks without a receiver (1)" in shown
        assert "0/20 promises due meanwhile" in shown
        assert "-8  #1001 入れません  nobody is to go on with it" in shown
        assert "O Hand off  鈴木 could take it: 0 open tasks" in shown


def test_each_line_has_one_key_that_mends_it() -> None:
    assert set(leave_check_lines.KEYS) == set(Mend)
    assert set(Mend) - set(MENDS.values()) == {
        Mend.TAKE_OVER,  # others' alone, as looking and asking are
        Mend.LOOK,
        Mend.ASK,
    }
    assert set(leave_check_lines.KEYS.values()) <= {action.id for action in ACTIONS}


async def test_keys_mend_from_there(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        screen = await at_the_check(seat)
        await go_to(seat, screen, Kind.DRAFT)
        await seat.press("r")
        await seat.until(lambda: isinstance(seat.app.screen, DraftScreen))
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is screen)
        await go_to(seat, screen, Kind.TOPIC)
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, TopicScreen))
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is screen)
        await go_to(seat, screen, Kind.TIMER)
        await seat.press("t")
        await seat.until(lambda: "running timer (1)" not in seat.text())
        assert "87 of 100" in seat.text()
        await go_to(seat, screen, Kind.NOBODY)
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))


async def test_one_key_writes_the_hand_off_sheet_from_there(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        screen = await at_the_check(seat)
        await go_to(seat, screen, Kind.NOBODY)
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        assert "#1001" in seat.text()


async def test_whoever_is_away_in_the_days_that_are_checked_is_told_though_they_are_not_entered(
    board: Board, sit: Sit
) -> None:
    board.execute(WriteSheet(task=TaskRef(1001), sheet=SHEET), SATO)
    away = EnterAbsence(login="suzuki", first=date(2026, 12, 1), last=date(2026, 12, 2))
    board.execute(away, SUZUKI)
    async with sit("sato") as seat:
        screen = await at_the_check(seat)
        await go_to(seat, screen, Kind.SHEET)
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        await seat.press("ctrl+s")
        await seat.until(lambda: "Offer #1001 to" in seat.text())
        assert "鈴木  away Tue Dec 1 - Wed Dec 2" in seat.text()


async def test_a_sheet_that_is_there_is_offered_and_an_offer_to_oneself_taken(
    board: Board, sit: Sit
) -> None:
    theirs = open_inquiry(board, "別件")
    board.execute(Claim(task=theirs), SUZUKI)
    board.execute(WriteSheet(task=theirs, sheet=SHEET), SUZUKI)
    board.execute(OfferHandOff(task=theirs, receiver="sato"), SUZUKI)
    board.execute(WriteSheet(task=TaskRef(1001), sheet=SHEET), SATO)
    async with sit("sato") as seat:
        screen = await at_the_check(seat)
        for kind, label in ((Kind.SHEET, "Offer"), (Kind.UNTAKEN, "Take it")):
            await go_to(seat, screen, kind)
            assert ("O", label, "hand_off") in screen.keys_now()
        assert "O Offer  鈴木 could take it" in seat.text()
        assert "O Take it" in seat.text()


async def test_another_date_is_asked_for_in_the_date(board: Board, sit: Sit) -> None:
    until = board.clock.now() + timedelta(days=8)
    board.execute(Wait(task=TaskRef(1001), waiting=Waiting("date", "倉庫", until)), SATO)
    async with sit("sato") as seat:
        screen = await at_the_check(seat)
        await go_to(seat, screen, Kind.WAKES)
        await seat.press("w")
        await seat.until(lambda: isinstance(seat.app.screen, WaitingDialog))
        await seat.until(lambda: getattr(seat.app.screen.focused, "id", "") == "until")


async def test_what_others_do_is_seen(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await at_the_check(seat)
        ref = open_inquiry(board, "もう一件")
        board.execute(Claim(task=ref), SATO)
        await seat.until(lambda: "#1003 もう一件" in seat.text())
        board.execute(Move(task=TaskRef(1001), stage="done"), SATO)
        await seat.until(lambda: "#1001 入れません  nobody" not in seat.text())


async def test_other_days_and_another_person(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        await at_the_check(seat)
        await seat.press("d")
        await seat.until(lambda: "Check other days" in seat.text())
        await seat.press("ctrl+a", "ctrl+k", *"11/40..12/2", "enter")
        await seat.until(lambda: "There is no day" in seat.text())
        await seat.press("ctrl+a", "ctrl+k", *"11/24pm..11/25", "enter")
        await seat.until(lambda: "Tue Nov 24 afternoon - Wed Nov 25" in seat.text())
        await seat.press("p")
        await seat.until(lambda: "Whose leave?" in seat.text())
        await seat.press("down", "enter")
        await seat.until(lambda: "鈴木 can go: nothing stands in the way." in seat.text())
        assert "Nothing stands in the way." in seat.text()


async def test_days_that_are_named_are_told_as_entered_where_they_are(
    board: Board, sit: Sit
) -> None:
    board.execute(EnterAbsence(login="sato", first=DAY, last=date(2026, 11, 27)), SATO)
    async with sit("sato") as seat:
        await at_the_check(seat)
        await check_other_days(seat, "11/25..11/27")
        await seat.until(lambda: "Wed Nov 25 - Fri Nov 27" in seat.text())
        assert "entered" not in seat.text()
        await check_other_days(seat, "11/26..12/2")
        await seat.until(
            lambda: "Thu Nov 26 - Wed Dec 2  (entered: Nov 25 - Nov 27)" in seat.text()
        )
        await check_other_days(seat, "11/28..12/2")
        await seat.until(lambda: "Sat Nov 28 - Wed Dec 2  (not entered)" in seat.text())


async def check_other_days(seat: Seat, days: str) -> None:
    await seat.press("d")
    await seat.until(lambda: "Check other days" in seat.text())
    await seat.press("ctrl+a", "ctrl+k", *days, "enter")


async def test_a_colleagues_timer_cannot_be_stopped(board: Board, sit: Sit) -> None:
    async with sit("suzuki") as seat:
        screen = await at_the_check(seat)
        await seat.press("p", "up", "enter")
        await seat.until(lambda: "佐藤 can't go yet" in seat.text())
        await go_to(seat, screen, Kind.TIMER)
        assert not screen.can("timer")
        assert "ask 佐藤 to stop it" in seat.text()


async def test_what_a_colleague_can_do_about_another_leave(board: Board, sit: Sit) -> None:
    """Only they themselves hand their tasks off: others ask them, or take what is offered."""
    board.execute(WriteSheet(task=TaskRef(1001), sheet=SHEET), SATO)
    async with sit("suzuki") as seat:
        screen = await at_the_check(seat)
        await seat.press("p", "up", "enter")
        await seat.until(lambda: "佐藤 can't go yet" in seat.text())
        await go_to(seat, screen, Kind.SHEET)
        assert "     ask 佐藤 to hand it off  鈴木 could take it" in seat.text()
        assert not screen.can("hand_off")
        board.execute(OfferHandOff(task=TaskRef(1001), receiver=None), SATO)
        await seat.until(lambda: "O Take it" in seat.text())
        await go_to(seat, screen, Kind.OFFERED)
        assert ("O", "Take it", "hand_off") in screen.keys_now()


async def test_the_absence_that_is_looked_at_is_checked(board: Board, sit: Sit) -> None:
    day = board.clock.now().date()
    board.execute(EnterAbsence(login="sato", first=day, last=day), SATO)
    (asked,) = board.absences()
    async with sit("suzuki") as seat:
        seat.app.push_screen(LeaveCheckScreen(asked))
        await seat.until(lambda: "Leave check: 佐藤  Mon Nov 23" in seat.text())
        assert "(not entered)" not in seat.text()


async def test_days_that_are_changed_meanwhile_are_checked(board: Board, sit: Sit) -> None:
    board.execute(EnterAbsence(login="sato", first=DAY, last=DAY), SATO)
    (asked,) = board.absences()
    async with sit("suzuki") as seat:
        seat.app.push_screen(LeaveCheckScreen(asked))
        await seat.until(lambda: "Leave check: 佐藤  Wed Nov 25" in seat.text())
        change = ChangeAbsence(absence_id=asked.id, first=DAY, last=date(2026, 11, 27))
        board.execute(change, SUZUKI)
        await seat.until(lambda: "Leave check: 佐藤  Wed Nov 25 - Fri Nov 27" in seat.text())
        board.execute(WithdrawAbsence(absence_id=asked.id), SUZUKI)
        await seat.until(lambda: "Wed Nov 25 - Fri Nov 27  (not entered)" in seat.text())


async def test_a_task_that_cannot_be_read_is_told(board: Board, sit: Sit) -> None:
    """The key of a line goes to a card that the board shows no more, and that isn't there."""
    async with sit("sato") as seat:
        screen = await at_the_check(seat)
        await go_to(seat, screen, Kind.NOBODY)
        assert screen.found is not None
        gone = tuple(
            line if line.task is None else line._replace(task=TaskRef(4711))
            for line in screen.found.lines
        )
        screen.found = screen.found._replace(lines=gone)
        await seat.press("O")
        await seat.until(lambda: "4711" in seat.text())
        assert seat.app.screen is screen
        await seat.press("equals_sign")
        await seat.until(lambda: "Tasks without a receiver, 50 at most" in seat.text())


async def test_a_colleague_takes_over_what_somebody_who_is_away_left(
    board: Board, sit: Sit
) -> None:
    enter(board, "ueno", "上野")
    board.execute(EnterAbsence(login="sato", first=date(2026, 11, 23), last=DAY), SATO)
    for login, told in (("suzuki", "takes it over  "), ("ueno", "takes it over  or ")):
        async with sit(login) as seat:
            await at_the_check(seat)
            await seat.press("p", "home", "enter")
            await seat.until(lambda: "佐藤 is away already" in seat.text())
            assert f"enter Open; T there {told}鈴木 could" in seat.text()


async def test_who_only_looks_chooses_whose_it_is(board: Board, sit: Sit) -> None:
    make_viewer(board, "guest", SUZUKI)
    async with sit("guest") as seat:
        await seat.press("g", "w")
        await seat.until(lambda: "guest works on no inquiries" in seat.text())
        await seat.press("p", "up", "enter")
        await seat.until(lambda: "佐藤 can't go yet" in seat.text())
        assert "     ask 佐藤 to hand it off" in seat.text()
        assert "     ask 佐藤 to stop it" in seat.text()


async def test_who_only_looks_reads_whole_why_and_is_offered_what_works(
    board: Board, sit: Sit
) -> None:
    make_viewer(board, "guest", SUZUKI)
    async with sit("guest", size=(60, 20)) as seat:
        await seat.press("g", "w")
        await seat.until(lambda: "guest works on no inquiries" in seat.text())
        assert "佐藤 (sato)" in seat.text()
        assert "(suzuki)." in seat.text()
        screen = seat.app.screen
        assert isinstance(screen, LeaveCheckScreen)
        offered = [name for _key, _label, name in screen.keys_now()]
        assert offered == ["person", "help", "back"]
        await seat.press("p", "up", "enter")
        await seat.until(lambda: screen.found is not None)
        assert {"days", "explain"} <= {name for _key, _label, name in screen.keys_now()}


async def test_how_the_score_comes_about(board: Board, sit: Sit) -> None:
    async with sit("sato") as seat:
        screen = await at_the_check(seat)
        await seat.press("equals_sign")
        await seat.until(lambda: "Tasks without a receiver, 50 at most" in seat.text())
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is screen)


async def test_the_absences_lead_to_the_check_and_back(board: Board, sit: Sit) -> None:
    """Whoever stands in for somebody who is away then, too, names somebody else there."""
    days: dict[str, Any] = {"first": date(2026, 11, 25), "last": date(2026, 11, 27)}
    board.execute(EnterAbsence(login="sato", **days), SATO)
    board.execute(EnterAbsence(login="suzuki", stand_in="sato", **days), SUZUKI)
    async with sit("sato") as seat:
        await seat.press("g", "h")
        await seat.until(
            lambda: "佐藤" in seat.text() and isinstance(seat.app.screen, AbsencesScreen)
        )
        absences = seat.app.screen
        assert isinstance(absences, AbsencesScreen)
        while absences.chosen is None or absences.chosen.absence.login != "sato":
            await seat.press("down")
        await seat.press("c")
        await seat.until(lambda: isinstance(seat.app.screen, LeaveCheckScreen))
        screen = seat.app.screen
        assert isinstance(screen, LeaveCheckScreen)
        await seat.until(lambda: screen.found is not None)
        await seat.settle()
        assert "Leave check: 佐藤  Wed Nov 25 - Fri Nov 27" in seat.text()
        await go_to(seat, screen, Kind.STANDS_IN)
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, AbsencesScreen))
        there = seat.app.screen
        assert isinstance(there, AbsencesScreen)
        await seat.until(
            lambda: there.chosen is not None and there.chosen.absence.login == "suzuki"
        )
