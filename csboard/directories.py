"""The directories of a person's own files: settings, board, logs and traces."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
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


def own_config_directory() -> Path:
    """The same, also while all else is kept in a place of its own."""
    return _own_directory("config")


def state_directory() -> Path:
    """Where logs and other traces of this person's sessions go."""
    return _directory("state")


def data_directory() -> Path:
    """Where the person's own board is, if they have one."""
    return _directory("data")


def crash_directory() -> Path:
    """Where reports of crashes go: they outlive even a demo, else nobody could read them."""
    if _is_passing:
        with suppress(NoHome):
            return _own_directory("state")
    return state_directory()


_staying_in: Path | None = None
_is_passing = False


def stay_in(directory: Path, *, passing: bool = False) -> None:
    """From now on keep all of this process's own files in `directory`.

    With `passing` it is removed in the end: nothing but the report of a crash is to remain.
    """
    global _staying_in, _is_passing
    _staying_in, _is_passing = directory, passing


_LINUX = {"config": ".config", "data": ".local/share", "state": ".local/state"}


def _directory(kind: str) -> Path:
    return _own_directory(kind) if _staying_in is None else _staying_in / kind


def _own_directory(kind: str) -> Path:
    """What platformdirs says. On Linux that is three short rules, and its import a tenth of
    what a plain command may take.
    """
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
