"""PostgreSQL through psycopg 3, straight or behind session pooling."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, timedelta
from typing import Any, Self, TypeVar

import psycopg
from peewee import PeeweeException, PostgresqlDatabase
from psycopg import Cursor, Error, ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

from csboard.clock import Clock, SystemClock
from csboard.db import failures
from csboard.db.address import DatabaseAddress
from csboard.db.engine import Damage, Engine
from csboard.db.patience import Patience
from csboard.db.role_rights import KINDS, group_of
from csboard.db.table_facts import WITH_WORDS
from csboard.domain.access import DatabaseLogin
from csboard.errors import Refused, UsageError
from csboard.i18n import _

T = TypeVar("T")

BOARD_LOCK = 0x43534244
"""Key of the advisory lock writers take turns by ("CSBD").

Without it event ids commit out of order, and a reader that asks for newer ids misses some.
"""

_TURN = f"SELECT pg_advisory_xact_lock({BOARD_LOCK})"

_TURN_TOLD = f"{_TURN}, pg_notify('csboard', '')"
"""The open boards are woken by the commit, whenever it was asked for: here it takes no time of
the turn, which everybody else waits for."""

_DEFAULTS: dict[str, Any] = {
    "connect_timeout": "5",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
    "tcp_user_timeout": "10000",  # a line that swallows everything is given up in 10 s
    "application_name": "csboard",
}

LIMITS = {
    "statement_timeout": "10s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "30s",
}
"""How long a statement may take, wait for its turn, and leave a transaction open."""

_SESSION = "; ".join(
    f"SET {key} = '{value}'" for key, value in {**LIMITS, "timezone": "UTC"}.items()
)
"""Sent after connecting rather than as an option, which poolers refuse."""

_SESSION_LOOKING = f"{_SESSION}; SET client_connection_check_interval = '100ms'"
"""Whose program is dead leaves the queue of writers then, and not only when their turn comes."""

_ONLOOKER = "; SET default_transaction_read_only = on; SET statement_timeout = '5s'"
"""For whoever only looks: the server itself refuses every change."""

_CANT_LOOK = frozenset({"42704", "22023"})
"""What servers before 14 say to that, and those of systems on which they can't look."""

_UNHURRIED = "SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0"

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
    "SELECT pg_has_role(session_user, datdba, 'MEMBER')"
    " FROM pg_database WHERE datname = current_database()"
)

_FACTS = (
    "SELECT current_setting('server_version'), current_setting('server_encoding'),"
    " pg_backend_pid(), clock_timestamp(), current_setting('transaction_read_only'),"
    " (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),"
    " current_setting('max_connections'),"
    " (SELECT rolsuper FROM pg_roles WHERE rolname = session_user)"
)

_INVALID_INDEXES = (
    "SELECT indexrelid::regclass::text FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
    " WHERE NOT indisvalid AND relnamespace = current_schema()::regnamespace"
)

_REFERENCES = (
    "SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text, b.attname"
    " FROM pg_constraint"
    " JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]"
    " JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]"
    " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace"
)

_ORPHAN = (
    'SELECT 1 FROM {child} c LEFT JOIN {parent} p ON p."{key}" = c."{column}"'
    ' WHERE c."{column}" IS NOT NULL AND p."{key}" IS NULL LIMIT 1'
)

_LOGIN = (
    "SELECT session_user::text, current_database()::text, ARRAY("
    "SELECT rolname::text FROM pg_roles WHERE rolname LIKE 'csboard%%'"
    " AND pg_has_role(session_user, oid, 'MEMBER'))"
)

_LIMITS = "SELECT name, current_setting(name) FROM pg_settings WHERE name = ANY(%s) ORDER BY name"


class BoardDatabase(PostgresqlDatabase):
    """Begins a writer's transaction and asks for its turn in one journey to the server."""

    def begin(self, isolation_level: str | None = None, *, turn: str = "") -> None:
        if not turn:
            super().begin(isolation_level)
            return
        try:
            self.execute_sql(f"BEGIN; {turn}")
        except PeeweeException:
            with suppress(PeeweeException):  # the line may be gone
                self.rollback()
            raise


