"""Where the demo lives while it runs: a directory nobody else can look into, gone afterwards.

Whoever starts the next demo clears what was left behind by one that had no time to: the lock
on a directory ends with its process.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "csboard-demo-"
MEMORY = Path("/dev/shm")
MADE = "board.db"
"""What a demo puts into its directory once that is locked."""

WRITTEN = "settings.toml"
"""What the program itself writes among the person's settings."""


@contextmanager
def private_directory() -> Iterator[Path]:
    """A new directory of mode 0700, removed with all that is in it at the end."""
    room = _room()
    _clear_leftovers(room)
    directory = Path(tempfile.mkdtemp(prefix=PREFIX, dir=room))
    lock = _lock(directory, fcntl.LOCK_EX)  # another demo, clearing up, may just look into it
    try:
        yield directory
    finally:
        shutil.rmtree(directory, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def borrow_settings(own: Path, private: Path) -> None:
    """Let the demo wear the person's settings: read where they are, changed only here."""
    private.mkdir(mode=0o700, parents=True)
    for name in os.listdir(own) if own.is_dir() else ():
        if name == WRITTEN:
            shutil.copyfile(own / name, private / name)
        else:
            (private / name).symlink_to(own / name)


def _room() -> Path:
    """In memory, unless the person names a place: half the time of making it is the disk's."""
    if "TMPDIR" not in os.environ and os.access(MEMORY, os.W_OK | os.X_OK):
        return MEMORY
    return Path(tempfile.gettempdir())


def _clear_leftovers(where: Path) -> None:
    for directory in where.glob(f"{PREFIX}*"):
        lock = _lock(directory)
        if lock is None:
            continue
        if (directory / MADE).exists():
            shutil.rmtree(directory, ignore_errors=True)
        os.close(lock)


def _lock(directory: Path, how: int = fcntl.LOCK_EX | fcntl.LOCK_NB) -> int | None:
    """Hold a directory of one's own until the descriptor is closed; None when it can't be."""
    try:
        opened = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        if os.fstat(opened).st_uid == os.getuid():
            fcntl.flock(opened, how)
            return opened
    except OSError:
        pass
    os.close(opened)
    return None
