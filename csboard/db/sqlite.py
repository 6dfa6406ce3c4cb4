"""SQLite through apsw, whose wheel carries a SQLite without the WAL-reset race.

Several processes writing one WAL file is exactly what SQLite 3.7.0 to 3.51.2 could lose
commits at (sqlite.org/wal.html#walresetbug), and what today's systems still ship.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import apsw
from playhouse.apsw_ext import APSWDatabase

from csboard.db.address import DatabaseAddress
from csboard.db.bell import Doorbell
from csboard.db.engine import WAIT_LIMIT, Damage, Engine
from csboard.errors import Unavailable
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.db.backup import Progress

T = TypeVar("T")

WAIT_STEP = (0.0005, 0.003)
"""Seconds between two tries, drawn at random: SQLite's own waiting starves somebody."""

_OPEN_READONLY, _OPEN_READWRITE = 1, 2
"""SQLITE_OPEN_READWRITE without CREATE: a board is made on purpose, with its mode, or not."""

MOST_DAMAGES = 10
"""How many faults of a file are told; more of them say nothing new."""

_PRAGMAS = (
    ("synchronous", "FULL"),
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("journal_size_limit", 64 * 1024 * 1024),
    ("cache_size", -1024),
)
_PRAGMAS_OF_ONLOOKER = (*_PRAGMAS, ("query_only", 1))


class BoardDatabase(APSWDatabase):  # type: ignore[misc]
    """Waits for its turn from the first statement on."""

    server_version = tuple(map(int, apsw.sqlite_lib_version().split(".")))
    """Of apsw's SQLite: peewee would go by the standard library's, which it doesn't find."""

    def get_binary_type(self) -> type[memoryview]:
        return memoryview

    def _add_conn_hooks(self, conn: Any) -> None:
        conn.set_busy_handler(_wait_for_turn)
        conn.convert_binding = _bind
        super()._add_conn_hooks(conn)


class SqliteEngine(Engine):
    """SQLite in WAL mode; writers take turns by BEGIN IMMEDIATE."""

    errors = (*Engine.errors, apsw.Error)

    def __init__(self, address: DatabaseAddress, *, read_only: bool = False) -> None:
        assert address.path is not None
        super().__init__(
            address,
            BoardDatabase(
                str(address.path),
                timeout=None,
                lock_type="IMMEDIATE",
                autoconnect=False,
                flags=_OPEN_READONLY if read_only else _OPEN_READWRITE,
                pragmas=_PRAGMAS_OF_ONLOOKER if read_only else _PRAGMAS,
            ),
        )
        self.bell = Doorbell(address.path)
        self._file: tuple[int, int] | None = None

    def _prepare(self) -> None:
        """Remember which file it is: `BoardDatabase` sets every connection up."""
        if self._file is None:
            self._file = self._file_there()

    def refuse_if_removed(self) -> None:
        # A file without a name can still be written, and nobody will ever read it.
        if self._file is not None and self._file_there() != self._file:
            raise Unavailable(
                "removed",
                _(
                    "The board's file was removed or replaced: nothing can be saved."
                    " Put {where} back, or start csboard anew."
                ).format(where=self.address.shown),
            )

    def _file_there(self) -> tuple[int, int] | None:
        """What tells the file at the board's path from every other; None without one."""
        try:
            status = os.stat(self.database.database)
        except FileNotFoundError:
            return None
        return status.st_dev, status.st_ino

    def give_up(self) -> None:
        """Nothing: no wait is longer than `WAIT_LIMIT`."""

    def _write_once(self, work: Callable[[], T], *, quietly: bool) -> T:
        with self.database.atomic("IMMEDIATE"):
            self.refuse_if_removed()
            return work()

    def read(self, work: Callable[[], T]) -> T:
        self.refuse_if_removed()
        with self.database.atomic("DEFERRED"):
            return work()

    def change_mark(self) -> object:
        return self.database.execute_sql("PRAGMA data_version").fetchone()

    def ring(self) -> None:
        self.bell.ring()

    def facts(self) -> dict[str, str]:
        with self.explained():
            (mode,) = self.database.execute_sql("PRAGMA journal_mode").fetchone()
            newest = self._newest_event_at()
        version = apsw.sqlite_lib_version()
        return {"version": version, "journal_mode": mode, "newest_event_at": newest}

    def damages(self, *, deep: bool) -> tuple[Damage, ...]:
        check = "integrity_check" if deep else "quick_check"
        with self.explained():
            told = self.database.execute_sql(f"PRAGMA {check}({MOST_DAMAGES})").fetchall()
            orphans = self.database.execute_sql("PRAGMA foreign_key_check").fetchall()
        files = [Damage("file", str(line)) for (line,) in told if line != "ok"]
        tables = dict.fromkeys(f"{child} -> {parent}" for child, _row, parent, _key in orphans)
        return (*files, *(Damage("reference", each) for each in tables))

    def scrub(self) -> None:
        with self.explained():
            self.database.execute_sql("PRAGMA secure_delete = ON")
            # An index of words keeps what was taken out of it until its parts are joined.
            settle = "INSERT INTO searchable_grams (searchable_grams) VALUES ('optimize')"
            self.database.execute_sql(settle)
            self.database.execute_sql("VACUUM")
            # What was erased still stands in the WAL until it begins anew.
            told = self.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if told[0]:
            raise Unavailable(
                "busy",
                _("An open board is reading for long: close it, then try again."),
            )

    def use_wal(self) -> None:
        with self.explained():
            self.database.execute_sql("PRAGMA journal_mode = WAL")

    def is_owner(self) -> bool:
        return Path(self.database.database).stat().st_uid == os.getuid()

    def backup(self, target: Path, progress: Progress | None = None) -> int:
        from csboard.db.backup import copy_to

        with self.explained():
            return copy_to(target, self.database.connection(), progress=progress).newest


_waiting = threading.local()


def _wait_for_turn(tries: int) -> bool:
    """SQLite's busy handler: wait a random moment, give up after the limit."""
    if tries == 0:
        _waiting.until = time.monotonic() + WAIT_LIMIT
    if time.monotonic() >= _waiting.until:
        return False
    time.sleep(random.uniform(*WAIT_STEP))
    return True


def _bind(cursor: object, number: int, value: object) -> object:
    """apsw binds no datetime; only the migration history needs one."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    raise TypeError(f"can't store a {type(value).__name__}")
