"""`csboard intake` as whole processes, the mail they get, and waiting for what they do."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchfiles._rust_notify import RustNotify

from csboard.db.address import parse_url

PATIENCE = 30.0
"""Seconds that waiting for a process, or for what it does, takes at most."""


def mail(number: int) -> bytes:
    """One of many small mails, each with its own subject and sender."""
    head = f"From: user{number}@b.jp\nSubject: mail {number}\nMessage-ID: <{number}@b.jp>\n"
    return f"{head}\ntext {number}\n".encode()


def file_name(number: int) -> str:
    """As a mail server calls that mail's file."""
    return f"{1_700_000_000 + number}.M{number}.host"


def intake(
    url: str, *words: str, output: int = subprocess.PIPE, **options: object
) -> subprocess.Popen[bytes]:
    """A running `csboard intake`; both its outputs go to `output`."""
    return subprocess.Popen(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-m", "csboard", "intake", *words, "--db", url],
        stdout=output,
        stderr=output,
        **options,
    )


@contextmanager
def running(url: str, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    """The same, ended by force if it is still there afterwards."""
    process = intake(url, *words)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def bell(url: str) -> Path:
    """The directory in which whoever has written to a board on SQLite rings."""
    path = parse_url(url).path
    assert path is not None
    return path.with_name(f"{path.name}.bell")


def until(holds: Callable[[], bool], place: Path) -> None:
    """Wait until something holds that comes with a change in this directory."""
    begun = time.perf_counter()
    with RustNotify([str(place)], False, False, 0, False, False) as changes:
        while not holds():
            left = PATIENCE - (time.perf_counter() - begun)
            assert left > 0, "it doesn't come"
            changes.watch(1, 1, int(1000 * left), None)
