"""Commands that mend what `csboard doctor` finds, and doing the same without a shell.

Nothing here touches what is stored in the board: modes, groups, access lists, a missing bell,
leftovers.
"""

from __future__ import annotations

import os
import shlex
import stat
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from csboard.db.files import set_access
from csboard.named import NamedTuple

ACCESS_LISTS = ("system.posix_acl_access", "system.posix_acl_default")

FIX = "csboard doctor --fix"
FIX_DEEP = "csboard doctor --deep --fix"


class Mend(NamedTuple):
    """How one fault is mended."""

    command: str
    """For a shell, with `sudo` in front where this account may not do it."""
    act: Callable[[], object] | None = None
    """The same by `--fix`: OSError when it can't be done; None where it takes a person."""


def command(*words: str | Path, root: bool = False) -> str:
    """The words as one shell command; `root` when only the superuser may do it."""
    needed = ["sudo"] if root and os.geteuid() != 0 else []
    return shlex.join([*needed, *map(str, words)])


def chmod(path: Path, mode: int) -> Mend:
    words = command("chmod", f"{mode:o}", path, root=not _is_mine(path))
    return Mend(words, partial(set_access, path, mode))


def chgrp(path: Path, group: int, name: str) -> Mend:
    """Give `path` to a group and keep its mode: a change of group can take the setgid bit."""
    may = _is_mine(path) and group in (os.getegid(), *os.getgroups())
    mode = stat.S_IMODE(path.lstat().st_mode)
    return Mend(command("chgrp", name, path, root=not may), partial(set_access, path, mode, group))


def chown(path: Path, login: str) -> Mend:
    return Mend(command("chown", login, path, root=True))


def without_access_list(path: Path) -> Mend:
    words = command("setfacl", "-b", path, root=not _is_mine(path))
    return Mend(words, partial(drop_access_list, path))


def drop_access_list(path: Path) -> None:
    """Let the mode alone say who may; OSError when that can't be done."""
    for name in ACCESS_LISTS:
        if has_attribute(path, name):
            os.removexattr(path, name, follow_symlinks=False)


def has_attribute(path: Path, name: str) -> bool:
    with suppress(OSError, AttributeError):  # none, or a system without any
        os.getxattr(path, name, follow_symlinks=False)
        return True
    return False


def removal(path: Path) -> Mend:
    """Take a file away that holds nothing; never one that is part of the board."""
    directory = path.parent.stat()
    sticky = directory.st_mode & stat.S_ISVTX and not _is_mine(path)
    may = os.access(path.parent, os.W_OK | os.X_OK) and not sticky
    return Mend(command("rm", "--", path, root=not may), path.unlink)


def _is_mine(path: Path) -> bool:
    return path.lstat().st_uid == os.geteuid()
