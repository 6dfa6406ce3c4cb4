"""What a board's file says of itself, read without opening the board, which would upgrade it."""

from __future__ import annotations

import contextlib
from pathlib import Path
from urllib.parse import quote

import apsw

_FLAGS = apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI


def schema_of(path: Path) -> int | None:
    """The number of its schema; None where that can't be read or there is no board."""
    try:
        uri = f"file:{quote(str(path))}?mode=ro"
        with contextlib.closing(apsw.Connection(uri, flags=_FLAGS)) as connection:
            found = connection.execute('SELECT "schema" FROM board').get
    except (apsw.Error, TypeError):
        return None
    return found if isinstance(found, int) else None
