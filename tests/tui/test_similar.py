"""What is like an inquiry: listed, read, and its words put into the reply."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import AddNote, EditInquiry
from csboard.domain.records import Actor, InquiryFields, TaskRef
from csboard.tui.screens.case import CaseScreen
from csboard.tui.screens.draft import DraftScreen
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.similar import SimilarScreen
from tests.support.desk import make_viewer, open_inquiry
from tests.support.successes import answered, made
from tests.tui.conftest import Seat, Sit

REPLY = "Dear Jane,\n\nWe paid one of them back today.\n\nKind regards,\nSuzuki"


def charged(board: Board, who: str, subject: str = "Charged twice") -> TaskRef:
    body = "My card statement shows the same payment two times."
    email = f"{who.split()[0].lower()}@example.com"
    return open_inquiry(board, subject, body=body, customer_name=who, customer_email=email)


@pytest.fixture
def past(board: Board, suzuki: Actor) -> TaskRef:
    ref = charged(board, "Jane Smith")
    answered(board, ref, suzuki, REPLY)
    return ref


async def opened(seat: Seat, ref: TaskRef) -> None:
    seat.app.push_screen(InquiryScreen(ref.number))
    await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
    await seat.until(lambda: "statement" in seat.text())


async def looked(seat: Seat) -> SimilarScreen:
    """The list of what is similar, once it was read."""
    await seat.press("tilde")
    await seat.until(lambda: isinstance(seat.app.screen, SimilarScreen))
    await seat.until(lambda: "Similar to #" in seat.text() and " %  " in seat.text())
    screen = seat.app.screen
    assert isinstance(screen, SimilarScreen)
    return screen


async def test_the_likest_are_listed_with_how_each_ended_and_read_with_enter(
    board: Board, sit: Sit, past: TaskRef, suzuki: Actor
) -> None:
    made(board, past, suzuki, title="Charged twice: paid back")
    ref = charged(board, "Ken Adams")
    async with sit("sato", size=(80, 24)) as seat:
        await opened(seat, ref)
        await looked(seat)
        assert "answered by Suzuki" in seat.text()
        assert "cases: 1" in seat.text()
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.until(lambda: "We paid one of them back" in seat.text())
        await seat.press("escape")
        await seat.until(lambda: isinstance(seat.app.screen, SimilarScreen))
        await seat.press("down", "enter")
        await seat.until(lambda: isinstance(seat.app.screen, CaseScreen))
        await seat.press("escape", "escape")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))


async def test_its_words_go_into_a_new_reply_under_the_right_name(
    board: Board, sit: Sit, past: TaskRef
) -> None:
    ref = charged(board, "Ken Adams")
    async with sit("sato", size=(120, 40)) as seat:
        await opened(seat, ref)
        await looked(seat)
        await seat.until(lambda: "Dear Ken Adams," in seat.text())
        await seat.press("p")
        await seat.until(lambda: isinstance(seat.app.screen, DraftScreen))
        await seat.until(lambda: "The words are in the reply" in seat.text())
        (draft,) = board.replies(ref.number).drafts
        assert draft.words.text.lstrip().startswith("Dear Ken Adams,\n\nWe paid one of them back")
        assert "Jane" not in draft.words.text
        assert "put_in" in [event.kind for event in board.history(ref.number)]
        await seat.press("escape", "escape")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))


async def test_from_a_reply_they_go_into_that_reply(board: Board, sit: Sit, past: TaskRef) -> None:
    ref = charged(board, "Ken Adams")
    async with sit("sato", size=(120, 40)) as seat:
        await opened(seat, ref)
        await seat.press("r")
        await seat.until(lambda: isinstance(seat.app.screen, DraftScreen))
        draft = seat.app.screen
        assert isinstance(draft, DraftScreen)
        await seat.until(lambda: draft.is_writing)
        await seat.press(*"Mine", "escape")
        await looked(seat)
        await seat.press("p")
        await seat.until(lambda: seat.app.screen is draft)
        await seat.until(lambda: "The words are in the reply" in seat.text())
        (stored,) = board.replies(ref.number).drafts
        assert "Mine" in stored.words.text
        assert "Dear Ken Adams" in stored.words.text


async def test_in_a_narrow_window_the_words_take_the_place_of_the_list(
    board: Board, sit: Sit, past: TaskRef
) -> None:
    ref = charged(board, "Ken Adams")
    async with sit("sato", size=(80, 24)) as seat:
        await opened(seat, ref)
        await looked(seat)
        assert "Dear Ken" not in seat.text()
        await seat.press("v")
        await seat.until(lambda: "Dear Ken Adams," in seat.text())
        await seat.press("escape")
        await seat.until(lambda: " %  " in seat.text())
        await seat.resize(120, 40)
        await seat.until(lambda: " %  " in seat.text() and "Dear Ken Adams," in seat.text())


async def test_one_without_a_reply_has_no_words_to_put_in(
    board: Board, sit: Sit, sato: Actor
) -> None:
    charged(board, "Jane Smith")
    ref = charged(board, "Ken Adams")
    async with sit("sato", size=(80, 24)) as seat:
        await opened(seat, ref)
        await looked(seat)
        assert "Put in" not in seat.text()
        await seat.press("p")
        await seat.until(lambda: "there are no words to put in" in seat.text())
        assert not board.replies(ref.number).drafts


async def test_who_may_only_look_reads_and_puts_nothing_in(
    board: Board, sit: Sit, past: TaskRef, sato: Actor
) -> None:
    make_viewer(board, "guest", sato)
    ref = charged(board, "Ken Adams")
    async with sit("guest", size=(120, 40)) as seat:
        await opened(seat, ref)
        await looked(seat)
        assert "Put in" not in seat.text()
        await seat.press("p")
        await seat.settle()
        assert isinstance(seat.app.screen, SimilarScreen)
        assert not board.replies(ref.number).drafts


async def test_the_cursor_stays_at_its_row_when_others_change_things(
    board: Board, sit: Sit, past: TaskRef, sato: Actor
) -> None:
    second = charged(board, "Ann Other", "Charged twice again")
    ref = charged(board, "Ken Adams")
    async with sit("sato", size=(80, 24)) as seat:
        await opened(seat, ref)
        screen = await looked(seat)
        await seat.press("down")
        assert screen.chosen is not None
        assert screen.chosen.id == second.number
        answered(board, second, sato, REPLY)
        board.execute(AddNote(number=ref.number, text="x"), sato)
        await seat.until(lambda: seat.text().count("answered by") == 2)
        assert screen.chosen.id == second.number


async def test_a_wide_window_shows_the_likest_beside_the_inquiry(
    board: Board, sit: Sit, past: TaskRef, sato: Actor
) -> None:
    ref = charged(board, "Ken Adams")
    async with sit("sato", size=(200, 60)) as seat:
        await opened(seat, ref)
        await seat.until(lambda: f"#{past.number} Charged twice" in seat.text())
        assert "answered by Suzuki" in seat.text()
        await seat.resize(120, 40)
        await seat.until(lambda: "answered by Suzuki" not in seat.text())


async def test_what_nothing_is_like_says_so(board: Board, sit: Sit, sato: Actor) -> None:
    ref = charged(board, "Ken Adams")
    async with sit("sato", size=(80, 24)) as seat:
        await opened(seat, ref)
        await seat.press("tilde")
        await seat.until(lambda: "Nothing is like it yet." in seat.text())
        await seat.press("p", "enter", "v", "escape", "escape")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))


async def test_markup_in_a_title_is_text(board: Board, sit: Sit, sato: Actor) -> None:
    past = charged(board, "Jane [b]Smith", "Charged [@click=app.quit]twice[/]")
    answered(board, past, sato, "[red]Dear[/red] Jane,\n\n[x] paid.")
    fields = InquiryFields(fact="[/]")
    board.execute(EditInquiry(number=past.number, fields=fields), sato)
    ref = charged(board, "Ken Adams")
    async with sit("sato", size=(200, 60)) as seat:
        await opened(seat, ref)
        await looked(seat)
        await seat.until(lambda: "Charged [@click=app.quit]twice[/]" in seat.text())
        await seat.until(lambda: "[red]Dear[/red]" in seat.text())
