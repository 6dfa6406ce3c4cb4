"""Rules for single inquiries, stand-ins who have left, and where the cursor is among absences."""

from __future__ import annotations

import pytest

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.absence_commands import RuleForTask
from csboard.domain.absences import OnMail
from csboard.domain.commands import ChangeMember, TakeOver
from csboard.domain.records import Actor, TaskRef
from csboard.tui.screens.absences import AbsencesScreen
from tests.tui.conftest import Sit
from tests.tui.test_absences import DAY, TODAY, at_the_list, away, fill, only, people, ref

__all__ = ["people", "ref"]


async def test_the_cursor_goes_to_what_was_entered(board: Board, sit: Sit) -> None:
    away(board, "tanaka")
    async with sit("mori", size=(120, 40)) as seat:
        await at_the_list(seat)
        await seat.press("n")
        await fill(seat, first=str(TODAY + DAY), last=str(TODAY + 2 * DAY))
        await seat.press("f2")
        await seat.until(lambda: isinstance(seat.app.screen, AbsencesScreen))
        await seat.until(lambda: "> Mori" in seat.text())


async def test_a_rule_without_effect_is_told_where_it_is_taken_off(
    board: Board, sit: Sit, ref: TaskRef
) -> None:
    away(board)
    rule = RuleForTask(
        absence_id=only(board).id, task=ref, on_mail=OnMail.STAND_IN, stand_in="sato"
    )
    board.execute(rule, Actor("mori"))
    board.execute(TakeOver(task=ref, reason="mine"), Actor("sato"))
    async with sit("mori", size=(120, 40)) as seat:
        await at_the_list(seat)
        assert f"#{ref}" not in seat.text()
        await seat.press("r")
        await seat.until(lambda: f"#{ref} one  no effect now: goes to Sato" in seat.text())
        await seat.press("enter")
        await seat.until(lambda: "as with all the others" in seat.text())
        assert "it waits" not in seat.text()
        await seat.press("enter")
        await seat.until(lambda: not only(board).tasks)


async def test_who_was_named_and_has_left_is_said_to_have(
    board: Board, sit: Sit, ref: TaskRef
) -> None:
    away(board, stand_in="sato", on_mail=OnMail.STAND_IN)
    rule = RuleForTask(
        absence_id=only(board).id, task=ref, on_mail=OnMail.STAND_IN, stand_in="sato"
    )
    board.execute(rule, Actor("mori"))
    board.execute(ChangeMember(login="sato", active=False), Actor("lead"))
    async with sit("mori", size=(120, 40)) as seat:
        await at_the_list(seat)
        assert "stand-in: Sato, who isn't in the team any more" in seat.text()
        await seat.press("enter")
        await seat.until(lambda: "Sato can't stand in any more: name somebody" in seat.text())
        await fill(seat, stand_in="tanaka")
        assert "can't stand in" not in seat.text()
        await fill(seat, stand_in="Sato")
        await seat.press("escape")
        await seat.until(lambda: isinstance(seat.app.screen, AbsencesScreen))
        await seat.press("r")
        await seat.until(lambda: "free for anybody, as Sato can't any more" in seat.text())


@pytest.mark.parametrize("key", ["enter", "r"])
async def test_one_that_is_over_opens_no_box(
    board: Board, sit: Sit, clock: FixedClock, key: str
) -> None:
    away(board, last=TODAY)
    clock.advance(2 * DAY)
    async with sit("mori", size=(80, 24)) as seat:
        await at_the_list(seat)
        await seat.press(key)
        await seat.until(lambda: "That absence is over: enter a new one." in seat.text())
        assert isinstance(seat.app.screen, AbsencesScreen)
