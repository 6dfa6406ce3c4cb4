"""The two READMEs are equals, and keep the two lines that newcomers start with."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
COMMANDS = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(name: str) -> list[str]:
    """The command blocks, without the comments that are in a language."""
    blocks = COMMANDS.findall((ROOT / name).read_text(encoding="utf-8"))
    return [re.sub(r" *#.*", "", block) for block in blocks]


def test_both_languages_give_the_same_commands() -> None:
    assert commands("README.md") == commands("README.ja.md")


def test_one_line_opens_the_board_and_one_passes_the_tests() -> None:
    opens, tests = commands("README.md")[:2]
    assert opens == "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/csboard\n"
    assert tests.startswith("python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && ")
    assert re.search(r"-m pytest( -n \d)?\n$", tests)
