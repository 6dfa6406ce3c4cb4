"""A report that a person can send: one text file with what helps to find a fault.

Everything in it passes `redacted` once more, line by line. The board isn't read for it.
"""

from __future__ import annotations

import locale
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

import csboard
from csboard import config, config_file, crash, log_file
from csboard.cli import new_files
from csboard.cli.findings import Finding, finding_lines
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.redaction import redacted

if TYPE_CHECKING:
    from csboard.cli.session import Session

LOG_LINES = 200
LIBRARIES = ("textual", "rich", "peewee", "apsw", "psycopg", "watchfiles", "msgspec")
VARIABLES = ("TERM", "COLORTERM", "TERM_PROGRAM", "LANG", "LC_ALL", "LC_CTYPE", "NO_COLOR", "TMUX")
"""Of the environment only what a terminal is drawn by."""


class Part(NamedTuple):
    """A part of the report."""

    title: str
    lines: tuple[str, ...]


def write_report(
    target: Path, session: Session, findings: Iterable[Finding], now: datetime
) -> list[Part]:
    """Write the new file `target`, mode 0600; its parts. UsageError when there is one already."""
    parts = [
        Part(title, tuple(redacted(line) for line in lines))
        for title, lines in (
            (_("versions"), _versions(now)),
            (_("what doctor found"), finding_lines(findings)),
            (_("settings, without passwords"), _settings(session)),
            (_("terminal"), _terminal()),
            (_("the last unexpected failure"), _last_crash()),
            (_("the end of the log"), log_file.lines(LOG_LINES)),
        )
    ]
    with new_files.opened(target) as file:
        for part in parts:
            file.write(f"== {part.title}\n")
            file.writelines(f"{line}\n" for line in part.lines or ("-",))
            file.write("\n")
    return parts


def _versions(now: datetime) -> Iterator[str]:
    yield f"{now.isoformat(timespec='seconds')}"
    yield f"csboard {csboard.__version__}"
    yield f"Python {platform.python_version()} {platform.python_implementation()}"
    yield f"{platform.system()} {platform.release()} {platform.machine()}"
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"{name} -"


def _settings(session: Session) -> Iterator[str]:
    try:
        found = session.config
    except CsboardError as error:
        yield error.sentence
        return
    for name in config_file.NAMES:
        value = getattr(found, name)
        yield f"{name} = {value} ({config.told_source(found.sources[name])})"
    for wish in found.keys:
        yield f"keys.{wish.action} = {wish.keys}"


def _terminal() -> Iterator[str]:
    for name in VARIABLES:
        yield f"{name}={os.environ.get(name, '')}"
    yield f"encodings: {sys.getfilesystemencoding()}, {locale.getpreferredencoding(False)}"
    for name, stream in (("stdin", sys.__stdin__), ("stdout", sys.__stdout__)):
        yield f"{name}: {'terminal' if stream and stream.isatty() else 'no terminal'}"
    try:
        columns, rows = os.get_terminal_size(2)
    except OSError:
        return
    yield f"{columns}x{rows}"


def _last_crash() -> list[str]:
    for path in reversed(crash.reports()):
        return [path.name, *path.read_text(encoding="utf-8", errors="replace").splitlines()]
    return []
