"""The manual pages are those of this program, and every reader of manual pages likes them."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from rich.cells import cell_len

from csboard.cli.main import COMMANDS
from tests.manpages import PAGES, page


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_fresh(language: str) -> None:
    written = PAGES[language].read_text(encoding="utf-8")
    assert written == page(language), "run python -m tests.manpages"


@pytest.mark.parametrize("language", PAGES)
def test_every_command_has_its_section(language: str) -> None:
    text = PAGES[language].read_text(encoding="utf-8").replace(r"\-", "-")
    assert [name for name in COMMANDS if f"\n.SS csboard {name}" not in text] == []


@pytest.mark.parametrize("language", PAGES)
def test_man_shows_it_without_a_warning_in_80_columns(language: str) -> None:
    shown = _read(["man", "--warnings=w", "-E", "UTF-8", "-l"], language)
    assert max(map(cell_len, shown.splitlines())) <= 80
    assert "csboard split-off" in shown
    assert not [line for line in shown.splitlines() if line.lstrip().startswith(("。", "、"))]


@pytest.mark.parametrize("language", PAGES)
def test_mandoc_finds_no_fault(language: str) -> None:
    assert _read(["mandoc", "-Tlint", "-Wwarning"], language) == ""


def _read(program: list[str], language: str) -> str:
    if shutil.which(program[0]) is None:
        pytest.skip(f"{program[0]} isn't installed")
    done = subprocess.run(
        [*program, str(PAGES[language])],
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "MANWIDTH": "80"},
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout
