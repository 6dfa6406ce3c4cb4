"""What is left behind when the program fails unexpectedly (rule R8).

Where it happened goes to a file that only the person can read. Neither the values of variables
nor the words of the error are in it: they can be customers' words and passwords. The screen
shows one sentence and the path.
"""

from __future__ import annotations

import errno
import os
import re
import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import csboard
from csboard import log
from csboard.directories import crash_directory
from csboard.errors import CsboardError
from csboard.redaction import redacted

MOST_KEPT = 20
"""Reports that stay; the oldest go when there are more."""
DEEPEST = 10
"""Errors behind errors that are told."""

_CODE = re.compile(r"[a-z_]{1,30}|[0-9A-Z]{5}")
"""What our own codes and SQLSTATEs look like."""


class Retold(Exception):
    """A failure elsewhere, of which only its class and its places are known."""

    def __init__(self, kind: str, places: Sequence[str]) -> None:
        super().__init__(kind)
        self.kind = kind
        self.places = tuple(places)


def write_crash_log(error: BaseException, at: datetime, directory: Path | None = None) -> Path:
    """Write where it failed into a new 0600 file of the person's state directory."""
    directory = directory or crash_directory()
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    failure = f"{at:%Y%m%dT%H%M%S}-{os.getpid()}"
    path = directory / f"crash-{failure}.log"
    flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW
    with open(os.open(path, flags, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{at.isoformat()}\n")
        file.write(f"csboard {csboard.__version__}, Python {sys.version.split()[0]}\n")
        file.writelines(f"{line}\n" for line in _told(error))
    log.unexpected(failure, _kind(error))
    with suppress(OSError):
        for old in reports(directory)[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    return path


def reports(directory: Path | None = None) -> list[Path]:
    """The reports that are there, oldest first."""
    with suppress(OSError, CsboardError):
        return sorted((directory or crash_directory()).glob("crash-*.log"))
    return []


def _told(error: BaseException) -> Iterator[str]:
    for number, one in enumerate(_chain(error)):
        if number:
            yield "behind it:"
        yield f"{_kind(one)}{_code(one)}"
        yield from _places(one)


def _chain(error: BaseException) -> list[BaseException]:
    """The error and what stands behind it, each once."""
    found: list[BaseException] = []
    todo = [error]
    while todo and len(found) < DEEPEST:
        one = todo.pop(0)
        if one in found:
            continue
        found.append(one)
        todo += [behind for behind in (one.__cause__, one.__context__) if behind is not None]
        todo += getattr(one, "exceptions", ())
    return found


def _kind(error: BaseException) -> str:
    return redacted(error.kind if isinstance(error, Retold) else type(error).__qualname__)


def _code(error: BaseException) -> str:
    """The numbers and codes an error carries, which say much and quote nobody."""
    codes = []
    if isinstance(error, OSError) and error.errno is not None:
        codes.append(errno.errorcode.get(error.errno, str(error.errno)))
    for name in ("sqlstate", "code", "extendedresult"):
        value = getattr(error, name, None)
        if isinstance(value, int) or (isinstance(value, str) and _CODE.fullmatch(value)):
            codes.append(f"{name} {value}")
    return f" ({', '.join(codes)})" if codes else ""


def _places(error: BaseException) -> Iterator[str]:
    if isinstance(error, Retold):
        yield from (f"  {redacted(place)}" for place in error.places)
        return
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {redacted(frame.filename)}:{frame.lineno} in {redacted(frame.name)}"
        if frame.line:
            yield f"    {redacted(frame.line)}"
