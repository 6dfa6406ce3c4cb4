"""Commands for whoever looks after the board: migrate, backup."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import unquote, urlsplit

from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.errors import ConfigError, Unavailable, UsageError
from csboard.i18n import N_, _
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session


def migrate(session: Session) -> None:
    """Opening a board upgrades it, under a lock; this command does only that."""
    if session.wants_json:
        session.print_json({"database": session.board.url})
    else:
        session.print(_("The board at {where} is up to date.").format(where=session.board.url))


def backup(session: Session) -> None:
    """Copy the board while it is in use; the copy is checked before it gets its name."""
    target = Path(session.options.file)
    if target.exists():
        raise UsageError(
            _("{file} exists already: a backup never overwrites anything.").format(file=target)
        )
    if not target.parent.is_dir():
        raise UsageError(_("There is no directory {directory}.").format(directory=target.parent))
    if session.board.is_sqlite:
        session.board.backup(target)
    else:
        _dump(session.config.database, target)
    size = target.stat().st_size
    if session.wants_json:
        session.print_json({"file": str(target), "size": size})
    else:
        session.print(
            _("Saved a copy of the board as {file} ({size:,} bytes).").format(
                file=clean(str(target)), size=size
            )
        )


def _dump(url: str, target: Path) -> None:
    """pg_dump in its own compressed format, the password in no command line."""
    program = shutil.which("pg_dump")
    if program is None:
        raise ConfigError(
            _("pg_dump isn't on PATH: install PostgreSQL's client programs, or run it elsewhere.")
        )
    address, password = without_credentials(url)
    environment = {**os.environ, "PGPASSWORD": password} if password else dict(os.environ)
    with _complete_or_not_there(target) as out:
        done = subprocess.run(
            [program, "--format=custom", f"--dbname={address}"],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )
        if done.returncode:
            reason = reason_of(done.stderr.decode(errors="replace"))
            raise Unavailable("pg_dump", _("pg_dump failed: {reason}").format(reason=reason))


@contextmanager
def _complete_or_not_there(target: Path) -> Iterator[BinaryIO]:
    """A private file that gets its name when all of it is there, and never another's name."""
    descriptor, part = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out
            os.fsync(out.fileno())
        os.link(part, target)
    finally:
        os.unlink(part)


def reason_of(told: str) -> str:
    """What a PostgreSQL program gives as its reason: its error, not the details after it."""
    lines = [clean(line) for line in told.strip().splitlines()] or [""]
    errors = [line.partition("error: ")[2] for line in lines if "error: " in line]
    return (errors or lines[-1:])[0]


def without_credentials(url: str) -> tuple[str, str]:
    """The URL without its passwords, and the password (empty when it has none).

    libpq takes it before the host or as a parameter, whose name may be written with %.
    """
    parts = urlsplit(url)
    password = unquote(parts.password or "")
    user, at, host = parts.netloc.rpartition("@")
    kept = []
    for parameter in filter(None, parts.query.split("&")):
        name, _equals, value = parameter.partition("=")
        if unquote(name) == "password":
            password = unquote(value)
        else:
            kept.append(parameter)
    query = f"?{'&'.join(kept)}" if kept else ""
    # urlunsplit would drop the empty host, and libpq wants both its slashes.
    bare = f"{parts.scheme}://{user.partition(':')[0]}{at}{host}{parts.path}{query}"
    return bare, password


COMMANDS = {
    "migrate": ShellCommand(migrate, (JSON,)),
    "backup": ShellCommand(
        backup, (argument("file", metavar="FILE", help=N_("the copy; it must not exist yet")), JSON)
    ),
}
