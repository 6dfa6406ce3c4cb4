"""The keys of the leave check: told where they aren't the line's, undone, and the days typed."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.domain.commands import Claim, Move
from csboard.domain.leave_findings import Kind
from csboard.domain.records import Actor, TaskRef
from csboard.domain.time_commands import StartTimer
from csboard.tui.fields import PresetInput
from csboard.tui.screens.reason import LineDialog
from tests.support.desk import enter, open_inquiry
from tests.support.replying import begin_draft
from tests.tui.conftest import Seat, Sit
from tests.tui.test_leave_check import at_the_check, go_to

SATO = Actor("sato")


@pytest.fixture(autouse=True)
def desk(board: Board) -> None:
    """Sato has a task with a draft, and a timer that runs."""
    enter(board, "suzuki", "鈴木")
    enter(board, "sato", "佐藤")
    ref = open_inquiry(board, "入れません")
    board.execute(Claim(task=ref), SATO)
    begin_draft(board, ref, SATO)
    board.execute(StartTimer(task=ref), SATO)


async def test_a_key_that_mends_another_line_tells_which_is_this_lines(
    board: Board, sit: Sit
) -> None:
    async with sit("sato") as seat:
        screen = await at_the_check(seat)
        await go_to(seat, screen, Kind.TIMER)
        offered = [name for _key, _label, name in screen.keys_now()]
        assert offered == ["open", "timer", "days", "person", "explain", "help", "back"]
        for key in "rwmO":
            screen.hint()
            await seat.press(key)
            assert "This line's key is t: Stop." in seat.text(), key
            assert seat.app.screen is screen
        await go_to(seat, screen, Kind.NOBODY)
        await seat.press("t")
        assert "This line's key is O: Hand off." in seat.text()


async def test_a_key_that_only_its_owner_has_is_told_too(board: Board, sit: Sit) -> None:
    async with sit("suzuki") as seat:
        screen = await at_the_check(seat)
        await seat.press("O")
        assert "There is nothing under the cursor." in seat.text()
        await seat.press("p", "up", "enter")
        await seat.until(lambda: "佐藤 can't go yet" in seat.text())
        await go_to(seat, screen, Kind.TIMER)
        await seat.press("t")
        assert "No key here mends it: ask 佐藤 to stop it." in seat.text()
        await go_to(seat, screen, Kind.NOBODY)
        await seat.press("O")
        assert "No key here mends it: ask 佐藤 to hand it off." in seat.text()


async def test_the_last_act_is_undone_from_here(board: Board, sit: Sit) -> None:
    board.execute(Move(task=TaskRef(1001), stage="done"), SATO)
    async with sit("sato") as seat:
        await at_the_check(seat)
        assert "nobody is to go on with it" not in seat.text()
        await seat.press("u")
        await seat.until(lambda: "nobody is to go on with it" in seat.text())
        assert board.card(TaskRef(1001)).closed_at is None


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_line_that_is_cut_stands_whole_under_the_list(
    board: Board, sit: Sit, size: tuple[int, int]
) -> None:
    board.execute(Claim(task=open_inquiry(board, "長い件名" * 20 + "の終わり")), SATO)
    async with sit("sato", size=size) as seat:
        screen = await at_the_check(seat)
        await go_to(seat, screen, Kind.NOBODY)
        assert "の終わり" not in seat.text()
        await seat.press("down")
        joined = seat.text().replace("\n", "").replace(" ", "")
        assert "の終わりnobodyistogoonwithit" in joined


async def type_days(seat: Seat) -> PresetInput:
    await seat.press("d")
    await seat.until(lambda: isinstance(seat.app.screen, LineDialog))
    await seat.until(lambda: isinstance(seat.app.screen.focused, PresetInput))
    field = seat.app.screen.focused
    assert isinstance(field, PresetInput)
    return field


async def test_what_is_typed_takes_the_place_of_the_days_that_stand_there(
    board: Board, sit: Sit
) -> None:
    async with sit("sato") as seat:
        await at_the_check(seat)
        field = await type_days(seat)
        assert field.value == "2026-11-30..2026-12-06"
        await seat.press(*"12/1", "enter")
        await seat.until(lambda: "Tue Dec 1" in seat.text())
        field = await type_days(seat)
        await seat.press("end", *"pm")
        assert field.value.endswith("2026-12-01pm")
        await seat.press("ctrl+a", "ctrl+k", *"12/40", "enter")
        await seat.until(lambda: "There is no day" in seat.text())
        await seat.press("backspace", "backspace", *"14", "enter")
        await seat.until(lambda: "Mon Dec 14" in seat.text())
