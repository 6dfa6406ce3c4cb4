"""The directories of a person's own files: settings, board, logs and traces."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from csboard.errors import ConfigError
from csboard.i18n import _

DATABASE_VARIABLE = "CSBOARD_DATABASE"
"""Names the board in place of the person's own."""


class NoHome(ConfigError):
    """An account without a home directory, as daemons have, has no files of its own."""


def config_directory() -> Path:
    """Where the person's configuration files are."""
    return _directory("config")


def state_directory() -> Path:
    """Where logs and other traces of this person's sessions go."""
    return _directory("state")


def data_directory() -> Path:
    """Where the person's own board is, if they have one."""
    return _directory("data")


_staying_in: Path | None = None


def stay_in(directory: Path) -> None:
    """From now on keep all of this process's own files in `directory`: nothing is to remain."""
    global _staying_in
    _staying_in = directory


_LINUX = {"config": ".config", "data": ".local/share", "state": ".local/state"}


def _directory(kind: str) -> Path:
    """What platformdirs says. On Linux that is three short rules, and its import a tenth of
    what a plain command may take.
    """
    if _staying_in is not None:
        return _staying_in / kind
    if sys.platform == "linux":
        if named := os.environ.get(f"XDG_{kind.upper()}_HOME", "").strip():
            return Path(named, "csboard")
        home = os.path.expanduser("~")
        if not os.path.isabs(home):
            raise NoHome(
                _(
                    "This account has no home directory: name the database with --db or {variable}."
                ).format(variable=DATABASE_VARIABLE)
            )
        return Path(home, _LINUX[kind], "csboard")
    import platformdirs

    directories = platformdirs.PlatformDirs("csboard", appauthor=False)
    return Path(getattr(directories, f"user_{kind}_dir"))
