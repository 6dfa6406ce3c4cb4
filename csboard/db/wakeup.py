"""How an open board hears that others committed, on each database."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from csboard.db.engine import Engine


@dataclass(frozen=True, slots=True)
class Bell:
    """SQLite: watch this directory; a change in it means that somebody committed."""

    directory: Path


class Listener:
    """PostgreSQL: a plain connection that LISTENs; readable means that somebody committed."""

    def __init__(self, parameters: dict[str, Any]) -> None:
        import psycopg

        self._connection = psycopg.connect(autocommit=True, **parameters)
        self._connection.execute("LISTEN csboard")

    def fileno(self) -> int:
        return self._connection.fileno()

    def drain(self) -> None:
        """Take what has arrived. An OperationalError means that the line is gone."""
        for _notify in self._connection.notifies(timeout=0):
            pass

    def close(self) -> None:
        self._connection.close()


Wakeup = Bell | Listener


def wakeup(engine: Engine) -> Wakeup:
    """The bell of a SQLite board (hung up if it is missing), or a new listener."""
    if engine.address.path is not None:
        from csboard.db.bell import Doorbell

        bell = Doorbell(engine.address.path)
        bell.hang(engine.address.path.stat().st_mode & 0o666)
        return Bell(bell.directory)
    database = engine.database
    parameters = {key: value for key, value in database.connect_params.items() if value is not None}
    with engine.explained():
        return Listener({"dbname": database.database, **parameters})
