"""A theme file, the configuration, and what an open board makes of them as they are saved."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.app import App

from csboard import config, directories
from csboard.board import Board
from csboard.domain.records import Actor
from csboard.tui import wakeups
from csboard.tui.app import CsboardApp
from tests.support.desk import enter, open_inquiry
from tests.tui.conftest import Seat
from tests.tui.test_themes import own_theme

GOOD = 'primary = "#123456"\n'


@pytest.fixture(params=[True, False], ids=["there before", "made later"])
def themes(request: pytest.FixtureRequest) -> Path:
    """The person's directory of themes; for some it is made while the board is open."""
    directory = directories.config_directory() / "themes"
    if request.param:
        directory.mkdir(parents=True)
    return directory


def configured(text: str) -> Path:
    file = directories.config_directory() / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


@asynccontextmanager
async def at_the_board(board: Board) -> AsyncIterator[Seat]:
    enter(board, "sato")
    found = config.load({})
    app = CsboardApp(board, Actor("sato"), theme=found.theme or "", config=found)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        seat = Seat(app, pilot)
        await seat.until(lambda: app._live_task is not None)
        await pilot.pause(0.3)  # the watcher has begun
        yield seat


def worn(app: App[None], colour: str) -> Callable[[], bool]:
    return lambda: app.current_theme.primary == colour


async def test_a_theme_shows_as_it_is_saved(board: Board) -> None:
    own_theme("mine", GOOD)
    configured('theme = "mine"\n')
    async with at_the_board(board) as seat:
        own_theme("mine", GOOD + '[meanings]\nurgent = "#654321"\n')
        await seat.until(lambda: seat.app.theme_variables["urgent"] == "#654321")
        replacement = own_theme("other", 'primary = "#abcdef"\n')
        replacement.rename(replacement.with_name("mine.toml"))  # as careful editors save
        await seat.until(worn(seat.app, "#abcdef"))


def all_in_one_line(seat: Seat) -> str:
    """What was told, however a toast broke it into lines."""
    said = seat.told or next(iter(seat.app._notifications)).message
    return "".join(said.split())


async def test_a_broken_theme_is_told_once_and_mended_at_once(board: Board) -> None:
    file = own_theme("mine", GOOD)
    configured('theme = "mine"\n')
    async with at_the_board(board) as seat:
        own_theme("mine", GOOD + '[meanings]\nurgent = "reddish"\n')
        await seat.until(lambda: len(seat.app._notifications) == 1 or bool(seat.told))
        said = all_in_one_line(seat)
        assert f"{file}, line 3".replace(" ", "") in said
        assert "meanings.urgent" in said
        assert "#6fa8c9" in said
        assert seat.app.theme == "mine"
        assert seat.app.current_theme.primary == "#123456"
        own_theme("mine", GOOD + '[meanings]\nurgent = "red"\n')
        await seat.until(lambda: seat.app.theme_variables["urgent"] == "red")


async def test_another_theme_in_the_configuration_is_worn(board: Board, themes: Path) -> None:
    configured("")
    async with at_the_board(board) as seat:
        themes.mkdir(exist_ok=True)
        own_theme("mine", GOOD)
        configured('theme = "mine"\nborders = "ascii"\n')
        await seat.until(worn(seat.app, "#123456"))
        await seat.until(lambda: seat.app._borders == "ascii")
        await seat.settle()
        own_theme("mine", 'primary = "#654321"\n')
        await seat.until(worn(seat.app, "#654321"))
        configured('theme = "csboard-light"\n')
        await seat.until(lambda: seat.app.theme == "csboard-light")
        assert seat.app._borders == "line"


async def test_a_broken_configuration_leaves_everything_as_it_is(board: Board) -> None:
    file = configured('theme = "csboard-light"\n')
    async with at_the_board(board) as seat:
        configured("theme = ")
        await seat.until(lambda: bool(seat.app._notifications) or bool(seat.told))
        assert str(file) in all_in_one_line(seat)
        assert seat.app.theme == "csboard-light"


async def test_others_are_still_heard(board: Board) -> None:
    own_theme("mine", GOOD)
    async with at_the_board(board) as seat:
        own_theme("mine", 'primary = "#654321"\n')
        open_inquiry(board, "came meanwhile")
        await seat.until(lambda: "came meanwhile" in seat.text(), seconds=2)
        assert os.environ.get("NO_COLOR") is None


async def test_keys_act_as_they_are_saved_and_wrong_ones_are_told(board: Board) -> None:
    configured("")
    task = open_inquiry(board)
    async with at_the_board(board) as seat:
        configured('[keys]\n"board.claim" = "c"\n"board.clam" = "d"\n')
        await seat.until(lambda: bool(seat.app._notifications) or bool(seat.told))
        said = seat.told or next(iter(seat.app._notifications)).message
        assert "board.clam" in said
        assert "line 3" in said
        await seat.press("a")
        await seat.settle()
        assert board.card(task).owner is None
        await seat.press("c")
        await seat.settle()
        assert board.card(task).owner == "sato"


async def test_the_screen_that_is_open_names_the_keys_of_now(board: Board) -> None:
    configured("")
    open_inquiry(board)
    async with at_the_board(board) as seat:
        await seat.press("enter")
        await seat.settle()
        configured('[keys]\n"inquiry.note" = "C"\n')
        await seat.until(lambda: "C Note" in seat.text().splitlines()[-1])
        configured("")
        await seat.until(lambda: "m Note" in seat.text().splitlines()[-1])


async def test_what_was_chosen_on_the_settings_screen_is_told_to_be_stronger(board: Board) -> None:
    file = configured("")
    (file.parent / "settings.toml").write_text('theme = "nord"\n', encoding="utf-8")
    async with at_the_board(board) as seat:
        configured('theme = "csboard-light"\n')
        stronger = "chosen on the settings screen is stronger: theme."
        await seat.until(lambda: stronger in seat.told)
        assert seat.app.theme == "nord"


async def test_settings_count_that_are_made_where_there_were_none(board: Board) -> None:
    assert not directories.config_directory().exists(), "as for everybody who is new"
    async with at_the_board(board) as seat:
        configured('theme = "csboard-light"\n')
        await seat.until(lambda: seat.app.theme == "csboard-light")
        configured('theme = "csboard-dark"\n')
        await seat.until(lambda: seat.app.theme == "csboard-dark")


async def test_settings_that_were_removed_count_again_when_they_come_back(board: Board) -> None:
    file = configured('theme = "csboard-light"\n')
    async with at_the_board(board) as seat:
        file.unlink()
        file.parent.rmdir()
        await seat.until(lambda: seat.app.theme != "csboard-light")
        configured('theme = "csboard-light"\n')
        await seat.until(lambda: seat.app.theme == "csboard-light")


async def test_a_place_that_is_made_before_the_watch_has_begun_is_watched(tmp_path: Path) -> None:
    file = tmp_path / "child" / "config.toml"
    asked: list[int] = []
    heard = asyncio.Event()

    def places() -> set[Path]:
        asked.append(1)
        if len(asked) == 1:
            return {tmp_path}
        file.parent.mkdir(exist_ok=True)
        file.touch()
        return {file.parent}

    def hear(files: set[Path]) -> None:
        if file in files:
            heard.set()

    watching = asyncio.create_task(wakeups._watch(places, hear, 50, 100))
    try:
        await asyncio.wait_for(heard.wait(), 30)
    finally:
        watching.cancel()
