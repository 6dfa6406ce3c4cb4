"""Bringing a backup back as the board: over no open board, and nothing of the present one lost."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import apsw

from csboard.db.backup import (
    OPEN_READWRITE,
    Contents,
    Progress,
    contents_of,
    is_sound,
    passing_file,
    refuse_existing,
    sync_directory,
)
from csboard.db.files import file_lock
from csboard.db.schema import SCHEMA
from csboard.errors import Conflict, Refused, Unavailable, WrongDatabase
from csboard.i18n import _
from csboard.text import clean

BLOCK = 4 * 1024 * 1024

_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510
"""The bytes of a database file that every connection to it holds locked (os_unix.c)."""

_SPARE = 64 * 1024 * 1024
"""Bytes that must stay free on the disk beside a new board."""


@contextlib.contextmanager
def prepared(backup: Path, target: Path, mode: int, progress: Progress) -> Iterator[str]:
    """The name of a copy of `backup` beside `target`, with the access the board will have.

    Gone in the end, unless it became the board. Unavailable when there is no room for it.
    """
    _refuse_without_room(backup.stat().st_size, target.parent)
    with passing_file(target) as name:
        _copy_bytes(backup, name, progress)
        os.chmod(name, mode)
        if target.exists() and os.getuid() == 0:
            status = target.stat()
            os.chown(name, status.st_uid, status.st_gid)
        yield name


def examined(name: str, backup: Path) -> Contents:
    """What the copy `name` of `backup` holds, after all its pages were looked at.

    Unavailable when it is damaged, WrongDatabase when a newer csboard made it.
    """
    file = clean(str(backup))
    try:
        with contextlib.closing(apsw.Connection(name, flags=OPEN_READWRITE)) as copy:
            if not is_sound(copy):
                raise apsw.CorruptError
            contents = contents_of(copy)
            copy.execute("PRAGMA journal_mode = WAL")
    except (apsw.CorruptError, apsw.NotADBError, apsw.SQLError, TypeError) as error:
        raise Unavailable(
            "corrupt", _("{file} is damaged: take another backup.").format(file=file)
        ) from error
    refuse_newer(contents.schema, backup)
    return contents


def refuse_newer(schema: int, backup: Path) -> None:
    """WrongDatabase when a newer csboard made the backup."""
    if schema > SCHEMA:
        raise WrongDatabase(
            _(
                "{file} was made by a newer csboard (schema {theirs}, this one knows {ours}):"
                " upgrade csboard first."
            ).format(file=clean(str(backup)), theirs=schema, ours=SCHEMA)
        )


def refuse_open(path: Path) -> None:
    """Conflict when any process has the board at `path` open."""
    with _locked_by_hand(path):
        pass


def put_in_place(name: str, target: Path, aside: Path) -> None:
    """Make the file `name` the board at `target`; the present one becomes `aside`.

    Nobody can have it open meanwhile: Conflict otherwise, and nothing has changed. The board's
    name always stands for one of the two.
    """
    refuse_existing(aside)
    with file_lock(target):
        if not target.exists():
            os.link(name, target)
        else:
            with _alone(target, aside):
                os.link(target, aside)
                os.replace(name, target)
        sync_directory(target.parent)


@contextlib.contextmanager
def _alone(target: Path, aside: Path) -> Iterator[None]:
    """Hold the board locked, with all that its -wal holds written back by SQLite itself.

    What stays is a single file in rollback mode. A process that opened it before this and
    reads only now is told by SQLite that it was moved, and can't write to it.
    """
    with contextlib.closing(apsw.Connection(str(target), flags=OPEN_READWRITE)) as held:
        # Of a damaged board SQLite shall neither write back nor clear away anything.
        held.config(apsw.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1)
        try:
            held.execute("PRAGMA locking_mode = EXCLUSIVE")
            if held.execute("PRAGMA journal_mode = DELETE").get != "delete":
                raise _in_use(target)
            held.execute("BEGIN EXCLUSIVE")
        except (apsw.BusyError, apsw.LockedError) as error:
            raise _in_use(target) from error
        except (apsw.CorruptError, apsw.NotADBError, apsw.IOError):
            held.close()
            with _locked_by_hand(target):
                _move_companions(target, aside)
                yield
            return
        yield
        held.execute("ROLLBACK")


def _move_companions(target: Path, aside: Path) -> None:
    """A damaged board's -wal and -shm stay with it, under its new name."""
    for suffix in ("-wal", "-shm"):
        companion = target.with_name(target.name + suffix)
        if companion.exists():
            companion.rename(aside.with_name(aside.name + suffix))


@contextlib.contextmanager
def _locked_by_hand(path: Path) -> Iterator[None]:
    """Keep other connections out, without SQLite, which can't open what is damaged."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_SIZE, _SHARED_FIRST)
        yield
    except BlockingIOError as error:
        raise _in_use(path) from error
    finally:
        os.close(descriptor)


def _in_use(path: Path) -> Refused:
    return Conflict(
        "in_use",
        _("{where} is open: end every csboard on it (boards and intake), then restore.").format(
            where=clean(str(path))
        ),
    )


def _copy_bytes(backup: Path, name: str, progress: Progress) -> None:
    total = backup.stat().st_size
    with backup.open("rb") as source, open(name, "wb") as copy:
        while block := source.read(BLOCK):
            copy.write(block)
            progress(copy.tell(), total)
        copy.flush()
        os.fsync(copy.fileno())


def _refuse_without_room(size: int, directory: Path) -> None:
    free = shutil.disk_usage(directory).free
    if free < size + _SPARE:
        raise Unavailable(
            "full",
            _("{directory} has {free:,} MB free, and {needed:,} MB are needed: make room.").format(
                directory=clean(str(directory)),
                free=free // 1_000_000,
                needed=(size + _SPARE) // 1_000_000 + 1,
            ),
        )
