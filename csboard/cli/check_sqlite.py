"""Checks of a board on SQLite: version, file system, room, journal, what is stored."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from csboard.cli import mending
from csboard.cli.check_access import access_findings
from csboard.cli.check_locks import holders_of, lock_findings, readers_of
from csboard.cli.findings import Finding, fail, ok, warn
from csboard.cli.mending import FIX, Mend, command
from csboard.db.backup import PART_PREFIX, is_in_use, remove_left
from csboard.db.filesystems import network_file_system
from csboard.i18n import _

MIN_FREE = 200 * 1024 * 1024
MIN_INODES = 100
MAX_WAL = 64 * 1024 * 1024
PART_AGE = 3600.0
"""Seconds after which a part of a copy that nobody holds is told of."""

_MENDED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""The first versions of their lines without the WAL-reset race; later lines have it mended."""


def file_findings(path: Path, now: datetime) -> Iterator[Finding]:
    """What can be seen from outside, without opening the database."""
    yield _file_system(path)
    yield from _room(path)
    yield from access_findings(path)
    yield from lock_findings(path)
    yield from _leftovers(path.parent, now)


def database_findings(
    path: Path, facts: Mapping[str, str], use_wal: Callable[[], None]
) -> Iterator[Finding]:
    """What the open database tells of itself."""
    yield _version(facts["version"])
    yield _journal(path, facts["journal_mode"], use_wal)


def _version(version: str) -> Finding:
    if has_race_mended(tuple(int(part) for part in version.split("."))):
        return ok("SQLite", version)
    writable = os.access(sys.prefix, os.W_OK)
    return fail(
        "SQLite",
        _("{version} can lose commits when several processes write").format(version=version),
        mend=Mend(
            command(sys.executable, "-m", "pip", "install", "--upgrade", "apsw", root=not writable)
        ),
    )


def has_race_mended(version: tuple[int, ...]) -> bool:
    return version >= _MENDED[-1] or any(
        version[:2] == line[:2] and version >= line for line in _MENDED
    )


def _journal(path: Path, mode: str, use_wal: Callable[[], None]) -> Finding:
    subject = _("journal")
    if mode != "wal":
        return fail(
            subject,
            _("{mode} instead of WAL: readers and writers wait for each other").format(mode=mode),
            mend=Mend(FIX, use_wal),
        )
    wal = path.with_name(f"{path.name}-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size <= MAX_WAL:
        return ok(subject, "WAL")
    text = _("the WAL file has grown to {size} MB").format(size=size // 1_000_000)
    advice = _("some process reads without end: close boards that hang")
    readers = [reader.told for reader in readers_of(path)]
    if not readers:
        return warn(subject, text, advice)
    return warn(
        subject,
        _("{fault}; it is read by {readers}").format(fault=text, readers=_(", ").join(readers)),
        advice,
    )


def _file_system(path: Path) -> Finding:
    subject = _("file system")
    kind = network_file_system(path)
    if kind:
        return fail(
            subject,
            _("{kind} is a network file system: SQLite loses changes on it").format(kind=kind),
            _("move the board to a local disk, or use PostgreSQL"),
        )
    return ok(subject, _("local"))


def _room(path: Path) -> Iterator[Finding]:
    subject = _("free space")
    told = os.statvfs(path.parent)
    free = told.f_bavail * told.f_frsize
    look = Mend(command("du", "-xh", "--max-depth=1", path.parent))
    if free < MIN_FREE:
        yield fail(
            subject,
            _("{free} MB").format(free=f"{free // 1_000_000:,}"),
            _("make room: 200 MB are the least to work with"),
            look,
        )
    elif told.f_files and told.f_favail < MIN_INODES:
        yield fail(
            subject,
            _("only {count} more files can be made").format(count=told.f_favail),
            _("delete files that nobody needs"),
            look,
        )
    else:
        yield ok(subject, _("{free} MB").format(free=f"{free // 1_000_000:,}"))


def _leftovers(directory: Path, now: datetime) -> Iterator[Finding]:
    """Parts of copies that were never finished: killed half way, they are nobody's any more."""
    if not os.access(directory, os.R_OK):
        return
    for part in sorted(directory.glob(f"{PART_PREFIX}*")):
        age = now.timestamp() - part.lstat().st_mtime
        if part.is_file() and not part.is_symlink() and age > PART_AGE and not _is_held(part):
            yield warn(
                _("leftovers"),
                _("{file} is part of a copy that was never finished").format(file=part),
                mend=mending.removal(part)._replace(act=partial(remove_left, part)),
            )


def _is_held(part: Path) -> bool:
    """Whether a process uses it yet, like a restore that waits for an answer."""
    try:
        return is_in_use(part)
    except OSError:  # what we may not read only the kernel's table tells of
        return bool(holders_of(part))
