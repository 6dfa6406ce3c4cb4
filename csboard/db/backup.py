"""Copying a SQLite board while it is in use: whole and checked, or not there at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import apsw

from csboard.errors import Unavailable, UsageError
from csboard.i18n import _
from csboard.text import clean

_OPEN_READWRITE = 2


def copy_to(target: Path, source: apsw.Connection) -> None:
    """Copy everything committed into the new file `target`, mode 0600.

    UsageError when there is anything at `target`, be it a link; Unavailable when the copy
    comes out damaged. apsw.Error and OSError are left to the caller.
    """
    _refuse_existing(target)
    descriptor, name = tempfile.mkstemp(prefix=".csboard-backup-", dir=target.parent)
    os.close(descriptor)
    try:
        if _copy(name, source) != "ok":
            raise Unavailable("corrupt", _("The copy is damaged: run csboard doctor."))
        try:
            os.link(name, target)
        except FileExistsError:
            _refuse_existing(target)
    finally:
        os.unlink(name)


def _refuse_existing(target: Path) -> None:
    if os.path.lexists(target):
        raise UsageError(
            _("{path} exists already: name a new file.").format(path=clean(str(target)))
        )


def _copy(name: str, source: apsw.Connection) -> str:
    """Copy in one step, so that writers can't make it start over; the copy's verdict."""
    copy = apsw.Connection(name, flags=_OPEN_READWRITE)
    try:
        with copy.backup("main", source, "main") as running:
            running.step(-1)
        return str(copy.execute("PRAGMA integrity_check").get)
    finally:
        copy.close()
