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
from typing import Any, TypeVar

from playhouse.apsw_ext import APSWDatabase

from csboard.db.address import DatabaseAddress
from csboard.db.bell import Doorbell
from csboard.db.engine import WAIT_LIMIT, Engine
from csboard.db.files import make_file
from csboard.errors import Unavailable, UsageError
from csboard.i18n import _

T = TypeVar("T")

WAIT_STEP = (0.0005, 0.003)
"""Seconds between two tries, drawn at random: SQLite's own waiting starves somebody."""

_OPEN_READWRITE = 2
"""SQLITE_OPEN_READWRITE without CREATE: a board is made on purpose, with its mode, or not."""

_PRAGMAS = (
    ("synchronous", "FULL"),
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("journal_size_limit", 64 * 1024 * 1024),
    ("cache_size", -4096),
)


class BoardDatabase(APSWDatabase):  # type: ignore[misc]
    """Waits for its turn from the first statement on."""

    def _add_conn_hooks(self, conn: Any) -> None:
        conn.set_busy_handler(_wait_for_turn)
        conn.convert_binding = _bind
        super()._add_conn_hooks(conn)


class SqliteEngine(Engine):
    """SQLite in WAL mode; writers take turns by BEGIN IMMEDIATE."""

    def __init__(self, address: DatabaseAddress) -> None:
        assert address.path is not None
        super().__init__(
            address,
            BoardDatabase(
                str(address.path),
                timeout=None,
                lock_type="IMMEDIATE",
                autoconnect=False,
                flags=_OPEN_READWRITE,
                pragmas=_PRAGMAS,
            ),
        )
        self.bell = Doorbell(address.path)

    def _write_once(self, work: Callable[[], T]) -> T:
        with self.database.atomic("IMMEDIATE"):
            return work()

    def read(self, work: Callable[[], T]) -> T:
        with self.database.atomic("DEFERRED"):
            return work()

    def ring(self) -> None:
        self.bell.ring()

    def facts(self) -> dict[str, str]:
        import apsw

        with self.explained():
            (mode,) = self.database.execute_sql("PRAGMA journal_mode").fetchone()
        return {"version": apsw.sqlite_lib_version(), "journal_mode": mode}

    def is_owner(self) -> bool:
        return Path(self.database.database).stat().st_uid == os.getuid()

    def backup(self, target: Path) -> None:
        """In one step, so that writers can't make it start over; complete or not there."""
        import apsw

        if target.exists():
            raise UsageError(_("{path} exists already: name a new file.").format(path=target))
        part = target.with_name(target.name + ".part")
        with self.explained():
            make_file(part, 0o600)
            copy = apsw.Connection(str(part), flags=_OPEN_READWRITE)
            try:
                with copy.backup("main", self.database.connection(), "main") as running:
                    running.step(-1)
                verdict = copy.execute("PRAGMA integrity_check").get
            finally:
                copy.close()
            if verdict != "ok":
                raise Unavailable("corrupt", _("The copy is damaged: run csboard doctor."))
            os.link(part, target)
            part.unlink()


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
