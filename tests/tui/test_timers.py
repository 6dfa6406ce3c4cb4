"""One's timer on the board: one key, the header, the card, a sign of life, a question."""

from __future__ import annotations

from datetime import timedelta

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import Claim
from csboard.domain.records import Actor, TaskRef
from csboard.domain.time_commands import StartTimer
from csboard.domain.time_records import Entry
from csboard.i18n import in_zone
from csboard.tui import company
from csboard.tui.screens.inquiry import InquiryScreen
from csboard.tui.screens.pick import PickDialog
from tests.support.desk import open_inquiry
from tests.tui.conftest import Seat, Sit

pytestmark = pytest.mark.usefixtures("quick_company")

MINUTE = timedelta(minutes=1)


def running(board: Board, login: str = "sato") -> Entry | None:
    return next((one for one in board.timers() if one.login == login), None)


def is_on(board: Board, ref: TaskRef) -> bool:
    timer = running(board)
    return timer is not None and timer.task == ref


def _has_signed(board: Board, clock: FixedClock) -> bool:
    timer = running(board)
    return timer is None or timer.alive_at == clock.now()


async def later(seat: Seat, board: Board, clock: FixedClock, minutes: int) -> None:
    """The board is open for so long, with its signs and its minutes."""
    app = seat.app
    assert app.company is not None
    for _minute in range(minutes):
        clock.advance(MINUTE)
        app.company._give_sign()
        await seat.until(lambda: _has_signed(board, clock))
    seat.screen.tick()
    await seat.until(lambda: app.timing is not None and app.timing.read_at == clock.now())
    await seat.settle()


async def test_one_key_starts_switches_and_stops(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock
) -> None:
    first, second = open_inquiry(board, "one"), open_inquiry(board, "two")
    async with sit("sato") as seat:
        here = seat.screen.card
        assert here is not None
        await seat.press("t")
        await seat.until(lambda: is_on(board, here.ref))
        assert f"Timer on #{here.ref}." in seat.told
        await seat.until(lambda: f"Timer #{here.ref} 0 min" in seat.text())
        assert "timer runs" in seat.text()
        await later(seat, board, clock, 12)
        assert f"Timer #{here.ref} 12 min" in seat.text()
        await seat.press("down", "t")
        other = second if here.ref == first else first
        await seat.until(lambda: is_on(board, other))
        assert f"#{here.ref}: stopped after 12 min. Timer on #{other}." in seat.told
        await seat.press("t")
        await seat.until(lambda: running(board) is None)
        await seat.until(lambda: "Timer #" not in seat.text())
        await seat.press("u")
        await seat.until(lambda: is_on(board, other))


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (("L", "L"), "#{ref} moved to Done. Your timer stopped after 12 min."),
        (("A",), "#{ref} is unassigned again. Your timer stopped after 12 min."),
        (("x", "L", "L"), "1 card moved. Your timer stopped after 12 min."),
    ],
)
async def test_whose_timer_an_act_ends_is_told_to_who_does_it(
    board: Board,
    sit: Sit,
    sato: Actor,
    suzuki: Actor,
    clock: FixedClock,
    keys: tuple[str, ...],
    told: str,
) -> None:
    ref = open_inquiry(board, "one")
    board.execute(Claim(task=ref), sato)
    for one in (sato, suzuki):
        board.execute(StartTimer(task=ref, source="shell"), one)
    clock.advance(12 * MINUTE)
    async with sit("sato") as seat:
        for key in keys:
            await seat.press(key)
            await seat.settle()
        await seat.until(lambda: told.format(ref=ref) in seat.told)
        theirs = "The timer of Suzuki stopped with it." in seat.told
        assert theirs == (running(board, "suzuki") is None)


async def test_in_an_inquiry_it_is_the_same_key(board: Board, sit: Sit, sato: Actor) -> None:
    ref = open_inquiry(board, "one")
    async with sit("sato") as seat:
        await seat.press("enter")
        await seat.until(lambda: isinstance(seat.app.screen, InquiryScreen))
        await seat.press("t")
        await seat.until(lambda: is_on(board, ref) and f"Timer on #{ref}." in seat.text())
        await seat.press("ctrl+t")
        await seat.until(lambda: "only one task" in seat.text())


