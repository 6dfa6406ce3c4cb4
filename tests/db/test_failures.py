"""What the database's errors are told as."""

from __future__ import annotations

import apsw
import pytest

from csboard.db import failures
from csboard.errors import Unavailable


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
