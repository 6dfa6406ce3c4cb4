"""Making a board, upgrading one, and refusing what isn't one or is newer than we are."""

from __future__ import annotations

import secrets
from pathlib import Path

import peewee

from csboard.clock import Clock
from csboard.db import models
from csboard.db.address import DatabaseAddress
from csboard.db.engine import Engine
from csboard.db.files import file_lock, first_bytes, make_file
from csboard.db.filesystems import refuse_network
from csboard.domain.records import INTAKE_LOGIN, Role
from csboard.errors import Unavailable, UsageError, WrongDatabase
from csboard.i18n import _

SCHEMA = 3
"""Number of the newest migration. A board with a higher one is newer than this program."""

APPLICATION_ID = 0x43534244
"""In the header of every board file ("CSBD"), so that no other file is taken for one."""

MAKING_LOCK = APPLICATION_ID + 1
"""Key of the advisory lock under which a board on PostgreSQL is made or upgraded."""

MIGRATIONS = Path(__file__).parent / "migrations"

_HEADER = b"SQLite format 3\x00"


def inspect_file(address: DatabaseAddress) -> str:
    """`missing`, `empty` or `board`; anything else is a WrongDatabase or Unavailable."""
    path = address.path
    assert path is not None
    try:
        head = first_bytes(path, 100)
    except FileNotFoundError:
        return "missing"
    except OSError as error:
        raise Unavailable(
            "unreachable",
            _("{where} can't be opened ({why}): check the path, its owner and mode.").format(
                where=address.shown, why=error.strerror
            ),
        ) from error
    if head == b"":
        return "empty"
    if head and head[:16] == _HEADER and int.from_bytes(head[68:72], "big") == APPLICATION_ID:
        return "board"
    raise _foreign(address)


def _foreign(address: DatabaseAddress) -> WrongDatabase:
    return WrongDatabase(
        _("{where} is not a csboard board: name another database with --db.").format(
            where=address.shown
        )
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
    refuse_network(path)
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


def _open_postgres(engine: Engine, clock: Clock, *, create: bool) -> None:
    engine.connect()
    if _current(engine):
        return
    database = engine.database
    with engine.explained():
        database.execute_sql("SELECT pg_advisory_lock(%s)", (MAKING_LOCK,))
        try:
            tables = set(database.get_tables())
            if tables and not _is_ours(engine, tables):
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
            _refuse_encoding(engine)
            upgrade(engine, clock)
        finally:
            database.execute_sql("SELECT pg_advisory_unlock(%s)", (MAKING_LOCK,))


def _is_ours(engine: Engine, tables: set[str]) -> bool:
    """Whether the table `board` is there and is the one that our migrations make."""
    if "board" not in tables:
        return False
    columns = {column.name for column in engine.database.get_columns("board")}
    return {"board_id", "schema", "created_at"} <= columns


def _refuse_encoding(engine: Engine) -> None:
    (encoding,) = engine.database.execute_sql("SHOW server_encoding").fetchone()
    if encoding != "UTF8":
        raise WrongDatabase(
            _("{where} is in {encoding}: make a database with encoding UTF8.").format(
                where=engine.address.shown, encoding=encoding
            )
        )


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
    """The board's schema number, 0 when nothing is there yet; WrongDatabase if it isn't ours."""
    with engine.explained():
        try:
            row = engine.database.execute_sql('SELECT board_id, "schema" FROM board').fetchone()
        except (peewee.OperationalError, peewee.ProgrammingError):
            _refuse_foreign(engine)  # or the error is of another kind, and comes again here
            return 0
    return int(row[1]) if row else 0


def _refuse_foreign(engine: Engine) -> None:
    tables = set(engine.database.get_tables())
    if "board" in tables and not _is_ours(engine, tables):
        raise _foreign(engine.address)
    if "board" in tables:
        engine.database.execute_sql('SELECT board_id, "schema" FROM board')


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
    """Note the schema number; on a new board also its identity, zone and the system member."""
    now = clock.now()
    if models.BoardRow.update(schema=SCHEMA).execute():
        return
    models.BoardRow.create(id=1, board_id=secrets.token_hex(16), schema=SCHEMA, created_at=now)
    models.MemberRow.create(login=INTAKE_LOGIN, role=Role.MEMBER, created_at=now)
    from csboard.host_zone import host_zone

    if zone := host_zone():
        models.SettingRow.create(key="zone", value=zone)
