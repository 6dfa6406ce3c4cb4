"""A shell on an empty board, on both databases."""

from __future__ import annotations

import peewee  # noqa: F401 - with all its drivers, before a board on SQLite hides them
import pytest

from tests.support.shell import Shell


@pytest.fixture
def shell(
    database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """Commands of Sato, who is first on this board and so leads it."""
    shell = Shell(database_url, capsys, monkeypatch)
    shell.ok("init")
    return shell


@pytest.fixture
def lone_shell(
    tmp_path: object, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """Commands that need no board, or whose board is not there."""
    return Shell(f"sqlite:///{tmp_path}/none.db", capsys, monkeypatch)
