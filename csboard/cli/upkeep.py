"""Commands for whoever looks after the board: migrate, backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.spec import ShellCommand
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.cli.session import Session


def migrate(session: Session) -> None:
    """Opening a board upgrades it, under a lock; this command does only that."""
    session.print(_("The board at {where} is up to date.").format(where=session.board.url))


COMMANDS = {
    "migrate": ShellCommand(migrate),
}
