"""The group that shares a board: whether it can, and what its members do next."""

from __future__ import annotations

import grp
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from csboard import config
from csboard.cli.check_account import is_in_group
from csboard.cli.check_sqlite import MIN_FREE
from csboard.cli.mending import command
from csboard.cli.places import group_name, user_name
from csboard.config import Source
from csboard.errors import UsageError
from csboard.i18n import _
from csboard.text import quoted


def shared_by(name: str | None) -> int | None:
    """The number of the group that `--group` names; UsageError unless this account can give
    files to it.
    """
    if name is None:
        return None
    group = _group_id(name)
    if os.geteuid() == 0 or group in (os.getegid(), *os.getgroups()):
        return group
    login = user_name(os.geteuid())
    if is_in_group(login, group):
        raise UsageError(
            _(
                "{login} is in group {group}, but not yet in this session: log in again, or go on"
                " in the shell that {command} opens."
            ).format(login=login, group=group_name(group), command=command("newgrp", name))
        )
    raise UsageError(
        _(
            "{login} is not in group {group}: only a member or root can make its board. Run"
            " {command}, then log in again."
        ).format(
            login=login,
            group=group_name(group),
            command=command("usermod", "-aG", name, login, root=True),
        )
    )


def _group_id(name: str) -> int:
    with suppress(KeyError):
        return grp.getgrnam(name).gr_gid
    if name.isascii() and name.isdigit() and int(name) < 2**32 - 1:
        return int(name)
    raise UsageError(
        _("There is no group {name} on this machine: make it with groupadd.").format(
            name=quoted(name)
        )
    )


def next_steps(path: Path, source: Source) -> Iterator[str]:
    """What whoever made the board at `path` does now, `source` being where it was named."""
    group = group_name(path.stat().st_gid)
    yield _("Members of {group} can work on it now: {members}.").format(
        group=group, members=_(", ").join(_members(path.stat().st_gid)) or _("nobody yet")
    )
    yield _("A colleague joins by {command}; it holds from their next login.").format(
        command=command("usermod", "-aG", group, "LOGIN", root=True)
    )
    if source.kind != "host":
        yield _("So that all find it, write into {file}: {line}").format(
            file=config.HOST_FILE, line=f'database = "sqlite:///{path}"'
        )
    if os.geteuid() == 0:
        yield _("root leads this board, having made it: csboard team edit gives colleagues a role.")
    told = os.statvfs(path.parent)
    if told.f_bavail * told.f_frsize < MIN_FREE:
        yield _("The disk is nearly full: make room before work begins.")
    yield _("csboard doctor says whether all is well, now and later.")


def _members(gid: int) -> list[str]:
    try:
        return sorted(grp.getgrgid(gid).gr_mem)
    except KeyError:
        return []
