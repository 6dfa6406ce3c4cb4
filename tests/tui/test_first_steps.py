"""The line that leads through the first minute: it follows what one does, and goes for good."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from csboard.board import Board
from csboard.config import Config, KeyWish, Source, load
from csboard.domain.commands import Claim
from csboard.domain.records import Actor, Event
from csboard.tui.app import CsboardApp
from csboard.tui.first_steps import STEPS, done_by, next_step
from csboard.tui.widgets.hint_line import HintLine
from tests.conftest import MONDAY
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat

Visit = Callable[..., AbstractAsyncContextManager[Seat]]


@pytest.fixture
def visit(board: Board, tmp_path: Path) -> Visit:
    """Open the board as a person who keeps a state: `async with visit() as seat`."""
    enter(board, "sato", "Sato")

    @asynccontextmanager
    async def opened(
        size: tuple[int, int] = (80, 24), config: Config | None = None
    ) -> AsyncIterator[Seat]:
        app = CsboardApp(
            board, Actor("sato"), config=config, state_file=tmp_path / "state" / "state.toml"
        )
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Seat(app, pilot)
            await app.workers.wait_for_complete()

    return opened


def hint(seat: Seat) -> str:
    """The line as it stands above the keys; empty when it is gone."""
    lines = seat.app.screen.query(HintLine)
    return seat.text().splitlines()[-2].strip() if lines else ""


async def test_it_leads_through_claim_open_note_and_move(board: Board, visit: Visit) -> None:
    open_inquiry(board)
    async with visit() as seat:
        assert hint(seat).startswith("1/4  n goes to a card nobody holds, a makes it yours")
        await seat.press("a")
        assert hint(seat).startswith("2/4  enter opens the card")
        await seat.press("enter")
        await seat.until(lambda: hint(seat).startswith("3/4  m writes a note"))
        assert "esc ends" not in hint(seat), "here esc goes back"
        await seat.press("m", "x", "f2")
        await seat.until(lambda: hint(seat).startswith("4/4  L moves it on"))
        await seat.press("L")
        await seat.until(lambda: hint(seat).startswith("That is it: ? lists every key"))
        await seat.press("escape")
        assert "esc ends these hints" in hint(seat)
        await seat.press("escape")
        assert hint(seat) == ""


async def test_done_to_the_end_it_does_not_come_back(board: Board, visit: Visit) -> None:
    open_inquiry(board)
    async with visit() as seat:
        await seat.press("a", "enter")
        await seat.until(lambda: hint(seat).startswith("3/4"))
        await seat.press("m", "x", "f2")
        await seat.until(lambda: hint(seat).startswith("4/4"))
        await seat.press("L")
        await seat.until(lambda: hint(seat).startswith("That is it"))
    async with visit() as seat:
        assert hint(seat) == ""


async def test_steps_count_in_any_order_and_only_ones_own(board: Board, visit: Visit) -> None:
    first, second = open_inquiry(board), open_inquiry(board)
    other = enter(board, "suzuki")
    async with visit() as seat:
        board.execute(Claim(task=first), other)
        await seat.settle()
        assert hint(seat).startswith("1/4")
        assert seat.screen.go_to_task(board.card(second))
        await seat.press("L")  # moves it and takes it in one
        await seat.until(lambda: hint(seat).startswith("2/4"))
        assert next_step({"claim", "move"}) == 1
        assert next_step({step.name for step in STEPS}) is None


async def test_sent_away_it_stays_away(board: Board, visit: Visit) -> None:
    open_inquiry(board)
    async with visit() as seat:
        await seat.press("escape")
        assert hint(seat) == ""
        await seat.press("a")
        assert hint(seat) == ""
    async with visit() as seat:
        assert hint(seat) == ""


async def test_esc_ends_a_filter_before_it_ends_the_hints(board: Board, visit: Visit) -> None:
    open_inquiry(board)
    async with visit() as seat:
        await seat.press("2", "escape")
        assert hint(seat).startswith("1/4")


async def test_on_an_empty_board_it_says_how_work_comes_in(visit: Visit) -> None:
    async with visit() as seat:
        assert hint(seat).startswith("1/4  i writes down a first inquiry")


async def test_it_names_the_keys_as_they_are_now(board: Board, visit: Visit) -> None:
    open_inquiry(board)
    wish = KeyWish("board.claim", "c", Source("person", "config.toml"))
    config = load({})._replace(keys=(wish,))
    async with visit(config=config) as seat:
        assert "c makes it yours" in hint(seat)


@pytest.mark.usefixtures("japanese")
async def test_it_fits_at_eighty_columns_with_six_cards_above(board: Board, visit: Visit) -> None:
    for number in range(9):
        open_inquiry(board, f"お問い合わせの件名が少し長いとき その {number}")
    async with visit() as seat:
        assert hint(seat).endswith("esc 案内を閉じる")
        assert seat.text().count("#10") >= 6


def test_an_event_of_no_step_is_none() -> None:
    assert done_by(Event(1, MONDAY, "sato", "undone")) == set()


async def test_it_names_no_key_that_would_refuse(board: Board, visit: Visit) -> None:
    task = open_inquiry(board)
    other = enter(board, "suzuki")
    async with visit() as seat:
        await seat.press("enter")
        await seat.until(lambda: hint(seat).startswith("1/4  a makes this one yours"))
        board.execute(Claim(task=task), other)
        await seat.app.live.look()
        await seat.until(lambda: "A colleague holds this one: esc leads back" in hint(seat))


async def test_one_s_own_inquiry_is_not_to_be_taken(board: Board, visit: Visit) -> None:
    """It was taken another time, or from the shell: the next step that can be taken is named."""
    board.execute(Claim(task=open_inquiry(board)), Actor("sato"))
    async with visit() as seat:
        await seat.press("enter")
        await seat.until(lambda: "writes a note for colleagues" in hint(seat))
        assert "makes this one yours" not in hint(seat)
