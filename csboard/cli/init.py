"""`csboard init`: a board that many accounts can share, made right from the start.

SQLite makes its file 0644 whatever the umask allows more, and its -wal and -shm after it: a
board made carelessly locks colleagues out later. So directory and file get their group and
modes before the database is first opened.
"""

from __future__ import annotations

import grp
import os
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.board import Board
from csboard.cli.places import (
    OWN_DIRECTORY,
    OWN_FILE,
    SHARED_DIRECTORY,
    SHARED_FILE,
    group_name,
    is_shared,
    octal,
)
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.db.address import parse_url
from csboard.errors import ConfigError, UsageError
from csboard.i18n import N_, _
from csboard.text import quoted

if TYPE_CHECKING:
    from csboard.cli.session import Session


def init(session: Session) -> None:
    """Make the board and say what was done."""
    path = parse_url(session.config.database).path
    made = True
    if path is None:
        _init_postgres(session)
    elif os.path.exists(path) and path.stat().st_size:
        made = False
        _tell(session, _("There is a board at {where} already.").format(where=session.board.url))
    else:
        _init_sqlite(session, path)
    if made:
        zone = _("Times are shown in {zone}; csboard team edit changes it.")
        _tell(session, zone.format(zone=session.board.settings().zone))
    assert session.actor  # who makes a board is on it from the start, and leads it
    if session.wants_json:
        session.print_json({"database": session.board.url, "made": made})


def _tell(session: Session, text: str) -> None:
    if not session.wants_json:
        session.print(text)


def _init_postgres(session: Session) -> None:
    if session.options.group:
        raise UsageError(
            _("--group is for SQLite files: on PostgreSQL, grant the rights to database roles.")
        )
    session.board = Board.open(session.config.database, create=True)
    _tell(session, _("The board at {where} is ready.").format(where=session.board.url))


def _init_sqlite(session: Session, path: Path) -> None:
    group = _group_id(session.options.group)
    personal = session.config.database_is_default and group is None
    mode = _prepare_directory(session, path.parent, group, personal)
    session.board = Board.open(session.config.database, create=True, mode=mode)
    status = path.stat()
    _tell(
        session,
        _("Made the board {where} (mode {mode}, group {group}).").format(
            where=path, mode=octal(status.st_mode), group=group_name(status.st_gid)
        ),
    )
    if mode == OWN_FILE:
        _tell(
            session,
            _("Only you can open it. For a team: csboard init --group GROUP in a new directory."),
        )


def _prepare_directory(session: Session, directory: Path, group: int | None, own: bool) -> int:
    """See to it that the directory is fit; the mode the board's file has to have."""
    if not os.path.exists(directory):
        _make_directory(session, directory, group, OWN_DIRECTORY if own else SHARED_DIRECTORY)
        return OWN_FILE if own else SHARED_FILE
    status = directory.stat()
    if is_shared(directory) and group in (None, status.st_gid):
        return SHARED_FILE
    if group is None:
        return OWN_FILE
    raise ConfigError(
        _(
            "{directory} isn't fit for sharing: name a directory that isn't there yet, or run"
            " chgrp {group} {directory} && chmod 2770 {directory}."
        ).format(directory=directory, group=group_name(group))
    )


def _make_directory(session: Session, directory: Path, group: int | None, mode: int) -> None:
    try:
        _make_parents(directory.parent)
        directory.mkdir(mode=0o700)
        if group is not None:
            os.chown(directory, -1, group)
        directory.chmod(mode)
    except OSError as error:
        raise ConfigError(
            _("{directory} can't be made: {reason}.").format(
                directory=directory, reason=error.strerror
            )
        ) from None
    _tell(
        session,
        _("Made the directory {directory} (mode {mode}, group {group}).").format(
            directory=directory,
            mode=octal(directory.stat().st_mode),
            group=group_name(directory.stat().st_gid),
        ),
    )


def _make_parents(directory: Path) -> None:
    """The way to the board, open for everybody to pass, whatever the umask says."""
    if not os.path.exists(directory):
        _make_parents(directory.parent)
        directory.mkdir()
        directory.chmod(0o755)


def _group_id(name: str | None) -> int | None:
    if name is None:
        return None
    try:
        return grp.getgrnam(name).gr_gid
    except KeyError:
        raise UsageError(
            _("There is no group {name} on this machine: make it with groupadd.").format(
                name=quoted(name)
            )
        ) from None


COMMANDS = {
    "init": ShellCommand(
        init,
        (
            argument("--group", metavar="G", help=N_("the group whose members share the board")),
            JSON,
        ),
    )
}
