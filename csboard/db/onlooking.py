"""Opening a board to look at it only: nothing is made, nothing upgraded, nothing can be written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import peewee

from csboard.db import failures
from csboard.db.engine import Engine
from csboard.db.schema import SCHEMA, inspect_file, refusal_of, refuse_other_tables, schema_number
from csboard.errors import Unavailable, UsageError
from csboard.i18n import _

UNDEFINED_TABLE = "42P01"


def connect(engine: Engine) -> None:
    """Connect this thread to a board that is there and current; else raise why not."""
    if engine.is_sqlite and inspect_file(engine.address) != "board":
        raise _missing(engine)
    engine.connect()
    number = _number(engine)
    if number > SCHEMA:
        raise refusal_of(engine, number)
    if number < SCHEMA:
        raise Unavailable(
            "older",
            _(
                "The board at {where} is older than this csboard: let its owner run"
                " csboard migrate."
            ).format(where=engine.address.shown),
        )


def _number(engine: Engine) -> int:
    if engine.login is not None and engine.login.kind == "wall":
        with engine.explained(), views_explained(engine):
            row = engine.database.execute_sql('SELECT "schema" FROM wall_board').fetchone()
        return int(row[0]) if row else 0
    number = schema_number(engine)
    if not number and not (engine.is_sqlite or refuse_other_tables(engine)):
        raise _missing(engine)
    return number


@contextmanager
def views_explained(engine: Engine) -> Iterator[None]:
    """Says of a view that isn't there who makes it."""
    try:
        yield
    except peewee.PeeweeException as error:
        if UNDEFINED_TABLE not in failures.sql_states(error):
            raise
        raise _without_views(engine) from error


def _without_views(engine: Engine) -> Unavailable:
    return Unavailable(
        "no_views",
        _(
            "The board at {where} lacks views that a wall reads: let its owner run"
            " csboard roles apply."
        ).format(where=engine.address.shown),
    )


def _missing(engine: Engine) -> UsageError:
    return UsageError(
        _("There is no board at {where}: make one with csboard init --db URL.").format(
            where=engine.address.shown
        )
    )
