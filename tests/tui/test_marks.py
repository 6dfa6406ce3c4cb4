"""Several cards at once: marks, what is done to them, what others do meanwhile."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from csboard.board import Board
from csboard.domain.commands import ApplySettings, Claim, Merge, Move
from csboard.domain.records import Actor, Stage, TaskRef
from csboard.tui.screens.reason import ReasonDialog
from csboard.tui.screens.report import ReportScreen
from csboard.tui.screens.waiting import WaitingDialog
from csboard.tui.station import Station
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat, Sit


def desk(board: Board, cards: int = 4) -> list[TaskRef]:
    """Persons `lead`, `sato` and `suzuki`, and some cards."""
    for login in ("lead", "sato", "suzuki"):
        enter(board, login, login.capitalize())
    return [open_inquiry(board, f"number {n}") for n in range(cards)]


def owners(board: Board, tasks: list[TaskRef]) -> list[str | None]:
    return [board.card(task).owner for task in tasks]


def marks(seat: Seat) -> list[str]:
    return [str(card.ref) for card in seat.screen.marked]


async def test_x_marks_and_goes_on(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "ｘ")
        assert marks(seat) == ["1001", "1002"]
        assert seat.card == "1003"
        lines = seat.text().splitlines()
        assert lines[2].startswith("*#1001")
        assert lines[3].startswith("*")
        assert "2 marked" in lines[-1]
        await seat.press("k", "x")
        assert marks(seat) == ["1001"]
        await seat.press("X")
        assert not marks(seat)
        assert "marked" not in seat.text()


async def test_an_act_is_done_to_all_that_are_marked(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x", "a")
        assert owners(board, tasks) == ["sato", "sato", None, None]
        assert seat.told == "2 cards are yours. 2 are still marked."
        assert marks(seat) == ["1001", "1002"]


async def test_what_is_refused_is_listed_by_name_and_reason(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x", "x")
        board.execute(Claim(task=tasks[1]), Actor("suzuki"))
        await seat.press("a")
        assert owners(board, tasks) == ["sato", "suzuki", "sato", None]
        await seat.until(lambda: isinstance(seat.app.screen, ReportScreen))
        told = seat.text()
        assert "2 cards are yours. 1 was refused." in told
        assert "#1002 number 1" in told
        assert "Suzuki" in told
        await seat.press("escape")
        assert marks(seat) == ["1001", "1002", "1003"]


async def test_each_marked_card_moves_by_one_stage(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    board.execute(Move(task=tasks[3], stage="doing"), Actor("sato"))
    async with sit("sato") as seat:
        await seat.press("x", "l", "x", "L")
        assert [board.card(tasks[n]).stage for n in (0, 3)] == ["doing", "done"]
        assert seat.told == "2 cards moved. 2 are still marked."


async def test_one_reason_takes_over_all(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    for task in tasks[:2]:
        board.execute(Claim(task=task), Actor("suzuki"))
    async with sit("sato") as seat:
        await seat.press("x", "x", "T")
        await seat.press(*"away", "ctrl+s")
        await seat.until(lambda: owners(board, tasks)[:2] == ["sato", "sato"])


async def test_what_nobody_holds_is_not_taken_over(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    board.execute(Claim(task=tasks[0]), Actor("suzuki"))
    async with sit("sato") as seat:
        await seat.press("x", "x", "T")
        await seat.until(lambda: "F2 Take over" in seat.text())
        await seat.press(*"away", "f2")
        await seat.until(lambda: "#1002 has no owner: a takes it." in seat.text())
        assert owners(board, tasks)[:2] == ["sato", None]


async def test_a_lead_is_asked_once_for_all(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    for task in tasks[:2]:
        board.execute(Claim(task=task), Actor("suzuki"))
    async with sit("lead") as seat:
        await seat.press("x", "x", "A")
        await seat.until(lambda: "colleagues hold 2" in seat.text())
        await seat.press("y")
        await seat.until(lambda: owners(board, tasks) == [None] * 4)


async def test_one_note_goes_to_all(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x", "m")
        await seat.press(*"outage", "f2")
        await seat.until(lambda: len(board.inquiry(1002).messages) == 1)
        await seat.settle()
        assert seat.told == "Noted on 2 cards. 2 are still marked."


async def test_undo_takes_back_the_whole_act(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x", "x", "a", "u")
        assert owners(board, tasks) == [None] * 4
        assert seat.told == "Undone: taking, 3 cards. 3 are still marked."


async def test_after_another_act_undo_takes_back_that_one(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x", "a", "X", "j", "a", "u")
        assert sorted(map(str, owners(board, tasks))) == ["None", "None", "sato", "sato"]


async def test_an_act_that_did_nothing_leaves_undo_the_whole_one_before(
    board: Board, sit: Sit
) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x", "a", "a", "u")
        assert owners(board, tasks) == [None] * 4


async def test_marks_go_with_cards_that_others_move(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x")
        board.execute(Move(task=tasks[0], stage="doing"), Actor("suzuki"))
        open_inquiry(board, "a new one")
        await seat.settle()
        assert marks(seat) == ["1001", "1002"]
        assert seat.card == "1003"
        moved = next(line for line in seat.text().splitlines() if "*#1001" in line)
        assert moved.index("*#1001") > 30


async def test_marks_are_still_shown_when_the_team_changes_its_stages(
    board: Board, sit: Sit
) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x")
        settings = board.settings()
        stages = (*settings.stages[:-1], Stage("review", "doing", {}), settings.stages[-1])
        lead = Actor("lead")
        board.execute(ApplySettings(settings=replace(settings, stages=stages)), lead)
        await seat.until(lambda: "review 0" in seat.text())
        assert marks(seat) == ["1001", "1002"]
        assert seat.text().count("*#") == 2


async def test_marks_of_what_is_no_longer_shown_are_dropped_and_told(
    board: Board, sit: Sit
) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.press("3", "x", "x")
        board.execute(Claim(task=tasks[0]), Actor("suzuki"))
        await seat.settle()
        assert marks(seat) == ["1002"]
        assert "1 mark is gone" in seat.told


async def test_a_card_that_others_merge_away_goes_with_its_mark(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x")
        board.execute(Merge(number=tasks[0].number, into=tasks[3].number), Actor("suzuki"))
        await seat.settle()
        assert marks(seat) == ["1002"]
        assert "number 0" not in seat.text()
        await seat.press("a")
        assert owners(board, tasks[1:]) == ["sato", None, None]


@pytest.mark.parametrize("marking", [(), ("x", "x")])
async def test_w_puts_on_hold(board: Board, sit: Sit, marking: tuple[str, ...]) -> None:
    tasks = desk(board)
    for task in tasks[:2]:
        board.execute(Claim(task=task), Actor("sato"))
    async with sit("sato") as seat:
        await seat.press(*marking, "w")
        await seat.until(lambda: isinstance(seat.app.screen, WaitingDialog))
        await seat.press("c", "f2")
        resting = tasks[: len(marking) or 1]
        await seat.until(lambda: all(board.card(task).waiting for task in resting))
        await seat.settle()
        await seat.press("5")
        assert len(seat.screen.all_columns[1].cards) == len(resting)


async def test_what_is_for_one_card_says_so(board: Board, sit: Sit) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x", "e")
        assert "one card" in seat.told
        assert seat.app.screen is seat.screen
        assert marks(seat) == ["1001", "1002"]


async def test_esc_stops_a_long_run_and_the_rest_stays_marked(
    board: Board, sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = desk(board)
    begun, go_on = asyncio.Event(), asyncio.Event()
    execute = Station.execute

    async def held_up(station: Station, command: Claim) -> object:
        if command.task == tasks[1]:
            begun.set()
            await go_on.wait()
        return await execute(station, command)

    monkeypatch.setattr(Station, "execute", held_up)
    async with sit("sato") as seat:
        await seat.type_at_once("x", "x", "x", "x", "a")
        await seat.until(begun.is_set)
        assert seat.told == "1 of 4 …  esc: stop"
        await seat.type_at_once("A")
        await seat.until(lambda: "Wait for what is being done" in seat.told)
        await seat.type_at_once("escape")
        go_on.set()
        await seat.settle()
        assert owners(board, tasks) == ["sato", "sato", None, None]
        assert seat.told == "2 cards are yours. 2 are left as they were. 2 are still marked."
        assert marks(seat) == ["1003", "1004"]


async def test_the_next_act_goes_for_the_marked_cards_too(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x", "a", "m")
        await seat.press(*"mine", "f2")
        await seat.until(lambda: len(board.inquiry(1002).messages) == 1)
        assert len(board.inquiry(tasks[0].number).messages) == 1
        assert not board.inquiry(tasks[2].number).messages
        await seat.settle()
        await seat.press("escape")
        assert not marks(seat)


async def test_marks_go_without_a_word_where_ones_own_act_hides_the_cards(
    board: Board, sit: Sit
) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("3", "x", "x", "a")
        assert seat.told == "2 cards are yours."
        assert not marks(seat)


@pytest.mark.parametrize("keys", ["LL", "LLH", "LHL", "aAL"])
async def test_quick_acts_find_the_card_as_the_one_before_left_it(
    board: Board, sit: Sit, keys: str
) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        await seat.type_at_once(*keys)
        await seat.settle()
        expected = {"LL": "done", "LLH": "doing", "LHL": "doing", "aAL": "doing"}
        assert board.card(tasks[0]).stage == expected[keys]
        assert "already" not in seat.told


async def test_a_quick_act_still_sees_what_others_did_between(board: Board, sit: Sit) -> None:
    tasks = desk(board)
    async with sit("sato") as seat:
        board.execute(Move(task=tasks[0], stage="doing"), Actor("suzuki"))
        await seat.type_at_once("L", "L")
        await seat.settle()
        assert board.card(tasks[0]).stage == "doing"


async def test_marked_cards_that_can_not_wait_are_named_before_a_box_opens(
    board: Board, sit: Sit
) -> None:
    desk(board)
    async with sit("sato") as seat:
        await seat.press("x", "x", "w")
        await seat.until(lambda: isinstance(seat.app.screen, ReportScreen))
        assert "#1002 has no owner: take it first." in seat.text()


async def test_what_was_written_for_several_comes_back_when_one_is_refused(
    board: Board, sit: Sit
) -> None:
    tasks = desk(board)
    for task in tasks[:2]:
        board.execute(Claim(task=task), Actor("suzuki"))
    async with sit("sato") as seat:
        await seat.press("x", "x", "T")
        await seat.until(lambda: isinstance(seat.app.screen, ReasonDialog))
        board.execute(Move(task=tasks[1], stage="doing"), Actor("suzuki"))
        await seat.press(*"away", "f2")
        await seat.until(lambda: "#1002: " in seat.text())
        again = seat.app.screen
        assert isinstance(again, ReasonDialog)
        assert again.answer() == "away"
        await seat.settle()
        await seat.press("f2")
        await seat.until(lambda: owners(board, tasks)[:2] == ["sato", "sato"])
