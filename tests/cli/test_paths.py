"""Paths that can't be used are told in a sentence, wherever they were named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from csboard import config, directories
from tests.support.shell import Shell

TOO_LONG = "/tmp/" + "x" * 300


@pytest.mark.parametrize(
    ("variable", "place"),
    [("XDG_DATA_HOME", "/etc/passwd"), ("XDG_DATA_HOME", TOO_LONG), ("HOME", "/proc/nobody")],
)
def test_a_home_for_no_board(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch, variable: str, place: str
) -> None:
    monkeypatch.delenv("CSBOARD_DATABASE")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv(variable, place)
    assert place in lone_shell.fails(2, "list")


@pytest.mark.parametrize("argv", [("backup",), ("show", "1001", "--save"), ("team", "apply")])
def test_a_file_that_cannot_be(shell: Shell, argv: tuple[str, ...], tmp_path: Path) -> None:
    shell.ok("add", "--subject", "S")
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    for place in (TOO_LONG, str(loop / "x"), str(tmp_path / "none" / "x")):
        assert place.rpartition("/")[0] in shell.fails(2, *argv, place)


def test_a_pipe_for_a_configuration_file_is_not_waited_for(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    monkeypatch.setenv("CSBOARD_CONFIG", str(pipe))
    assert "ordinary" in lone_shell.fails(2, "config", "show")
    lone_shell.ok("--version")


def test_a_host_file_out_of_reach_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(file: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "stat", closed)
    assert config.HOST_FILE not in [file for _kind, file in config.files({})]


def test_a_configuration_out_of_ones_own_reach_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    real, own = os.stat, directories.config_directory() / "config.toml"

    def closed(file: object) -> object:
        if file == own:
            raise PermissionError(13, "Permission denied")
        return real(str(file))

    monkeypatch.setattr(os, "stat", closed)
    assert ("person", own) in config.files({})


@pytest.mark.parametrize(
    "text",
    ["theme = " + "[" * 5000, "theme" + ".a" * 50_000 + " = 1"],
    ids=["list", "tables"],
)
def test_toml_nested_too_deeply(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    monkeypatch.setenv("CSBOARD_CONFIG", str(file))
    assert str(file) in lone_shell.fails(2, "list")


def test_a_team_file_nested_too_deeply(shell: Shell) -> None:
    assert "nested" in shell.fails(2, "team", "apply", "-", stdin="name = " + "[" * 5000)


@pytest.mark.parametrize("command", [("init",), ("list",), ("add", "--subject", "S")])
def test_a_board_can_have_no_name_that_is_no_text(
    lone_shell: Shell, command: tuple[str, ...]
) -> None:
    told = lone_shell.fails(2, "--db", "sqlite:////tmp/\udcff/board.db", *command)
    assert "/tmp/\ufffd/board.db" in told
