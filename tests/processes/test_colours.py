"""What a terminal that promises few colours, or a person who wants none, really gets."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]


def colours(**environ: str) -> set[str]:
    """The colour codes that an empty board and its help send."""
    env = {name: value for name, value in os.environ.items() if name.startswith("XDG_")}
    env |= {"PYTHONPATH": str(ROOT), "HOME": os.environ["HOME"], **environ}
    with Terminal([sys.executable, "-m", "csboard", "--lang", "en"], env=env) as terminal:
        terminal.wait_for("No inquiries yet")
        terminal.press("?")
        terminal.wait_for("Show only cards with some words")
        terminal.settle()
        sequences = re.findall(rb"\x1b\[([\d;]*)m", bytes(terminal.output))
    codes = set()
    for sequence in sequences:
        first = re.sub(rb"[34]8;2;\d+;\d+;\d+", b"true", sequence)
        codes |= set(re.sub(rb"[34]8;5;\d+", b"256", first).decode().split(";"))
    return codes - {"", "0", "1", "2", "3", "4", "7", "22", "23", "24", "27", "39", "49"}


def test_a_modern_terminal_gets_every_colour() -> None:
    assert colours() == {"true"}


def test_without_colorterm_there_are_256() -> None:
    assert colours(COLORTERM="") == {"256"}


@pytest.mark.parametrize("kind", ["xterm", "linux", "screen", "vt220"])
def test_an_old_terminal_gets_its_own_sixteen(kind: str) -> None:
    sent = colours(TERM=kind, COLORTERM="")
    assert sent
    assert all(30 <= int(code) % 60 <= 47 for code in sent)


def test_no_color_means_none() -> None:
    assert colours(NO_COLOR="1") == set()


def test_a_theme_that_is_asked_for_is_worn_in_spite_of_no_color() -> None:
    own = Path(os.environ["XDG_CONFIG_HOME"]) / "csboard" / "config.toml"
    own.parent.mkdir(parents=True)
    own.write_text('theme = "csboard-light"\n', encoding="utf-8")
    assert colours(NO_COLOR="1") == {"true"}
