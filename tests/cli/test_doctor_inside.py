"""`csboard doctor` on what is stored, on clocks and on settings; on both databases."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import apsw
import psycopg
import pytest

from csboard import directories
from csboard.board import Board
from csboard.cli import check_host, check_locks, check_sqlite
from csboard.cli.check_locks import locks_in
from csboard.clock import FixedClock, SystemClock
from csboard.db.backup import PART_PREFIX, remove_left
from csboard.domain.commands import OpenInquiry
from csboard.domain.records import Actor
from tests.support.planted import paste
from tests.support.shell import Shell

OF_THIS_MACHINE = ("bytecode", "database role")
"""Tests need no compiled files, and work as the superuser of their own server."""


def trouble(shell: Shell, *options: str) -> list[dict[str, Any]]:
    found = shell("doctor", "--json", *options).json
    return [one for one in found if one["level"] != "ok" and one["subject"] not in OF_THIS_MACHINE]


def path_of(shell: Shell) -> Path:
    return Path(shell.url.removeprefix("sqlite:///"))


def test_events_from_the_future_tell_of_a_wrong_clock(shell: Shell) -> None:
    board = Board.open(shell.url, FixedClock(SystemClock().now() + timedelta(hours=2)))
    board.execute(OpenInquiry(subject="S"), Actor("sato"))
    board.close()
    (found,) = trouble(shell)
    assert (found["level"], found["subject"]) == ("fail", "clock")
    assert "119 minutes in the future" in found["text"]
    assert found["command"].endswith("timedatectl set-ntp true")


def test_rows_that_refer_to_nothing(shell: Shell) -> None:
    shell.ok("add", "--subject", "S")
    orphaned = "UPDATE task SET owner_id = 999, owner_since = opened_at"
    if shell.url.startswith("postgres"):
        with psycopg.connect(shell.url) as connection:
            connection.execute("SET session_replication_role = replica")
            connection.execute(orphaned)
    else:
        apsw.Connection(str(path_of(shell))).execute(orphaned)
    (found,) = trouble(shell)
    assert "task -> member" in found["text"]
    assert "backup" in found["advice"]


def test_a_broken_index_is_mended_by_its_command(postgres_shell: Shell) -> None:
    with psycopg.connect(postgres_shell.url) as connection:
        (name,) = connection.execute(
            "UPDATE pg_index SET indisvalid = false WHERE indexrelid = ("
            "SELECT min(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
            " WHERE relname = 'event') RETURNING indexrelid::regclass::text"
        ).fetchone() or ("",)
    (found,) = trouble(postgres_shell)
    assert name in found["text"]
    with psycopg.connect(postgres_shell.url) as connection:
        connection.execute(found["command"].split("'")[1])
    assert trouble(postgres_shell) == []


@pytest.fixture
def postgres_shell(
    postgres_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    return Shell(postgres_url, capsys, monkeypatch)


@pytest.fixture
def sqlite_shell(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    return Shell(sqlite_url, capsys, monkeypatch)


def test_a_page_that_was_overwritten(sqlite_shell: Shell) -> None:
    path = path_of(sqlite_shell)
    for index in range(20):
        sqlite_shell("add", "--subject", f"{index} {'x' * 900}")
    pages = path.stat().st_size // 4096
    with path.open("r+b") as file:
        file.seek((pages - 2) * 4096)
        file.write(b"\xff" * 4096)
    found = trouble(sqlite_shell)
    assert {one["level"] for one in found} == {"fail"}
    assert any("damaged" in one["text"] for one in found)
    assert not any("x" * 20 in one["text"] for one in found)


def test_what_only_a_deep_look_finds(sqlite_shell: Shell) -> None:
    """An index that lacks an entry: the quick look doesn't compare indexes with their tables."""
    sqlite_shell.ok("add", "--subject", "S")
    connection = apsw.Connection(str(path_of(sqlite_shell)))
    connection.execute("PRAGMA writable_schema = on")
    connection.execute(
        "UPDATE sqlite_master SET sql = replace(sql, 'actor_id', 'inquiry')"
        " WHERE name = 'event_actor'"
    )
    connection.execute("PRAGMA writable_schema = reset")
    connection.close()
    assert trouble(sqlite_shell) == []
    found = trouble(sqlite_shell, "--deep")
    assert found
    assert "damaged" in found[0]["text"]


