"""Backups of a board on PostgreSQL, by its own programs: pg_dump and pg_restore."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO
from urllib.parse import unquote, urlsplit

from csboard.errors import ConfigError, Unavailable, UsageError, WrongDatabase
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.text import clean

MAGIC = b"PGDMP"

_BEGINS = re.compile(rb"COPY (?:\w+\.)?(board|event) \((.*)\) FROM stdin;\n")
_KEPT = {"board": ("board_id", "schema"), "event": ("id",)}
"""Which columns are asked for, by table."""


class Dumped(NamedTuple):
    """What a dump holds, as far as csboard asks."""

    board_id: str
    schema: int
    newest: int
    events: int


def dump(url: str, target: Path, newest: int) -> Dumped:
    """Write the board at `url` to the new file `target`, and read all of it back.

    Unavailable when a program fails, or when the dump lacks events up to `newest`; then
    nothing is left.
    """
    address, environment = _connection(url)
    with _complete_or_not_there(target) as (out, part):
        _run("pg_dump", ["--format=custom", f"--dbname={address}"], environment, out)
        dumped = read(part)
        if dumped.newest < newest:
            raise Unavailable("corrupt", _("The copy is damaged: run csboard doctor."))
    return dumped


def read(file: Path) -> Dumped:
    """What the dump `file` holds; all of it is unpacked, and nothing of it kept.

    Unavailable when it is damaged, WrongDatabase when it is no csboard board's.
    """
    with tempfile.TemporaryFile() as told:
        reading = subprocess.Popen(
            [_program("pg_restore"), "--file=-", str(file)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=told,
        )
        with reading:
            assert reading.stdout is not None
            rows = _rows(reading.stdout)
        if reading.returncode:
            raise Unavailable(
                "corrupt",
                _("{file} is damaged: take another backup.").format(file=clean(str(file))),
            )
    try:
        return _dumped(rows)
    except ValueError:
        raise not_a_backup(file) from None


def _dumped(rows: Mapping[str, Sequence[Mapping[str, str]]]) -> Dumped:
    """ValueError when the rows are of another program's tables, as ours may be called."""
    (board,) = rows["board"]
    ids = [int(row["id"]) for row in rows["event"]]
    return Dumped(board["board_id"], int(board["schema"]), max(ids, default=0), len(ids))


def not_a_backup(file: Path) -> WrongDatabase:
    return WrongDatabase(
        _("{file} is no backup of csboard: name a file that csboard backup made.").format(
            file=clean(str(file))
        )
    )


def _rows(script: IO[bytes]) -> dict[str, list[dict[str, str]]]:
    """Of a dump's SQL: the row of the board, and the ids of the events."""
    rows: dict[str, list[dict[str, str]]] = {"board": [], "event": []}
    for line in script:
        begins = _BEGINS.fullmatch(line)
        if begins is None:
            continue
        table = begins[1].decode()
        names = begins[2].decode(errors="replace").replace('"', "").split(", ")
        kept = _KEPT[table]
        if not set(kept) <= set(names):
            continue
        places = [names.index(name) for name in kept]
        for row in iter(script.readline, b""):
            if row == b"\\.\n":
                break
            cells = row.decode(errors="replace").rstrip("\n").split("\t")
            rows[table].append({name: cells[at] for name, at in zip(kept, places, strict=True)})
    return rows


def load(file: Path, url: str) -> None:
    """Bring the dump into the empty database at `url`, all of it or nothing."""
    address, environment = _connection(url)
    words = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run("pg_restore", [*words, f"--dbname={address}", str(file)], environment)


def _run(
    name: str, words: Sequence[str], environment: dict[str, str], out: BinaryIO | None = None
) -> None:
    """Run a program of PostgreSQL's; what it complains of is told in one sentence."""
    done = subprocess.run(
        [_program(name), *words],
        stdin=subprocess.DEVNULL,
        stdout=out or subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        check=False,
    )
    if done.returncode:
        reason = reason_of(done.stderr.decode(errors="replace"))
        raise Unavailable(name, _("{program} failed: {reason}").format(program=name, reason=reason))


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise ConfigError(
            _(
                "{program} isn't on PATH: install PostgreSQL's client programs, or run it"
                " elsewhere."
            ).format(program=name)
        )
    return found


def _connection(url: str) -> tuple[str, dict[str, str]]:
    """What to connect to, and the environment that holds the password."""
    address, password = without_credentials(url)
    return address, {**os.environ, "PGPASSWORD": password} if password else dict(os.environ)


@contextmanager
def _complete_or_not_there(target: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A private file that gets its name when all of it is there, and never another's name."""
    descriptor, part = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as out:
            yield out, Path(part)
            os.fsync(out.fileno())
        os.link(part, target)
    except FileExistsError:
        raise UsageError(
            _("{path} exists already: name a new file.").format(path=clean(str(target)))
        ) from None
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
