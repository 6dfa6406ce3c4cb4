"""An inquiry on its screen: who said what, whose it is, what happened, always as it is now."""

from __future__ import annotations

import gc
from pathlib import Path
from weakref import ref

import pytest
from textual.strip import Strip

from csboard.board import Board
from csboard.domain.commands import AddNote, ChangeMember, Claim
from csboard.domain.records import Channel, Receipt, Role, TaskRef, Urgency
from csboard.domain.views import InquiryView
from csboard.errors import Unavailable
from csboard.mail.children import Reader
from csboard.tui import memory
from csboard.tui.fields import ImeInput
from csboard.tui.screens import inquiry_reading
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.pager import Pager
from tests.support import garbage
from tests.support.desk import enter, open_inquiry
from tests.support.letters import take_in
from tests.tui.conftest import Seat, Sit, has_gone

CUSTOMERS_WORDS = "The invoice does not open.\n\n> Please find attached\n> our invoice\n\nThanks"


def told(seat: Seat) -> str:
    """What the last line of the screen in front says."""
    return seat.app.screen.query_one(Footer).said


async def opened(seat: Seat, number: int, *neighbours: int) -> InquiryScreen:
    screen = InquiryScreen(number, neighbours)
    seat.app.push_screen(screen)
    await seat.until(lambda: screen.view is not None)
    await seat.settle()
    return screen


def an_inquiry(board: Board, **more: object) -> TaskRef:
    return open_inquiry(
        board,
        "Invoice",
        customer_name="Hanako Sato",
        customer_email="hanako@example.com",
        body=CUSTOMERS_WORDS,
        channel=Channel.MAIL,
        **more,
    )


