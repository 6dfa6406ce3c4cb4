"""Where cards stand on the screen: nothing moves while somebody looks, and each says why."""

from __future__ import annotations

from datetime import timedelta

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.commands import Claim, EditInquiry, Pin, Wait
from csboard.domain.records import Actor, InquiryFields, TaskRef, Urgency, Waiting
from csboard.tui.ranking import AT_ONCE, Measure, Ranking
from tests.support.desk import enter, open_inquiry
from tests.support.letters import FIRST
from tests.support.merging import ANSWER, arrives
from tests.tui.conftest import Seat, Sit
from tests.tui.test_arrange import card

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def shown(seat: Seat) -> list[int]:
    return [one.ref.number for one in seat.screen.column.cards]


def raised(board: Board, ref: TaskRef, by: Actor, urgency: Urgency = Urgency.URGENT) -> None:
    fields = InquiryFields(urgency=urgency)
    board.execute(EditInquiry(number=ref.number, fields=fields, reason="why"), by)


async def test_passing_time_moves_nothing_until_nobody_has_pressed_a_key_for_a_minute(
    board: Board, sit: Sit, clock: FixedClock
) -> None:
    sato = enter(board, "sato")
    held = open_inquiry(board, "somebody has it")
    board.execute(Claim(task=held), sato)
    free = open_inquiry(board, "nobody has it")
    async with sit("sato") as seat:
        clock.advance(2 * HOUR)
        seat.app.touched_at = clock.now()
        seat.screen.tick()
        await seat.settle()
        assert shown(seat) == [held.number, free.number], "somebody looks"
        clock.advance(MINUTE)
        seat.screen.tick()
        await seat.settle()
        assert shown(seat) == [free.number, held.number], "nobody has had it for hours"
        assert seat.card == str(held), "the cursor stays on its card"


async def test_a_card_that_is_taken_stays_where_the_eye_has_it(
    board: Board, sit: Sit, clock: FixedClock
) -> None:
    enter(board, "sato")
    tanaka = enter(board, "tanaka")
    refs = [open_inquiry(board, f"no. {n}") for n in range(3)]
    clock.advance(3 * HOUR)
    async with sit("sato") as seat:
        board.execute(Claim(task=refs[0]), tanaka)
        await seat.settle()
        assert shown(seat) == [ref.number for ref in refs]
        await seat.press("n")
        assert shown(seat) == [refs[1].number, refs[2].number, refs[0].number]
        assert seat.card == str(refs[1])


async def test_what_others_do_moves_the_card_it_is_done_to_but_not_the_one_under_the_cursor(
    board: Board, sit: Sit
) -> None:
    enter(board, "sato")
    tanaka = enter(board, "tanaka")
    first, second, third = (open_inquiry(board, f"no. {n}") for n in range(3))
    async with sit("sato") as seat:
        await seat.press("down")
        raised(board, second, tanaka)
        await seat.settle()
        assert shown(seat) == [first.number, second.number, third.number]
        assert seat.card == str(second)
        raised(board, third, tanaka)
        await seat.settle()
        assert shown(seat) == [third.number, first.number, second.number]
        assert seat.card == str(second)
        await seat.press("o", "o", "o")
        assert shown(seat) == [second.number, third.number, first.number]


async def test_the_star_pins_a_card_and_takes_the_pin_off(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    first, second = open_inquiry(board, "one"), open_inquiry(board, "two")
    async with sit("sato") as seat:
        await seat.press("down", "asterisk")
        assert seat.told == f"#{second} is pinned: it comes before all others."
        assert shown(seat) == [second.number, first.number]
        assert seat.card == str(second)
        assert "pinned" in seat.text()
        await seat.press("enter")
        await seat.until(lambda: "pinned by Sato" in seat.text())
        await seat.press("asterisk")
        await seat.until(lambda: "pinned by Sato" not in seat.text())
    assert board.card(second).pin is None


async def test_equals_says_why_a_card_stands_where_it_stands(board: Board, sit: Sit) -> None:
    enter(board, "sato", "Sato")
    tanaka = enter(board, "tanaka", "Tanaka")
    pinned = open_inquiry(board, "the pinned one")
    low = open_inquiry(board, "the low one", urgency=Urgency.LOW)
    board.execute(Pin(task=pinned), tanaka)
    async with sit("sato") as seat:
        await seat.press("down", "equals_sign")
        text = seat.text()
        assert f"#{low} is number 2 of the 2 open cards" in text
        assert "urgency: low" in text
        assert "the pinned one" in text
        await seat.press("escape", "up", "equals_sign")
        assert "Pinned before the others by Tanaka" in seat.text()


async def test_a_mere_thanks_is_excused_in_the_inquiry(
    board: Board, sit: Sit, clock: FixedClock
) -> None:
    sato = enter(board, "sato", "Sato")
    ref = TaskRef(arrives(board, FIRST).number or 0)
    board.execute(Claim(task=ref), sato)
    board.execute(Wait(task=ref, waiting=Waiting("customer")), sato)
    arrives(board, ANSWER)
    async with sit("sato") as seat:
        await seat.press("right")
        assert "woke" in seat.text()
        await seat.press("enter")
        await seat.until(lambda: "Customer" in seat.text())
        await seat.press("Z")
        await seat.until(lambda: "no answer needed" in seat.text())
        assert board.card(ref).waiting == Waiting("customer")
        await seat.press("escape")
        assert "woke" not in seat.text()
    event = board.history(ref.number)[-1]
    assert event.kind == "excused"


async def test_a_card_wakes_at_its_date_and_says_so(
    board: Board, sit: Sit, clock: FixedClock
) -> None:
    sato = enter(board, "sato", "Sato")
    ref = open_inquiry(board, "tomorrow")
    board.execute(Claim(task=ref), sato)
    until = clock.now() + HOUR
    board.execute(Wait(task=ref, waiting=Waiting("date", "", until)), sato)
    async with sit("sato") as seat:
        assert "woke" not in seat.text()
        clock.advance(HOUR)
        seat.screen.tick()
        await seat.settle()
        assert "woke" in seat.text()


def test_many_cards_are_put_in_order_in_parts_and_the_old_order_holds_meanwhile() -> None:
    clock = FixedClock(card(1).opened_at)
    ranking = Ranking(clock.now, lambda: Measure(None, {}))
    cards = [card(number) for number in range(1, 2 * AT_ONCE + 2)]
    before = [ranking.place(one) for one in cards]
    lows = [one._replace(urgency=Urgency.LOW) for one in cards]
    making = ranking.making_anew(lows)
    parts = 0
    for _part in making:
        parts += 1
        assert [ranking.place(one) for one in cards] == before
    assert parts == 2
    assert ranking.place(lows[0]) > before[0]
