"""Where a board is copied to: nothing yet, or a copy of the same board that was stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from csboard.db import models, schema
from csboard.db.address import DatabaseAddress
from csboard.db.engine import Engine
from csboard.db.files import file_lock
from csboard.db.filesystems import refuse_network
from csboard.db.schema import COPYING, SCHEMA
from csboard.db.store import make_engine
from csboard.errors import UsageError, WrongDatabase
from csboard.i18n import _
from csboard.named import NamedTuple


class Ends(NamedTuple):
    """The two databases of a copy, all connected in this thread."""

    source: Engine
    target: Engine
    seen: Engine
    """The target by a second connection, to be read while the first writes."""
    resumes: bool
    """The target holds the beginning already."""


@contextmanager
def ends(source: DatabaseAddress, target: DatabaseAddress, mode: int) -> Iterator[Ends]:
    """Connect source and target, make the target's tables, and keep others from it.

    `mode` is that of a new file. UsageError when both are one; WrongDatabase when the target
    holds anything but a copy of this board that was begun.
    """
    if source.path is not None and target.path is not None:
        refuse_same(source.path.resolve() == target.path.resolve())
    read, written, seen = make_engine(source), make_engine(target), make_engine(target)
    with ExitStack() as stack:
        for engine in (read, written, seen):
            stack.callback(engine.disconnect)
        read.connect()
        resumes = stack.enter_context(_made(written, _identity(read), mode))
        seen.connect()
        for engine in (read, written, seen):
            stack.enter_context(engine.unhurried())
        yield Ends(read, written, seen, resumes)


def refuse_same(is_same: bool) -> None:
    if is_same:
        raise UsageError(_("--to names the board itself: name another database."))


def _identity(source: Engine) -> str:
    with source.explained():
        (board_id,) = source.database.execute_sql("SELECT board_id FROM board").fetchone()
    return str(board_id)


@contextmanager
def _made(engine: Engine, board_id: str, mode: int) -> Iterator[bool]:
    """Hold the lock that makers of boards take; whether the copy was begun before."""
    from csboard.db.upgrading import begin_file

    path = engine.address.path
    if path is not None:
        refuse_network(path)
        with file_lock(path):
            begin_file(engine, mode)
            yield _begun(engine, board_id)
        return
    engine.connect()
    with engine.explained(), schema.making_lock(engine):
        schema.refuse_other_tables(engine)
        yield _begun(engine, board_id)


def _begun(engine: Engine, board_id: str) -> bool:
    """Whether the copy of this board was begun; else its tables are made, with the mark."""
    from csboard.db.upgrading import upgrade

    number = schema.schema_number(engine)
    if number == 0:
        upgrade(engine, lambda: _mark(board_id))
        return False
    if number != COPYING + SCHEMA or _identity(engine) != board_id:
        raise WrongDatabase(
            _("{where} holds a board already: name a new file or an empty database.").format(
                where=engine.address.shown
            )
        )
    return True


def _mark(board_id: str) -> None:
    """Whose copy this is, and that it isn't complete."""
    from csboard.clock import SystemClock

    models.BoardRow.create(
        id=1, board_id=board_id, schema=COPYING + SCHEMA, created_at=SystemClock().now()
    )
