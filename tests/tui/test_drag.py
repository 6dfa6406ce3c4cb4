"""Moving cards by the mouse."""

from __future__ import annotations

from textual.events import MouseDown, MouseMove, MouseUp
from textual.pilot import Pilot

from csboard.board import Board
from csboard.domain.commands import Claim, Move
from csboard.domain.records import Actor, TaskRef
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit


def desk(board: Board) -> list[TaskRef]:
    for login in ("lead", "sato", "suzuki"):
        enter(board, login, login.capitalize())
    return [open_inquiry(board, f"number {n}") for n in range(4)]


def pilot(seat: Seat) -> Pilot[None]:
    return seat._pilot


async def mouse(seat: Seat, kind: type[MouseDown | MouseMove | MouseUp], x: int, y: int) -> None:
    await pilot(seat)._post_mouse_events([kind], offset=(x, y), button=1)
    await seat.settle()


async def drag(seat: Seat, start: tuple[int, int], *over: tuple[int, int]) -> None:
    await mouse(seat, MouseDown, *start)
    for place in over:
        await mouse(seat, MouseMove, *place)


async def test_a_card_is_dragged_into_another_stage(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await drag(seat, (10, 2), (30, 3), (60, 8))
        assert "Put here: Doing" in seat.text()
        assert seat.told == "#1001 to Doing; esc ends this"
        await mouse(seat, MouseUp, 60, 8)
        assert board.card(tasks[0]).stage == "doing"
        assert "Put here" not in seat.text()
        assert seat.card == "1001"


async def test_a_drop_at_home_does_nothing(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        newest = board.newest()
        await drag(seat, (10, 2), (60, 8), (12, 6))
        assert "stays where it is" in seat.told
        await mouse(seat, MouseUp, 12, 6)
        assert board.newest() == newest
        assert seat.told == ""
        assert board.card(tasks[0]).stage == "todo"


async def test_esc_ends_a_drag(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await drag(seat, (10, 2), (60, 8))
        await seat.press("escape")
        assert "Put here" not in seat.text()
        await mouse(seat, MouseUp, 60, 8)
        assert board.card(tasks[0]).stage == "todo"
        await seat.click(10, 4)
        assert seat.card == "1002"


async def test_others_changes_drag_no_other_card(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await drag(seat, (10, 4), (60, 8))
        board.execute(Move(task=tasks[0], stage="done"), Actor("suzuki"))
        await seat.settle()
        await mouse(seat, MouseUp, 60, 8)
        assert [board.card(task).stage for task in tasks] == ["done", "doing", "todo", "todo"]


async def test_a_card_that_somebody_took_meanwhile_stays(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await drag(seat, (10, 2), (60, 8))
        board.execute(Claim(task=tasks[0]), Actor("suzuki"))
        await seat.settle()
        await mouse(seat, MouseUp, 60, 8)
        assert board.card(tasks[0]).stage == "todo"
        assert "Suzuki" in seat.told


async def test_on_a_narrow_terminal_a_card_is_put_on_the_name_of_a_stage(
    board: Board, sit: Sit
) -> None:
    tasks = desk(board)
    async with sit("sato", size=(80, 24)) as seat:
        doing = seat.text().splitlines()[1].index("Doing")
        await drag(seat, (10, 3), (doing + 1, 1))
        assert ">Doing 0<" in seat.text()
        await mouse(seat, MouseUp, doing + 1, 1)
        assert board.card(tasks[0]).stage == "doing"
        assert ">Doing" not in seat.text()


async def test_a_marked_card_takes_the_others_along(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x")
        await drag(seat, (10, 2), (60, 8))
        await mouse(seat, MouseUp, 60, 8)
        assert [board.card(task).stage for task in tasks] == ["doing", "doing", "todo", "todo"]
        assert seat.told == "2 cards moved. 2 are still marked."
