"""Whether this account can work on the board, and whether its settings are its own."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from csboard import config
from csboard.cli import mending
from csboard.cli.findings import Finding, fail, ok, warn
from csboard.cli.mending import Mend, command
from csboard.cli.places import group_name, user_name
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.passwords import has_password
from csboard.toml_files import text_of


def account_findings(path: Path) -> Iterator[Finding]:
    """Whether the group of the board's directory is one of this session's."""
    subject = _("account")
    login = user_name(os.geteuid())
    try:
        status = path.parent.stat()
    except OSError:
        return
    mine = (os.getegid(), *os.getgroups())
    if os.geteuid() in (0, status.st_uid) or status.st_gid in mine:
        yield ok(subject, login)
        return
    if status.st_mode & 0o007 == 0o007:  # everybody may: told by the checks of modes
        return
    group = group_name(status.st_gid)
    if is_in_group(login, status.st_gid):
        yield fail(
            subject,
            _("{login} is in group {group}, but not yet in this session").format(
                login=login, group=group
            ),
            _("log in again, or go on in a new shell"),
            Mend(command("newgrp", group)),
        )
    else:
        yield fail(
            subject,
            _("{login} is not in group {group}, whose members share the board").format(
                login=login, group=group
            ),
            _("let whoever looks after the machine add it; it holds from the next login"),
            Mend(command("usermod", "-aG", group, login, root=True)),
        )


def is_in_group(login: str, gid: int) -> bool:
    """Whether the system's list has the account in the group, this session or not."""
    with suppress(KeyError):
        if login in grp.getgrgid(gid).gr_mem:
            return True
    with suppress(KeyError):
        return pwd.getpwnam(login).pw_gid == gid
    return False


def settings_findings() -> Iterator[Finding]:
    """Whether others may write what this person's board goes by, or read a password in it."""
    try:
        files = config.files()
    except CsboardError:
        return  # a finding of its own
    faults = [fault for _kind, file in files for fault in _file_faults(file)]
    yield from faults
    if files and not faults:
        yield ok(_("settings"), _(", ").join(str(file) for _kind, file in files))


def _file_faults(file: Path) -> Iterator[Finding]:
    subject = _("settings")
    try:
        status, text = file.stat(), text_of(file)
    except (OSError, UnicodeDecodeError):
        return
    if status.st_uid not in (0, os.geteuid()):
        yield fail(
            subject,
            _("{file} belongs to {user}").format(file=file, user=user_name(status.st_uid)),
            mend=mending.chown(file, user_name(os.geteuid())),
        )
    if status.st_mode & 0o022:
        mode = stat.S_IMODE(status.st_mode) & ~0o022
        yield fail(
            subject,
            _("others may write {file}").format(file=file),
            mend=mending.chmod(file, mode),
        )
    if has_password(text) and status.st_mode & 0o044 and file != config.HOST_FILE:
        yield warn(
            subject,
            _("{file} holds a password that others can read").format(file=file),
            mend=mending.chmod(file, 0o600),
        )
