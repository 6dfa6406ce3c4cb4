"""How open boards hear of each other's commits: a doorbell file beside a SQLite database.

The bell is rung after the commit, in a directory of its own: watching the -wal file wakes a
reader before the commit is visible (with synchronous=FULL), and goes blind when the last
connection deletes it.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from csboard.db.files import make_file, set_access
from csboard.errors import Unavailable


class Doorbell:
    """`board.db.bell/ring`: writers touch it, open boards watch the directory."""

    def __init__(self, database: Path) -> None:
        self.directory = database.with_name(database.name + ".bell")
        self._file = self.directory / "ring"

    def hang(self, mode: int) -> None:
        """Make directory and file with the access the database file has (`mode`, of 0o666).

        Who may not is only slower to hear of others; a link in their place is left alone.
        """
        execute = (mode & 0o444) >> 2
        with contextlib.suppress(OSError, Unavailable):
            with contextlib.suppress(FileExistsError):
                self.directory.mkdir(mode=mode | execute)
            inherited = self.directory.lstat().st_mode & 0o2000
            set_access(self.directory, mode | execute | inherited)
            if not make_file(self._file, mode):
                set_access(self._file, mode)

    def ring(self) -> None:
        """Tell the others. A bell that can't be rung only makes them slower to notice."""
        with contextlib.suppress(OSError):
            try:
                fd = os.open(self._file, os.O_WRONLY | os.O_NOFOLLOW)
            except FileNotFoundError:
                self.hang(self._database_mode())
                fd = os.open(self._file, os.O_WRONLY | os.O_NOFOLLOW)
            try:
                os.pwrite(fd, b"!", 0)
            finally:
                os.close(fd)

    def _database_mode(self) -> int:
        database = self.directory.with_name(self.directory.name.removesuffix(".bell"))
        return database.stat().st_mode & 0o666
