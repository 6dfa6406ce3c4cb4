"""Sentences that are said in passing: they hide nothing of a box, and break no address."""

from __future__ import annotations

from contextlib import closing
from typing import Any

import pytest
from textual.app import App
from textual.screen import ModalScreen
from textual.widget import Widget

from csboard.board import Board
from csboard.clock import FixedClock
from csboard.domain.records import Actor
from csboard.tui.app import CsboardApp
from csboard.tui.base import BaseApp
from csboard.tui.fence import in_toast, say
from csboard.tui.layout import cell_len
from csboard.tui.screens.help import HelpScreen
from tests.support.desk import enter, open_inquiry
from tests.support.settling import settled
from tests.tui.conftest import Sit
from tests.tui.test_every_screen import SCREENS
from tests.tui.test_looks import box_of

LONG = "This is a sentence that is said while a box is open, of more words than the last line has."
WHERE = "postgresql://somebody@db.example.org:5432/csboard"


def toasts(app: App[Any]) -> list[Widget]:
    return [one for one in app.screen.query("Toast") if one.region]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_none_lies_over_a_box(
    sqlite_url: str, clock: FixedClock, size: tuple[int, int]
) -> None:
    with closing(Board.open(sqlite_url, clock)) as board:
        sato = enter(board, "sato", "Sato")
        number = open_inquiry(board, "x").number
        app = CsboardApp(board, sato)
        async with app.run_test(size=size, notifications=True) as pilot:
            for name, make in SCREENS.items():
                screen = make("some words", number)
                if not isinstance(screen, ModalScreen):
                    continue
                await app.push_screen(screen)
                await settled(app, pilot)
                BaseApp.notify(app, f"{LONG} {name}")
                await settled(app, pilot)
                (toast,) = toasts(app)
                box = box_of(screen)
                assert not toast.region.overlaps(box.region), name
                assert screen.region.contains_region(box.region), name
                for keys in box.query("#footer"):
                    assert box.region.contains_region(keys.region), name
                app.clear_notifications()
                await app.pop_screen()


async def test_what_was_said_before_a_box_goes_on_above_it(
    board: Board, sit: Sit, sato: Actor
) -> None:
    async with sit("sato", size=(80, 24)) as seat:
        await seat.press("g", "s")
        await seat.settle()
        say(seat.app, LONG)
        await seat.until(lambda: bool(toasts(seat.app)))
        behind = seat.app.screen
        await seat.press("question_mark")
        await seat.until(lambda: isinstance(seat.app.screen, HelpScreen) and bool(toasts(seat.app)))
        assert not any(one.region for one in behind.query("Toast"))
        assert not any(
            one.region.overlaps(box_of(seat.app.screen).region) for one in toasts(seat.app)
        )
        await seat.press("escape")
        await seat.until(lambda: seat.app.screen is behind and bool(toasts(seat.app)))


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_an_address_is_whole_where_a_line_has_room_for_it(columns: int) -> None:
    for sentence in (f"The board {WHERE} can't be reached.", f"ボード {WHERE} に届きません。"):
        lines = in_toast(sentence, columns).splitlines()
        assert any(WHERE in line for line in lines)
        assert all(cell_len(line) <= columns - 3 for line in lines)


def test_an_address_longer_than_a_line_fits_all_the_same() -> None:
    lines = in_toast("https://example.org/" + "x" * 200, 60).splitlines()
    assert all(cell_len(line) <= 57 for line in lines)
