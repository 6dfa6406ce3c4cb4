"""A board that is all its person may reach: where attachments may go, and what isn't offered."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.config import Config

LEFT_OUT = ("writing.editor", "settings.file", "files.directory")
"""Actions that lead to another program or to any directory."""
FOLDER, FILE = 0o750, 0o640
"""Modes of what is saved: the folder's group fetches it, which the account's own could not."""


class Confines(NamedTuple):
    """How a board opened by a key of SSH is kept to itself."""

    export: Path | None
    """The one directory that files are saved into, apart for each member; None: nowhere."""

    @classmethod
    def of(cls, config: Config, login: str) -> Confines:
        """The confines of the member `login`, which is fit to be a file's name."""
        return cls(Path(config.export, login) if config.export else None)

    def folder(self) -> Path:
        """The member's own directory to save into, made if need be; CsboardError without one.

        It must be whose account this runs as, or root's, and nobody else's to write in: by a
        link planted there a stranger's attachment would end up where something reads it.
        """
        if self.export is None:
            raise CsboardError(
                _("Nothing can be saved from here: whoever runs this server names a folder.")
            )
        try:
            self.export.mkdir(mode=FOLDER, exist_ok=True)
            for directory in (self.export.parent, self.export):
                _refuse_unless_ours(directory)
        except OSError as error:
            raise CsboardError(
                _("{directory} takes no file: {reason}").format(
                    directory=self.export, reason=error.strerror
                )
            ) from None
        return self.export


def _refuse_unless_ours(directory: Path) -> None:
    status = directory.lstat()
    is_ours = stat.S_ISDIR(status.st_mode) and status.st_uid in (0, os.getuid())
    if not is_ours or status.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise CsboardError(
            _(
                "{directory} is not used: others may write there. Whoever runs this server"
                " mends it: chmod go-w, and the account of the board as owner."
            ).format(directory=directory)
        )
