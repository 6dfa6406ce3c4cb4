"""The person's editor on a file of their own, which is kept when what they wrote can't be."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.config import usual_editor
from csboard.directories import state_directory
from csboard.errors import UsageError
from csboard.i18n import _
from csboard.text import quoted
from csboard.toml_files import bytes_left_in

if TYPE_CHECKING:
    from csboard.cli.session import Session

SIGN_EVERY = 15
"""Seconds between two signs that the editor is still open."""


def editor_of(session: Session) -> list[str]:
    """The command line of the person's editor."""
    named = session.config.editor or usual_editor()[0]
    try:
        words = shlex.split(named)
    except ValueError:  # a quotation mark without its other half
        words = []
    if not words:
        raise UsageError(
            _("EDITOR is {editor}, which is no command: set it to one such as vi.").format(
                editor=quoted(named)
            )
        )
    return words


def private_file(text: str, prefix: str, suffix: str) -> Path:
    """A new file that only the person can read, where it outlives the session."""
    directory = state_directory()
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, name = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=directory)
    with os.fdopen(descriptor, "w", encoding="utf-8") as out:
        out.write(text)
    return Path(name)


def run(words: list[str], file: Path, sign: Callable[[], object] = lambda: None) -> None:
    """Wait for the editor, with a `sign` now and then; UsageError unless it ends well."""
    try:
        child = subprocess.Popen([*words, str(file)])
    except OSError as error:
        raise UsageError(
            _("The editor {editor} can't be started: {reason}. Set EDITOR to one you have.").format(
                editor=words[0], reason=error.strerror
            )
        ) from None
    if status := _ended(child, sign):
        raise UsageError(
            _("The editor ended with status {status}; nothing was changed.").format(status=status)
        )


def _ended(child: subprocess.Popen[bytes], sign: Callable[[], object]) -> int:
    with child:
        while True:
            try:
                return child.wait(SIGN_EVERY)
            except subprocess.TimeoutExpired:
                sign()


def bytes_left(file: Path, most: int) -> bytes:
    """What the editor made of our file; UsageError when that can't be read."""
    try:
        return bytes_left_in(file, most)
    except OSError as error:
        raise UsageError(
            _("The editor left no text in {file}: {reason}. Nothing was changed.").format(
                file=file, reason=error.strerror
            )
        ) from None


def bytes_if_any(file: Path, most: int) -> bytes | None:
    """The same; None when it can't be read."""
    with suppress(OSError):
        return bytes_left_in(file, most)
    return None
