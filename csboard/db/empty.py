"""A PostgreSQL database that a whole board is brought into: empty, and nobody else at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from csboard.db.address import parse_url
from csboard.db.driver import load_peewee
from csboard.db.engine import Engine
from csboard.errors import Conflict, WrongDatabase
from csboard.i18n import _

_OTHERS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND application_name = 'csboard'"
    " AND pid <> pg_backend_pid()"
)


@contextmanager
def empty_database(url: str) -> Iterator[Engine]:
    """Hold the lock that makers of boards take, at a database without any table.

    WrongDatabase when there are tables, Conflict while others have it open.
    """
    load_peewee(postgres=True)
    from csboard.db.schema import making_lock
    from csboard.db.store import make_engine

    engine = make_engine(parse_url(url))
    engine.connect()
    try:
        with engine.explained(), making_lock(engine):
            _refuse_tables(engine)
            if engine.database.execute_sql(_OTHERS).fetchone()[0]:
                raise Conflict(
                    "in_use",
                    _("{where} is open in another csboard: end it first.").format(
                        where=engine.address.shown
                    ),
                )
            yield engine
    finally:
        engine.disconnect()


def _refuse_tables(engine: Engine) -> None:
    """WrongDatabase when there is any table."""
    if engine.database.get_tables():
        raise WrongDatabase(
            _(
                "{where} isn't empty: make an empty database (createdb) and name it with its URL."
            ).format(where=engine.address.shown)
        )
