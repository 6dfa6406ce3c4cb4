"""Files that a command makes anew, never over one that is there."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from csboard.errors import Unavailable, UsageError
from csboard.i18n import _


def opened(target: Path) -> TextIO:
    """A new text file, mode 0600. UsageError when there is one already, Unavailable when it fails.

    Made and written by one descriptor: others may write there, and put a link in its place.
    """
    return open(_descriptor(target), "w", encoding="utf-8")


def refuse_hopeless(target: Path) -> None:
    """UsageError when such a file is there or has no directory: before a long work is begun."""
    if os.path.lexists(target):
        raise _exists(target)
    if not target.parent.is_dir():
        raise _no_directory(target)


def write(target: Path, data: bytes) -> None:
    """Put bytes into a new file, all or none; fails as `opened` does."""
    try:
        with open(_descriptor(target), "wb") as file:
            file.write(data)
    except OSError as error:
        with suppress(OSError):
            target.unlink()
        raise _not_made(target, error) from None


def _descriptor(target: Path) -> int:
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_NOFOLLOW
    try:
        return os.open(target, flags, 0o600)
    except FileExistsError:
        raise _exists(target) from None
    except FileNotFoundError:
        raise _no_directory(target) from None
    except OSError as error:
        raise _not_made(target, error) from None


def _exists(target: Path) -> UsageError:
    return UsageError(_("{path} exists already: name a new file.").format(path=target))


def _no_directory(target: Path) -> UsageError:
    told = _("There is no directory {path}: make it first, or name a file elsewhere.")
    return UsageError(told.format(path=target.parent))


def _not_made(target: Path, error: OSError) -> Unavailable:
    sentence = _("{where} can't be made ({why}): check the directory's owner and mode.")
    return Unavailable("unreachable", sentence.format(where=target, why=error.strerror))
