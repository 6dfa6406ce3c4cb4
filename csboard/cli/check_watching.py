"""Whether an open board can hear at once of what others do, or has to look again and again."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

from csboard.cli.findings import Finding, ok, warn
from csboard.cli.mending import Mend, command
from csboard.i18n import _

LIMITS = Path("/proc/sys/fs/inotify")
_MODIFY = 0x2


def watching_finding(directory: Path) -> Finding:
    """Try what an open board does: watch the bell's directory."""
    subject = _("inotify")
    number = _try_to_watch(directory)
    if number not in (errno.EMFILE, errno.ENOSPC):
        return ok(subject, _("open boards hear of changes at once"))
    what = "max_user_instances" if number == errno.EMFILE else "max_user_watches"
    return warn(
        subject,
        _("{limit} of this account are used up: the board looks every 250 ms instead").format(
            limit=what
        ),
        _("raise the limit; to keep it, write the line into a file of /etc/sysctl.d"),
        Mend(command("sysctl", f"fs.inotify.{what}={2 * _limit(what)}", root=True)),
    )


def _try_to_watch(directory: Path) -> int:
    """The error number; 0 when it works, or when there is nothing to try it with."""
    library = ctypes.CDLL(None, use_errno=True)
    if not hasattr(library, "inotify_init1"):
        return 0
    descriptor = library.inotify_init1(os.O_CLOEXEC)
    if descriptor < 0:
        return ctypes.get_errno()
    try:
        watch = library.inotify_add_watch(descriptor, os.fsencode(directory), _MODIFY)
        return ctypes.get_errno() if watch < 0 else 0
    finally:
        os.close(descriptor)


def _limit(name: str) -> int:
    try:
        return int((LIMITS / name).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 8192
