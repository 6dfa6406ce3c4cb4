"""Which kind of file system a path is on, from the kernel's mount table.

WAL works between processes of one host only: over a network file system it loses commits.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

from csboard.errors import WrongDatabase
from csboard.i18n import _
from csboard.named import NamedTuple

MOUNT_TABLE = Path("/proc/self/mountinfo")

_LOCAL = frozenset({"btrfs", "ext4", "overlay", "tmpfs", "xfs", "zfs"})
"""Those that are met most; the rest are looked for in a pattern, which takes long to compile."""
_NETWORK = (
    r"nfs\d?|cifs|smb\w*|afs|9p|ceph|glusterfs|lustre|beegfs|gpfs|ocfs2|gfs2|davfs"
    r"|fuse\.(sshfs|glusterfs|rclone|s3fs|davfs2?|ceph|smbnetfs|cifs|nfs)"
)


class Mount(NamedTuple):
    """What the mount table says of a file system."""

    kind: str
    """Its type; empty when it isn't known."""
    device: int
    """By which the kernel names it, which btrfs doesn't tell in a file's status; 0 if unknown."""


def mount_of(path: Path, mounts: str) -> Mount:
    """The file system `path` is on, by the text of a mount table."""
    resolved = path.resolve()
    best, mount = -1, Mount("", 0)
    for line in mounts.splitlines():
        before, _dash, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = Path(_unescaped(fields[4]))
        if resolved.is_relative_to(point) and len(point.parts) >= best:
            best, mount = len(point.parts), Mount(after.split()[0], _device(fields[2]))
    return mount


def _device(numbers: str) -> int:
    major, _colon, minor = numbers.partition(":")
    return os.makedev(int(major), int(minor)) if major.isdigit() and minor.isdigit() else 0


def network_file_system(path: Path) -> str:
    """The type of the network file system `path` is on; empty on a local (or unknown) one."""
    kind = _mount_of(path).kind
    return kind if is_network(kind) else ""


def device_of(path: Path) -> int:
    """The device of the file system `path` is on, as the kernel's other tables name it."""
    return _mount_of(path).device


def _mount_of(path: Path) -> Mount:
    try:
        mounts = MOUNT_TABLE.read_text(encoding="utf-8", errors="surrogateescape")
        return mount_of(path, mounts)
    except (OSError, RuntimeError):  # a circle of links; opening it will say so
        return Mount("", 0)


def refuse_network(path: Path) -> None:
    """WrongDatabase when a board can't be safe at `path`."""
    if kind := network_file_system(path):
        raise WrongDatabase(
            _(
                "{where} is on a network file system ({kind}), where SQLite loses changes:"
                " use a local disk, or PostgreSQL."
            ).format(where=path, kind=kind)
        )


def is_network(kind: str) -> bool:
    return kind not in _LOCAL and re.fullmatch(_NETWORK, kind) is not None


def _unescaped(field: str) -> str:
    if "\\" not in field:
        return field
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
