"""Copying a SQLite board while it is in use: whole and checked, or not there at all."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import apsw

from csboard.errors import Unavailable, UsageError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean

OPEN_READWRITE = 2

PAGES = 1000
"""Pages copied in one step; between two of them the copying can be stopped."""

Progress = Callable[[int, int], object]
"""Told how much is done, and of how much."""

PART_PREFIX = ".csboard-backup-"
"""How the name of a copy begins while it is being made."""


class Contents(NamedTuple):
    """What a board's file holds."""

    board_id: str
    schema: int
    newest: int
    """Id of the newest event, 0 when there is none."""
    events: int


def copy_to(
    target: Path, source: apsw.Connection, mode: int = 0o600, progress: Progress | None = None
) -> Contents:
    """Copy everything committed into the new file `target`, and tell what it holds.

    UsageError when there is anything at `target`, be it a link; Unavailable when the copy
    comes out damaged or lacks an event. apsw.Error and OSError are left to the caller.
    """
    refuse_existing(target)
    with passing_file(target) as name:
        contents = _copy(name, source, progress or (lambda _done, _total: None))
        os.chmod(name, mode)
        give_name(name, target)
    return contents


@contextlib.contextmanager
def passing_file(target: Path) -> Iterator[str]:
    """A private file in the directory of `target`, gone in the end whatever happens.

    It is locked until then: what a killed process left is locked by nobody, and is cleared here.
    """
    clear_left(target.parent)
    descriptor, name = _locked_part(target.parent)
    try:
        yield name
    finally:
        os.close(descriptor)
        Path(name).unlink(missing_ok=True)  # it may have become the board


def _locked_part(directory: Path) -> tuple[int, str]:
    """A new part, held by this process; another may have cleared it before the lock was there."""
    while True:
        descriptor, name = tempfile.mkstemp(prefix=PART_PREFIX, dir=directory)
        with contextlib.suppress(OSError):  # a file system without locks: as ever
            fcntl.flock(descriptor, fcntl.LOCK_SH)  # who clears holds it for a moment only
        if os.fstat(descriptor).st_nlink:
            return descriptor, name
        os.close(descriptor)


def clear_left(directory: Path) -> None:
    """Remove parts of one's own in `directory` that no process is writing any more."""
    for part in directory.glob(f"{PART_PREFIX}*"):
        with contextlib.suppress(OSError), _held_by_nobody_else(part) as found:
            if found.st_uid == os.geteuid():
                part.unlink()


def remove_left(part: Path) -> None:
    """Remove the part of a copy; OSError while a process still makes or uses it."""
    with _held_by_nobody_else(part):
        part.unlink()


def is_in_use(part: Path) -> bool:
    """Whether a process holds this part; OSError where that can't be found out."""
    try:
        with _held_by_nobody_else(part):
            return False
    except BlockingIOError:
        return True


@contextlib.contextmanager
def _held_by_nobody_else(part: Path) -> Iterator[os.stat_result]:
    """Hold the plain file `part`; BlockingIOError when it is held, OSError for what is no part."""
    opened = os.open(part, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        found = os.fstat(opened)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(part))
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield found
    finally:
        os.close(opened)


def give_name(name: str, target: Path) -> None:
    """Let the complete file `name` be at `target` too, safe on disk; UsageError if one is there."""
    with contextlib.suppress(FileExistsError):
        os.link(name, target)
        sync_directory(target.parent)
        return
    refuse_existing(target)


def sync_directory(directory: Path) -> None:
    """Have the names in it written to the disk."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def refuse_existing(target: Path) -> None:
    """UsageError when there is anything at `target`."""
    if os.path.lexists(target):
        raise UsageError(
            _("{path} exists already: name a new file.").format(path=clean(str(target)))
        )


def _copy(name: str, source: apsw.Connection, progress: Progress) -> Contents:
    """Copy what is committed at this moment, and have the copy checked.

    The read transaction holds the moment: without it SQLite begins again with every commit.
    """
    source.execute("BEGIN")
    try:
        expected = contents_of(source)
        with contextlib.closing(apsw.Connection(name, flags=OPEN_READWRITE)) as copy:
            with copy.backup("main", source, "main") as running:
                while not running.done:
                    running.step(PAGES)
                    progress(running.page_count - running.remaining, running.page_count)
            if not is_sound(copy) or contents_of(copy) != expected:
                raise Unavailable("corrupt", _("The copy is damaged: run csboard doctor."))
    finally:
        source.execute("ROLLBACK")
    return expected


def is_sound(connection: apsw.Connection) -> bool:
    """Whether SQLite finds no fault in any page; Ctrl+C ends the search."""
    connection.set_progress_handler(lambda: False, 100_000)
    return bool(connection.execute("PRAGMA integrity_check").get == "ok")


def held_by(board: Path | apsw.Connection) -> Contents | None:
    """What a file or an open board holds; None when the file is damaged or no board."""
    if isinstance(board, apsw.Connection):
        return contents_of(board)
    try:
        with contextlib.closing(apsw.Connection(str(board), flags=OPEN_READWRITE)) as copy:
            return contents_of(copy) if is_sound(copy) else None
    except (apsw.Error, TypeError):
        return None


def contents_of(connection: apsw.Connection) -> Contents:
    """What the board's file holds; apsw.Error when it isn't one."""
    board_id, schema = connection.execute('SELECT board_id, "schema" FROM board').get
    newest, events = connection.execute("SELECT ifnull(max(id), 0), count(*) FROM event").get
    return Contents(str(board_id), int(schema), int(newest), int(events))
