"""How open boards hear of each other's commits: a doorbell file beside a SQLite database.

The bell is rung after the commit, in a directory of its own: watching the -wal file wakes a
reader before the commit is visible (with synchronous=FULL), and goes blind when the last
connection deletes it.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path


class Doorbell:
    """`board.db.bell/ring`: writers touch it, open boards watch the directory."""

    def __init__(self, database: Path) -> None:
        self.directory = database.with_name(database.name + ".bell")
        self._file = self.directory / "ring"

    def hang(self, mode: int) -> None:
        """Make directory and file with the access the database file has (`mode`, of 0o666)."""
        execute = (mode & 0o444) >> 2
        self.directory.mkdir(mode=mode | execute, exist_ok=True)
        with contextlib.suppress(PermissionError):
            os.chmod(self.directory, mode | execute | (self.directory.stat().st_mode & 0o2000))
            self._file.touch(mode=mode)
            os.chmod(self._file, mode)

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
