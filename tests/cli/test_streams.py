"""Streams that are closed, full or in another encoding: the work is done and told as it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

MAIL = b"From: a@example.com\nSubject: S\nMessage-ID: <1@example.com>\n\nhello\n"
NIHONGO = "\u65e5\u672c\u8a9e\u3067\u3059"


@pytest.fixture
def url(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("CSBOARD_DATABASE", sqlite_url)
    return sqlite_url


def bash(
    command: str, stdin: bytes = b"", environ: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """`cs ...` in a shell, so that it can close what it likes."""
    return subprocess.run(
        ["bash", "-c", f'cs() {{ "{sys.executable}" -m csboard "$@"; }}; {command}'],
        input=stdin,
        capture_output=True,
        env={**os.environ, **(environ or {})},
        timeout=60,
        check=False,
    )


def subjects() -> list[str]:
    return [card["subject"] for card in json.loads(bash("cs list --json").stdout)]


@pytest.mark.parametrize("redirection", [">&-", ">&- 2>&-", "<&-", "<&- >&- 2>&-"])
def test_closed_streams_are_no_failure(url: str, redirection: str) -> None:
    done = bash(f"cs add --subject S {redirection}")
    assert (done.returncode, done.stderr) == (0, b"")
    assert subjects() == ["S"]


@pytest.mark.parametrize("redirection", [">&-", ">&- 2>&-", ">/dev/full", ">/dev/full 2>&1"])
def test_mail_that_is_stored_is_0_whatever_can_be_told(url: str, redirection: str) -> None:
    assert bash(f"cs intake mail --json {redirection}", MAIL).returncode == 0
    assert subjects() == ["S"]


def test_a_full_stderr_changes_no_status(url: str) -> None:
    assert bash("cs show 7 2>/dev/full").returncode == 3
    assert bash("cs config show >/dev/full 2>&1").returncode == 75


POOR = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


def test_words_are_utf8_in_a_poor_locale(url: str) -> None:
    assert bash(f"cs add --subject {NIHONGO} --body -", NIHONGO.encode(), POOR).returncode == 0
    assert subjects() == [NIHONGO]
    shown = json.loads(bash("cs show 1001 --json", environ=POOR).stdout)
    assert shown["messages"][0]["text"] == NIHONGO


def test_words_in_another_encoding_are_understood(url: str) -> None:
    subject = "".join(f"\\x{byte:02x}" for byte in NIHONGO.encode("euc-jp"))
    assert bash(f"cs add --subject $'{subject}' --body -", NIHONGO.encode("cp932")).returncode == 0
    assert subjects() == [NIHONGO]
    assert NIHONGO in bash("cs show 1001").stdout.decode()


def test_any_bytes_on_stdin_make_a_note(url: str) -> None:
    bash("cs add --subject S")
    assert bash("cs note 1001 -", b"\xff\xfe\x00\xd8\x1b[2J").returncode == 0
    told = bash("cs team apply -", b"\xff\xff")
    assert told.returncode == 2
    assert b"TOML" in told.stderr


def test_json_steers_no_terminal(url: str) -> None:
    bash("cs backup $'/nowhere/\\xc2\\x9b2J'")
    done = bash('cs backup --json "$0"'.replace("$0", os.environ["HOME"] + "/\u202e\x7f\x9b"))
    assert done.returncode == 0
    assert json.loads(done.stdout)["file"].endswith("\u202e\x7f\x9b")
    assert not {"\u202e", "\x7f", "\x9b"} & set(done.stdout.decode())
