"""What is told of a directory that a command line names and that isn't there."""

from __future__ import annotations

import shlex
from pathlib import Path

from csboard.errors import UsageError
from csboard.i18n import _


def no_directory(directory: Path) -> UsageError:
    """That it isn't there, and how it is made."""
    return UsageError(
        _("There is no directory {directory}: make it first, mkdir -p {path}.").format(
            directory=directory, path=shlex.quote(str(directory))
        )
    )
