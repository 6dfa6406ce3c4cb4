"""A backup brought back: over no open board, nothing overwritten, on both databases."""

from __future__ import annotations

import fcntl
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO
from pathlib import Path

import apsw
import pytest

from csboard.board import Board
from csboard.cli import dumps
from csboard.db import backup as backups
from csboard.db import restoring
from csboard.domain.commands import OpenInquiry
from csboard.domain.records import Actor
from csboard.errors import Unavailable
from tests.support.shell import Shell

ME = Actor("sato")


@pytest.fixture
def other_url(request: pytest.FixtureRequest, shell: Shell, tmp_path: Path) -> Iterator[str]:
    """Where a board of the same kind could be made: no file yet, or an empty database."""
    if shell.url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path}/elsewhere/board.db"
        return
    postgres = request.getfixturevalue("postgres")
    url = postgres.database(empty=True)
    yield url
    postgres.drop(url)


def subjects(shell: Shell, *words: str) -> list[str]:
    return sorted(card["subject"] for card in shell.json(*words, "list"))


def saved(shell: Shell, tmp_path: Path) -> Path:
    file = tmp_path / "saved"
    shell.ok("backup", str(file))
    return file


def path_of(shell: Shell) -> Path:
    return Path(shell.url.removeprefix("sqlite:///"))