async def test_an_inquiry_without_a_message_says_so(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    open_inquiry(board, "Only a subject")
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("enter")
        await seat.until(lambda: "Nothing is written here yet; m adds a note." in seat.text())


async def test_you_see_the_conversation_and_beside_it_facts_tasks_and_history(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board, urgency=Urgency.URGENT)
    board.execute(Claim(task=task), sato)
    board.execute(AddNote(number=task.number, text="Called back."), sato)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        text = seat.text()
    for shown in (
        "#1001 Invoice",
        "urgent",
        "from the customer  Hanako Sato <hanako@example.com>",
        "The invoice does not open.",
        "internal note  Sato",
        "│ Called back.",
        "Sato, since Mon Nov 23 09:30",
        "Sato took #1001",
    ):
        assert shown in text


async def test_quotes_are_folded_until_z_unfolds_them(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        assert "> our invoice" not in seat.text()
        assert "[z] 2 quoted lines" in seat.text()
        await seat.press("z")
        assert "> our invoice" in seat.text()
        await seat.press("z")
        assert "> our invoice" not in seat.text()


async def test_a_narrow_terminal_shows_conversation_or_details(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    task = an_inquiry(board)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        assert "does not open" in seat.text()
        assert "History" not in seat.text()
        await seat.press("v")
        assert "does not open" not in seat.text()
        assert "History" in seat.text()
        await seat.press("tab")
        assert "does not open" in seat.text()


async def test_what_others_do_appears_and_the_reader_stays_where_they_were(
    board: Board, sit: Sit
) -> None:
    sato, tanaka = enter(board, "sato", "Sato"), enter(board, "tanaka", "Tanaka")
    task = an_inquiry(board)
    for number in range(40):
        board.execute(AddNote(number=task.number, text=f"note {number}"), sato)
    async with sit("sato") as seat:
        screen = await opened(seat, task.number)
        await seat.press("g", "pagedown", "j")
        top = screen.query_one("#conversation", Pager).render_line(0).text
        await seat.until(lambda: "unassigned" in seat.text())
        board.execute(Claim(task=task), tanaka)
        board.execute(AddNote(number=task.number, text="one more"), tanaka)
        await seat.settle()
        await seat.until(lambda: "Tanaka, since" in seat.text())
        assert screen.query_one("#conversation", Pager).render_line(0).text == top


async def test_it_opens_at_the_latest_message(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato")
    task = an_inquiry(board)
    for number in range(60):
        board.execute(AddNote(number=task.number, text=f"note {number}"), sato)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        assert "note 59" in seat.text()


async def test_the_keys_of_the_board_act_here_too(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("a")
        await seat.until(lambda: board.card(task).owner == "sato")
        await seat.until(lambda: "Sato, since" in seat.text())
        await seat.press("A")
        await seat.until(lambda: board.card(task).owner is None)
        await seat.until(lambda: "unassigned" in seat.text())
        await seat.press("a")
        await seat.until(lambda: "Sato, since" in seat.text())
        await seat.press("L")
        await seat.until(lambda: board.card(task).stage == "doing")
        await seat.until(lambda: "moved #1001 from ToDo" in seat.text())
        await seat.press("u")
        await seat.until(lambda: board.card(task).stage == "todo")


async def test_a_note_is_written_from_here(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("m", *"Called", "ctrl+s")
        await seat.until(lambda: "│ Called" in seat.text())


async def test_a_note_that_fails_comes_back_with_the_reason(board: Board, sit: Sit) -> None:
    lead = enter(board, "tanaka", "Tanaka")
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("m", *"Called")
        board.execute(ChangeMember(login="sato", role=Role.VIEWER), lead)
        await seat.press("ctrl+s")
        await seat.until(lambda: "Called" in seat.text() and "look but not change" in seat.text())


async def test_a_task_is_taken_over_with_a_reason(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    tanaka = enter(board, "tanaka", "Tanaka")
    task = an_inquiry(board)
    board.execute(Claim(task=task), tanaka)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("T")
        await seat.until(lambda: "Take over #1001 from Tanaka" in seat.text())
        await seat.press(*"on leave", "enter")
        await seat.until(lambda: board.card(task).owner == "sato")
        await seat.until(lambda: "on leave" in seat.text())


async def test_brackets_go_to_the_neighbours(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    first, second = an_inquiry(board), open_inquiry(board, "Second")
    async with sit("sato") as seat:
        await opened(seat, first.number, first.number, second.number)
        await seat.press("right_square_bracket")
        await seat.until(lambda: "#1002 Second" in seat.text())
        await seat.press("left_square_bracket")
        await seat.until(lambda: "#1001 Invoice" in seat.text())
        await seat.press("left_square_bracket")
        assert "no inquiry on that side" in told(seat)


async def test_help_names_all_keys_of_the_screen(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    task = an_inquiry(board)
    async with sit("sato", size=(120, 60)) as seat:
        await opened(seat, task.number)
        await seat.press("question_mark")
        for meaning in ("Show or fold what is quoted", "Go to the next message"):
            assert meaning in seat.text()
        await seat.press("escape")
        assert isinstance(seat.app.screen, InquiryScreen)


@pytest.mark.parametrize("key", ["escape", "q", "ｑ"])
async def test_the_way_back(board: Board, sit: Sit, key: str) -> None:
    enter(board, "sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        await seat.press("enter")
        await seat.until(lambda: "does not open" in seat.text())
        assert isinstance(seat.app.screen, InquiryScreen)
        assert seat.app.screen.number == task.number
        await seat.press(key)
        assert len(seat.app.screen_stack) == 1


async def test_an_inquiry_that_is_not_there_is_told_and_left(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato") as seat:
        seat.app.push_screen(InquiryScreen(4711))
        await seat.until(lambda: seat.app.screen is seat.screen and bool(told(seat)))
        assert "4711" in told(seat)


async def test_what_could_not_be_read_is_read_as_soon_as_it_can_be(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_number: int) -> InquiryView:
        raise Unavailable("unreachable", "the server is down")

    enter(board, "sato")
    open_inquiry(board, "a subject", body="what the customer says")
    monkeypatch.setattr(inquiry_reading, "READ_AGAIN", 0.05)
    async with sit("sato") as seat:
        with monkeypatch.context() as patch:
            patch.setattr(board, "inquiry", gone)
            await seat.press("enter")
            await seat.until(lambda: "the server is down" in seat.text())
        await seat.until(lambda: "what the customer says" in seat.text())
        assert "the server is down" not in seat.text()


async def test_a_message_too_long_to_show_is_shown_on_demand(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    body = "\n".join([*(f"line {number}" for number in range(2500)), "x" * 5000, "the end"])
    task = open_inquiry(board, "Long", body=body)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("G")
        assert "[+] 502 more lines" in seat.text()
        await seat.press("plus", "G")
        assert "[+] 1000 more characters in this line" in seat.text()
        assert "the end" in seat.text()


MAIL = b"""From: Hanako <hanako@example.com>
To: support@example.com
Subject: Photo
Message-ID: <photo@example.com>
Date: Mon, 23 Nov 2026 09:00:00 +0900
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain

See the photo.
--b
Content-Type: application/octet-stream; name="../../evil.bin"
Content-Disposition: attachment; filename="../../evil.bin"
Content-Transfer-Encoding: base64

AAEC/w==
--b--
"""


def taken_in(board: Board, raw: bytes) -> Receipt:
    with Reader() as reader:
        outcome = take_in(board, raw, "pipe", reader)
    return board.receipt(outcome.receipt_id)


async def test_an_attachment_is_saved_privately_and_never_over_a_file(
    board: Board, sit: Sit, tmp_path: Path
) -> None:
    enter(board, "sato")
    number = taken_in(board, MAIL).number
    assert number is not None
    (tmp_path / "evil.bin").write_text("mine")
    async with sit("sato") as seat:
        await opened(seat, number)
        assert "evil.bin" in seat.text()
        await seat.press("f")
        await seat.until(lambda: "Save an attachment" in seat.text())
        await seat.press("tab")
        seat.app.screen.query_one(ImeInput).value = str(tmp_path / "nowhere")
        await seat.press("enter")
        await seat.until(lambda: "No such file" in seat.text())
        seat.app.screen.query_one(ImeInput).value = str(tmp_path)
        await seat.press("tab", "enter")  # on the list it saves too, at once
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        said = [told(seat), *(toast.message for toast in seat.app._notifications)]
    saved = tmp_path / "evil (2).bin"
    assert saved.read_bytes() == b"\x00\x01\x02\xff"
    assert saved.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "evil.bin").read_text() == "mine"
    assert any(str(saved) in sentence for sentence in said)


async def test_without_attachments_there_is_nothing_to_save(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("f")
        assert "no attachments" in told(seat)


async def test_a_closed_inquiry_takes_no_memory(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:

        async def look() -> int:
            """Open it and close it until it is gone: how many lines are kept."""
            closed = ref(await opened(seat, task.number))
            await seat.press("escape")
            await seat.until(lambda: has_gone(closed))
            return sum(isinstance(thing, Strip) for thing in gc.get_objects())

        await look()
        before = await look()
        assert await look() <= before + 5


async def test_what_was_closed_is_not_kept_with_what_is_loaded(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "SETTLED", 0.05)
    monkeypatch.setattr(gc, "freeze", garbage.freeze)
    enter(board, "sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        frozen = gc.get_freeze_count()
        closed = ref(await opened(seat, task.number))
        seat.app.memory.leave_alone_what_is_loaded()
        assert gc.get_freeze_count() <= frozen
        await seat.press("escape")
        seat.app.memory.leave_alone_what_is_loaded()
        await seat.until(lambda: gc.get_freeze_count() > frozen)
        await seat.until(lambda: has_gone(closed))


async def test_a_closed_inquiry_goes_soon_and_waits_for_no_others(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "SETTLED", 0.2)
    enter(board, "sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        closed = ref(await opened(seat, task.number))
        gc.disable()  # only what the application asks for
        try:
            for _ in range(2):  # at the latest when another is closed: this one had not ended
                await seat.press("escape")
                await seat.settle()
                await opened(seat, task.number)
            await seat.press("escape")
            await seat.until(lambda: closed() is None)
        finally:
            gc.enable()


@pytest.mark.parametrize(
    ("key", "answer"),
    [("ctrl+t", "only one task"), ("z", "Nothing is quoted"), ("plus", "Everything")],
)
async def test_a_key_with_nothing_to_do_says_so(
    board: Board, sit: Sit, key: str, answer: str
) -> None:
    enter(board, "sato")
    task = open_inquiry(board, body="Just a line.")
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press(key)
        assert answer in told(seat)


async def test_its_styles_are_ready_before_it_is_opened(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato") as seat:
        sheet = seat.app.stylesheet
        await seat.until(lambda: any("inquiry.tcss" in path for path, _part in sheet.source))
        assert len(seat.app.screen_stack) == 1
