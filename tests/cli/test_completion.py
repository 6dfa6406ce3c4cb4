"""The tab key: the scripts for the shells, tried in the shells that are there."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from csboard.cli.completion import SHELLS, script
from csboard.cli.main import COMMANDS
from csboard.domain.records import Outcome
from tests.support.shell import Shell


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Each shell's script, in a file."""
    directory = tmp_path_factory.mktemp("completion")
    paths = {shell: directory / f"csboard.{shell}" for shell in SHELLS}
    for shell, path in paths.items():
        path.write_text(script(shell), encoding="utf-8")
    return paths


def run(shell: str, *argv: str) -> str:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} isn't installed")
    done = subprocess.run([program, *argv], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def in_bash(path: Path, line: str) -> set[str]:
    """What bash offers for the last word of `line`."""
    words = line.split(" ")
    code = f"""
        source {shlex.quote(str(path))}
        COMP_WORDS=({" ".join(map(shlex.quote, words))})
        COMP_CWORD={len(words) - 1}
        compopt() {{ :; }}  # works during a completion only
        _shtab_csboard csboard {shlex.quote(words[-1])} {shlex.quote(words[-2])}
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    return set(run("bash", "--norc", "-c", code).split())


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_is_whole(scripts: dict[str, Path], shell: str) -> None:
    assert run(shell, "-n", str(scripts[shell])) == ""


def test_bash_completes_every_command(scripts: dict[str, Path]) -> None:
    assert in_bash(scripts["bash"], "csboard ") >= set(COMMANDS)


@pytest.mark.parametrize(
    ("line", "offered"),
    [
        ("csboard take", {"take-over"}),
        ("csboard tray o", {"open"}),
        ("csboard wait 1042 --for ", {"customer", "internal", "date"}),
        ("csboard edit 1042 --outcome ", {*Outcome, "none"}),
        ("csboard list --unow", {"--unowned"}),
        ("csboard completion ", set(SHELLS)),
    ],
)
def test_bash_completes_words_options_and_choices(
    scripts: dict[str, Path], line: str, offered: set[str]
) -> None:
    assert in_bash(scripts["bash"], line) == offered


def test_bash_completes_files(
    scripts: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "old.mbox").touch()
    monkeypatch.chdir(tmp_path)
    assert in_bash(scripts["bash"], "csboard intake mbox ol") == {"old.mbox"}


def test_fish_completes_with_what_each_does(scripts: dict[str, Path]) -> None:
    source = f"source {shlex.quote(str(scripts['fish']))}; complete -C 'csboard take'"
    assert run("fish", "--no-config", "-c", source).startswith("take-over\ttake a task")


def test_explanations_are_in_the_persons_language(lone_shell: Shell) -> None:
    told = lone_shell.ok("completion", "fish", "--lang", "ja")
    assert re.search("take-over.*タスク", told)


def test_an_unknown_shell(lone_shell: Shell) -> None:
    assert "fish" in lone_shell.fails(2, "completion", "ksh")


@pytest.mark.parametrize("shell", SHELLS)
def test_stages_are_offered_for_a_move(shell: str) -> None:
    offered = [line for line in script(shell).splitlines() if "todo" in line and "doing" in line]
    assert offered
