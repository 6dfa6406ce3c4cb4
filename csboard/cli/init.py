"""`csboard init`: a board that many accounts can share, made right from the start.

SQLite makes its file 0644 whatever the umask allows more, and its -wal and -shm after it: a
board made carelessly locks colleagues out later. So directory and file get their group and
modes before the database is first opened.
"""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.board import Board
from csboard.cli.check_access import directory_faults, faults_of, way_faults
from csboard.cli.findings import Finding
from csboard.cli.mending import ACCESS_LISTS, command, drop_access_list, has_attribute
from csboard.cli.places import (
    OWN_DIRECTORY,
    OWN_FILE,
    SHARED_DIRECTORY,
    SHARED_FILE,
    group_name,
    is_shared,
    octal,
    user_name,
)
from csboard.cli.sharing import next_steps, shared_by
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.db.address import parse_url
from csboard.db.files import set_access
from csboard.db.filesystems import refuse_network
from csboard.domain.commands import ApplySettings
from csboard.errors import ConfigError, UsageError
from csboard.i18n import N_, _

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
    session.enter()  # who makes a board is on it from the start, and leads it
    if made:
        _keep_holidays(session)
    if made and path is not None:
        _finish_sqlite(session, path)
    if session.wants_json:
        session.print_json({"database": session.board.url, "made": made})


def _tell(session: Session, text: str) -> None:
    if not session.wants_json:
        session.print(text)


def _keep_holidays(session: Session) -> None:
    """Those of the country whose zone this machine lives in, where that tells the country."""
    from csboard.host_zone import host_zone
    from csboard.team_holidays import OF_ZONES, days_for

    board, place = session.board, OF_ZONES.get(host_zone() or "")
    if place is None:
        return
    settings = replace(board.settings(), holidays=place)
    wish = ApplySettings(settings=settings, public_days=days_for(place, board))
    board.execute(wish, session.actor)
    told = _("The public holidays of {place} are days off; csboard team edit changes it.")
    _tell(session, told.format(place=place))


def _init_postgres(session: Session) -> None:
    if session.options.group:
        raise UsageError(
            _("--group is for SQLite files: on PostgreSQL, grant the rights to database roles.")
        )
    session.board = Board.open(session.config.database, create=True)
    _tell(session, _("The board at {where} is ready.").format(where=session.board.url))


def _init_sqlite(session: Session, path: Path) -> None:
    group = shared_by(session.options.group)
    refuse_network(path)
    personal = session.config.database_is_default and group is None
    mode = _prepare_directory(session, path.parent, group, personal)
    _claim_file(path, mode)
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


def _finish_sqlite(session: Session, path: Path) -> None:
    """See that all of it came out right, and say what comes next."""
    shared = path.stat().st_mode & 0o777 == SHARED_FILE
    for fault in faults_of(path, shared):
        if fault.level == "fail":
            raise _unfit(fault)
    if shared:
        for line in next_steps(path, session.config.sources["database"]):
            _tell(session, line)


def _claim_file(path: Path, mode: int) -> None:
    """An empty file somebody made beforehand gets the right mode; a link is none of ours."""
    if not os.path.lexists(path):
        return
    try:
        set_access(path, mode)
    except OSError as error:
        raise ConfigError(
            _("{file} is there already and can't be used ({reason}): take it away.").format(
                file=path, reason=error.strerror
            )
        ) from None


def _prepare_directory(session: Session, directory: Path, group: int | None, own: bool) -> int:
    """See to it that the directory is fit; the mode the board's file has to have."""
    if not os.path.exists(directory):
        mode = OWN_DIRECTORY if own else SHARED_DIRECTORY
        _refuse_unfit_way(directory, group)
        _make_directory(session, directory, group, mode)
        return OWN_FILE if own else SHARED_FILE
    status = directory.stat()
    if is_shared(directory) and group in (None, status.st_gid):
        _refuse_unfit_way(directory, group)
        for fault in directory_faults(directory):
            raise _unfit(fault)
        return SHARED_FILE
    if group is None:
        return OWN_FILE
    quoted_path = shlex.quote(str(directory))
    raise ConfigError(
        _(
            "{directory} isn't fit for sharing: name a directory that isn't there yet, or run"
            " {command}"
        ).format(
            directory=directory,
            command=f"chgrp {group_name(group)} {quoted_path} && chmod 2770 {quoted_path}",
        )
    )


def _refuse_unfit_way(directory: Path, group: int | None) -> None:
    """Members must be able to come to it, and nobody to put something else in its place."""
    for fault in way_faults(directory, group):
        raise _unfit(fault)


def _unfit(fault: Finding) -> ConfigError:
    return ConfigError(
        _("This is no place to share: {fault}. Mend it, or name another: {advice}").format(
            fault=fault.text, advice=fault.advice
        )
    )


def _make_directory(session: Session, directory: Path, group: int | None, mode: int) -> None:
    try:
        _make_parents(directory.parent)
        directory.mkdir(mode=0o700)
        if is_listed := any(has_attribute(directory, name) for name in ACCESS_LISTS):
            drop_access_list(directory)
        set_access(directory, mode, group)
    except OSError as error:
        raise _not_made(directory, group, error) from None
    _tell(
        session,
        _("Made the directory {directory} (mode {mode}, group {group}).").format(
            directory=directory,
            mode=octal(directory.stat().st_mode),
            group=group_name(directory.stat().st_gid),
        ),
    )
    if is_listed:
        _tell(session, _("Took the access list away that it had from the directory above."))


def _not_made(directory: Path, group: int | None, error: OSError) -> ConfigError:
    """Who may not make it is told what to ask root for."""
    if group is None or not isinstance(error, PermissionError):
        sentence = _("{directory} can't be made: {reason}.")
        return ConfigError(sentence.format(directory=directory, reason=error.strerror))
    owned = ("-o", user_name(os.geteuid()), "-g", group_name(group), "-m", "2770")
    return ConfigError(
        _("{directory} can't be made: {reason}. Have root make it: {command}").format(
            directory=directory,
            reason=error.strerror,
            command=command("install", "-d", *owned, directory, root=True),
        )
    )


def _make_parents(directory: Path) -> None:
    """The way to the board, open for everybody to pass, whatever the umask says."""
    if not os.path.exists(directory):
        _make_parents(directory.parent)
        directory.mkdir()
        directory.chmod(0o755)


COMMANDS = {
    "init": ShellCommand(
        init,
        (
            argument("--group", metavar="G", help=N_("the group whose members share the board")),
            JSON,
        ),
    )
}