@pytest.fixture
def file_shell(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Shell:
    """Commands on a board that is a file, with one inquiry."""
    shell = Shell(sqlite_url, capsys, monkeypatch)
    shell.ok("add", "--subject", "kept")
    return shell


def test_a_backup_comes_back_elsewhere(shell: Shell, other_url: str, tmp_path: Path) -> None:
    shell.ok("add", "--subject", "件名\t一\\二")
    file = saved(shell, tmp_path)
    told = shell.json("--db", other_url, "restore", str(file), "--yes")
    assert (told["newest"], told["aside"]) == (2, None)
    assert subjects(shell, "--db", other_url) == subjects(shell)
    assert shell.ok("--db", other_url, "add", "--subject", "next") == "1002\n"


def test_a_backup_holds_drafts_and_their_files(
    shell: Shell, other_url: str, tmp_path: Path
) -> None:
    number = shell.ok("add", "--subject", "件名", "--from", "yamada@example.jp").strip()
    (tmp_path / "図.png").write_bytes(bytes(range(256)))
    attach = ("--attach", str(tmp_path / "図.png"))
    draft = shell.json("draft", number, "--text", "お返事", *attach)
    file = saved(shell, tmp_path)
    shell.json("--db", other_url, "restore", str(file), "--yes")
    assert shell.json("--db", other_url, "draft", number) == draft
    with closing(Board.open(other_url)) as board:
        (kept,) = board.draft(draft["id"]).files
        assert board.draft_file(kept.id) == bytes(range(256))


def test_a_backup_says_up_to_where_it_goes(shell: Shell, tmp_path: Path) -> None:
    shell.ok("add", "--subject", "S")
    assert shell.json("backup", str(tmp_path / "copy"))["newest"] == 2


def test_the_present_board_is_kept_and_can_come_back(file_shell: Shell, tmp_path: Path) -> None:
    path = path_of(file_shell)
    path.chmod(0o660)
    file = saved(file_shell, tmp_path)
    file_shell.ok("add", "--subject", "after")
    told = file_shell.ok("restore", str(file), "--yes")
    (aside,) = path.parent.glob("board.db.before-restore-*")
    assert str(aside) in told
    assert subjects(file_shell) == ["kept"]
    assert stat.S_IMODE(path.stat().st_mode) == 0o660
    assert not list(path.parent.glob(".csboard-backup-*"))
    aside = aside.rename(tmp_path / "way-back")
    file_shell.ok("restore", str(aside), "--yes")
    assert subjects(file_shell) == ["after", "kept"]
    assert apsw.Connection(str(path)).execute("PRAGMA journal_mode").get == "wal"


def test_an_open_board_is_not_restored_over(file_shell: Shell, tmp_path: Path) -> None:
    file = saved(file_shell, tmp_path)
    board = Board.open(file_shell.url)
    board.snapshot()
    # fcntl's locks are the process's: in one's own they don't show.
    assert restore_in_another_process(file_shell.url, file) == 3
    board.close()
    assert restore_in_another_process(file_shell.url, file) == 0


def restore_in_another_process(url: str, file: Path) -> int:
    words = [sys.executable, "-m", "csboard", "--db", url, "restore", str(file), "--yes"]
    return subprocess.run(words, capture_output=True, check=False).returncode


def test_a_filled_database_is_not_restored_into(
    postgres_url: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    shell = Shell(postgres_url, capsys, monkeypatch)
    shell.ok("add", "--subject", "S")
    file = saved(shell, tmp_path)
    assert "createdb" in shell.fails(2, "restore", str(file), "--yes")
    assert subjects(shell) == ["S"]


def test_who_opened_the_file_before_it_moved_cannot_write_to_it(
    file_shell: Shell, tmp_path: Path
) -> None:
    file = saved(file_shell, tmp_path)
    late = apsw.Connection(str(path_of(file_shell)), flags=backups.OPEN_READWRITE)
    assert restore_in_another_process(file_shell.url, file) == 0
    with pytest.raises(apsw.ReadOnlyError):
        late.execute("UPDATE board SET team_revision = 99")


def test_nobody_is_there_to_be_asked(file_shell: Shell, tmp_path: Path) -> None:
    file = saved(file_shell, tmp_path)
    told = file_shell.fails(2, "restore", str(file))
    assert "--yes" in told
    assert "before-restore-" in told
    assert sorted(one.name for one in tmp_path.glob("*restore*")) == []


def test_what_is_no_backup_is_refused(file_shell: Shell, tmp_path: Path) -> None:
    for content in (b"", b"hello", b"PGDM", bytes(200)):
        (tmp_path / "file").write_bytes(content)
        assert "no backup" in file_shell.fails(2, "restore", str(tmp_path / "file"), "--yes")
    assert "no file" in file_shell.fails(2, "restore", str(tmp_path / "none"), "--yes")
    (tmp_path / "file").write_bytes(b"PGDMP and more")
    assert "empty PostgreSQL" in file_shell.fails(2, "restore", str(tmp_path / "file"), "--yes")


@pytest.mark.parametrize(
    "script",
    [
        b"COPY public.event (name, place) FROM stdin;\nfair\t\xff\n\\.\n",
        b"COPY board (id, title) FROM stdin;\n1\tours\n\\.\n",
        b"COPY board (board_id, schema) FROM stdin;\nx\ty\n\\.\n",
        b"COPY board (board_id, schema) FROM stdin;\nx\t1\ny\t1\n\\.\n",
    ],
)
def test_another_programs_tables_of_the_same_names_are_no_board(script: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        dumps._dumped(dumps._rows(BytesIO(script)))


def test_a_board_in_use_is_no_backup(file_shell: Shell) -> None:
    board = Board.open(file_shell.url)
    board.execute(OpenInquiry(subject="x"), ME)
    told = file_shell.fails(2, "restore", str(path_of(file_shell)), "--yes")
    assert "csboard backup" in told
    board.close()


def test_a_damaged_backup_is_refused(file_shell: Shell, tmp_path: Path) -> None:
    file = saved(file_shell, tmp_path)
    whole = file.read_bytes()
    for damaged in (whole[: len(whole) // 2], whole[:8192] + b"\xff" * 4096 + whole[12288:]):
        file.write_bytes(damaged)
        assert "damaged" in file_shell.fails(75, "restore", str(file), "--yes")
        assert subjects(file_shell) == ["kept"]
    assert [one.name for one in path_of(file_shell).parent.glob("*before*")] == []


def test_a_newer_backup_is_refused(shell: Shell, other_url: str, tmp_path: Path) -> None:
    board = Board.open(shell.url)
    board._store.engine.database.execute_sql(  # type: ignore[no-untyped-call]
        "UPDATE board SET schema = 99"
    )
    board.close()
    file = tmp_path / "newer"
    if board.is_sqlite:
        file.write_bytes(path_of(shell).read_bytes())
    else:
        from csboard.cli import dumps

        dumps.dump(shell.url, file, 0)
    assert "newer csboard" in shell.fails(2, "--db", other_url, "restore", str(file), "--yes")


def test_a_damaged_board_is_moved_away_with_all_its_files(
    file_shell: Shell, tmp_path: Path
) -> None:
    """Its -wal may hold what nothing else holds, and belongs to no other file."""
    path = path_of(file_shell)
    file = saved(file_shell, tmp_path)
    board = Board.open(file_shell.url)
    board.execute(OpenInquiry(subject="x"), ME)
    wal, shm = (Path(f"{path}{suffix}").read_bytes() for suffix in ("-wal", "-shm"))
    board.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:96] + bytes(4000))
    Path(f"{path}-wal").write_bytes(b"\0" * 32 + wal[32:])
    Path(f"{path}-shm").write_bytes(shm)
    file_shell.ok("restore", str(file), "--yes")
    assert subjects(file_shell) == ["kept"]
    kept = sorted(one.name.partition("Z")[2] for one in path.parent.glob("*.before-restore-*"))
    assert kept == ["", "-shm", "-wal"]


def test_another_accounts_board_is_not_restored_over(
    file_shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(file_shell, tmp_path)
    monkeypatch.setattr(os, "getuid", lambda: 4999)
    assert "root" in file_shell.fails(3, "restore", str(file), "--yes")


def test_no_room_for_a_restore(
    file_shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = saved(file_shell, tmp_path)
    monkeypatch.setattr(restoring, "_SPARE", 1 << 60)
    assert "make room" in file_shell.fails(75, "restore", str(file), "--yes")
    assert subjects(file_shell) == ["kept"]


def test_a_stopped_backup_leaves_nothing(
    file_shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_done: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(backups, "PAGES", 1)
    place = tmp_path / "copies"
    place.mkdir()
    board = Board.open(file_shell.url)
    with pytest.raises(KeyboardInterrupt):
        board.backup(place / "copy", stop)
    assert list(place.iterdir()) == []
    board.execute(OpenInquiry(subject="the board works on"), ME)


def test_a_backup_is_not_begun_again_by_those_who_write(
    file_shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Page by page, with a commit of somebody else after each."""
    monkeypatch.setattr(backups, "PAGES", 1)
    board = Board.open(file_shell.url)
    steps: list[int] = []

    def write(_done: int, total: int) -> None:
        steps.append(total)
        writer = threading.Thread(target=add, args=(board,))
        writer.start()
        writer.join()

    newest = board.newest()
    assert board.backup(tmp_path / "copy", write) == newest
    assert len(steps) == steps[0]
    assert board.newest() == newest + len(steps)
    assert Board.open(f"sqlite:///{tmp_path}/copy").newest() == newest


def add(board: Board) -> None:
    board.connect()
    board.execute(OpenInquiry(subject="x"), ME)
    board.disconnect()


def test_a_copy_that_lacks_something_is_not_kept(
    file_shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "is_sound", lambda _copy: False)
    board = Board.open(file_shell.url)
    with pytest.raises(Unavailable, match="damaged"):
        board.backup(tmp_path / "copy")
    assert not (tmp_path / "copy").exists()


def test_a_backup_clears_what_a_killed_one_left_and_no_other(tmp_path: Path) -> None:
    place = tmp_path / "backups"
    place.mkdir()
    left, alive = (place / f"{backups.PART_PREFIX}{name}" for name in ("left", "alive"))
    for part in (left, alive):
        part.write_bytes(b"half")
        os.utime(part, (1, 1))
    with open(alive) as held:
        fcntl.flock(held, fcntl.LOCK_SH)
        with backups.passing_file(place / "copy.db") as name:
            assert sorted(place.iterdir()) == sorted([alive, Path(name)])
        assert [*place.iterdir()] == [alive]
