"""Making a board, upgrading one, and refusing what isn't one or is newer than we are."""

from __future__ import annotations

import secrets
from pathlib import Path

import peewee

from csboard.clock import Clock
from csboard.db import models
from csboard.db.address import DatabaseAddress
from csboard.db.engine import Engine
from csboard.db.files import file_lock, make_file
from csboard.db.filesystems import network_file_system
from csboard.domain.records import INTAKE_LOGIN, Role
from csboard.errors import Unavailable, UsageError, WrongDatabase
from csboard.i18n import _

SCHEMA = 1
"""Number of the newest migration. A board with a higher one is newer than this program."""

APPLICATION_ID = 0x43534244
"""In the header of every board file ("CSBD"), so that no other file is taken for one."""

MIGRATIONS = Path(__file__).parent / "migrations"

_HEADER = b"SQLite format 3\x00"


def inspect_file(address: DatabaseAddress) -> str:
    """`missing`, `empty` or `board`; anything else is a WrongDatabase or Unavailable."""
    path = address.path
    assert path is not None
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        raise Unavailable(
            "unreachable",
            _("{where} can't be opened ({why}): check the path, its owner and mode.").format(
                where=path, why=error.strerror
            ),
        ) from error
    if not head:
        return "empty"
    if head[:16] == _HEADER and int.from_bytes(head[68:72], "big") == APPLICATION_ID:
        return "board"
    raise WrongDatabase(
        _("{where} is not a csboard board: name another database with --db.").format(where=path)
    )


def open_board(engine: Engine, clock: Clock, *, create: bool, mode: int) -> None:
    """Connect this thread to a board that is there and current; make or upgrade it first.

    `mode` is what a new SQLite file gets: 0o600 for one's own, 0o660 for a shared board.
    """
    if engine.is_sqlite:
        _open_sqlite(engine, clock, create=create, mode=mode)
    else:
        _open_postgres(engine, clock, create=create)


def _open_sqlite(engine: Engine, clock: Clock, *, create: bool, mode: int) -> None:
    path = engine.address.path
    assert path is not None
    _refuse_network(path)
    found = inspect_file(engine.address)
    if found == "board":
        engine.connect()
        if _current(engine):
            return
    elif not create:
        raise UsageError(
            _("There is no board at {where}: make one with csboard init --db URL.").format(
                where=path
            )
        )
    with file_lock(path):
        make_file(path, mode)
        inspect_file(engine.address)
        engine.connect()
        if schema_number(engine) == 0:
            with engine.explained():
                engine.database.execute_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                engine.database.execute_sql("PRAGMA journal_mode = WAL")
        upgrade(engine, clock)


def _refuse_network(path: Path) -> None:
    if kind := network_file_system(path):
        raise WrongDatabase(
            _(
                "{where} is on a network file system ({kind}), where SQLite loses changes:"
                " use a local disk, or PostgreSQL."
            ).format(where=path, kind=kind)
        )


def _open_postgres(engine: Engine, clock: Clock, *, create: bool) -> None:
    engine.connect()
    if _current(engine):
        return
    database = engine.database
    with engine.explained():
        database.execute_sql("SELECT pg_advisory_lock(%s)", (APPLICATION_ID + 1,))
        try:
            tables = set(database.get_tables())
            if tables and "board" not in tables:
                raise WrongDatabase(
                    _("{where} holds other tables: give csboard a database of its own.").format(
                        where=engine.address.shown
                    )
                )
            if not tables and not create:
                raise UsageError(
                    _("There is no board at {where}: make one with csboard init --db URL.").format(
                        where=engine.address.shown
                    )
                )
            upgrade(engine, clock)
        finally:
            database.execute_sql("SELECT pg_advisory_unlock(%s)", (APPLICATION_ID + 1,))


def _current(engine: Engine) -> bool:
    """Whether schema and program fit; a newer schema is refused, an older one is False."""
    number = schema_number(engine)
    if number > SCHEMA:
        raise WrongDatabase(
            _(
                "The board at {where} was upgraded by a newer csboard (schema {theirs}, this one"
                " knows {ours}): upgrade csboard here too."
            ).format(where=engine.address.shown, theirs=number, ours=SCHEMA)
        )
    return number == SCHEMA


def schema_number(engine: Engine) -> int:
    """The board's schema number, 0 when nothing is there yet."""
    with engine.explained():
        try:
            row = engine.database.execute_sql('SELECT "schema" FROM board').fetchone()
        except (peewee.OperationalError, peewee.ProgrammingError) as error:
            if _no_such_table(error):
                return 0
            raise
    return int(row[0]) if row else 0


def _no_such_table(error: Exception) -> bool:
    words = str(error)
    return "no such table" in words or 'relation "board" does not exist' in words


def upgrade(engine: Engine, clock: Clock) -> int:
    """Run the steps that are missing; the caller holds the lock. Returns the schema number."""
    if _current(engine):
        return SCHEMA
    from playhouse.migrations import Runner

    with engine.explained():
        Runner(engine.database, str(MIGRATIONS), table_name="schema_migration").up()
        with engine.database.bind_ctx(models.MODELS):
            engine.write(lambda: _stamp(clock))
    return SCHEMA


def _stamp(clock: Clock) -> None:
    """Note the schema number; on a new board also its identity and the system member."""
    now = clock.now()
    if models.BoardRow.update(schema=SCHEMA).execute():
        return
    models.BoardRow.create(id=1, board_id=secrets.token_hex(16), schema=SCHEMA, created_at=now)
    models.MemberRow.create(login=INTAKE_LOGIN, role=Role.MEMBER, created_at=now)
