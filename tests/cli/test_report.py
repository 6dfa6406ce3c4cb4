"""`csboard doctor --report`: what helps, and no customer's word or password among it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from csboard import crash, directories, log
from csboard.clock import SystemClock
from tests.support.shell import Shell

PLANTED = (
    "hunter2",
    "秘密の相談",
    "山田太郎",
    "yamada@example.co.jp",
    "ORDER-12345-SECRET",
)


def plant(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Customers' words and passwords wherever csboard has something to do with text."""
    words = " ".join(PLANTED[1:])
    number = shell.ok("add", "--subject", words, "--from", "山田太郎").strip()
    shell.ok("note", number, words)
    shell.ok("edit", number, "--fact", words, "--tag", "ORDER-12345-SECRET")
    mail = f"From: {PLANTED[2]} <{PLANTED[3]}>\nSubject: {words}\n\n{words}\n".encode()
    shell("intake", "mail", stdin=mail)
    shell("intake", "jsonl", stdin='{"subject": "' + words)
    shell("claim", words)
    shell("list", "--tag", words)
    monkeypatch.setenv("PGPASSWORD", "hunter2")
    monkeypatch.setenv("CSBOARD_EDITOR", "vim --cmd 'let password=hunter2'")
    try:
        raise LookupError(f"{words} password=hunter2 postgresql://u:hunter2@h/d")
    except LookupError as error:
        crash.write_crash_log(error, SystemClock().now())
    log.started("board", "postgresql://u:hunter2@h/d?password=hunter2")


def test_it_holds_what_helps_and_no_secret(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(shell, monkeypatch)
    target = tmp_path / "report.txt"
    told = shell("doctor", "--report", str(target))
    assert told.status == 0, told.err
    assert target.stat().st_mode & 0o777 == 0o600
    text = target.read_text(encoding="utf-8")
    for word in PLANTED:
        assert word not in text
        assert word not in told.out
    for part in ("versions", "doctor", "settings", "terminal", "failure", "log"):
        assert part in told.out
    for fact in ("csboard 0.", "peewee 4", "LookupError", '"event": "intake"', "TERM="):
        assert fact in text
    assert "Read it before you send it" in told.out


def test_files_of_the_person_hold_no_customers_words(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The log and the crash reports themselves, not only what is sent of them."""
    plant(shell, monkeypatch)
    log.use_level("debug")
    written = [file for file in directories.state_directory().rglob("*") if file.is_file()]
    assert len(written) == 2
    for file in written:
        text = file.read_text(encoding="utf-8")
        for word in PLANTED:
            assert word not in text
            assert json.dumps(word).strip('"') not in text
    log.use_level("info")


def test_it_overwrites_nothing(shell: Shell, tmp_path: Path) -> None:
    target = tmp_path / "report.txt"
    target.write_text("mine", encoding="utf-8")
    assert "exists already" in shell.fails(2, "doctor", "--report", str(target))
    assert target.read_text(encoding="utf-8") == "mine"


def test_a_broken_configuration_can_be_reported(
    lone_shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CSBOARD_DATABASE", "mysql://u:hunter2@h")
    lone_shell("doctor", "--report", str(tmp_path / "report.txt"))
    text = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert "mysql://" in text
    assert "hunter2" not in text