class PostgresEngine(Engine):
    """PostgreSQL; writers take turns by an advisory lock."""

    errors = (*Engine.errors, Error)

    def __init__(self, address: DatabaseAddress, *, read_only: bool = False) -> None:
        parameters: dict[str, Any] = {
            **_DEFAULTS,
            **_parameters(address),
            **_FIXED,
            "cursor_factory": PatientCursor,
        }
        self._is_given_up = False
        self._also = _ONLOOKER if read_only else ""
        name = parameters.pop("dbname", None) or parameters.get("user") or "csboard"
        without_limit = {key: value for key, value in parameters.items() if key != "cursor_factory"}
        self._connecting = {"dbname": name, **without_limit}
        super().__init__(
            address,
            BoardDatabase(name, autoconnect=False, prefer_psycopg3=True, **parameters),
        )

    def connect(self) -> None:
        self._refuse_if_given_up()
        super().connect()

    def reconnect(self) -> None:
        self._refuse_if_given_up()
        super().reconnect()

    def refuse_if_removed(self) -> None:
        """Nothing: a server tells by itself that its database is gone."""

    def give_up(self) -> None:
        self._is_given_up = True
        PATIENCE.lose()

    def _refuse_if_given_up(self) -> None:
        if self._is_given_up:
            raise failures.unreachable(self.address.shown)

    def _prepare(self) -> None:
        try:
            self.database.execute_sql(_SESSION_LOOKING + self._also)
        except PeeweeException as error:
            if _CANT_LOOK.isdisjoint(failures.sql_states(error)):
                raise
            self.database.execute_sql(_SESSION + self._also)
        if self.login is None:
            self.login = self._who()

    def _who(self) -> DatabaseLogin:
        name, database, groups = self.database.execute_sql(_LOGIN).fetchone()
        kind = next((kind for kind in KINDS if group_of(kind, database) in groups), "")
        return DatabaseLogin(name, kind)

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        connection = self.database.connection()
        connection.cursor_factory = Cursor
        self.database.execute_sql(_UNHURRIED)
        try:
            yield
        finally:
            connection.cursor_factory = PatientCursor
            with suppress(PeeweeException):  # the line may be gone
                self._prepare()

    def _write_once(self, work: Callable[[], T], *, quietly: bool) -> T:
        with self.database.atomic(turn=_TURN if quietly else _TURN_TOLD):
            return work()

    def read(self, work: Callable[[], T]) -> T:
        with self.database.atomic(isolation_level="REPEATABLE READ"):
            return work()

    def change_mark(self) -> object:
        from csboard.db.tables import MODELS

        # Which transaction a row is from: another one after each change, and nobody else's.
        each = (
            f'SELECT count(*), sum(xmin::text::bigint) FROM "{model._meta.table_name}"'
            for model in MODELS
        )
        return self.database.execute_sql(" UNION ALL ".join(each)).fetchall()

    def ring(self) -> None:
        """Nothing to do: NOTIFY is part of the transaction."""

    def scrub(self) -> None:
        if not self.is_owner():
            raise Refused("role", _("Only the owner of the database can write it anew: ask them."))
        with self.explained(), psycopg.connect(**self._connecting, autocommit=True) as connection:
            connection.execute("SET lock_timeout = '5s'")
            for table in WITH_WORDS:
                connection.execute(SQL("VACUUM (FULL) {}").format(Identifier(table)))

    def is_owner(self) -> bool:
        with self.explained():
            is_owner = bool(self.database.execute_sql(_IS_OWNER).fetchone()[0])
        return is_owner or (self.login is not None and self.login.kind == "owner")

    def facts(self) -> dict[str, str]:
        with self.explained():
            started = time.perf_counter()
            row = self.database.execute_sql(_FACTS).fetchone()
            latency = time.perf_counter() - started
            newest = self._newest_event_at()
            limits = dict(self.database.execute_sql(_LIMITS, (list(LIMITS),)).fetchall())
        version, encoding, backend, there, read_only, used, most, is_super = row
        # A pooler makes up the process id it gives at the start of a session.
        direct = self.database.connection().info.backend_pid == backend
        ahead = there.astimezone(UTC) - SystemClock().now()
        return {
            "version": version.split()[0],
            "encoding": encoding,
            "latency_ms": f"{latency * 1000:.2f}",
            "pooled": "no" if direct else "yes",
            "newest_event_at": newest,
            "clock_ahead_s": f"{ahead.total_seconds():.1f}",
            "read_only": read_only,
            "connections": str(used),
            "max_connections": most,
            "superuser": "yes" if is_super else "no",
            "limits": ", ".join(f"{key} {limits[key]}" for key in LIMITS),
            "limits_hold": "yes" if limits == LIMITS else "no",
        }

    def damages(self, *, deep: bool) -> tuple[Damage, ...]:
        """References and indexes; the server keeps watch over its own files, `deep` or not."""
        with self.explained():
            execute = self.database.execute_sql
            indexes = [Damage("index", name) for (name,) in execute(_INVALID_INDEXES).fetchall()]
            references = execute(_REFERENCES).fetchall()
            orphans = [
                Damage("reference", f"{child} -> {parent}")
                for child, column, parent, key in references
                if execute(
                    _ORPHAN.format(child=child, parent=parent, column=column, key=key)
                ).fetchone()
            ]
        return (*indexes, *dict.fromkeys(orphans))

    def use_wal(self) -> None:
        """Nothing to do: the server always writes ahead."""

    def clock(self) -> Clock:
        """The server's clock, so that several hosts agree on what came first."""
        (there,) = self.database.execute_sql("SELECT clock_timestamp()").fetchone()
        here = SystemClock().now()
        offset = there.astimezone(UTC) - here
        return SystemClock(offset if abs(offset) > timedelta(milliseconds=50) else timedelta())
