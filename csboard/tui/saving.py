"""Putting an attachment into a file of the person's, never over anything that is there."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import platformdirs

from csboard.errors import CsboardError
from csboard.i18n import _

MOST_NAMES = 100
"""How many names are tried before giving up: `a.pdf`, `a (2).pdf`, `a (3).pdf` …"""


def default_directory() -> Path:
    """Where a person expects what they saved: their downloads, else their home."""
    downloads = platformdirs.user_downloads_path()
    return downloads if downloads.is_dir() else Path.home()


def directory_of(typed: str) -> Path:
    """The directory a person means: `~` is a home, and what is relative starts at theirs."""
    try:
        return Path.home() / Path(typed).expanduser()
    except RuntimeError:
        raise CsboardError(
            _("{directory} is no directory of anybody here").format(directory=typed)
        ) from None


def save_new(directory: Path, name: str, data: bytes, mode: int = 0o600) -> Path:
    """Write `data` into a new file of `mode`; the path says under which name it went.

    `name` is a stranger's: only its last component counts. CsboardError says why not.
    """
    name = Path(name).name.lstrip(".-") or "attachment"
    stem, suffix = os.path.splitext(name)
    try:
        for number in range(1, MOST_NAMES):
            path = directory / (name if number == 1 else f"{stem} ({number}){suffix}")
            with suppress(FileExistsError):
                _write(path, data, mode)
                return path
    except OSError as error:
        raise CsboardError(
            _("{directory} takes no file: {reason}").format(
                directory=directory, reason=error.strerror
            )
        ) from None
    raise CsboardError(_("{directory} has too many files of that name").format(directory=directory))


def _write(path: Path, data: bytes, mode: int) -> None:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW
    with open(os.open(path, flags, mode), "wb") as file:
        try:
            file.write(data)
            file.flush()  # here, where a full disk leaves no empty file
        except OSError:
            path.unlink()
            raise
