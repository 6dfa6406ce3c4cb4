"""Commands for whoever looks after the board: migrate, backup."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit, urlunsplit

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
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        done = subprocess.run(
            [program, "--format=custom", f"--dbname={address}"],
            stdout=out,
            stderr=subprocess.PIPE,
            env=environment,
            check=False,
        )
    if done.returncode:
        target.unlink()
        last = clean(done.stderr.decode(errors="replace").strip().splitlines()[-1:][0])
        raise Unavailable("pg_dump", _("pg_dump failed: {reason}").format(reason=last))


def without_credentials(url: str) -> tuple[str, str]:
    """The URL without its password, and the password (empty when it has none)."""
    parts = urlsplit(url)
    if parts.password is None:
        return url, ""
    user, _at, host = parts.netloc.rpartition("@")
    bare = parts._replace(netloc=f"{user.partition(':')[0]}@{host}")
    return urlunsplit(bare), unquote(parts.password)


COMMANDS = {
    "migrate": ShellCommand(migrate, (JSON,)),
    "backup": ShellCommand(
        backup, (argument("file", metavar="FILE", help=N_("the copy; it must not exist yet")), JSON)
    ),
}
