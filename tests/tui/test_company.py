"""Colleagues in the same inquiry, seen on card and inquiry; what a person hasn't read yet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import Claim
from csboard.domain.presence_commands import BePresent, GiveThanks
from csboard.domain.records import Actor, TaskRef
from csboard.mail.children import Reader
from csboard.tui import company
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.note import NoteDialog
from tests.support.desk import enter, make_viewer, open_inquiry
from tests.support.letters import take_in
from tests.support.people import sent
from tests.tui.conftest import Seat, Sit

pytestmark = pytest.mark.usefixtures("quick_company")

MAIL = (
    b"From: yamada@example.jp\nSubject: one\nMessage-ID: <1@example.jp>\n\nI can't log in.\n",
    b"From: yamada@example.jp\nSubject: Re: one\nMessage-ID: <2@example.jp>\n"
    b"In-Reply-To: <1@example.jp>\n\nStill not.\n",
)


@pytest.fixture
def reader() -> Iterator[Reader]:
    with Reader() as started:
        yield started


def there(board: Board) -> list[tuple[str, int | None, str]]:
    return [(one.login, one.number, one.doing) for one in board.present()]


async def opened(seat: Seat, number: int) -> None:
    """Open the inquiry under the cursor and wait for its words."""
    await seat.press("enter")
    await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
    await seat.until(lambda: f"#{number}" in seat.text())


async def test_who_opens_an_inquiry_is_seen_there_until_they_leave(
    board: Board, sit: Sit, sato: Actor
) -> None:
    ref = open_inquiry(board, "one")
    newest = board.newest()
    async with sit("sato") as seat:
        assert there(board) == []
        await opened(seat, ref.number)
        await seat.until(lambda: there(board) == [("sato", ref.number, "looks")])
        await seat.press("m")
        await seat.until(lambda: isinstance(seat.app.screen, NoteDialog))
        await seat.settle()
        assert there(board) == [("sato", ref.number, "looks")], "a box leaves one where one is"
        await seat.press("escape")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("g", "t")
        await seat.until(lambda: there(board) == [])
        await seat.press("escape")
        await seat.until(lambda: there(board) == [("sato", ref.number, "looks")])
        await seat.press("escape")
        await seat.until(lambda: there(board) == [])
    assert board.newest() == newest, "and no event tells of it"


async def test_leaving_csboard_leaves_the_inquiry(board: Board, sit: Sit, sato: Actor) -> None:
    ref = open_inquiry(board, "one")
    async with sit("sato") as seat:
        await opened(seat, ref.number)
        await seat.until(lambda: there(board) != [])
    assert there(board) == []


async def test_a_sign_is_given_again_while_one_is_there(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "EVERY", 0.05)
    ref = open_inquiry(board, "one")
    async with sit("sato") as seat:
        await opened(seat, ref.number)
        await seat.until(lambda: there(board) != [])
        clock.advance(timedelta(minutes=1))
        await seat.until(lambda: there(board) == [("sato", ref.number, "looks")])


async def test_colleagues_are_named_above_the_conversation(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board, "one")
    board.keep(BePresent(session="s", number=ref.number, doing="writes"), suzuki)
    board.keep(BePresent(session="l", number=ref.number, doing="looks"), enter(board, "lee"))
    async with sit("sato", size=(80, 24)) as seat:
        await opened(seat, ref.number)
        await seat.until(lambda: "Suzuki is writing  lee is looking at it" in seat.text())
        assert seat.text().splitlines()[0].startswith(" #1001 one")
        clock.advance(timedelta(seconds=46))
        seat.app.look_around()
        await seat.until(lambda: "Suzuki" not in seat.text())


async def test_colleagues_are_named_on_the_card(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor
) -> None:
    ref = open_inquiry(board, "one")
    board.keep(BePresent(session="s", number=ref.number, doing="looks"), suzuki)
    async with sit("sato") as seat:
        await seat.until(lambda: "Suzuki: reading" in seat.text())
        board.keep(BePresent(session="s", number=ref.number, doing="writes"), suzuki)
        board.execute(Claim(task=ref), suzuki)  # which rings the bell
        await seat.settle()
        await seat.until(lambda: "Suzuki  writing" in seat.text())
        board.keep(BePresent(session="s"), suzuki)
        seat.screen.tick()
        await seat.until(lambda: "writing" not in seat.text())


async def test_ones_own_other_board_is_no_colleague(board: Board, sit: Sit, sato: Actor) -> None:
    ref = open_inquiry(board, "one")
    board.keep(BePresent(session="s", number=ref.number, doing="writes"), sato)
    async with sit("sato") as seat:
        await opened(seat, ref.number)
        await seat.until(lambda: len(board.present()) == 2)
        assert "is writing" not in seat.text()


async def test_nothing_is_written_while_one_is_on_the_board(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor
) -> None:
    ref = open_inquiry(board, "one")
    async with sit("sato") as seat:
        board.execute(Claim(task=ref), suzuki)
        await seat.settle()
        seat.screen.tick()
        await seat.settle()
    assert board.surroundings("suzuki").present == ()
    assert board.surroundings("sato").read == {}


async def test_what_the_customer_wrote_since_is_unread_until_it_is_opened(
    board: Board, sit: Sit, sato: Actor, reader: Reader, clock: FixedClock
) -> None:
    take_in(board, MAIL[0], "pipe", reader)
    board.execute(Claim(task=TaskRef(1001)), sato)
    clock.advance(timedelta(minutes=5))
    async with sit("sato") as seat:
        await seat.settle()
        assert "unread" not in seat.text()
        take_in(board, MAIL[1], "pipe", reader)
        await seat.settle()
        await seat.until(lambda: "unread" in seat.text())
        await opened(seat, 1001)
        await seat.until(lambda: board.surroundings("sato").read == {1001: clock.now()})
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is seat.screen)
        assert "unread" not in seat.text()


async def test_the_header_counts_what_wants_one(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor
) -> None:
    ref = open_inquiry(board, "one")
    message = sent(board, ref, sato)
    async with sit("sato", size=(80, 24)) as seat:
        await seat.settle()
        assert "Inbox" not in seat.text()
        board.execute(GiveThanks(message_id=message), suzuki)
        await seat.settle()
        await seat.until(lambda: "Inbox 1  Sato" in seat.text().splitlines()[0])


async def test_a_viewer_is_seen_and_a_stranger_just_looks(
    board: Board, sit: Sit, sato: Actor
) -> None:
    ref = open_inquiry(board, "one")
    make_viewer(board, "vera", sato)
    async with sit("vera") as seat:
        await opened(seat, ref.number)
        await seat.until(lambda: there(board) == [("vera", ref.number, "looks")])
    async with sit("nobody") as seat:
        await opened(seat, ref.number)
        await seat.until(lambda: seat.app.company is not None and seat.app.company._is_mute)
        assert there(board) == []


async def test_who_writes_a_reply_is_seen_to_write(board: Board, sit: Sit, sato: Actor) -> None:
    ref = open_inquiry(board, "one", customer_email="yamada@example.jp")
    async with sit("sato") as seat:
        await seat.press("r")
        await seat.until(lambda: there(board) == [("sato", ref.number, "writes")])
        await seat.press("escape")
        await seat.until(lambda: there(board) == [("sato", ref.number, "looks")])
        await seat.press("escape")
        await seat.until(lambda: there(board) == [])
