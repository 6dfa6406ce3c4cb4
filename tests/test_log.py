"""The log and the reports of failures hold what happened, and nobody's words (R8, R23)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from csboard import crash, log, log_file
from csboard.board import Board
from csboard.domain.commands import AddNote, Claim, EnterBoard, OpenInquiry
from csboard.domain.records import Actor, TaskRef
from csboard.errors import Refused
from csboard.redaction import redacted

SECRETS = {
    "postgresql://u:hunter2@h/d": "hunter2",
    "postgresql://h/d?password=hunter2&x=1": "hunter2",
    "password = hunter2": "hunter2",
    "PGPASSWORD='hunter2 and more'": "hunter2",
    '{"api_key": "hunter2"}': "hunter2",
    "smtp_token: hunter2": "hunter2",
    "Authorization: Bearer hunter2hunter2": "hunter2",
    "got Basic aHVudGVyMg==": "aHVudGVyMg",
    "from <yamada.taro@example.co.jp>": "yamada",
    "user=u password=hunter2 host=h": "hunter2",
}


@pytest.fixture(autouse=True)
def usual_level() -> Iterator[None]:
    log.use_level("info")
    yield
    log.use_level("info")


def entries() -> list[dict[str, Any]]:
    return [json.loads(line) for line in log_file.lines(1000)]


@pytest.mark.parametrize(("line", "secret"), SECRETS.items())
def test_what_is_secret_is_taken_out(line: str, secret: str) -> None:
    assert secret not in redacted(line)


def test_a_line_is_one_line_and_harmless() -> None:
    log.started("board", "/a\n{\x1b]0;x\x07}\u202e/b" + "x" * 10_000)
    (file,) = log_file.directory().iterdir()
    text = file.read_text(encoding="ascii")
    assert text.count("\n") == 1
    assert len(text) < 3_000
    assert "\\u001b" not in text
    assert "\\u202e" not in text
    assert entries()[0]["event"] == "start"


def test_only_the_person_can_read_it() -> None:
    before = os.umask(0)
    try:
        log.started("board", "/a")
    finally:
        os.umask(before)
    (file,) = log_file.directory().iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("level", "kept"),
    [
        ("off", []),
        ("error", ["unexpected"]),
        ("warning", ["unavailable", "unexpected"]),
        ("info", ["refused", "unavailable", "unexpected"]),
        ("debug", ["command", "refused", "unavailable", "unexpected"]),
    ],
)
def test_the_level_decides(level: str, kept: list[str]) -> None:
    log.use_level(level)
    log.ran("team show", 0)
    log.refused("taken")
    log.unavailable("busy")
    log.unexpected("id", "LookupError")
    assert [entry["event"] for entry in entries()] == kept


def test_a_refused_change_is_there_by_its_code(board: Board) -> None:
    for login in ("a", "b"):
        board.execute(EnterBoard(), Actor(login))
    number = board.execute(OpenInquiry(subject="秘密の件名"), Actor("a")).number
    assert number
    board.execute(Claim(task=TaskRef(number)), Actor("a"))
    with pytest.raises(Refused):
        board.execute(Claim(task=TaskRef(number)), Actor("b"))
    (entry,) = entries()
    assert (entry["event"], entry["code"]) == ("refused", "taken")


def test_a_slow_query_is_told_without_what_stood_in_it(
    board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "SLOW", 0.0)
    board.execute(EnterBoard(), Actor("a"))
    number = board.execute(OpenInquiry(subject="秘密の件名"), Actor("a")).number
    assert number
    board.execute(AddNote(number=number, text="secret-words"), Actor("a"))
    board.inquiry(number)
    slow = [entry for entry in entries() if entry["event"] == "slow_query"]
    assert len(slow) > 5
    assert any("INSERT INTO" in entry["sql"] for entry in slow)
    told = json.dumps(slow, ensure_ascii=False)
    assert "秘密" not in told
    assert "secret-words" not in told


def test_many_processes_lose_no_line() -> None:
    program = (
        "from csboard import log\n"
        "import sys\n"
        "for number in range(200): log.taken_in(sys.argv[1], {'opened': number})"
    )
    writers = [subprocess.Popen([sys.executable, "-c", program, f"p{n}"]) for n in range(4)]
    assert [writer.wait() for writer in writers] == [0] * 4
    found = entries()
    assert {(entry["source"], entry["opened"]) for entry in found} == {
        (f"p{n}", number) for n in range(4) for number in range(200)
    }
    assert len(found) == 800


def test_it_stays_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_file, "MOST_BYTES", 2_000)
    place = log_file.directory()
    place.mkdir(parents=True)
    for day in range(1, 30):
        (place / f"2026-01-{day:02}.jsonl").write_text("{}\n", encoding="ascii")
    for _ in range(100):
        log.refused("taken")
    files = sorted(place.iterdir())
    assert len(files) == log_file.DAYS
    assert 2_000 <= files[-1].stat().st_size < 2_300


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    log.refused("taken")
    (file,) = log_file.directory().iterdir()
    file.unlink()
    victim = tmp_path / "victim"
    victim.touch()
    file.symlink_to(victim)
    log.refused("taken")
    assert victim.read_bytes() == b""


def test_nothing_fails_for_want_of_a_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    (tmp_path / "file").touch()
    log.refused("taken")
    monkeypatch.delenv("XDG_STATE_HOME")
    monkeypatch.setenv("HOME", "nowhere")
    log.refused("taken")
    assert log_file.lines(10) == []


def test_a_report_of_a_failure_quotes_nobody(tmp_path: Path) -> None:
    words = "\u79d8\u5bc6"  # its letters must not stand in a line of source that is told

    def fail(words: str) -> None:
        try:
            raise PermissionError(13, words, words)
        except OSError as error:
            raise LookupError(f"password=hunter2 {words}") from error

    try:
        fail(words)
    except LookupError as error:
        error.add_note(words)
        path = crash.write_crash_log(error, datetime(2026, 11, 23, tzinfo=UTC), tmp_path)
    told = path.read_text(encoding="utf-8")
    assert "LookupError" in told
    assert "PermissionError (EACCES)" in told
    assert "test_log.py" in told
    assert "in fail" in told
    assert "秘密" not in told
    assert "hunter2" not in told
    (entry,) = entries()
    assert entry["kind"] == "LookupError"
    assert entry["failure"] in path.name


def test_reports_do_not_pile_up(tmp_path: Path) -> None:
    for second in range(crash.MOST_KEPT + 5):
        at = datetime(2026, 11, 23, 0, 0, second, tzinfo=UTC)
        crash.write_crash_log(LookupError(), at, tmp_path)
    assert len(crash.reports(tmp_path)) == crash.MOST_KEPT


def test_help_loads_no_logging() -> None:
    program = "import sys\nimport csboard.cli.main\nprint('logging' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"
