"""Which kind of file system a path is on, from the kernel's mount table.

WAL works between processes of one host only: over a network file system it loses commits.
"""

from __future__ import annotations

import re
from pathlib import Path

from csboard.errors import WrongDatabase
from csboard.i18n import _

MOUNT_TABLE = Path("/proc/self/mountinfo")

_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|9p|ceph|glusterfs|lustre|beegfs|gpfs|ocfs2|gfs2|davfs"
    r"|fuse\.(sshfs|glusterfs|rclone|s3fs|davfs2?|ceph|smbnetfs|cifs|nfs)"
)


def kind_of(path: Path, mounts: str) -> str:
    """The type of the file system `path` is on, by the text of a mount table; or empty."""
    resolved = path.resolve()
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, _dash, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = Path(_unescaped(fields[4]))
        if resolved.is_relative_to(point) and len(point.parts) >= best:
            best, kind = len(point.parts), after.split()[0]
    return kind


def network_file_system(path: Path) -> str:
    """The type of the network file system `path` is on; empty on a local (or unknown) one."""
    try:
        path = path.resolve()
        mounts = MOUNT_TABLE.read_text(encoding="utf-8", errors="surrogateescape")
    except (OSError, RuntimeError):  # a circle of links; opening it will say so
        return ""
    kind = kind_of(path, mounts)
    return kind if is_network(kind) else ""


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
    return _NETWORK.fullmatch(kind) is not None


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)
