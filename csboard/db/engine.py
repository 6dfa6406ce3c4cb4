"""Connections and transactions: the one place where SQLite and PostgreSQL differ in how."""

from __future__ import annotations

import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, TypeVar

import peewee

from csboard import log
from csboard.clock import Clock, SystemClock
from csboard.db import failures
from csboard.db.address import DatabaseAddress
from csboard.db.fields import UtcField
from csboard.domain.access import DatabaseLogin
from csboard.errors import UsageError
from csboard.i18n import _
from csboard.named import NamedTuple

T = TypeVar("T")

WAIT_LIMIT = 5.0
"""Seconds a writer waits for its turn before it is told the board is busy."""

ATTEMPTS = 5
"""How often a transaction is tried that the database asks to try again."""


class Damage(NamedTuple):
    """Something in the database that can't be so."""

    kind: Literal["file", "reference", "index", "search"]
    what: str
    """In the database's own words, which table or index it is, or how many things are found by
    other words than theirs; never what a row holds."""


class Engine(ABC):
    """One board's database, used from several threads with a connection each."""

    errors: tuple[type[Exception], ...] = (peewee.PeeweeException, OSError)
    """What `explained` turns into sentences."""

    login: DatabaseLogin | None = None
    """Who is connected by the database's own word, where it has roles for the team."""

    def __init__(self, address: DatabaseAddress, database: peewee.Database) -> None:
        self.address = address
        self.database = database
        database.query_hooks.append(_log_if_slow)

    @property
    def is_sqlite(self) -> bool:
        return self.address.is_sqlite

    def connect(self) -> None:
        """Open this thread's connection; a failure is one of csboard.errors."""
        with self.explained():
            if self.database.is_closed():
                self.refuse_if_removed()
                self.database.connect()
                self._prepare()

    def disconnect(self) -> None:
        """Close this thread's connection, if it has one."""
        if not self.database.is_closed():
            self.database.close()

    def reconnect(self) -> None:
        """Drop a connection that the server has dropped, and open a new one."""
        with self.explained():
            self.database.close()
            self.refuse_if_removed()
            self.database.connect()
            self._prepare()
        log.reconnected(self.address.shown)

    @abstractmethod
    def refuse_if_removed(self) -> None:
        """Unavailable when the file that was opened first is no longer at its path."""

    @abstractmethod
    def give_up(self) -> None:
        """Wait no longer for a server that doesn't answer, in any thread."""

    @abstractmethod
    def _prepare(self) -> None:
        """What a fresh connection still needs."""

    @contextmanager
    def unhurried(self) -> Iterator[None]:
        """Let this thread's statements take as long as they need, as for an upgrade."""
        yield

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Database errors leave as sentences; what nobody expected leaves as it is."""
        try:
            yield
        except self.errors as error:
            failure = failures.explain(
                error, self.address.shown, self.login.name if self.login else ""
            )
            if failure is None:
                raise
            raise failure from error

    def write(self, work: Callable[[], T], *, quietly: bool = False) -> T:
        """Run `work` in one write transaction, again as a whole where the database says so.

        Writers of one board take turns. `work` must do nothing but database work, because
        it may run more than once. `quietly` rings no bell: nobody else has to look.
        """
        for attempt in range(ATTEMPTS):
            try:
                result = self._write_once(work, quietly=quietly)
            except peewee.PeeweeException as error:
                if attempt + 1 == ATTEMPTS or not failures.is_retryable(error):
                    raise
                time.sleep(0.05 * 2**attempt * random.uniform(0.5, 1.5))
            else:
                if not quietly:
                    self.ring()
                return result
        raise AssertionError("unreachable")

    @abstractmethod
    def _write_once(self, work: Callable[[], T], *, quietly: bool) -> T:
        """Take the turn and run `work`; unless `quietly`, what wakes with the commit is in it."""

    @abstractmethod
    def read(self, work: Callable[[], T]) -> T:
        """Run `work` in one read transaction: all its queries see the same moment."""

    @abstractmethod
    def change_mark(self) -> object:
        """Within a read transaction, what another moment's is compared with.

        The same on this connection as long as nobody else has committed any change of a row,
        whether or not it left an event.
        """

    @abstractmethod
    def ring(self) -> None:
        """Wake the open boards after a commit."""

    @abstractmethod
    def is_owner(self) -> bool:
        """Whether this account owns the SQLite file or the PostgreSQL database."""

    def backup(self, target: Path, progress: Callable[[int, int], object] | None = None) -> int:
        """Copy the database, online, to the new file `target`, and check the copy.

        `progress` is told how much is done, and of how much. Returns the newest event's id.
        """
        raise UsageError(_("Back a PostgreSQL board up with pg_dump."))

    @abstractmethod
    def scrub(self) -> None:
        """Write the database's files anew, so that nothing that was erased remains in them."""

    @abstractmethod
    def facts(self) -> dict[str, str]:
        """What the database tells of itself, for `csboard doctor`."""

    @abstractmethod
    def damages(self, *, deep: bool) -> tuple[Damage, ...]:
        """What is broken in the stored data; `deep` looks at everything, however long it takes."""

    @abstractmethod
    def use_wal(self) -> None:
        """Put a SQLite file back into WAL mode; elsewhere there is nothing to do."""

    def _newest_event_at(self) -> str:
        """When the newest event happened by its writer's clock, in ISO form; empty without one."""
        sql = "SELECT at FROM event ORDER BY id DESC LIMIT 1"
        row = self.database.execute_sql(sql).fetchone()
        moment = UtcField().python_value(row[0]) if row else None
        return moment.isoformat() if moment else ""

    def clock(self) -> Clock:
        """The clock that events and leases go by."""
        return SystemClock()


def _log_if_slow(query: peewee.QueryEvent) -> None:
    log.slow_query(query.sql, query.duration)
