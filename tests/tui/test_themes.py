"""Themes are checked before they are worn, and ours can be read by everybody."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest
from textual.app import ComposeResult

from csboard.board import Board
from csboard.domain.records import Actor
from csboard.errors import ConfigError
from csboard.tui.app import CsboardApp
from csboard.tui.base import BaseApp
from csboard.tui.fence import Plain
from csboard.tui.themes import (
    DEFAULT_THEME,
    MEANINGS,
    dress,
    fitting,
    read_theme,
    theme_file,
    theme_names,
    wear,
)
from tests.support.desk import enter

OURS = [
    "csboard-ansi",
    "csboard-colourblind-dark",
    "csboard-colourblind-light",
    "csboard-dark",
    "csboard-high-contrast",
    "csboard-light",
    "csboard-monochrome",
]


class DressedApp(BaseApp):
    CSS = "\n".join(
        f"#{meaning} {{ color: ${meaning}; background: ${meaning}; }}" for meaning in MEANINGS
    )

    def compose(self) -> ComposeResult:
        for meaning in MEANINGS:
            yield Plain(meaning, id=meaning)


def own_theme(name: str, text: str) -> Path:
    directory = platformdirs.user_config_path("csboard") / "themes"
    directory.mkdir(parents=True, exist_ok=True)
    file = directory / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    return file


async def test_every_theme_can_be_worn_and_knows_every_meaning() -> None:
    app = DressedApp()
    async with app.run_test() as pilot:
        names = theme_names(app)
        assert names[: len(OURS)] == OURS
        for name in names:
            wear(app, name)
            await pilot.pause()
            assert app.theme == name


@pytest.mark.parametrize("name", OURS)
def test_our_themes_name_every_meaning(name: str) -> None:
    file = theme_file(name)
    assert file is not None
    assert set(MEANINGS) <= set(read_theme(file).variables)


def test_a_name_that_no_file_can_have_is_no_file() -> None:
    assert theme_file("x" * 5000) is None


def test_a_theme_that_is_no_file_is_told_and_not_asked_for_again() -> None:
    file = own_theme("mine", "")
    file.unlink()
    os.mkfifo(file)
    with pytest.raises(ConfigError, match="no ordinary file"):
        wear(DressedApp(), "mine")


@pytest.mark.parametrize(
    ("environ", "worn"),
    [
        ({"TERM": "xterm-256color"}, "csboard-dark"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "csboard-dark"),
        ({"TERM": "xterm-direct"}, "csboard-dark"),
        ({"TERM": "xterm-kitty"}, "csboard-dark"),
        ({"TERM": "xterm"}, "csboard-ansi"),
        ({"TERM": "linux"}, "csboard-ansi"),
        ({"TERM": "screen"}, "csboard-ansi"),
        ({"TERM": "xterm", "NO_COLOR": "1", "COLORTERM": "truecolor"}, "csboard-monochrome"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, "csboard-dark"),
    ],
)
def test_a_terminal_gets_the_theme_that_suits_it(environ: dict[str, str], worn: str) -> None:
    assert fitting(environ) == worn


async def test_a_persons_theme_wins_over_one_of_the_same_name() -> None:
    own_theme("csboard-dark", 'primary = "#123456"\n')
    app = DressedApp()
    async with app.run_test():
        wear(app, "csboard-dark")
        assert app.current_theme.primary == "#123456"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('primary = "#12345"', "primary"),
        ('primary = "blue"\n[meanings]\nurgent = "reddish"', "urgent"),
        ('primary = "blue"\n[meanings]\nurgently = "red"', "urgently"),
        ('primary = "blue"\n\n[meanings]\nurgent = "auto 50%"', "line 4"),
        ('primary = "blue"\nsurface = "transparent"', "line 2"),
        ('primary = "blue"\n[meanings]\nmuted = "ansi_red"', "meanings.muted"),
        ('primary = "ansi_blue"\n[meanings]\nmuted = "red"', "meanings.muted"),
        ('primary = "blue"\n[styles]\nmine = "blod"', "underline"),
        ('primary = "blue"\n[styles]\nmein = "bold"', "`mine`"),
        ('primary = "blue"\n[meanings]\nmine = "initial"', "line 3"),
        ('primary = "blue"\ncolour = "red"', "colour"),
        ("primary = 3", "primary"),
        ('primary = "blue"\ndark = "yes"', "dark"),
        ('primary = "blue"\nmeanings = "x"', "meanings"),
        ('accent = "blue"', "primary"),
        ("primary = [", "isn't valid TOML"),
    ],
)
async def test_a_wrong_theme_is_told_in_a_sentence_and_the_old_one_stays(
    text: str, named: str
) -> None:
    file = own_theme("mine", text)
    app = DressedApp()
    async with app.run_test() as pilot:
        wear(app, "csboard-light")
        with pytest.raises(ConfigError) as failure:
            wear(app, "mine")
        await pilot.pause()
        assert app.theme == "csboard-light"
    assert str(file) in failure.value.sentence
    assert named in failure.value.sentence


@pytest.mark.parametrize("name", ["../themes/csboard-dark", "/etc/passwd", "", "nosuch"])
async def test_an_unknown_theme_is_told_with_those_there_are(name: str) -> None:
    async with DressedApp().run_test() as pilot:
        with pytest.raises(ConfigError, match="csboard-light") as wrong:
            wear(pilot.app, name)
        assert len(wrong.value.sentence) < 240  # all of the toolkit's would cover the board


async def test_a_board_with_a_wrong_theme_opens_in_the_default_one_and_says_why(
    board: Board,
) -> None:
    enter(board, "sato")
    own_theme("mine", 'primary = "nothing"')
    app = CsboardApp(board, Actor("sato"), theme="mine")
    async with app.run_test(notifications=True) as pilot:
        await pilot.pause()
        assert app.theme == DEFAULT_THEME
        assert any("mine.toml" in toast.message for toast in app._notifications)


async def test_even_a_broken_default_keeps_nobody_from_the_board() -> None:
    own_theme("csboard-dark", "primary = ")
    app = DressedApp()
    assert "csboard-dark.toml" in dress(app, "")
    async with app.run_test():
        assert app.theme != DEFAULT_THEME
