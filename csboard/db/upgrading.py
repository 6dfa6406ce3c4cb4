"""Making a board's tables, and bringing older ones up to date: all steps or none of them."""

from __future__ import annotations

import secrets
import shutil
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from csboard.clock import Clock
from csboard.db import models, schema, search_index, tables
from csboard.db.engine import Engine
from csboard.db.files import make_file
from csboard.db.upgrade_progress import report
from csboard.domain.records import INTAKE_LOGIN, Role
from csboard.errors import CsboardError, Unavailable, WrongDatabase
from csboard.i18n import _
from csboard.text import clean


def begin_file(engine: Engine, mode: int) -> None:
    """See to it that there is a board's file, and connect to it; the caller holds the lock."""
    path = engine.address.path
    assert path is not None
    make_file(path, mode)
    schema.inspect_file(engine.address)
    engine.connect()
    if schema.schema_number(engine) == 0:
        with engine.explained():
            engine.database.execute_sql(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            engine.database.execute_sql("PRAGMA journal_mode = WAL")


INDEXED = 6
"""A board of an older schema has no search index, or one of other rules: it is made anew."""


def upgrade(engine: Engine, finish: Callable[[], None]) -> None:
    """Run the steps that are missing, and `finish`, in one transaction; the caller holds the lock.

    Whatever fails, the board stays as it was. Unavailable then, when it was a board before.
    """
    before = schema.schema_number(engine)
    try:
        with engine.explained(), engine.unhurried(), _without_references(engine):
            engine.write(lambda: _run_steps(engine, before, finish))
    except CsboardError:
        raise
    except Exception as error:
        if before == 0:
            raise
        raise Unavailable(
            "upgrade",
            _(
                "The upgrade of {where} failed ({kind}), and nothing was changed: go on with the"
                " csboard of before, and report this."
            ).format(where=engine.address.shown, kind=type(error).__name__),
        ) from error


def _run_steps(engine: Engine, before: int, finish: Callable[[], None]) -> None:
    from playhouse.migrations import Runner

    Runner(engine.database, str(schema.MIGRATIONS), table_name="schema_migration").up()
    with engine.database.bind_ctx(tables.MODELS):
        finish()
        if 0 < before < INDEXED:
            search_index.make_anew(report)
    if engine.is_sqlite and engine.database.execute_sql("PRAGMA foreign_key_check").fetchone():
        raise ValueError("a step left a reference to nothing")


@contextmanager
def _without_references(engine: Engine) -> Iterator[None]:
    """SQLite can rebuild a table that others refer to only while it doesn't look at that."""
    if not engine.is_sqlite:
        yield
        return
    engine.database.execute_sql("PRAGMA foreign_keys = 0")
    try:
        yield
    finally:
        engine.database.execute_sql("PRAGMA foreign_keys = 1")


def stamp(clock: Clock) -> None:
    """Note the schema number; on a new board also what it is and what it begins with.

    The team's name is in the language of whoever makes the board.
    """
    now = clock.now()
    if models.BoardRow.update(schema=schema.SCHEMA).execute():
        return
    models.BoardRow.create(
        id=1, board_id=secrets.token_hex(16), schema=schema.SCHEMA, created_at=now
    )
    models.MemberRow.create(login=INTAKE_LOGIN, role=Role.MEMBER, created_at=now)
    from csboard.domain.settings import TeamSettings
    from csboard.host_zone import host_zone

    if (name := _("Support")) != TeamSettings().name:
        models.SettingRow.create(key="name", value=name)
    if zone := host_zone():
        models.SettingRow.create(key="zone", value=zone)


def back_up_first(engine: Engine) -> None:
    """Copy an older board in a file to one beside it; nothing to do for one that is new.

    A whole copy of the same moment, as an upgrade that failed has left it, is kept.
    """
    number = schema.schema_number(engine)
    path = engine.address.path
    if number == 0 or path is None:
        return
    from csboard.db.backup import copy_to, held_by

    with engine.explained():
        _refuse_without_room(path)
        source = engine.database.connection()
        for target in _names(path):
            if target.exists():
                if held_by(target) == held_by(source):
                    return
                continue
            copy_to(target, source, mode=stat.S_IMODE(path.stat().st_mode))
            return


def _names(path: Path) -> Iterator[Path]:
    name = f"{path.name}.before-schema-{schema.SCHEMA}"
    yield path.with_name(f"{name}.backup")
    count = 2
    while True:
        yield path.with_name(f"{name}.{count}.backup")
        count += 1


def _refuse_without_room(path: Path) -> None:
    """An upgrade writes the backup, and what it changes into the -wal and then the file."""
    needed = 3 * path.stat().st_size
    free = shutil.disk_usage(path.parent).free
    if free < needed:
        raise Unavailable(
            "full",
            _(
                "{where} has to be upgraded, which takes {needed:,} MB, and {free:,} MB are free:"
                " make room. The csboard of before still opens it."
            ).format(
                where=clean(str(path)), needed=needed // 1_000_000 + 1, free=free // 1_000_000
            ),
        )


def refuse_without_backup(engine: Engine) -> None:
    """WrongDatabase when an older board would be upgraded that nobody says is backed up.

    Its backup is a matter of the server: who opens a board may neither be able to dump it
    nor have the room.
    """
    number = schema.schema_number(engine)
    if number:
        raise WrongDatabase(
            _(
                "The board at {where} has to be upgraded (schema {theirs}, this csboard needs"
                " {ours}): csboard migrate --backup FILE does it, or --backed-up if there is a"
                " backup."
            ).format(where=engine.address.shown, theirs=number, ours=schema.SCHEMA)
        )