def test_a_wal_that_grew_names_who_reads(
    sqlite_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_sqlite, "MAX_WAL", 20_000)
    program = (
        "import sys, apsw\nconnection = apsw.Connection(sys.argv[1])\n"
        "connection.execute('BEGIN'); connection.execute('SELECT * FROM event').fetchall()\n"
        "print(flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(path_of(sqlite_shell))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as reader:
        assert reader.stdout
        reader.stdout.readline()
        for index in range(5):
            sqlite_shell.ok("add", "--subject", str(index))
        (found,) = trouble(sqlite_shell)
        assert "WAL file has grown" in found["text"]
        assert f"process {reader.pid}" in found["text"]
        reader.communicate()
    assert trouble(sqlite_shell) == []


def test_an_older_sqlite_is_told_with_the_command(
    sqlite_shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apsw, "sqlite_lib_version", lambda: "3.46.1")
    (found,) = trouble(sqlite_shell)
    assert "3.46.1 can lose commits" in found["text"]
    assert "pip install --upgrade apsw" in found["command"]


def test_an_older_python_is_told() -> None:
    assert check_host.python_finding((3, 10, 12)).level == "fail"
    assert check_host.python_finding((3, 11, 0)).level == "ok"


@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_settings_that_others_may_write(sqlite_shell: Shell, mode: int) -> None:
    own = directories.config_directory() / "config.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("theme = 'dark'\n", encoding="utf-8")
    own.chmod(mode)
    found = trouble(sqlite_shell)[0]
    assert f"others may write {own}" in found["text"]
    assert paste(found["command"]).returncode == 0
    assert trouble(sqlite_shell) == []


def test_a_password_that_others_can_read(sqlite_shell: Shell) -> None:
    own = directories.config_directory() / "config.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("database = 'postgresql://u:hunter2@h/d'\n", encoding="utf-8")
    own.chmod(0o644)
    (found,) = trouble(sqlite_shell)
    assert "password" in found["text"]
    assert "hunter2" not in str(found)
    assert paste(found["command"]).returncode == 0
    assert trouble(sqlite_shell) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="only root may give files away")
def test_settings_of_somebody_else(sqlite_shell: Shell) -> None:
    own = directories.config_directory() / "config.toml"
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text("theme = 'dark'\n", encoding="utf-8")
    os.chown(own, 64999, -1)
    found = trouble(sqlite_shell)[0]
    assert "belongs to 64999" in found["text"]
    assert paste(found["command"]).returncode == 0
    assert trouble(sqlite_shell) == []


def test_the_table_of_locks_is_read() -> None:
    table = (
        "1: POSIX  ADVISORY  WRITE 2240 fe:00:26 120 120\n"
        "1: -> POSIX  ADVISORY  WRITE 2241 fe:00:26 120 120\n"
        "2: FLOCK  ADVISORY  WRITE 77 fe:00:27 0 EOF\n"
    )
    device = os.makedev(0xFE, 0)
    assert list(locks_in(table)) == [
        (2240, (device, 26), 120, 120),
        (77, (device, 27), 0, float("inf")),
    ]


def test_a_lock_of_another_file_system_is_not_taken_for_one_of_the_board(
    sqlite_shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Numbers of inodes are given out by each file system for itself."""
    lock = Path(f"{path_of(sqlite_shell)}.lock")
    status = lock.stat()
    table = tmp_path / "locks"
    monkeypatch.setattr(check_locks, "LOCK_TABLE", table)
    for elsewhere in (0, 1):
        device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev) + elsewhere:02x}"
        table.write_text(f"1: FLOCK  ADVISORY  WRITE 1 {device}:{status.st_ino} 0 EOF\n")
        held = [one for one in trouble(sqlite_shell) if "nobody can upgrade" in one["text"]]
        assert len(held) == (not elsewhere)


def test_the_copy_of_a_restore_that_waits_for_a_yes_is_no_leftover(sqlite_shell: Shell) -> None:
    """Only what no process holds may go, be it found before or while it is mended."""
    place = path_of(sqlite_shell).parent
    part = place / f"{PART_PREFIX}x"
    part.write_bytes(b"half")
    os.utime(part, (1, 1))
    with part.open() as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        assert trouble(sqlite_shell) == []
        sqlite_shell.ok("doctor", "--fix")
        with pytest.raises(BlockingIOError):
            remove_left(part)
    assert part.exists()
    assert "never finished" in trouble(sqlite_shell)[0]["text"]
    sqlite_shell.ok("doctor", "--fix")
    assert not part.exists()


def test_a_part_that_may_not_be_read_is_judged_by_the_table_of_locks(
    sqlite_shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    part = path_of(sqlite_shell).parent / f"{PART_PREFIX}x"
    part.write_bytes(b"half")
    os.utime(part, (1, 1))
    monkeypatch.setattr(check_sqlite, "is_in_use", Mock(side_effect=PermissionError))
    table = tmp_path / "locks"
    monkeypatch.setattr(check_locks, "LOCK_TABLE", table)
    table.write_text("")
    assert "never finished" in trouble(sqlite_shell)[0]["text"]
    device = part.stat().st_dev
    place = f"{os.major(device):02x}:{os.minor(device):02x}:{part.stat().st_ino}"
    table.write_text(f"1: FLOCK  ADVISORY  READ 1 {place} 0 EOF\n")
    assert trouble(sqlite_shell) == []


def test_fix_with_nothing_to_mend_says_so(shell: Shell) -> None:
    assert "nothing that csboard can mend" in shell.ok("doctor", "--fix")


def test_a_board_of_an_older_schema_is_told_and_not_upgraded(sqlite_shell: Shell) -> None:
    sqlite_shell.ok("add", "--subject", "x")
    connection = apsw.Connection(str(path_of(sqlite_shell)))
    connection.execute('UPDATE board SET "schema" = "schema" - 1')
    before = connection.execute('SELECT "schema" FROM board').get
    found = trouble(sqlite_shell)
    assert [one["command"] for one in found] == [f"csboard migrate --db {sqlite_shell.url}"]
    assert connection.execute('SELECT "schema" FROM board').get == before
    connection.close()
