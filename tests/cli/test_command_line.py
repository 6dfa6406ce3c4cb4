"""The frame: help, versions, unknown words, failures, what is imported."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import apsw
import pytest
from rich.cells import cell_len

from csboard import __version__
from csboard.cli import columns, failures, reads
from csboard.cli.main import COMMANDS, main
from csboard.cli.spec import CommandGroup, ShellCommand
from tests.support.shell import Shell


def process(
    *argv: str, stdin: str = "", environ: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "csboard", *argv],
        input=stdin,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, **(environ or {})},
        timeout=60,
        check=False,
    )


def every_command() -> list[tuple[str, ...]]:
    from importlib import import_module

    words: list[tuple[str, ...]] = []
    for name, entry in COMMANDS.items():
        found = import_module(f"csboard.cli.{entry.family}").COMMANDS[name]
        assert isinstance(found, CommandGroup) == entry.is_group
        if isinstance(found, ShellCommand):
            words.append((name,))
        else:
            words += [(name, second) for second in found.commands]
    return words


def test_version(lone_shell: Shell) -> None:
    assert lone_shell.ok("--version") == f"csboard {__version__}\n"


def test_help_names_every_command(lone_shell: Shell) -> None:
    told = lone_shell.ok("--help")
    assert all(f"  {name} " in told for name in COMMANDS)


GROUPS = [(), *((name,) for name, entry in COMMANDS.items() if entry.is_group)]
NEVER_FIRST = tuple("、。，．）」』】〉》！？：；ーゃゅょっ…,.;:)!?")


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("words", [*GROUPS, *every_command()], ids=" ".join)
def test_every_help_fits_80_cells(
    lone_shell: Shell, words: tuple[str, ...], language: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = lone_shell.ok(*words, "--help", "--lang", language)
    assert "--db URL" in told
    assert told.partition(": ")[2].startswith(" ".join(("csboard", *words)))
    lines = told.splitlines()
    assert [line for line in lines if cell_len(line) > 80] == []
    assert [line for line in lines if line.lstrip().startswith(NEVER_FIRST)] == []


@pytest.mark.parametrize("words", every_command(), ids=" ".join)
def test_every_command_refuses_an_unknown_option(lone_shell: Shell, words: tuple[str, ...]) -> None:
    status = 75 if words == ("intake", "mail") else 2
    assert "--nonsense" in lone_shell.fails(status, *words, "--nonsense")


def test_japanese_help_is_japanese(lone_shell: Shell) -> None:
    told = lone_shell.ok("--lang", "ja", "list", "--help")
    assert "使い方: csboard list" in told
    assert "オプション" in told


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["lsit"], "`list`"),
        (["tray", "shwo"], "`show`"),
        (["list", "--stge", "x"], "--stage"),
        (["show"], "N"),
        (["show", "1", "2"], "`2`"),
        (["claim", "\udcff"], "'\ufffd'"),
        (["claim", "9" * 5000], "9…'"),
        (["list", "--limit", "9" * 5000], "999999999"),
        (["list", "--limit", "-1"], "--limit"),
        (["tray", "list", "--limit", "0"], "999999999"),
        (["add", "--subject", "S" * 1001], "1000"),
        (["team"], "csboard team show"),
        (["--lang", "fr", "list"], "ja"),
        (["add", "--subject", "S", "--channel", "fax"], "phone"),
        (["--db", "mysql://x", "list"], "mysql://x"),
        (["--db", "postgresql://u:pw@h/d", "list"], "pgpass"),
    ],
)
def test_wrong_usage(lone_shell: Shell, argv: list[str], words: str) -> None:
    told = lone_shell.fails(2, *argv)
    assert words in told
    assert "pw" not in told.replace("pgpass", "").split()


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (("digest",), "`csboard absence digest`"),
        (("laeve-check",), "`leave-check`"),
        (("handoff", "tkae"), "`take`"),
    ],
)
def test_a_command_that_is_not_there_leads_to_the_one_that_is(
    lone_shell: Shell, words: tuple[str, ...], meant: str
) -> None:
    assert f"Did you mean {meant}?" in lone_shell.fails(2, *words)


def test_options_stand_before_or_after_the_command(shell: Shell) -> None:
    shell.ok("add", "--subject", "S")
    before = shell.ok("--lang", "ja", "--db", shell.url, "list", "--json")
    after = shell.ok("list", "--json", f"--db={shell.url}", "--lang=ja")
    assert before == after


def test_another_database_than_ours(lone_shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "none.db").write_bytes(b"SQLite format 3\x00" + bytes(84))
    assert "not a csboard board" in lone_shell.fails(2, "list")


def test_a_board_that_a_newer_program_made(sqlite_url: str, lone_shell: Shell) -> None:
    connection = apsw.Connection(sqlite_url.removeprefix("sqlite:///"))
    connection.execute("UPDATE board SET schema = schema + 1")
    connection.close()
    assert "upgrade" in lone_shell.fails(2, "--db", sqlite_url, "list")


def test_a_server_that_is_down(lone_shell: Shell) -> None:
    url = "postgresql://sato@127.0.0.1:1/board"
    assert "127.0.0.1" in lone_shell.fails(75, "--db", url, "list")


def test_a_directory_where_nothing_can_be_made(lone_shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    url = f"sqlite:///{tmp_path}/file/board.db"
    assert str(tmp_path) in lone_shell.fails(75, "--db", url, "add", "--subject", "S")
    assert str(tmp_path) in lone_shell.fails(75, "--db", url, "init")


def test_a_database_that_is_not_there_is_75_for_the_mta(lone_shell: Shell) -> None:
    lone_shell.fails(75, "intake", "mail", stdin="Subject: x\n\n")


def test_an_unexpected_failure_leaves_a_log_and_no_traceback(
    lone_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(session: object) -> None:
        secret = "postgresql://u:hunter2@h/d"
        raise RuntimeError(f"boom {secret}")

    monkeypatch.setitem(reads.COMMANDS, "next", ShellCommand(broken))
    told = lone_shell.fails(1, "next")
    log = Path(told.split()[-1])
    assert log.stat().st_mode & 0o777 == 0o600
    text = log.read_text(encoding="utf-8")
    assert "RuntimeError\n" in text  # what it said may quote somebody
    assert "hunter2" not in text


def test_ctrl_c_is_130_without_a_word(lone_shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(session: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(reads.COMMANDS, "next", ShellCommand(interrupted))
    result = lone_shell("next")
    assert (result.status, result.out, result.err) == (130, "", "")


def test_a_reader_that_goes_away_is_no_failure(sqlite_url: str) -> None:
    command = f"{sys.executable} -m csboard --db {sqlite_url} list --help"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command} | true"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_full_disk_behind_stdout_is_told(sqlite_url: str) -> None:
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(
            [sys.executable, "-m", "csboard", "config", "show"],
            stdout=full,
            env={name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"},
            stderr=subprocess.PIPE,
            text=True,
            timeout=60,
            check=False,
        )
    assert done.returncode == 75
    assert done.stderr == "csboard: The output can't be written: No space left on device.\n"


def test_without_a_terminal_no_board_is_made(lone_shell: Shell, tmp_path: Path) -> None:
    assert "csboard list" in lone_shell.fails(2)
    assert not (tmp_path / "none.db").exists()


def test_what_was_typed_comes_back_harmless(lone_shell: Shell) -> None:
    told = lone_shell.fails(2, "\x1b]0;x\x07\nlist")
    assert not {"\x1b", "\x07"} & set(told)


def test_main_never_raises_for_any_words() -> None:
    assert main(["--db"]) == 2
    assert main(["list", "--"]) in (0, 2)


@pytest.mark.parametrize(
    "argv",
    [["list"], ["add", "--subject", "S"], ["doctor"], ["team", "show"], ["--help"], ["next"]],
    ids=" ".join,
)
def test_plain_commands_import_neither_textual_nor_psycopg(
    sqlite_url: str, argv: list[str]
) -> None:
    code = f"""if True:
        import sys
        from csboard.cli.main import main
        main({argv!r})
        print(sorted(name for name in ("textual", "psycopg", "watchfiles", "msgspec")
                     if sys.modules.get(name)), file=sys.stderr)
    """
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "CSBOARD_DATABASE": sqlite_url},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    expected = ["msgspec"] if argv == ["team", "show"] else []
    assert done.stderr.splitlines()[-1] == repr(expected)


def test_an_inquiry_is_entered_without_libraries_that_it_does_not_use(sqlite_url: str) -> None:
    code = """if True:
        import sys
        from csboard.cli.main import main
        main(["add", "--subject", "S"])
        print(sorted({"platform", "uuid"} & sys.modules.keys()))
    """
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "CSBOARD_DATABASE": sqlite_url},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_needs_no_database_library() -> None:
    code = "import sys; from csboard.cli.main import main; main(['--help']); " + (
        "print([n for n in ('peewee', 'dataclasses', 'csboard.domain') if n in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("locale", "word"), [("ja_JP.UTF-8", "使い方"), ("C.UTF-8", "usage"), ("en_US.UTF-8", "usage")]
)
def test_the_locale_chooses_the_language(locale: str, word: str) -> None:
    assert process("--help", environ={"LANG": locale}).stdout.startswith(word)


def test_japanese_goes_out_in_utf8_whatever_the_locale(sqlite_url: str) -> None:
    environ = {"CSBOARD_DATABASE": sqlite_url, "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    assert process("add", "--subject", "請求書", environ=environ).returncode == 0
    assert "請求書" in process("list", "--json", environ=environ).stdout


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("日本語の文章です。", 8, ["日本語の", "文章で", "す。"]),
        ("", 8, [""]),
        ("unbreakable", 4, ["unbreakable"]),
    ],
)
def test_wrapping_by_cells(text: str, cells: int, lines: list[str]) -> None:
    assert columns.wrap(text, cells) == lines


def test_cutting_by_cells() -> None:
    assert columns.cut("日本語の件名", 9) == "日本語の…"
    assert columns.cut("short", 9) == "short"


def test_one_long_name_does_not_push_the_others_away(lone_shell: Shell) -> None:
    lone_shell("add", "--subject", "S", "--from", "n" * 150)
    lone_shell.ok("add", "--subject", "T" * 200)
    first, second = lone_shell.ok("list").splitlines()
    assert first.endswith("n…  S")
    assert second.endswith("T" * 200)
    assert len(first) < 120


def test_an_empty_list_says_so(lone_shell: Shell) -> None:
    lone_shell("add", "--subject", "S")
    result = lone_shell("list", "--tag", "none")
    assert (result.status, result.out, result.err) == (0, "", "csboard: No task matches.\n")
    assert lone_shell.json("list", "--tag", "none") == []


def test_statuses_of_the_contract() -> None:
    assert (failures.UNEXPECTED, failures.TRY_AGAIN, failures.INTERRUPTED) == (1, 75, 130)
