"""The house rules that a program can check: who knows whom, and what every file keeps to."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from csboard.board import Board

ROOT = Path(__file__).parent.parent
SOURCES = sorted((ROOT / "csboard").rglob("*.py"))
WRITTEN = [path for path in SOURCES if path.read_text(encoding="utf-8").strip()]
ALL_PYTHON = [*SOURCES, *sorted((ROOT / "tests").rglob("*.py")), *sorted(ROOT.glob("bench/*.py"))]

LINES_PER_FILE = 500
LINES_PER_FUNCTION = 50
ASKS_THE_TIME = re.compile(r"\b(datetime\.(now|utcnow|today)|date\.today|time\.time)\(")


def modules_by(*modules: str, then: str = "") -> set[str]:
    """The names in `sys.modules` of a fresh interpreter that imported `modules`."""
    code = f"import sys, {', '.join(modules)}\n{then}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def loaded_by(*modules: str, then: str = "") -> set[str]:
    """Of the same the top-level names."""
    return {name.partition(".")[0] for name in modules_by(*modules, then=then)}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def in_layer(layer: str) -> list[str]:
    """Its modules, but for the migrations, which are run and not imported."""
    names = [module_name(path) for path in SOURCES if path.parent.name != "migrations"]
    return [name for name in names if name.split(".")[1:2] == [layer]]


def test_the_rules_stand_on_the_standard_library_alone() -> None:
    bare = loaded_by("csboard")
    allowed = set(sys.stdlib_module_names) | bare | {"csboard"}
    others = loaded_by(*in_layer("domain")) - allowed
    assert {name for name in others if not name.startswith("_sysconfigdata")} == set()


@pytest.mark.parametrize(
    "layer",
    ["board", "reads", "db", "mail", "config", "cli"],
)
def test_shell_commands_never_load_the_screens(layer: str) -> None:
    assert "textual" not in loaded_by(*in_layer(layer))


def test_the_start_of_a_command_loads_no_database() -> None:
    assert not loaded_by("csboard.cli.main") & {"peewee", "apsw", "psycopg", "watchfiles"}


def test_a_board_on_sqlite_loads_no_postgresql_driver(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'board.db'}"
    Board.open(url, create=True).close()
    use = f"csboard.board.Board.open({url!r}).snapshot()"
    assert not loaded_by("csboard.board", then=use) & {"psycopg", "psycopg2", "watchfiles"}


def test_a_board_with_promises_and_alarms_loads_no_mail_and_no_acts() -> None:
    painted = "csboard.tui.screens.board", "csboard.domain.card_clock_words", "csboard.tui.alarms"
    rest = {"csboard.mail", "smtplib", "csboard.domain.commands", "csboard.domain.clock_story"}
    assert not modules_by(*painted) & rest


@pytest.mark.parametrize("path", WRITTEN, ids=module_name)
def test_a_module_says_what_is_in_it(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_bytes()))


@pytest.mark.parametrize("path", WRITTEN, ids=module_name)
def test_only_the_clock_asks_what_time_it_is(path: Path) -> None:
    if path.name != "clock.py":
        assert not ASKS_THE_TIME.search(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", ALL_PYTHON, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LINES_PER_FILE
    assert [name for name, lines in functions(text) if lines > LINES_PER_FUNCTION] == []


def functions(text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1
