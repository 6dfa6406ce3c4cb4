"""Mail that opened no card lies in the tray with its reason, and can be read there."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.commands import ApplySettings, OpenFromTray
from csboard.domain.settings import TeamSettings
from csboard.mail.children import Reader
from csboard.mail.tray import from_tray
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.tray import TrayScreen
from csboard.tui.widgets.footer import Footer
from tests.support.desk import enter
from tests.support.letters import take_in
from tests.tui.conftest import Seat, Sit

AUTOMATIC = b"""From: Robot <robot@example.com>
To: support@example.com
Subject: Out of office
Auto-Submitted: auto-replied
Message-ID: <ooo@example.com>
Date: Mon, 23 Nov 2026 09:00:00 +0900

I am away until Friday. \x1b[31m
"""

QUESTION = b"""From: Hanako <hanako@example.com>
To: support@example.com
Subject: A question
Message-ID: <q@example.com>
Date: Mon, 23 Nov 2026 09:00:00 +0900

How?
"""


def take(board: Board, *mails: bytes) -> None:
    with Reader() as reader:
        for mail in mails:
            take_in(board, mail, "pipe", reader)


async def go_to_tray(seat: Seat, shown: str) -> None:
    """Open the tray and wait until it shows these words."""
    await seat.press("g", "t")
    await seat.until(lambda: shown in seat.text())


async def test_g_t_goes_to_the_tray_and_enter_shows_the_mail(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    take(board, AUTOMATIC, QUESTION)
    async with sit("sato") as seat:
        assert "To sort 0" in seat.text()  # what is filed waits for nobody
        await go_to_tray(seat, "Out of office")
        assert "filed: automatic answer" in seat.text()
        assert "Tray: 0 to sort, 1 filed" in seat.text()
        assert "A question" not in seat.text()
        await seat.press("enter")
        await seat.until(lambda: "I am away until Friday. ␛[31m" in seat.text())
        assert "From: Robot <robot@example.com>" in seat.text()
        assert "Date: Mon Nov 23 09:00" in seat.text()
        await seat.press("o")
        assert "belongs to no inquiry" in seat.app.screen.query_one(Footer).said
        await seat.press("question_mark")
        assert "Go to the next message" in seat.text()
        await seat.press("escape", "escape", "escape")
        assert seat.app.screen is seat.screen


async def test_an_empty_tray_says_so(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato") as seat:
        await go_to_tray(seat, "The tray is empty")
        await seat.press("enter", "o", "j", "k", "i", "plus", "d")
        assert isinstance(seat.app.screen, TrayScreen)


async def test_a_mail_that_comes_in_while_one_looks_appears(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato") as seat:
        await go_to_tray(seat, "The tray is empty")
        take(board, AUTOMATIC)
        await seat.app.live.look()
        await seat.until(lambda: "Out of office" in seat.text())


async def test_the_inquiry_that_a_filed_mail_belongs_to_is_a_key_away(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato")
    take(board, QUESTION, AUTOMATIC.replace(b"Date", b"In-Reply-To: <q@example.com>\nDate"))
    async with sit("sato") as seat:
        await go_to_tray(seat, "#1001  robot@example.com")
        await seat.press("o")
        await seat.until(lambda: "#1001 A question" in seat.text())
        assert isinstance(seat.app.screen, InquiryScreen)


OTHER = AUTOMATIC.replace(b"ooo@", b"ooo2@").replace(b"Out of office", b"Away until Monday")


async def test_a_mail_becomes_an_inquiry(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    take(board, AUTOMATIC)
    async with sit("sato") as seat:
        await go_to_tray(seat, "Out of office")
        await seat.press("i")
        await seat.until(lambda: "be taken back" in seat.text())
        await seat.press("y")
        await seat.until(lambda: "#1001 is on the board." in seat.text())
        await seat.until(lambda: "The tray is empty" in seat.text())
        assert board.inquiry(1001).inquiry.subject == "Out of office"


async def test_a_mail_joins_the_inquiry_whose_subject_is_shown(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    take(board, QUESTION, AUTOMATIC)
    async with sit("sato") as seat:
        await go_to_tray(seat, "Out of office")
        await seat.press("＋")
        await seat.until(lambda: "Number of the inquiry" in seat.text())
        await seat.press(*"9999")
        await seat.until(lambda: "There is no" in seat.text())
        await seat.press("ctrl+s")
        await seat.until(lambda: "#9999" in seat.text())
        await seat.press(*["backspace"] * 5, *"1001")
        await seat.until(lambda: "#1001 A question" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: "The mail is in #1001 now." in seat.text())
        assert len(board.inquiry(1001).messages) == 2
        await seat.press("u")
        await seat.until(lambda: "Out of office" in seat.text())
        assert len(board.inquiry(1001).messages) == 1


async def test_the_cursor_stays_on_its_mail_when_others_decide(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato")
    take(board, AUTOMATIC, OTHER)
    async with sit("sato") as seat:
        await go_to_tray(seat, "Away until Monday")
        await seat.press("j")
        assert "> Out of office" in seat.text()
        newest = next(r for r in board.tray() if r.subject == "Away until Monday")
        from_tray(board, newest.id, "open", sato)
        await seat.app.live.look()
        await seat.until(lambda: "Away until Monday" not in seat.text())
        assert "> Out of office" in seat.text()
        assert not board.inquiry(1001).inquiry.closed_at


async def test_a_mail_that_is_filed_already_is_not_filed_again(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    take(board, AUTOMATIC)
    async with sit("sato") as seat:
        await go_to_tray(seat, "Out of office")
        await seat.press("d")
        await seat.until(lambda: "is filed already" in seat.text())


async def test_a_mail_is_decided_about_while_one_reads_it(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    take(board, AUTOMATIC)
    async with sit("sato") as seat:
        await go_to_tray(seat, "Out of office")
        await seat.press("enter")
        await seat.until(lambda: "I am away" in seat.text())
        await seat.press("i")
        await seat.until(lambda: "be taken back" in seat.text())
        await seat.press("y")
        await seat.until(lambda: isinstance(seat.app.screen, TrayScreen))
        await seat.until(lambda: "#1001 is on the board." in seat.text())


async def test_no_inquiry_is_made_of_a_mail_unasked(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    take(board, AUTOMATIC)
    async with sit("sato") as seat:
        await go_to_tray(seat, "Out of office")
        await seat.press("i")
        await seat.until(lambda: "be taken back" in seat.text())
        assert "Out of office" in seat.text()
        await seat.press("n")
        assert len(board.tray()) == 1


OURS = AUTOMATIC.replace(b"Auto-Submitted: auto-replied\n", b"").replace(b"robot@", b"support@")


async def test_the_mail_says_why_and_reading_again_changes_that(board: Board, sit: Sit) -> None:
    lead = enter(board, "sato")
    board.execute(
        ApplySettings(settings=TeamSettings(own_addresses=("support@example.com",))), lead
    )
    take(board, OURS)
    async with sit("sato") as seat:
        await go_to_tray(seat, "Out of office")
        await seat.press("enter")
        await seat.until(lambda: "which is one of the team's own" in " ".join(seat.text().split()))
        await seat.press("r")
        await seat.until(lambda: "reads as before" in seat.text())
        await seat.press("escape")
        board.execute(ApplySettings(settings=TeamSettings()), lead)
        await seat.press("r")
        await seat.until(lambda: "The tray is empty" in seat.text())
    assert board.inquiry(1001).inquiry.subject == "Out of office"


async def test_a_mail_is_read_again_that_a_colleague_has_opened(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato")
    take(board, AUTOMATIC)
    (mail,) = board.tray()
    async with sit("sato") as seat:
        await go_to_tray(seat, "Out of office")
        await seat.press("enter")
        await seat.until(lambda: "I am away" in seat.text())
        board.execute(OpenFromTray(receipt_id=mail.id, letter=None), sato)
        await seat.press("r")
        await seat.until(lambda: "its words in #1001 are renewed" in seat.text())
    assert "I am away" in board.inquiry(1001).messages[0].text


async def test_junk_is_filed_and_its_sender_blocked(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    take(board, AUTOMATIC, QUESTION)
    async with sit("sato") as seat:
        await go_to_tray(seat, "Out of office")
        await seat.press("exclamation_mark")
        await seat.until(lambda: "Block robot@example.com too?" in " ".join(seat.text().split()))
        await seat.press("y")
        await seat.until(lambda: "filed: junk" in seat.text())
        assert [one.pattern for one in board.blocks()] == ["robot@example.com"]
        await seat.press("B")
        await seat.until(lambda: "An address; a lead may" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: "is blocked already, by" in seat.text())
        await seat.press("escape", "escape", "y")
        await seat.until(lambda: isinstance(seat.app.screen, TrayScreen))


async def test_an_inquiry_is_filed_as_junk_and_comes_back(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    take(board, QUESTION)
    async with sit("sato") as seat:
        await seat.until(lambda: "A question" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("exclamation_mark")
        await seat.until(lambda: "Block hanako@example.com too?" in " ".join(seat.text().split()))
        assert board.snapshot().cards == ()
        await seat.press("n")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("u")
        await seat.until(lambda: len(board.snapshot().cards) == 1)
    assert board.blocks() == ()
