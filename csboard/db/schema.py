"""Making a board, upgrading one, and refusing what isn't one or is newer than we are."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

import peewee

from csboard.clock import Clock
from csboard.db import failures
from csboard.db.address import DatabaseAddress
from csboard.db.engine import Engine
from csboard.db.files import file_lock, first_bytes
from csboard.db.filesystems import refuse_network
from csboard.errors import Unavailable, UsageError, WrongDatabase
from csboard.i18n import _
from csboard.text import clean

SCHEMA = 8
"""Number of the newest migration. A board with a higher one is newer than this program."""

COPYING = 1_000_000
"""Added to the schema number while a copy is being made: every csboard refuses such a board."""

SEALED = 2_000_000
"""Added to the schema number of a board that was moved elsewhere for good."""

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


def marks_off(number: int) -> int:
    """The schema number without the mark of a copy or of a seal."""
    return number % COPYING


def open_board(
    engine: Engine, clock: Clock, *, create: bool, mode: int, backed_up: bool = False
) -> None:
    """Connect this thread to a board that is there and current; make or upgrade it first.

    `mode` is what a new SQLite file gets: 0o600 for one's own, 0o660 for a shared board.
    An older board in a file is backed up first; one on PostgreSQL is upgraded only when
    somebody says that it is `backed_up`.
    """
    if engine.is_sqlite:
        _open_sqlite(engine, clock, create=create, mode=mode)
    else:
        _open_postgres(engine, clock, create=create, backed_up=backed_up)


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
    from csboard.db.upgrading import back_up_first, begin_file, stamp, upgrade

    with file_lock(path):
        begin_file(engine, mode)
        if not _current(engine):
            back_up_first(engine)
            upgrade(engine, lambda: stamp(clock))


def _open_postgres(engine: Engine, clock: Clock, *, create: bool, backed_up: bool) -> None:
    engine.connect()
    if _current(engine):
        return
    from csboard.db.role_rights import LIMITED
    from csboard.db.role_state import as_owner
    from csboard.db.upgrading import refuse_without_backup, stamp, upgrade

    if engine.login is not None and engine.login.kind in LIMITED:
        raise Unavailable(
            "older",
            _(
                "The board at {where} is older than this csboard: let its owner run"
                " csboard migrate."
            ).format(where=engine.address.shown),
        )

    with engine.explained(), making_lock(engine):
        if not refuse_other_tables(engine) and not create:
            raise UsageError(
                _("There is no board at {where}: make one with csboard init --db URL.").format(
                    where=engine.address.shown
                )
            )
        if not _current(engine):
            if not backed_up:
                refuse_without_backup(engine)
            with as_owner(engine):
                upgrade(engine, lambda: stamp(clock))


@contextlib.contextmanager
def making_lock(engine: Engine) -> Iterator[None]:
    """One process at a time makes, upgrades or fills a board on PostgreSQL."""
    engine.database.execute_sql("SELECT pg_advisory_lock(%s)", (MAKING_LOCK,))
    try:
        yield
    finally:
        engine.database.execute_sql("SELECT pg_advisory_unlock(%s)", (MAKING_LOCK,))


def refuse_other_tables(engine: Engine) -> bool:
    """Whether there is any table; WrongDatabase when they aren't ours, or not in UTF-8."""
    tables = set(engine.database.get_tables())
    if tables and not _is_ours(engine, tables):
        raise WrongDatabase(
            _("{where} holds other tables: give csboard a database of its own.").format(
                where=engine.address.shown
            )
        )
    _refuse_encoding(engine)
    return bool(tables)


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
        raise refusal_of(engine, number)
    return number == SCHEMA


def refusal_of(engine: Engine, number: int) -> WrongDatabase:
    """Why a board with this schema number isn't opened."""
    where = engine.address.shown
    if number > SEALED:
        return WrongDatabase(
            _("The board at {where} was moved to {there}: name that one with --db.").format(
                where=where, there=_moved_to(engine)
            )
        )
    if number > COPYING:
        return WrongDatabase(
            _(
                "The board at {where} is being copied there and isn't complete: run csboard copy"
                " again, which goes on."
            ).format(where=where)
        )
    return WrongDatabase(
        _(
            "The board at {where} was upgraded by a newer csboard (schema {theirs}, this one"
            " knows {ours}): upgrade csboard here too."
        ).format(where=where, theirs=number, ours=SCHEMA)
    )


def _moved_to(engine: Engine) -> str:
    row = engine.database.execute_sql("SELECT value FROM setting WHERE key = 'moved_to'").fetchone()
    return clean(str(json.loads(row[0]))) if row else "?"


def schema_number(engine: Engine) -> int:
    """The board's schema number, 0 when nothing is there yet; WrongDatabase if it isn't ours."""
    with engine.explained():
        try:
            row = engine.database.execute_sql('SELECT board_id, "schema" FROM board').fetchone()
        except (peewee.OperationalError, peewee.ProgrammingError) as error:
            if failures.LACKS_A_RIGHT in failures.sql_states(error):
                raise
            _refuse_foreign(engine)  # or the error is of another kind, and comes again here
            return 0
    return int(row[1]) if row else 0


def _refuse_foreign(engine: Engine) -> None:
    tables = set(engine.database.get_tables())
    if "board" in tables and not _is_ours(engine, tables):
        raise _foreign(engine.address)
    if "board" in tables:
        engine.database.execute_sql('SELECT board_id, "schema" FROM board')
