"""Files beside and under a SQLite board, made with exactly the access they need."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from csboard.errors import Unavailable
from csboard.i18n import _

LOCK_LIMIT = 60.0
"""Seconds to wait for another process that makes, upgrades or restores the board."""
LOCK_STEP = 0.02


def make_file(path: Path, mode: int) -> bool:
    """Make an empty file with exactly `mode`; False when there is one already.

    SQLite would make a database 0644 whatever the umask says, and its -wal and -shm after it.
    """
    try:
        fd = os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_NOFOLLOW, mode)
    except FileExistsError:
        return False
    except OSError as error:
        raise Unavailable(
            "unreachable",
            _("{where} can't be made ({why}): check the directory's owner and mode.").format(
                where=path, why=error.strerror
            ),
        ) from error
    with os.fdopen(fd, "wb"):
        os.fchmod(fd, mode)
    return True


def set_access(path: Path, mode: int | None = None, group: int | None = None) -> None:
    """Give the plain file or directory at `path` itself this mode and group; OSError if not.

    The way leads through a descriptor: in a directory that others may write to, a name can
    become a link to anybody's file between the look at it and the change.
    """
    fd, itself = _held(path)
    try:
        status = os.fstat(fd)
        if not stat.S_ISDIR(status.st_mode) and (
            not stat.S_ISREG(status.st_mode) or status.st_nlink > 1
        ):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
        if group is not None:
            os.chown(itself, -1, group)
        if mode is not None:
            os.chmod(itself, mode)
    finally:
        os.close(fd)


def _held(path: Path) -> tuple[int, int | str]:
    """A descriptor of what lies at `path` itself, and the name that changes go by."""
    try:
        fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
    except PermissionError:  # its owner may change what even the owner may not read
        if not hasattr(os, "O_PATH"):
            raise
        fd = os.open(path, os.O_PATH | os.O_NOFOLLOW)
        return fd, f"/proc/self/fd/{fd}"
    return fd, fd


def first_bytes(path: Path, count: int) -> bytes | None:
    """The beginning of a plain file, None when it is none: a FIFO would be waited on for ever."""
    fd = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        return os.read(fd, count) if stat.S_ISREG(os.fstat(fd).st_mode) else None
    finally:
        os.close(fd)


@contextlib.contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """One process at a time makes or upgrades a board; taken before SQLite opens the file."""
    lock = path.with_name(path.name + ".lock")
    try:
        fd = os.open(lock, os.O_CREAT | os.O_RDONLY | os.O_NOFOLLOW, 0o660)
    except OSError as error:
        raise Unavailable(
            "unreachable",
            _("Can't write beside {where} ({why}): check the directory's owner and mode.").format(
                where=path, why=error.strerror
            ),
        ) from error
    try:
        _wait_for(fd, path)
        with contextlib.suppress(PermissionError):
            os.fchmod(fd, 0o660)
        yield
    finally:
        os.close(fd)


def _wait_for(fd: int, path: Path) -> None:
    """Take the lock; Unavailable when whoever has it, stopped by Ctrl+Z perhaps, keeps it."""
    until = time.monotonic() + LOCK_LIMIT
    while True:
        try:
            return fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                raise Unavailable(
                    "busy",
                    _(
                        "{where} is being made, upgraded or restored by another process:"
                        " csboard doctor says by which."
                    ).format(where=path),
                ) from None
        time.sleep(LOCK_STEP)
