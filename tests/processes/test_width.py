"""`csboard doctor` asks the terminal how wide it draws, and leaves it as it was."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]
ALL_THE_SAME = 'a=$(stty -g); "$@"; b=$(stty -g); [ "$a" = "$b" ] && echo same "modes"'


def narrow(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def wide(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def latin(text: str) -> int:
    return len(text.encode())


def silent(_text: str) -> None:
    return None


def doctor(draws: Callable[[str], int | None]) -> str:
    argv = ["sh", "-c", ALL_THE_SAME, "sh", sys.executable, "-m", "csboard", "doctor"]
    env = {"PYTHONPATH": str(ROOT), "HOME": os.environ["HOME"]}
    with Terminal(argv, env=env, draws=draws) as terminal:
        terminal.wait_for("same modes")
        terminal.wait_for_exit()
        return terminal.text()


@pytest.mark.parametrize(
    ("draws", "told"),
    [
        (narrow, "ok       widths: │ 1, … 1, ① 1, あ 2"),
        (wide, "warning  widths: │ 2, … 2, ① 2, あ 2"),
        (latin, "warning  widths: │ 3"),
    ],
)
def test_the_terminal_is_asked(draws: Callable[[str], int], told: str) -> None:
    shown = doctor(draws)
    assert told.replace(" ", "") in shown.replace(" ", "")  # pyte leaves gaps behind wide letters
    assert ('borders = "ascii"' in shown) == (draws is wide)


def test_with_ascii_borders_a_wide_terminal_is_fine() -> None:
    own = Path(os.environ["XDG_CONFIG_HOME"]) / "csboard" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('borders = "ascii"\n', encoding="utf-8")
    assert "warning  widths" not in doctor(wide)


def test_a_terminal_that_does_not_answer_is_not_waited_for_long() -> None:
    shown = doctor(silent)
    assert "widths" not in shown
    assert "^[" not in shown
