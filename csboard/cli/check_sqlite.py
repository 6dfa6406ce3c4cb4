"""Checks of a board on SQLite: version, file system, room, owners and modes (rule R13)."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

from csboard.cli.findings import Finding, fail, ok, warn
from csboard.cli.places import group_name, octal
from csboard.db.filesystems import network_file_system
from csboard.i18n import _

MIN_FREE = 200 * 1024 * 1024
MAX_WAL = 64 * 1024 * 1024

_MENDED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))
"""The first versions of their lines without the WAL-reset race; later lines have it mended."""


def file_findings(path: Path) -> Iterator[Finding]:
    """What can be seen from outside, without opening the database."""
    yield _file_system(path)
    yield _free_space(path)
    yield from _access(path)


def database_findings(path: Path, facts: Mapping[str, str]) -> Iterator[Finding]:
    """What the open database tells of itself."""
    yield _version(facts["version"])
    yield _journal(path, facts["journal_mode"])


def _version(version: str) -> Finding:
    if has_race_mended(tuple(int(part) for part in version.split("."))):
        return ok("SQLite", version)
    return fail(
        "SQLite",
        _("{version} can lose commits when several processes write").format(version=version),
        "pip install --upgrade apsw",
    )


def has_race_mended(version: tuple[int, ...]) -> bool:
    return version >= _MENDED[-1] or any(
        version[:2] == line[:2] and version >= line for line in _MENDED
    )


def _journal(path: Path, mode: str) -> Finding:
    subject = _("journal")
    if mode != "wal":
        return fail(
            subject,
            _("{mode} instead of WAL: readers and writers wait for each other").format(mode=mode),
            f"sqlite3 {path} 'PRAGMA journal_mode=wal'",
        )
    wal = _beside(path, "-wal")
    size = wal.stat().st_size if wal.exists() else 0
    if size > MAX_WAL:
        return warn(
            subject,
            _("the WAL file has grown to {size} MB").format(size=size // 1_000_000),
            _("some process reads without end: close boards that hang"),
        )
    return ok(subject, "WAL")


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


def _free_space(path: Path) -> Finding:
    subject = _("free space")
    free = shutil.disk_usage(path.parent).free
    text = f"{free // 1_000_000:,} MB"
    if free < MIN_FREE:
        return fail(subject, text, _("make room: 200 MB are the least to work with"))
    return ok(subject, text)


def _access(path: Path) -> Iterator[Finding]:
    """Owners and modes: all for the group, or all for one person."""
    directory = path.parent.stat()
    shared = bool(path.stat().st_mode & 0o060 or directory.st_mode & stat.S_ISGID)
    faults = list(_shared_faults(path) if shared else _own_faults(path))
    yield from faults
    if not faults:
        who = _("shared with group {group}").format(group=group_name(directory.st_gid))
        yield ok(_("access"), who if shared else _("yours alone"))


def _shared_faults(path: Path) -> Iterator[Finding]:
    directory = path.parent
    status = directory.stat()
    group = group_name(status.st_gid)
    if status.st_mode & 0o2070 != 0o2070 or status.st_mode & stat.S_IWOTH:
        yield _wrong_mode(directory, 0o2770)
    for file, mode in _parts(path):
        if not file.exists():
            continue
        found = file.stat()
        if stat.S_IMODE(found.st_mode) & 0o777 != mode:
            yield _wrong_mode(file, mode)
        if found.st_gid != status.st_gid:
            yield fail(
                _("access"),
                _("{file} belongs to group {group}").format(
                    file=file, group=group_name(found.st_gid)
                ),
                f"chgrp {group} {file}",
            )


def _own_faults(path: Path) -> Iterator[Finding]:
    for file, _mode in _parts(path):
        if file.suffix != ".lock" and file.exists() and file.stat().st_mode & 0o077:
            yield _wrong_mode(file, 0o700 if file.is_dir() else 0o600)


def _parts(path: Path) -> Iterator[tuple[Path, int]]:
    """The files a shared board consists of, each with its mode."""
    for suffix in ("", "-wal", "-shm", ".lock"):
        yield _beside(path, suffix), 0o660
    bell = _beside(path, ".bell")
    yield bell, 0o770
    yield bell / "ring", 0o660


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _wrong_mode(file: Path, mode: int) -> Finding:
    return fail(
        _("access"),
        _("{file} has mode {mode}").format(file=file, mode=octal(file.stat().st_mode)),
        f"chmod {mode:o} {file}",
    )