async def test_whose_timer_runs_is_seen_on_the_card(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor
) -> None:
    ref = open_inquiry(board, "one")
    board.execute(Claim(task=ref), sato)
    board.execute(StartTimer(task=ref), suzuki)
    async with sit("sato") as seat:
        await seat.until(lambda: "Suzuki: at it" in seat.text())
        assert "Timer #" not in seat.text()


async def test_a_board_keeps_its_timer_alive_wherever_it_is(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(company, "EVERY", 0.02)
    ref = open_inquiry(board, "one")
    async with sit("sato") as seat:
        await seat.press("t")
        await seat.until(lambda: is_on(board, ref))
        begun = clock.now()
        clock.advance(2 * MINUTE)

        def signed() -> bool:
            timer = running(board)
            return timer is not None and timer.alive_at == begun + 2 * MINUTE

        await seat.until(signed)


async def test_an_open_board_ends_what_a_colleagues_left(
    board: Board, sit: Sit, sato: Actor, suzuki: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board, "one")
    board.execute(StartTimer(task=ref), suzuki)
    async with sit("sato") as seat:
        await seat.until(lambda: "Suzuki: at it" in seat.text())
        clock.advance(4 * MINUTE)
        seat.screen.tick()
        await seat.until(lambda: running(board, "suzuki") is None)
        await seat.until(lambda: "at it" not in seat.text())


async def test_who_comes_back_to_a_lost_timer_is_told(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board, "one")
    board.execute(StartTimer(task=ref), sato)
    clock.advance(4 * MINUTE)
    async with sit("sato") as seat:
        await seat.until(lambda: running(board) is None)
        await seat.until(lambda: f"Your timer on #{ref} ended" in seat.told)


async def test_of_a_timer_that_ended_while_the_machine_slept_nothing_is_asked(
    board: Board, sit: Sit, sato: Actor, clock: FixedClock
) -> None:
    ref = open_inquiry(board, "one")
    async with sit("sato") as seat:
        await seat.press("t")
        await seat.until(lambda: f"Timer #{ref} 0 min" in seat.text())
        clock.advance(25 * MINUTE)
        await seat.press("down")
        await seat.until(lambda: running(board) is None)
        await seat.until(lambda: f"Your timer on #{ref} ended" in seat.told)


@pytest.mark.parametrize(
    ("keys", "minutes", "runs_on"),
    [(("enter",), 30, "task"), (("down", "enter"), 5, ""), (("escape",), 30, "task"),
     (("down", "down", "enter"), 5, "break"), (("end", "enter"), 30, "")],
)  # fmt: skip
async def test_after_a_long_silence_it_asks(
    board: Board,
    sit: Sit,
    sato: Actor,
    clock: FixedClock,
    keys: tuple[str, ...],
    minutes: int,
    runs_on: str,
) -> None:
    ref = open_inquiry(board, "one")
    async with sit("sato") as seat:
        await seat.press("t")
        await seat.until(lambda: f"Timer #{ref} 0 min" in seat.text())
        await later(seat, board, clock, 5)
        await seat.press("down")
        await later(seat, board, clock, 25)
        await seat.press("a")
        await seat.until(lambda: isinstance(seat.app.screen, PickDialog))
        assert "No key for 25 min" in seat.text()
        last_key = in_zone(clock.now() - 25 * MINUTE, seat.app.state.zone)
        assert f"It was a break since {last_key:%H:%M}" in seat.text()
        assert board.card(ref).owner is None, "the key that brought them back did nothing else"
        for key in keys:
            await seat.press(key)
        await seat.until(lambda: not isinstance(seat.app.screen, PickDialog))
        await seat.settle()
        now = clock.now()
        found = board.time_entries(now - timedelta(hours=1), now + MINUTE)
        lengths = [one.length(now) // MINUTE for one in found if one.task == ref]
        timer = running(board)
        assert (lengths, (timer.work or "task") if timer else "") == ([minutes], runs_on)
