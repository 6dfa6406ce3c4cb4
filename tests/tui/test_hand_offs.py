"""Handing off on the screen: the sheet, the offer, taking, the list; what is typed is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import Claim, EditInquiry, FileAsJunk, Release
from csboard.domain.hand_off_commands import OfferHandOff, TakeHandOff, WriteSheet
from csboard.domain.hand_off_records import HandOff, Severity, Sheet
from csboard.domain.records import Actor, InquiryFields, TaskRef, Urgency
from csboard.tui.screens.hand_off_sheet import SheetDialog, TakeDialog
from csboard.tui.screens.hand_offs import HandOffsScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.report import ReportScreen
from tests.conftest import MONDAY
from tests.support.desk import enter, make_viewer, open_inquiry, task
from tests.tui.conftest import Seat, Sit

TODAY = MONDAY.date()
SHEET = Sheet(Severity.WATCH, "It came twice", "Wait for the bank", "none", "by Friday")


@pytest.fixture
def mine(board: Board, sato: Actor, suzuki: Actor) -> TaskRef:
    ref = open_inquiry(board, "Charged twice", body="It was twice.")
    board.execute(Claim(task=ref), sato)
    return ref


def offered(board: Board, ref: TaskRef, giver: Actor, to: str | None) -> None:
    board.execute(WriteSheet(task=ref, sheet=SHEET), giver)
    board.execute(OfferHandOff(task=ref, receiver=to), giver)


def the_one(board: Board) -> HandOff:
    (found,) = board.hand_offs()
    return found


async def test_a_sheet_is_written_and_offered(board: Board, sit: Sit, mine: TaskRef) -> None:
    """It begins with what is known, and the cursor stands where something lacks."""
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        assert "Charged twice" in seat.text()
        await seat.press(*"if so", "f2")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
        assert the_one(board).sheet.contingency == "if so"
        assert "Suzuki  0 open tasks" in seat.text()
        await seat.press("enter")
        await seat.until(lambda: seat.app.screen is seat.screen)
        assert "#1001 is offered to Suzuki" in seat.told
        assert "offered to Suzuki" in seat.text()
    assert (the_one(board).receiver, task(board, mine).owner) == ("suzuki", "sato")


async def test_an_unfinished_sheet_is_kept_and_gone_on_with(
    board: Board, sit: Sit, mine: TaskRef
) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        await seat.press("shift+tab", *"x", "f2", *"yz")
        box = seat.app.screen
        assert isinstance(box, SheetDialog)
        await seat.until(lambda: box.answer().contingency == "yz")
        assert the_one(board).sheet.missing == ("contingency",)
        await seat.press("f8", "f2")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is seat.screen)
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        await seat.press("f8", "f2")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is seat.screen)
        assert "kept and not offered" in seat.told
    assert the_one(board).sheet.missing == ()
    assert the_one(board).offered_at is None


async def test_a_sheet_that_lacks_something_is_left_by_one_key_and_kept(
    board: Board, sit: Sit, mine: TaskRef
) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        await seat.press("shift+tab", *"x", "f2")
        await seat.until(lambda: "say: If something comes up" in seat.text())
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is seat.screen)
        assert "kept and not offered" in seat.told
    assert the_one(board).sheet.missing == ("contingency",)


async def test_who_is_away_meanwhile_is_the_last_to_be_asked(
    board: Board, sit: Sit, mine: TaskRef, suzuki: Actor
) -> None:
    enter(board, "ueno", "Ueno")
    for login, first, last in (("sato", 1, 7), ("suzuki", 4, 5), ("ueno", 9, 9)):
        start, end = TODAY + timedelta(days=first), TODAY + timedelta(days=last)
        board.execute(EnterAbsence(login=login, first=start, last=end), Actor(login))
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        await seat.press("f8", "f2")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
        shown = seat.text()
        assert "Suzuki  away Fri Nov 27 - Sat Nov 28" in shown
        assert shown.index("Ueno  0 open tasks") < shown.index("Suzuki  away")
        await seat.press("down", "enter")
        await seat.until(lambda: the_one(board).receiver == "suzuki")


async def test_what_is_offered_is_taken_with_a_line(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    offered(board, mine, sato, "suzuki")
    async with sit("suzuki", size=(80, 24)) as seat:
        assert "offered to you" in seat.text()
        assert "O Take it" in seat.text()
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, TakeDialog))
        assert "It came twice" in seat.text()
        await seat.press("f2")
        assert "a line of your own" in seat.text()
        await seat.press(*"twice", "f2")
        await seat.until(lambda: seat.app.screen is seat.screen)
        assert "#1001 is yours now." in seat.told
    assert (the_one(board).read_back, task(board, mine).owner) == ("twice", "suzuki")


async def test_what_has_happened_since_is_said_before_it_is_taken(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    other = open_inquiry(board, "Not delivered")
    board.execute(Claim(task=other), sato)
    for ref in (mine, other):
        offered(board, ref, sato, "suzuki")
    raised = InquiryFields(urgency=Urgency.URGENT)
    board.execute(EditInquiry(number=other.number, fields=raised, reason="x"), sato)
    async with sit("suzuki", size=(80, 24)) as seat:
        await seat.press("g", "f")
        await seat.until(lambda: "since then: urgency raised to urgent" in seat.text())
        await seat.press("down", "t")
        await seat.until(lambda: isinstance(seat.app.screen, TakeDialog))
        await seat.until(lambda: "Since it was written: urgency raised to urgent" in seat.text())


async def test_whoever_is_second_keeps_their_line_and_hears_who_was_first(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    offered(board, mine, sato, None)
    ito = enter(board, "ito", "Ito")
    async with sit("suzuki", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, TakeDialog))
        board.execute(TakeHandOff(task=mine, read_back="x"), ito)
        await seat.press(*"twice", "f2")
        await seat.until(lambda: "Ito took #1001" in seat.text())
        assert isinstance(seat.app.screen, TakeDialog)
        await seat.press("x")
        assert "Ito took #1001" in seat.text()
        assert "twicex" in seat.text()
        assert "F2" not in seat.text(), "nothing takes it any more"


async def test_a_sheet_that_is_refused_keeps_what_was_typed(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        board.execute(Release(task=mine), sato)
        await seat.press(*"rare words", "f2")
        await seat.until(lambda: "has no owner" in seat.text())
        assert "rare words" in seat.text()


async def test_what_was_saved_elsewhere_is_not_written_over(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    """An untouched field takes it over; of one that was typed into both stand there."""
    async with sit("sato", size=(80, 40)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        await seat.press(*"here")
        board.execute(WriteSheet(task=mine, sheet=SHEET._replace(contingency="there")), sato)
        await seat.press("f2")
        await seat.until(lambda: "saved elsewhere meanwhile" in seat.text())
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        await seat.until(lambda: "there" in seat.text() and "here" in seat.text())
        assert "It came twice" in seat.text()
        await seat.press("f2")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
    kept = SHEET._replace(contingency="here\nSaved elsewhere:\nthere")
    assert the_one(board).sheet == kept


async def test_an_untouched_sheet_takes_over_what_was_saved_elsewhere(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    async with sit("sato", size=(80, 40)) as seat:
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
        board.execute(WriteSheet(task=mine, sheet=SHEET), sato)
        await seat.press("f2")
        await seat.until(lambda: "It came twice" in seat.text())
        await seat.press("f2")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
    assert the_one(board).sheet == SHEET


async def test_several_cards_one_after_another(board: Board, sit: Sit, sato: Actor) -> None:
    enter(board, "suzuki", "Suzuki")
    for subject in ("one", "two"):
        board.execute(Claim(task=open_inquiry(board, subject)), sato)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("x", "x", "O")
        for _card in range(2):
            await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
            await seat.press("f8", "f2")
            await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
            await seat.press("enter")
        await seat.until(lambda: len(board.hand_offs()) == 2)
    assert all(one.is_offered for one in board.hand_offs())


async def test_the_list_does_all_of_it(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor, suzuki: Actor
) -> None:
    offered(board, mine, sato, "suzuki")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "f")
        await seat.until(lambda: isinstance(seat.app.screen, HandOffsScreen))
        await seat.until(lambda: "Sato to Suzuki, not taken yet" in seat.text())
        await seat.press("d")
        await seat.until(lambda: "sheet stays: o offers it, D drops it." in seat.text())
        await seat.until(lambda: "Sato, not offered yet" in seat.text())
        await seat.press("D")
        await seat.until(lambda: "Nothing is handed off" in seat.text())
        await seat.press("u")
        await seat.until(lambda: "Sato, not offered yet" in seat.text())
        await seat.press("u")
        await seat.until(lambda: "not taken yet" in seat.text())
        board.execute(TakeHandOff(task=mine, read_back="twice"), suzuki)
        await seat.until(lambda: "Said again: twice" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, ReportScreen))
        assert "Wait for the bank" in seat.text()
        await seat.press("escape", "b")
        await seat.until(lambda: "#1001 is yours again." in seat.text())
        await seat.until(lambda: "Nothing is handed off" in seat.text())
        await seat.press("O")
        await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
    assert task(board, mine).owner == "sato"


def keys_offered(seat: Seat) -> str:
    return seat.text().splitlines()[-1]


async def test_the_keys_are_those_of_the_one_under_the_cursor(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor, suzuki: Actor
) -> None:
    other = open_inquiry(board, "Not delivered")
    board.execute(Claim(task=other), sato)
    offered(board, other, sato, "suzuki")
    offered(board, mine, sato, "suzuki")
    board.execute(TakeHandOff(task=mine, read_back="x"), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "f")
        await seat.until(lambda: "Said again: x" in seat.text())
        await seat.press("home")
        await seat.until(lambda: "Withdraw" in keys_offered(seat))
        assert "Take back" not in keys_offered(seat)
        await seat.press("down")
        await seat.until(lambda: "b Take back   x Leave it" in keys_offered(seat))


async def _go_on_with_the_sheet(seat: Seat) -> None:
    await seat.press("O")
    await seat.until(lambda: isinstance(seat.app.screen, SheetDialog))
    await seat.press("f2")
    await seat.until(lambda: isinstance(seat.app.screen, PickDialog))


async def test_from_its_sheet_an_offer_stays_or_is_withdrawn(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    offered(board, mine, sato, "suzuki")
    async with sit("sato", size=(80, 24)) as seat:
        await _go_on_with_the_sheet(seat)
        await seat.press("escape")
        await seat.until(lambda: "#1001 stays offered to Suzuki." in seat.told)
        await _go_on_with_the_sheet(seat)
        await seat.press("end", "enter")
        await seat.until(lambda: "#1001 is offered no more" in seat.told)
        assert "its sheet stays among the hand-offs (g f)." in seat.told
    assert (the_one(board).sheet, the_one(board).is_offered) == (SHEET, False)


async def test_an_inquiry_filed_as_junk_leaves_the_list_and_hides_no_other(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor, suzuki: Actor
) -> None:
    other = open_inquiry(board, "Not delivered")
    board.execute(Claim(task=other), sato)
    for ref in (mine, other):
        offered(board, ref, sato, "suzuki")
        board.execute(TakeHandOff(task=ref, read_back="x"), suzuki)
    board.execute(FileAsJunk(number=mine.number), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "f")
        await seat.until(lambda: "Not delivered" in seat.text())
        assert "Charged twice" not in seat.text()
        await seat.press("b")
        await seat.until(lambda: "#1002 is yours again." in seat.text())


async def test_from_an_inquiry_and_what_is_not_ones_own(
    board: Board, sit: Sit, mine: TaskRef
) -> None:
    async with sit("suzuki", size=(80, 24)) as seat:
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.until(lambda: "Charged twice" in seat.text())
        await seat.press("O")
        await seat.until(lambda: "only they hand it off" in seat.text())


async def test_an_inquiry_says_what_its_key_takes(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    offered(board, mine, sato, "suzuki")
    async with sit("suzuki", size=(80, 24)) as seat:
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.until(lambda: "O Take it" in seat.text().splitlines()[-1])


async def test_who_may_only_look_hands_nothing_off(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    make_viewer(board, "visitor", sato)
    offered(board, mine, sato, None)
    async with sit("visitor", size=(80, 24)) as seat:
        await seat.press("O")
        assert "may look" in seat.told
        await seat.press("g", "f")
        await seat.until(lambda: "not taken yet" in seat.text())
        await seat.press("t")
        await seat.until(lambda: "may look" in seat.text())
    assert the_one(board).is_offered


async def test_the_inbox_leads_to_what_is_offered(
    board: Board, sit: Sit, mine: TaskRef, sato: Actor
) -> None:
    offered(board, mine, sato, "suzuki")
    async with sit("suzuki", size=(80, 24)) as seat:
        await seat.press("g", "i")
        await seat.until(lambda: "Sato offers to hand #1001 off to you" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, HandOffsScreen))
        await seat.until(lambda: "1 is offered to you" in seat.text())
        await seat.press("t")
        await seat.until(lambda: isinstance(seat.app.screen, TakeDialog))
