"""`csboard backup` and `csboard restore`: a copy of the board, and the way back from it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli.confirming import YES, confirm
from csboard.cli.directories import no_directory
from csboard.cli.progress import progress, stoppable
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.clock import SystemClock
from csboard.errors import Refused, UsageError, WrongDatabase
from csboard.i18n import N_, _
from csboard.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable

    from csboard.cli.session import Session
    from csboard.db.backup import Contents


def backup(session: Session) -> None:
    """Copy the board while it is in use; the copy is checked before it gets its name."""
    target = Path(session.options.file)
    if target.exists():
        raise UsageError(
            _("{file} exists already: a backup never overwrites anything.").format(file=target)
        )
    if not target.parent.is_dir():
        raise no_directory(target.parent)
    with stoppable():
        if session.board.is_sqlite:
            with progress(100) as bar:
                newest = session.board.backup(target, _in_bytes(bar.show))
        else:
            from csboard.cli import dumps

            newest = dumps.dump(session.config.database, target, session.board.newest()).newest
    size = target.stat().st_size
    if session.wants_json:
        session.print_json({"file": str(target), "size": size, "newest": newest})
        return
    session.print(
        _("Saved a copy of the board as {file} ({size:,} bytes, events up to {newest}).").format(
            file=clean(str(target)), size=size, newest=newest
        )
    )


def _in_bytes(show: Callable[[int, str], None]) -> Callable[[int, int], None]:
    """Progress of `done` of `total` as a bar of hundred."""
    return lambda done, total: show(100 * done // max(1, total), "")


def restore(session: Session) -> None:
    """Bring a backup back as the board that --db names."""
    from csboard.db.address import parse_url

    backup = Path(session.options.file)
    address = parse_url(session.config.database)
    kind = _kind_of(backup)
    if address.path is None:
        _require(kind == "postgres", _("a copy of a SQLite board"), _("a file"))
        _restore_dump(session, backup, address.shown)
        return
    _require(kind == "sqlite", _("a dump of PostgreSQL"), _("an empty PostgreSQL database"))
    _restore_file(session, backup, address.path)


def _kind_of(backup: Path) -> str:
    """`sqlite` or `postgres`; WrongDatabase when it is no backup of ours."""
    from csboard.cli.dumps import MAGIC, not_a_backup
    from csboard.db.address import DatabaseAddress
    from csboard.db.files import first_bytes
    from csboard.db.schema import inspect_file

    if not backup.exists():
        raise UsageError(_("There is no file {file}.").format(file=clean(str(backup))))
    if (first_bytes(backup, len(MAGIC)) or b"") == MAGIC:
        return "postgres"
    try:
        found = inspect_file(DatabaseAddress("", backup))
    except WrongDatabase:
        found = ""
    if found != "board":
        raise not_a_backup(backup)
    if os.path.exists(f"{backup}-wal"):
        raise WrongDatabase(
            _("{file} is a board in use and no backup: make one with csboard backup.").format(
                file=clean(str(backup))
            )
        )
    return "sqlite"


def _require(fits: bool, what: str, where: str) -> None:
    if not fits:
        raise UsageError(
            _("The file is {what}: restore it to {where}, then move it with csboard copy.").format(
                what=what, where=where
            )
        )


def _restore_file(session: Session, backup: Path, target: Path) -> None:
    """Make a checked copy of the backup the board; the present one is moved aside."""
    from csboard.db import restoring
    from csboard.db.address import parse_url
    from csboard.db.store import make_engine

    mode = _access_of(target)
    engine = make_engine(parse_url(session.config.database))
    moment = SystemClock().now()
    aside = target.with_name(f"{target.name}.before-restore-{moment:%Y%m%dT%H%M%SZ}")
    is_there = target.exists()
    with stoppable(), engine.explained(), progress(100) as bar:
        if is_there:
            restoring.refuse_open(target)
        with restoring.prepared(backup, target, mode, _in_bytes(bar.show)) as name:
            contents = restoring.examined(name, backup)
            bar.clear()
            confirm(session, _question(contents, backup, target, aside if is_there else None))
            restoring.put_in_place(name, target, aside)
    _tell_restored(session, str(target), contents.newest, aside if is_there else None)


def _access_of(target: Path) -> int:
    """The mode the board gets; Refused when it belongs to another account."""
    from csboard.cli.places import OWN_DIRECTORY, OWN_FILE, SHARED_FILE, is_shared

    if target.exists():
        status = target.stat()
        if os.getuid() not in (0, status.st_uid):
            raise Refused(
                "role",
                _("Only the owner of {where} or root may restore over it: ask one.").format(
                    where=clean(str(target))
                ),
            )
        return status.st_mode & 0o777
    if not target.parent.exists():
        target.parent.mkdir(mode=OWN_DIRECTORY, parents=True)
    return SHARED_FILE if is_shared(target.parent) else OWN_FILE


def _question(contents: Contents, backup: Path, target: Path, aside: Path | None) -> str:
    words = _("{file} becomes the board {where}, with {events:,} events.").format(
        file=clean(str(backup)), where=clean(str(target)), events=contents.events
    )
    if aside is not None:
        words += " " + _("The present board is kept as {aside}.").format(aside=clean(str(aside)))
    return words


def _restore_dump(session: Session, backup: Path, where: str) -> None:
    """Fill the empty database with the dump, in one transaction."""
    from csboard.cli import dumps
    from csboard.db import restoring
    from csboard.db.empty import empty_database

    dumped = dumps.read(backup)
    restoring.refuse_newer(dumped.schema, backup)
    with stoppable(), empty_database(session.config.database):
        confirm(
            session,
            _("{file} comes into the empty database {where}, with {events:,} events.").format(
                file=clean(str(backup)), where=where, events=dumped.events
            ),
        )
        dumps.load(backup, session.config.database)
    _tell_restored(session, where, dumped.newest, None)


def _tell_restored(session: Session, where: str, newest: int, aside: Path | None) -> None:
    if session.wants_json:
        kept = None if aside is None else str(aside)
        session.print_json({"database": where, "newest": newest, "aside": kept})
        return
    session.print(
        _("The board at {where} is restored, with events up to {newest}.").format(
            where=clean(where), newest=newest
        )
    )
    if aside is not None:
        session.print(
            _(
                "The board of before is {aside}; csboard restore with that file brings it back."
            ).format(aside=clean(str(aside)))
        )


COMMANDS = {
    "backup": ShellCommand(
        backup, (argument("file", metavar="FILE", help=N_("the copy; it must not exist yet")), JSON)
    ),
    "restore": ShellCommand(
        restore,
        (
            argument("file", metavar="FILE", help=N_("a file that csboard backup made")),
            YES,
            JSON,
        ),
    ),
}
