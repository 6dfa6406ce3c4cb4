"""Holidays, days, promises, pauses and heat in the settings: a line each, in either language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from csboard.board import Board
from csboard.domain.commands import ApplySettings
from csboard.domain.settings import TeamSettings
from csboard.tui.screens import settings_clock as of
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Sit
from tests.tui.test_settings import go_to, teams

FULL = TeamSettings(
    days={"12-29..01-03": (), "2026-12-28": ("09:00-12:00", "13:00-15:00")},
    promises={"first": ("4h", '30m urgency:urgent tag:"two words"'), "solved": ("40h",)},
    pausing={"customer": ("next", "solved"), "date": ("next",)},
    heat={"怒り": 60, "very angry": 120},
)
FIELDS = {
    "days": (of.show_days, of.take_days),
    "promises": (of.show_promises, of.take_promises),
    "pausing": (of.show_pausing, of.take_pausing),
    "heat": (of.show_heat, of.take_heat),
}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("settings", [FULL, replace(TeamSettings(), pausing={})])
def test_what_is_shown_is_understood(name: str, settings: TeamSettings) -> None:
    show, take = FIELDS[name]
    emptied = replace(settings, **{name: {}})  # type: ignore[arg-type]
    assert take(emptied, show(settings)) == settings


@pytest.mark.parametrize("name", FIELDS)
def test_in_japanese_too(japanese: None, name: str) -> None:
    show, take = FIELDS[name]
    emptied = replace(FULL, **{name: {}})  # type: ignore[arg-type]
    assert take(emptied, show(FULL)) == FULL


def test_how_it_reads_in_japanese(japanese: None) -> None:
    assert of.show_days(FULL).splitlines()[0] == "12-29..01-03 休み"
    assert of.show_promises(FULL).splitlines()[0] == "初回返信 4h"
    assert of.show_pausing(FULL).splitlines() == ["お客様 次の連絡 解決", "日時 次の連絡"]


def test_either_way_of_writing_is_understood() -> None:
    taken = of.take_promises(TeamSettings(), "初回返信：4h\n\nfirst: 30m urgency:urgent\n解決 40h")
    assert taken.promises == {"first": ("4h", "30m urgency:urgent"), "solved": ("40h",)}


@pytest.mark.parametrize("typed", ["60", "anger", "anger sixty", "anger -5"])
def test_heat_without_minutes_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="is no tag with minutes"):
        of.take_heat(TeamSettings(), typed)


def test_a_day_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="12-28 stands there twice"):
        of.take_days(TeamSettings(), "12-28 closed\n12-28 09:00-12:00")


async def test_promises_are_written_line_by_line(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    open_inquiry(board)
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "Promises")
        await seat.press("enter", *"first soon", "f2")
        await seat.until(lambda: "promises.first: 'soon' doesn't begin with a time" in seat.text())
        await seat.press(*["backspace"] * 4, *"4h", "f2")
        await seat.until(lambda: board.settings().promises == {"first": ("4h",)})
        await seat.until(lambda: "The promises of 1 open inquiry were worked out" in seat.text())


async def test_a_place_of_which_nothing_is_known(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "Public holidays")
        await seat.press("enter", *"XX", "f2")
        await seat.until(lambda: "nothing is known of the public holidays" in seat.text())
        await seat.press("backspace", "backspace", *"JP", "f2")
        await seat.until(lambda: board.public_days().place == "JP")


async def test_month_13_is_refused_in_the_box(board: Board, sit: Sit) -> None:
    enter(board, "sato")
    async with sit("sato") as seat:
        await teams(seat)
        await go_to(seat, "Days of our own")
        await seat.press("enter", *"13-01 closed", "f2")
        await seat.until(lambda: "There is no month 13" in seat.text())


async def test_all_of_them_are_listed_with_what_holds(board: Board, sit: Sit) -> None:
    sato = enter(board, "sato")
    full = replace(board.settings(), days=FULL.days, promises=FULL.promises, heat=FULL.heat)
    board.execute(ApplySettings(settings=full), sato)
    async with sit("sato", (80, 24)) as seat:
        await teams(seat)
        for label, value in (
            ("Days of our own", "12-29..01-03 closed"),
            ("Promises", "first 4h"),
            ("Pauses", "customer next solved"),
            ("Heat", "怒り 60"),
        ):
            await go_to(seat, label)
            assert value in seat.text()
