"""Faults that a shared SQLite board can have, each made for real by root, and what heals them."""

from __future__ import annotations

import os
import shlex
import shutil
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import apsw

STRANGER = 64999
"""A user and a group that have nothing to do with the board."""

Plant = Callable[[Path], object]


def _group_list(*more: tuple[int, int, int]) -> bytes:
    """An access list: the usual entries, and more."""
    nobody = 0xFFFFFFFF
    entries = [(1, 6, nobody), *more, (4, 6, nobody), (16, 6, nobody), (32, 0, nobody)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *entry) for entry in entries)


def _list(path: Path, name: str) -> None:
    os.setxattr(path, f"system.posix_acl_{name}", _group_list((2, 6, STRANGER)))


def _bell(path: Path) -> Path:
    return path.with_name(f"{path.name}.bell")


def _linked_ring(path: Path) -> None:
    ring = _bell(path) / "ring"
    ring.unlink()
    ring.symlink_to("/etc/hostname")


def _no_wal(path: Path) -> None:
    connection = apsw.Connection(str(path))
    connection.execute("PRAGMA journal_mode = delete")
    connection.close()


def _left_part(path: Path) -> None:
    part = path.parent / ".csboard-backup-x1"
    part.write_bytes(b"half")
    os.utime(part, (0, 0))


ON_CLOSED: Mapping[str, tuple[Plant, str]] = {
    "directory without setgid": (lambda path: path.parent.chmod(0o770), "mode 0770"),
    "directory of another group": (
        lambda path: os.chown(path.parent, -1, STRANGER),
        f"belongs to group {STRANGER}",
    ),
    "directory open to everybody": (lambda path: path.parent.chmod(0o2777), "mode 2777"),
    "directory with the sticky bit": (lambda path: path.parent.chmod(0o3770), "mode 3770"),
    "file for reading only": (lambda path: path.chmod(0o640), "mode 0640"),
    "file of another group": (
        lambda path: os.chown(path, -1, STRANGER),
        f"belongs to group {STRANGER}",
    ),
    "file of an account that is gone": (
        lambda path: os.chown(path, STRANGER, -1),
        f"belongs to {STRANGER}",
    ),
    "lock of one person": (lambda path: Path(f"{path}.lock").chmod(0o600), "board.db.lock"),
    "bell's directory of one person": (lambda path: _bell(path).chmod(0o700), "board.db.bell"),
    "bell of one person": (lambda path: (_bell(path) / "ring").chmod(0o600), "ring"),
    "bell that is a link": (_linked_ring, "ring is a link"),
    "bell missing": (lambda path: shutil.rmtree(_bell(path)), "is missing"),
    "access list of the file": (lambda path: _list(path, "access"), "access list"),
    "access list to inherit": (lambda path: _list(path.parent, "default"), "access list"),
    "parent open to everybody": (lambda path: path.parent.parent.chmod(0o777), "in place of"),
    "parent closed to members": (lambda path: path.parent.parent.chmod(0o700), "can't pass"),
    "journal instead of WAL": (_no_wal, "instead of WAL"),
    "part of a copy left over": (_left_part, "never finished"),
}
"""By name: how it is made while nobody has the board open, and words that name it."""

ON_OPEN: Mapping[str, tuple[Plant, str]] = {
    "-wal of one person": (lambda path: Path(f"{path}-wal").chmod(0o600), "board.db-wal"),
    "-shm for reading only": (lambda path: Path(f"{path}-shm").chmod(0o640), "board.db-shm"),
    "-wal of another group": (
        lambda path: os.chown(f"{path}-wal", -1, STRANGER),
        f"belongs to group {STRANGER}",
    ),
}
"""The same, while somebody has it open."""


def paste(command: str) -> subprocess.CompletedProcess[str]:
    """Run a command as if pasted into a shell, with this csboard on the way."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    assert shlex.split(command)
    return subprocess.run(
        ["sh", "-c", command],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
