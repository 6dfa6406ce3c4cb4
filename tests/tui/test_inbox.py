"""What wants a person, where it leads, and the reading round of what colleagues sent."""

from __future__ import annotations

from datetime import timedelta

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import EnterAbsence
from csboard.domain.commands import AddNote, Claim, Undo
from csboard.domain.draft_commands import DiscardDraft
from csboard.domain.presence_commands import GiveThanks
from csboard.domain.records import Actor
from csboard.tui.screens.absences import AbsencesScreen
from csboard.tui.screens.draft import DraftScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.remark import RemarkDialog
from tests.conftest import MONDAY
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.support.people import sent
from tests.support.replies import said, written
from tests.tui.conftest import Sit


async def test_unread_come_first_and_a_key_sees_to_one_or_all(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board, "one")
    for text in ("@sato first", "@sato second", "@sato third"):
        clock.advance(timedelta(minutes=1))
        board.execute(AddNote(number=ref.number, text=text), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "i")
        await seat.until(lambda: "@sato third" in seat.text())
        lines = seat.text().splitlines()
        assert lines[0].strip() == "Inbox: 3 things want you"
        assert lines[1] == ">new  Suzuki names you on #1001"
        await seat.press("x")
        await seat.until(lambda: "Inbox: 2 things want you" in seat.text())
        found = [line.strip() for line in seat.text().splitlines() if "@sato" in line]
        assert [one.split("@sato ")[1] for one in found] == ["second", "first", "third"]
        await seat.press("X")
        await seat.until(lambda: "Inbox: nothing wants you" in seat.text())
        assert board.inbox_count("sato") == 0
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is seat.screen)
        assert "Inbox" not in seat.text()


async def test_what_came_and_is_withdrawn_is_not_said_never_to_have_come(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor
) -> None:
    ref = open_inquiry(board, "one")
    board.execute(AddNote(number=ref.number, text="@sato first"), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "i")
        await seat.until(lambda: "@sato first" in seat.text())
        board.execute(Undo(number=ref.number), suzuki)
        await seat.until(lambda: "@sato first" not in seat.text())
        assert seat.text().splitlines()[2].strip() == "Nothing wants you now."


async def test_a_stand_in_who_is_away_leads_to_the_absences(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor
) -> None:
    board.execute(Claim(task=open_inquiry(board, "one")), sato)
    first, last = MONDAY.date(), MONDAY.date() + timedelta(days=2)
    board.execute(EnterAbsence(login="sato", first=first, last=last, stand_in="suzuki"), sato)
    board.execute(EnterAbsence(login="suzuki", first=first, last=last), suzuki)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "i")
        await seat.until(lambda: "Suzuki, who was to stand in for you, is away" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, AbsencesScreen))
        await seat.until(lambda: board.inbox_count("sato") == 0)


async def test_enter_goes_to_the_draft_and_marks_it_as_seen(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor
) -> None:
    ref = open_inquiry(board, "one", customer_email="yamada@example.jp")
    draft = written(board, ref.number, sato, "Dear customer")
    said(board, draft, suzuki, "Kinder?")
    async with sit("sato") as seat:
        await seat.press("g", "i")
        await seat.until(lambda: "Suzuki commented on your reply to #1001" in seat.text())
        assert "Kinder?" in seat.text()
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, DraftScreen))
        await seat.until(lambda: board.inbox_count("sato") == 0)
        await seat.press("escape")
        board.execute(DiscardDraft(draft_id=draft.id), sato)
        await seat.settle()
        await seat.press("enter")  # the draft is gone: the conversation is there
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))


async def test_a_reading_round_goes_through_the_replies_of_others(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    one = open_inquiry(board, "one", body="Where is it?")
    sent(board, one, suzuki, "It is on its way.")
    clock.advance(timedelta(minutes=5))
    two = open_inquiry(board, "two", body="And mine?")
    sent(board, two, suzuki, "Tomorrow.")
    sent(board, two, sato, "My own.")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "v")
        await seat.until(lambda: "Reading round 1/2: Suzuki on #1002 two" in seat.text())
        assert "And mine?" in seat.text()
        assert "Tomorrow." in seat.text()
        assert "My own." not in seat.text()
        await seat.press("n")
        await seat.until(lambda: "It is on its way." in seat.text())
        await seat.press("n")
        await seat.until(lambda: "There is no reply on that side." in seat.text())
        await seat.press("p")
        await seat.until(lambda: "Tomorrow." in seat.text())


async def test_thanks_and_comments_reach_the_author(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor
) -> None:
    ref = open_inquiry(board, "one", body="Where is it?")
    sent(board, ref, suzuki, "It is on its way.")
    async with sit("sato") as seat:
        await seat.press("g", "v")
        await seat.until(lambda: "It is on its way." in seat.text())
        await seat.press("t")
        await seat.until(lambda: "Thanks from Sato" in seat.text())
        await seat.press("c")
        await seat.until(lambda: isinstance(seat.app.screen, RemarkDialog))
        await seat.press("F", "i", "n", "e", "f2")
        await seat.until(lambda: "internal comment  Sato" in seat.text())
        kinds = [item.kind for item in board.inbox("suzuki")]
        assert sorted(kinds) == ["commented", "thanked"]
        await seat.press("u", "u")
        await seat.until(lambda: board.inbox("suzuki") == ())
        await seat.settle()


async def test_without_replies_the_round_says_so(board: Board, sit: Sit, sato: Actor) -> None:
    async with sit("sato") as seat:
        await seat.press("g", "v")
        await seat.until(lambda: "Nobody else sent a reply" in seat.text())
        await seat.press("t", "c", "n", "enter", "u", "escape")
        await seat.until(lambda: seat.app.screen is seat.screen)


async def test_a_viewer_reads_the_round_and_thanks_nobody(
    board: Board, sit: Sit, sato: Actor
) -> None:
    make_viewer(board, "vera", sato)
    message = sent(board, open_inquiry(board, "one"), sato, "It is on its way.")
    async with sit("vera") as seat:
        await seat.press("g", "v")
        await seat.until(lambda: "It is on its way." in seat.text())
        await seat.press("t")
        await seat.until(lambda: "You may look but not change" in seat.text())
    assert board.inbox("sato") == ()
    board.execute(GiveThanks(message_id=message), enter(board, "lee"))
