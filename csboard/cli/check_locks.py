"""Who holds what of a board: the write lock, the lock for upgrades, and who reads for long.

Seen in the kernel's table of locks. Opening the -shm file to ask would be simpler, and would
drop SQLite's own locks of this process when it is closed again.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from csboard.cli.findings import Finding, fail, ok, warn
from csboard.cli.mending import Mend, command
from csboard.cli.places import user_name
from csboard.db.filesystems import device_of
from csboard.i18n import _
from csboard.named import NamedTuple

LOCK_TABLE = Path("/proc/locks")

WRITE = range(120, 121)
"""The byte of the -shm file that a writer locks (sqlite.org/walformat.html)."""
READ = range(123, 128)
"""The bytes that readers lock."""
LOOKS, STEP = 10, 0.05
"""A writer that is seen at each of so many looks, seconds apart, has held the lock for long."""


Place = tuple[int, int]
"""A file: the device and the number of its inode, which alone says nothing."""


class Holder(NamedTuple):
    """A process that holds a lock."""

    pid: int
    stopped: bool

    @property
    def told(self) -> str:
        state = _("stopped") if self.stopped else _("running")
        return _("process {pid} of {user}, {state}").format(
            pid=self.pid, user=_owner(self.pid), state=state
        )


def lock_findings(path: Path) -> Iterator[Finding]:
    """Whether somebody keeps all others from writing, or from upgrading."""
    subject = _("locks")
    writer, upgrader = _lasting(path, "-shm", WRITE), _lasting(path, ".lock", None)
    if writer is not None:
        text = _("nobody can write: the write lock is held by {holder}")
        yield _told(text.format(holder=writer.told), writer)
    if upgrader is not None:
        text = _("nobody can upgrade or restore: the lock is held by {holder}")
        yield _told(text.format(holder=upgrader.told), upgrader)
    if writer is None and upgrader is None:
        yield ok(subject, _("free"))


def _told(text: str, holder: Holder) -> Finding:
    foreign = _uid(holder.pid) != os.geteuid()
    if holder.stopped:
        mend = Mend(command("kill", "-CONT", str(holder.pid), root=foreign))
        return fail(_("locks"), text, _("let it go on, or end it"), mend)
    mend = Mend(command("ps", "-fp", str(holder.pid)))
    return warn(_("locks"), text, _("look what it does; end it if it hangs"), mend)


def readers_of(path: Path) -> list[Holder]:
    """Who reads the board at this moment."""
    return _holders(path.with_name(f"{path.name}-shm"), READ)


def holders_of(path: Path) -> list[Holder]:
    """Who holds a lock on a file."""
    return _holders(path, None)


def _lasting(path: Path, suffix: str, span: range | None) -> Holder | None:
    """Who holds a lock at every look: a stopped process at once, others after a while."""
    file = path.with_name(path.name + suffix)
    for look in range(LOOKS):
        found = _holders(file, span)
        if not found or found[0].stopped:
            return found[0] if found else None
        if look + 1 < LOOKS:
            time.sleep(STEP)
    return found[0]


def _holders(file: Path, span: range | None) -> list[Holder]:
    """The processes with a lock on the file, or on bytes of it; empty where it can't be told."""
    try:
        status, table = file.stat(), LOCK_TABLE.read_text(encoding="ascii")
        places = {(device, status.st_ino) for device in (status.st_dev, device_of(file))}
    except (OSError, UnicodeDecodeError):
        return []
    pids = [
        pid
        for pid, place, first, last in locks_in(table)
        if place in places and (span is None or (first < span.stop and last >= span.start))
    ]
    return [Holder(pid, _is_stopped(pid)) for pid in dict.fromkeys(pids) if pid != os.getpid()]


def locks_in(table: str) -> Iterator[tuple[int, Place, int, float]]:
    """Process, file, first and last byte of each lock that is held."""
    for line in table.splitlines():
        with suppress(ValueError):
            _number, _kind, _sort, _mode, pid, file, first, last = line.split()
            major, minor, inode = file.split(":")
            place = (os.makedev(int(major, 16), int(minor, 16)), int(inode))
            yield int(pid), place, int(first), float("inf") if last == "EOF" else int(last)


def _is_stopped(pid: int) -> bool:
    with suppress(OSError, IndexError):
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        return state.rpartition(")")[2].split()[0] in "Tt"
    return False


def _uid(pid: int) -> int | None:
    with suppress(OSError):
        return Path(f"/proc/{pid}").stat().st_uid
    return None


def _owner(pid: int) -> str:
    uid = _uid(pid)
    return "?" if uid is None else user_name(uid)
