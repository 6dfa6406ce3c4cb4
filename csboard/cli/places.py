"""Owners and modes of the files a SQLite board consists of."""

from __future__ import annotations

import grp
import pwd
import stat
from pathlib import Path

SHARED_DIRECTORY = 0o2770
"""Setgid, so that every file in it belongs to the group, whoever makes it."""
SHARED_FILE = 0o660
OWN_DIRECTORY = 0o700
OWN_FILE = 0o600


def is_shared(directory: Path) -> bool:
    """Whether the group can work in it, files stay the group's, and nobody else may write."""
    mode = directory.stat().st_mode
    return mode & 0o2070 == 0o2070 and not mode & stat.S_IWOTH


def group_name(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return str(gid)


def user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def octal(mode: int) -> str:
    """Permission bits as chmod takes them: `2770`."""
    return f"{stat.S_IMODE(mode):04o}"
