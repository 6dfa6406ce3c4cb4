"""PostgreSQL through psycopg 3, straight or behind session pooling."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, timedelta
from typing import Any, Self, TypeVar

from peewee import PostgresqlDatabase
from psycopg import Cursor, ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from csboard.clock import Clock, SystemClock
from csboard.db.address import DatabaseAddress
from csboard.db.engine import Engine
from csboard.db.patience import Patience
from csboard.errors import UsageError
from csboard.i18n import _

T = TypeVar("T")

BOARD_LOCK = 0x43534244
"""Key of the advisory lock writers take turns by ("CSBD").

Without it event ids commit out of order, and a reader that asks for newer ids misses some.
"""

_DEFAULTS: dict[str, Any] = {
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",  # a line that swallows everything is given up in 10 s
    "application_name": "csboard",
}

_SESSION = (
    "SET statement_timeout = '10s'; SET lock_timeout = '5s';"
    " SET idle_in_transaction_session_timeout = '30s'; SET timezone = 'UTC'"
)
"""Sent after connecting rather than as an option, which poolers refuse."""


_FIXED: dict[str, Any] = {"client_encoding": "UTF8"}


def _parameters(address: DatabaseAddress) -> dict[str, Any]:
    try:
        given = dict(conninfo_to_dict(address.url))
        for key in ("connect_timeout", "port"):
            int(given.get(key) or 0)
    except (ProgrammingError, ValueError):
        raise UsageError(
            _("{where} is no PostgreSQL address: write postgresql://user@host/name.").format(
                where=address.shown
            )
        ) from None
    return given


LONGEST_STATEMENT = 15.0
"""Seconds after which a line that says nothing is given up; the server's own limit is 10."""


PATIENCE = Patience(LONGEST_STATEMENT)


class PatientCursor(Cursor[Any]):
    """Waits for the server, but not for ever. BEGIN, COMMIT and ROLLBACK go through one too."""

    def execute(self, *arguments: Any, **options: Any) -> Self:
        with PATIENCE.over(self.connection.fileno()):
            return super().execute(*arguments, **options)


_IS_OWNER = (
    "SELECT pg_catalog.pg_get_userbyid(datdba) = session_user"
    " FROM pg_database WHERE datname = current_database()"
)

_FACTS = (
    "SELECT current_setting('server_version'), current_setting('server_encoding'), pg_backend_pid()"
)


class PostgresEngine(Engine):
    """PostgreSQL; writers take turns by an advisory lock."""

    def __init__(self, address: DatabaseAddress) -> None:
        parameters: dict[str, Any] = {
            **_DEFAULTS,
            **_parameters(address),
            **_FIXED,
            "cursor_factory": PatientCursor,
        }
        name = parameters.pop("dbname", None) or parameters.get("user") or "csboard"
        super().__init__(
            address,
            PostgresqlDatabase(name, autoconnect=False, prefer_psycopg3=True, **parameters),
        )

    def _prepare(self) -> None:
        self.database.execute_sql(_SESSION)

    def _write_once(self, work: Callable[[], T]) -> T:
        with self.database.atomic():
            self.database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (BOARD_LOCK,))
            return work()

    def _announced(self, work: Callable[[], T]) -> Callable[[], T]:
        def work_and_notify() -> T:
            result = work()
            self.database.execute_sql("SELECT pg_notify('csboard', '')")
            return result

        return work_and_notify

    def read(self, work: Callable[[], T]) -> T:
        with self.database.atomic(isolation_level="REPEATABLE READ"):
            return work()

    def ring(self) -> None:
        """Nothing to do: NOTIFY is part of the transaction."""

    def is_owner(self) -> bool:
        with self.explained():
            return bool(self.database.execute_sql(_IS_OWNER).fetchone()[0])

    def facts(self) -> dict[str, str]:
        with self.explained():
            started = time.perf_counter()
            (version, encoding, backend) = self.database.execute_sql(_FACTS).fetchone()
            latency = time.perf_counter() - started
        # A pooler makes up the process id it gives at the start of a session.
        direct = self.database.connection().info.backend_pid == backend
        return {
            "version": version.split()[0],
            "encoding": encoding,
            "latency_ms": f"{latency * 1000:.2f}",
            "pooled": "no" if direct else "yes",
        }

    def clock(self) -> Clock:
        """The server's clock, so that several hosts agree on what came first."""
        (there,) = self.database.execute_sql("SELECT clock_timestamp()").fetchone()
        here = SystemClock().now()
        offset = there.astimezone(UTC) - here
        return SystemClock(offset if abs(offset) > timedelta(milliseconds=50) else timedelta())
