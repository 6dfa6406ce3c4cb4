"""Where the log lies: JSON lines, a file a day, in the person's own state directory.

Several processes of one person append to the same file, each line by one write, so none is torn
or lost. Nothing is ever renamed under a writer: a new day begins a new file, whoever begins it
deletes the oldest, and a day that is full takes no more.
"""

from __future__ import annotations

import json
import logging
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from csboard.clock import SystemClock
from csboard.directories import state_directory
from csboard.errors import CsboardError
from csboard.redaction import redacted

DAYS = 14
MOST_BYTES = 1024 * 1024
"""Of one day's file, but for its last line; 14 MiB are the most a person's log ever takes."""


def directory() -> Path:
    """NoHome for an account without a home directory, which keeps no log."""
    return state_directory() / "log"


def write(level: str, event: str, facts: Mapping[str, str | int | float]) -> None:
    """One line; a log that can't be written is no reason to fail."""
    number = getattr(logging, level.upper())
    _logger.log(number, event, extra={"facts": facts})


def lines(most: int) -> list[str]:
    """The newest lines there are, oldest first."""
    found: list[str] = []
    with suppress(OSError, CsboardError):
        for file in sorted(directory().glob("*.jsonl"), reverse=True):
            found = [*_text_of(file).splitlines(), *found]
            if len(found) >= most:
                break
    return found[-most:]


def _text_of(file: Path) -> str:
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with open(descriptor, encoding="utf-8", errors="replace") as opened:
        return opened.read(MOST_BYTES)


class Redaction(logging.Filter):
    """Makes every text of a record harmless, whoever wrote it."""

    def filter(self, record: logging.LogRecord) -> bool:
        facts = getattr(record, "facts", {})
        record.facts = {
            name: redacted(value) if isinstance(value, str) else value
            for name, value in facts.items()
        }
        return True


class DayFiles(logging.Handler):
    """Appends each record as a line of JSON to the file of its day."""

    def emit(self, record: logging.LogRecord) -> None:
        now = SystemClock().now()
        with suppress(OSError, CsboardError):
            _append(now, self._line(record, now))

    def _line(self, record: logging.LogRecord, now: datetime) -> bytes:
        fields: dict[str, Any] = {
            "at": now.isoformat(timespec="milliseconds"),
            "pid": os.getpid(),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        return json.dumps(fields).encode("ascii") + b"\n"


def _append(now: datetime, line: bytes) -> None:
    place = directory()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = place / f"{now:%Y-%m-%d}.jsonl"
    flags = os.O_CREAT | os.O_WRONLY | os.O_APPEND | os.O_NOFOLLOW | os.O_NONBLOCK
    descriptor = os.open(file, flags, 0o600)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) or status.st_size >= MOST_BYTES:
            return
        if status.st_size == 0:
            _delete_old(place)
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def _delete_old(place: Path) -> None:
    for old in sorted(place.glob("*.jsonl"))[:-DAYS]:
        old.unlink(missing_ok=True)


def _make_logger() -> logging.Logger:
    logger = logging.getLogger("csboard")
    logger.propagate = False
    logger.setLevel(logging.DEBUG)  # what is worth a line was decided before this was loaded
    handler = DayFiles()
    handler.addFilter(Redaction())
    logger.addHandler(handler)
    return logger


_logger = _make_logger()
