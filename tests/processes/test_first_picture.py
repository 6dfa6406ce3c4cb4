"""What a board that has just painted its first picture has loaded, and what it has not."""

from __future__ import annotations

import sys
from pathlib import Path

from csboard.board import Board
from csboard.cli.identity import own_account
from tests.support.desk import enter
from tests.support.terminal import Terminal

ROOT = Path(__file__).parents[2]
NOT_YET = {
    "bz2",
    "csboard.domain.commands",
    "csboard.mail",
    "hashlib",
    "multiprocessing",
    "pickle",
    "platform",
    "psycopg.connection_async",
    "shutil",
    "ssl",
    "tempfile",
    "textual.command",
    "textual.widgets._input",
    "uuid",
    "watchfiles",
}
PROGRAM = """
import os, sys
from csboard import log
from csboard.cli.entry import run

def painted(*_):
    with open(os.environ["TOLD"], "w") as told:
        print(*sys.modules, file=told)

log.started = painted
sys.argv = ["csboard"]
run()
"""


def test_the_first_picture_needs_none_of_what_is_loaded_later(
    database_url: str, tmp_path: Path
) -> None:
    board = Board.open(database_url)
    enter(board, own_account().login)
    board.close()
    told = tmp_path / "told"
    env = {"PYTHONPATH": str(ROOT), "CSBOARD_DATABASE": database_url, "TOLD": str(told)}
    with Terminal([sys.executable, "-c", PROGRAM], env=env) as terminal:
        terminal.wait_for("No inquiries yet")
        terminal.settle()
    loaded = set(told.read_text().split())
    assert "textual.app" in loaded
    assert ("psycopg" in loaded) == database_url.startswith("postgresql")
    assert sorted(loaded & NOT_YET) == []


def test_the_size_is_that_of_the_terminal_drawn_on_wherever_the_output_goes(
    sqlite_url: str, tmp_path: Path
) -> None:
    env = {"PYTHONPATH": str(ROOT), "CSBOARD_DATABASE": sqlite_url}
    command = f"{sys.executable} -m csboard > {tmp_path / 'output'}"
    with Terminal(["/bin/sh", "-c", command], columns=130, lines=30, env=env) as terminal:
        terminal.wait_for("No inquiries yet")
        terminal.settle()
        assert [row for row in terminal.rows() if "? Help" in row] == [terminal.rows()[-1]]
