"""`csboard migrate`: the database brought up to this program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.spec import JSON, ShellCommand
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.cli.session import Session


def migrate(session: Session) -> None:
    """Opening a board upgrades it, under a lock; this command does only that."""
    if session.wants_json:
        session.print_json({"database": session.board.url})
    else:
        session.print(_("The board at {where} is up to date.").format(where=session.board.url))


COMMANDS = {"migrate": ShellCommand(migrate, (JSON,))}
