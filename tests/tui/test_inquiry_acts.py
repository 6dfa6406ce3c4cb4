"""What is done to an inquiry as a whole: on hold, split off, reopened, merged, divided, linked."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import (
    AddNote,
    ApplySettings,
    Claim,
    Merge,
    Move,
    Release,
    SplitOff,
    Wait,
)
from csboard.domain.records import Channel, TaskRef, Waiting
from csboard.domain.views import CardQuery
from csboard.tui.fields import ImeInput
from csboard.tui.screens.confirm import ConfirmDialog
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.pick import PickDialog
from csboard.tui.screens.reason import LineDialog
from csboard.tui.screens.waiting import WaitingDialog
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit
from tests.tui.test_inquiry import an_inquiry, opened, told

TOKYO = ZoneInfo("Asia/Tokyo")


async def box(seat: Seat, kind: type) -> None:
    """Wait for a box, and for the cursor in it, if it has fields."""
    await seat.until(
        lambda: (
            isinstance(seat.app.screen, kind)
            and (seat.app.focused is not None or kind is ConfirmDialog)
        )
    )
    await seat.settle()


async def back(seat: Seat) -> None:
    await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
    await seat.settle()


async def test_a_task_is_put_on_hold_with_a_key_for_whom_and_a_day_in_a_word(
    board: Board, sit: Sit
) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    board.execute(Claim(task=task), sato)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("w")
        await box(seat, WaitingDialog)
        await seat.press("保")
        assert "nothing is written here" in seat.text()
        await seat.press("2", "enter", *"the invoice", "enter", "f")
        assert "11/25, +3" in seat.text()
        await seat.press(*"ri")
        assert "Fri Nov 27 09:00" in seat.text()
        await seat.press("enter")
        await back(seat)
        await seat.until(lambda: "waits for colleagues till Nov 27" in seat.text())
        await seat.press("v")
        assert "the invoice" in seat.text()
        await seat.press("escape")
        await seat.settle()
        assert "waits for colleagues till Nov 27" in seat.text()
    friday = datetime(2026, 11, 27, 9, tzinfo=TOKYO)
    assert board.card(task).waiting == Waiting("internal", "the invoice", friday)


async def test_on_a_task_that_waits_the_box_shows_it_and_a_key_ends_it(
    board: Board, sit: Sit, clock: FixedClock
) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    board.execute(Claim(task=task), sato)
    until = clock.now() + timedelta(days=1)
    board.execute(Wait(task=task, waiting=Waiting("customer", "her answer", until)), sato)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("w")
        await box(seat, WaitingDialog)
        assert "[1 waits for customer]" in seat.text()
        assert "her answer" in seat.text()
        await seat.press("3", "enter", *" again", "f2")
        await back(seat)
        await seat.until(lambda: board.card(task).waiting is not None)
        assert board.card(task).waiting == Waiting("date", "her answer again", until)
        await seat.press("w")
        await box(seat, WaitingDialog)
        await seat.press("x")
        await back(seat)
        assert board.card(task).waiting is None
        assert "no longer on hold" in told(seat)


async def test_a_day_that_is_none_is_told_in_the_box(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    board.execute(Claim(task=task), sato)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("w")
        await box(seat, WaitingDialog)
        await seat.press("1", "enter", *"x", "enter", *"soon", "enter")
        assert isinstance(seat.app.screen, WaitingDialog)
        assert "'soon' is not a day" in seat.text()
        assert seat.app.focused is seat.app.screen.query_one("#until", ImeInput)
        await seat.press(*["backspace"] * 4, "enter")
        await back(seat)
    assert board.card(task).waiting == Waiting("customer", "x")


@pytest.mark.parametrize(
    ("first", "lacks", "waiting"),
    [
        (("3",), "Waiting for a date needs the date", ("date", False)),
        (("tab", "tab", "tab", "right"), "needs a date to wake", ("customer", True)),
    ],
)
async def test_what_lacks_its_date_has_the_cursor_there_and_nothing_else_is_typed_over(
    board: Board, sit: Sit, first: tuple[str, ...], lacks: str, waiting: tuple[str, bool]
) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    board.execute(Claim(task=task), sato)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("w")
        await box(seat, WaitingDialog)
        assert "empty: open" in seat.text()
        await seat.press(*first)
        assert "a date is needed: 11/25, +3" in seat.text()
        assert "empty: open" not in seat.text()
        await seat.press("f2")
        await seat.until(lambda: lacks in seat.text())
        await seat.settle()
        await seat.press(*"mon 15:00", "f2")
        await back(seat)
    for_whom, sleeps = waiting
    monday = datetime(2026, 11, 30, 15, tzinfo=TOKYO)
    assert board.card(task).waiting == Waiting(for_whom, "", monday, sleeps)


async def test_what_a_rule_refuses_comes_back_with_what_was_typed(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    board.execute(Claim(task=task), sato)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("w")
        await box(seat, WaitingDialog)
        board.execute(Release(task=task), sato)
        await seat.press("2", "enter", *"the invoice", "f2")
        await seat.until(lambda: "take it first" in seat.text())
        assert "the invoice" in seat.text()
        assert "[2 waits for colleagues]" in seat.text()


async def test_a_task_is_split_off_chosen_claimed_renamed_and_done(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    second = TaskRef(task.number, 2)
    async with sit("sato") as seat:
        screen = await opened(seat, task.number)
        await seat.press("s")
        await box(seat, LineDialog)
        await seat.press("enter")
        assert "what is to be done" in seat.text()
        await seat.press(*"Refund", "enter")
        await back(seat)
        await seat.until(lambda: screen.view is not None and len(screen.view.tasks) == 2)
        assert "#1001.2 is split off" in told(seat)
        await seat.press("ctrl+t")
        assert "> #1001.2 Refund" in seat.text()
        assert "#1001.2" in seat.text().splitlines()[1]
        await seat.press("a")
        await seat.until(lambda: board.card(second).owner == "sato")
        await seat.settle()
        await seat.press("E")
        await box(seat, LineDialog)
        await seat.press(*" it", "enter")
        await back(seat)
        assert board.card(second).title == "Refund it"
        await seat.press("L")
        await seat.until(lambda: board.card(second).stage == "doing")
        await seat.settle()
        await seat.press("L")
        await seat.until(lambda: board.card(second).stage == "done")
    assert board.card(task).stage == "todo"


async def test_the_reply_is_renamed_by_its_subject(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    task = an_inquiry(board)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("E", *" of May", "f2")
        await seat.until(lambda: board.card(task).title == "Invoice of May")


async def test_a_closed_inquiry_is_opened_again_by_hand(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    board.execute(Claim(task=task), sato)
    board.execute(Move(task=task, stage="done"), sato)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("R")
        await seat.until(lambda: board.card(task).closed_at is None)
        await seat.settle()
        assert "#1001 is open again" in told(seat)
        await seat.press("R")
        await seat.until(lambda: "open again" not in told(seat))


async def test_keys_typed_ahead_go_into_the_box(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    board.execute(SplitOff(number=task.number, title="one"), sato)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.type_at_once("s", *"Call back", "enter")
        await seat.until(lambda: len(board.inquiry(1001).tasks) == 3)
    assert board.card(TaskRef(1001, 3)).title == "Call back"
    assert board.card(task).owner is None


@pytest.mark.parametrize(("key", "word"), [("ｅ", "What is known"), ("ｗ", "on hold")])
async def test_the_keys_work_with_the_input_method_on(
    board: Board, sit: Sit, key: str, word: str
) -> None:
    sato = enter(board, "sato")
    task = an_inquiry(board)
    board.execute(Claim(task=task), sato)
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press(key)
        await seat.until(lambda: word in seat.text())


async def test_without_others_that_is_told(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    task = open_inquiry(board, "Alone")
    async with sit("sato") as seat:
        await opened(seat, task.number)
        await seat.press("o")
        await seat.until(lambda: "has no other" in told(seat))


def of_hanako(board: Board, subject: str) -> TaskRef:
    return open_inquiry(
        board,
        subject,
        customer_name="Hanako Sato",
        customer_email="hanako@example.com",
        body=f"About {subject}",
        channel=Channel.MAIL,
    )


async def test_an_inquiry_goes_on_in_another_and_comes_back_by_u(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    first, second = of_hanako(board, "Invoice"), of_hanako(board, "Invoice again")
    async with sit("sato", (80, 24)) as seat:
        screen = await opened(seat, second.number)
        await seat.press("M")
        await box(seat, LineDialog)
        assert "#1001 Invoice" in seat.text()
        assert "F2 Merge" in seat.text()
        await seat.press(*"soon", "enter")
        assert "no number" in seat.text()
        await seat.until(lambda: "soon" in seat.text())
        await seat.press(*["backspace"] * 4, *"4711", "enter")
        await seat.until(lambda: "#4711" in seat.text())
        await seat.press(*["backspace"] * 4, *"#1001", "enter")
        await box(seat, ConfirmDialog)
        assert "#1002 Invoice again" in seat.text()
        assert "#1001 Invoice" in seat.text()
        await seat.press("enter", "n")
        await back(seat)
        assert board.inquiry(1002).inquiry.number == 1002
        await seat.press("M")
        await box(seat, LineDialog)
        await seat.press(*"1001", "enter")
        await box(seat, ConfirmDialog)
        await seat.press("y")
        await back(seat)
        await seat.until(lambda: screen.number == 1001)
        await seat.until(lambda: told(seat) == "#1002 was merged into #1001; u takes it back.")
        assert "#1001 Invoice" in seat.text().splitlines()[0]
        assert "About Invoice again" in seat.text()
        await seat.press("v")
        assert "Numbers that lead here: #1002" in seat.text()
        await seat.press("u")
        await seat.until(lambda: board.inquiry(1002).inquiry.number == 1002)
        await seat.until(lambda: screen.view is not None and not screen.view.merged)
    assert [card.ref for card in board.cards(CardQuery())] == [first, second]


@pytest.mark.parametrize(("key", "why"), [("M", "into itself"), ("ampersand", "to itself")])
async def test_going_together_with_itself_is_refused_in_the_box(
    board: Board, sit: Sit, key: str, why: str
) -> None:
    enter(board, "sato", "Sato")
    of_hanako(board, "Invoice")
    async with sit("sato") as seat:
        await opened(seat, 1001)
        await seat.press(key)
        await box(seat, LineDialog)
        await seat.press(*"1001", "enter")
        await seat.until(lambda: why in seat.text())
        assert isinstance(seat.app.screen, LineDialog)
        assert seat.app.screen.query_one(ImeInput).text == "1001"


@pytest.mark.parametrize(("key", "why"), [("w", "no owner"), ("T", "You took")])
async def test_what_will_be_refused_is_refused_before_anything_is_written(
    board: Board, sit: Sit, key: str, why: str
) -> None:
    sato = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    if key == "T":
        board.execute(Claim(task=task), sato)
    async with sit("sato") as seat:
        screen = await opened(seat, task.number)
        await seat.press(key)
        await seat.until(lambda: why in told(seat))
        assert seat.app.screen is screen
        await seat.press("m")
        await seat.until(lambda: seat.app.screen is not screen)


async def test_a_message_is_taken_out_into_an_inquiry_of_its_own(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato", "Sato")
    of_hanako(board, "Invoice")
    board.execute(AddNote(number=1001, text="She also wants a manual"), sato)
    async with sit("sato", (80, 24)) as seat:
        screen = await opened(seat, 1001)
        await seat.press("D")
        await box(seat, PickDialog)
        await seat.press("end", "enter")
        await box(seat, LineDialog)
        await seat.press("ctrl+u", *"Manual", "enter")
        await back(seat)
        assert "#1002" in told(seat)
        await seat.until(lambda: screen.view is not None and len(screen.view.messages) == 1)
        await seat.press("v")
        assert "#1002 Manual" in seat.text()
    assert board.inquiry(1002).inquiry.subject == "Manual"
    assert board.inquiry(1002).messages[0].text == "She also wants a manual"


async def test_one_message_alone_is_not_taken_out(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    of_hanako(board, "Invoice")
    async with sit("sato") as seat:
        await opened(seat, 1001)
        await seat.press("D")
        await seat.until(lambda: "only one message" in told(seat))


async def test_inquiries_are_linked_listed_opened_and_parted(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    first = of_hanako(board, "Invoice")
    of_hanako(board, "Another matter")
    other = open_inquiry(board, "The same outage")
    async with sit("sato", (80, 24)) as seat:
        screen = await opened(seat, first.number)
        await seat.press("ampersand")
        await box(seat, LineDialog)
        await seat.press(*str(other), "enter")
        await back(seat)
        assert "#1001 and #1003 are linked" in told(seat)
        await seat.until(lambda: screen.view is not None and bool(screen.view.related))
        await seat.press("v")
        assert "#1003 The same outage" in seat.text()
        assert "1 other of this customer" in seat.text()
        await seat.press("o")
        await box(seat, PickDialog)
        await seat.press("down", "enter")
        await seat.until(lambda: "#1002 Another matter" in seat.text().splitlines()[0])
        await seat.press("left_square_bracket")
        await seat.until(lambda: "#1003 The same outage" in seat.text().splitlines()[0])
        await seat.press("escape")
        await back(seat)
        assert seat.app.screen is screen
        await seat.press("o")
        await box(seat, PickDialog)
        await seat.press("down", "x")
        assert isinstance(seat.app.screen, PickDialog)
        await seat.press("up", "x")
        await back(seat)
        assert "no longer linked" in told(seat)
    assert board.inquiry(1001).related == ()


async def test_the_chosen_task_stays_chosen_whatever_others_split_off(
    board: Board, sit: Sit
) -> None:
    sato, tanaka = enter(board, "sato", "Sato"), enter(board, "tanaka", "Tanaka")
    first, second = of_hanako(board, "Invoice"), of_hanako(board, "Again")
    board.execute(SplitOff(number=second.number, title="two"), sato)
    async with sit("sato") as seat:
        screen = await opened(seat, second.number)
        await seat.press("ctrl+t")
        board.execute(SplitOff(number=second.number, title="three"), tanaka)
        board.execute(Merge(number=first.number, into=second.number), tanaka)
        await seat.settle()
        await seat.until(lambda: screen.view is not None and len(screen.view.tasks) == 3)
        assert screen.acted_on is not None
        assert screen.acted_on.title == "two"


async def test_what_was_done_in_a_stage_that_is_gone_moves_back(board: Board, sit: Sit) -> None:
    """Nothing is open there, so that the team may take the stage out."""
    lead = enter(board, "sato", "Sato")
    task = an_inquiry(board)
    board.execute(Move(task=task, stage="done"), lead)
    now = board.settings()
    renamed = (*now.stages[:-1], replace(now.stages[-1], key="finished"))
    board.execute(ApplySettings(settings=replace(now, stages=renamed)), lead)
    async with sit("sato", (80, 24)) as seat:
        await opened(seat, task.number)
        await seat.press("L")
        assert "There is no stage on that side." in seat.text()
        await seat.press("H", "H")
        assert board.card(task).stage == "doing"
