"""What the database's errors are told as."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from csboard.board import Board
from csboard.db import failures
from csboard.domain.commands import AddNote
from csboard.errors import Unavailable
from tests.support.desk import enter, open_inquiry


@pytest.mark.parametrize(
    ("result", "code"),
    [
        (apsw.SQLITE_FULL, "full"),
        (apsw.SQLITE_IOERR_SHMSIZE, "full"),  # a new program on a disk that is full
        (apsw.SQLITE_IOERR_WRITE, "io"),
        (apsw.SQLITE_IOERR_FSYNC, "io"),
        (apsw.SQLITE_BUSY, "busy"),
        (apsw.SQLITE_READONLY, "read_only"),
        (apsw.SQLITE_CORRUPT, "corrupt"),
    ],
)
def test_of_sqlite(result: int, code: str) -> None:
    failure = failures.explain(apsw.exception_for(result), "there")
    assert isinstance(failure, Unavailable)
    assert failure.code == code


def test_a_file_that_is_no_longer_there_takes_no_word(sqlite_url: str, tmp_path: Path) -> None:
    """Linux lets a removed file be written, and SQLite says that all is well."""
    path, aside, copy = (tmp_path / name for name in ("board.db", "aside.db", "copy.db"))
    board = Board.open(sqlite_url)
    me, ref = enter(board, "sato"), open_inquiry(board)
    noted = AddNote(number=ref.number, text="書いたもの")
    acts: tuple[Callable[[], object], ...] = (
        board.newest,
        board.snapshot,
        lambda: board.execute(noted, me),
    )
    before = board.newest()
    shutil.copyfile(path, copy)
    path.rename(aside)
    _all_refused(acts)
    copy.rename(path)  # another one in its place
    _all_refused(acts)
    aside.rename(path)
    assert board.newest() == before
    assert board.execute(noted, me).kind == "noted"
    board.close()


def _all_refused(acts: tuple[Callable[[], object], ...]) -> None:
    for act in acts:
        with pytest.raises(Unavailable, match="removed or replaced") as lost:
            act()
        assert lost.value.code == "removed"
