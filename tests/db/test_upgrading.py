"""An upgrade has a backup, happens whole or not at all, and leaves nobody locked out."""

from __future__ import annotations

import shutil
import stat
from pathlib import Path
from typing import Any

import pytest

from csboard.board import Board
from csboard.db import schema, store
from csboard.domain.commands import EnterBoard, OpenInquiry
from csboard.domain.records import Actor
from csboard.errors import Unavailable, WrongDatabase
from tests.support.shell import Shell

ME = Actor("me")

STEPS = {
    "9001_first.py": "CREATE TABLE first (id INTEGER)",
    "9002_second.py": "ALTER TABLE member ADD COLUMN second TEXT",
    "9003_third.py": "CREATE INDEX third ON member (second)",
}
TODAY, MIGRATIONS = schema.SCHEMA, schema.MIGRATIONS
FAILS = "SELECT no_such_column FROM board"


@pytest.fixture
def used_url(database_url: str) -> str:
    """A board with an inquiry on it that nobody has open."""
    board = Board.open(database_url)
    board.execute(EnterBoard(), ME)
    board.execute(OpenInquiry(subject="kept"), ME)
    board.close()
    return database_url


def learn(
    monkeypatch: pytest.MonkeyPatch, place: Path, *, fails_at: str = "", after: bool = False
) -> None:
    """The program knows three more steps; one may fail, before its work or after it."""
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(MIGRATIONS, place)
    for name, statement in STEPS.items():
        statements = [statement]
        if name == fails_at:
            statements.insert(int(after), FAILS)
        lines = "".join(f"    db.execute_sql({one!r})\n" for one in statements)
        (place / name).write_text(f"def up(migrator, db):\n{lines}")
    monkeypatch.setattr(schema, "MIGRATIONS", place)
    for module in (schema, store):
        monkeypatch.setattr(module, "SCHEMA", TODAY + 3)


def backups(url: str) -> list[Path]:
    path = Path(url.removeprefix("sqlite:///"))
    return sorted(path.parent.glob("*.backup")) if url.startswith("sqlite") else []


def subjects(url: str) -> list[str]:
    board = Board.open(url)
    found = [card.title for card in board.snapshot().cards]
    board.close()
    return found


def sql(board: Board, statement: str) -> Any:
    return board._store.engine.database.execute_sql(statement)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize("fails_at", STEPS)
@pytest.mark.parametrize("after", [False, True])
def test_an_upgrade_that_fails_leaves_the_old_board(
    used_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails_at: str, after: bool
) -> None:
    learn(monkeypatch, tmp_path / "steps", fails_at=fails_at, after=after)
    for _attempt in range(2):
        with pytest.raises(Unavailable, match="nothing was changed"):
            Board.open(used_url, backed_up=True)
    monkeypatch.undo()
    assert subjects(used_url) == ["kept"]
    board = Board.open(used_url)
    tables = board._store.engine.database.get_tables()
    assert "first" not in tables
    assert board.execute(OpenInquiry(subject="more"), ME).number == 1002
    board.close()
    assert len(backups(used_url)) <= 1  # the second attempt found the first's


def test_an_upgrade_is_backed_up_and_done(
    used_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(monkeypatch, tmp_path / "steps")
    board = Board.open(used_url, backed_up=True)
    assert sql(board, 'SELECT "schema" FROM board').fetchone()[0] == TODAY + 3
    assert sql(board, "SELECT count(*) FROM first").fetchone()[0] == 0
    board.close()
    monkeypatch.undo()
    with pytest.raises(WrongDatabase, match="newer csboard"):
        Board.open(used_url)
    for file in backups(used_url):
        assert file.name == f"board.db.before-schema-{TODAY + 3}.backup"
        assert subjects(f"sqlite:///{file}") == ["kept"]


def test_a_new_board_needs_no_backup(
    empty_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(monkeypatch, tmp_path / "steps")
    Board.open(empty_database_url, create=True).close()
    assert backups(empty_database_url) == []


def test_the_backup_is_as_open_as_the_board_and_never_over_another(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(sqlite_url.removeprefix("sqlite:///")).chmod(0o660)
    learn(monkeypatch, tmp_path / "steps")
    other = tmp_path / f"board.db.before-schema-{TODAY + 3}.backup"
    other.write_text("of somebody else")
    Board.open(sqlite_url).close()
    assert other.read_text() == "of somebody else"
    (mine,) = set(backups(sqlite_url)) - {other}
    assert mine.name.endswith(f"-{TODAY + 3}.2.backup")
    assert stat.S_IMODE(mine.stat().st_mode) == 0o660


def test_without_room_nothing_begins(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learn(monkeypatch, tmp_path / "steps")
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage._replace(free=1000))
    with pytest.raises(Unavailable, match="make room"):
        Board.open(sqlite_url)
    assert backups(sqlite_url) == []
    monkeypatch.undo()
    Board.open(sqlite_url).close()


def test_a_board_on_postgresql_is_upgraded_on_purpose(
    postgres_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell = Shell(postgres_url, capsys, monkeypatch)
    shell.ok("add", "--subject", "S")
    learn(monkeypatch, tmp_path / "steps")
    for words in (("list",), ("migrate",), ("backup", "x")):
        assert "csboard migrate --backup FILE" in shell.fails(2, *words)
    dump = tmp_path / "dump"
    if shutil.which("pg_dump"):
        shell.ok("migrate", "--backup", str(dump))
        assert dump.read_bytes().startswith(b"PGDMP")
    else:
        shell.ok("migrate", "--backed-up")
    shell.ok("migrate", "--backed-up")
    assert len(shell.json("list")) == 1


def test_a_board_in_a_file_is_backed_up_by_itself(
    sqlite_url: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shell = Shell(sqlite_url, capsys, monkeypatch)
    assert "by itself" in shell.fails(2, "migrate", "--backup", str(tmp_path / "x"))
    shell.ok("migrate", "--backed-up")
