"""`csboard migrate`: the database brought up to this program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.errors import UsageError
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from csboard.cli.session import Session


def migrate(session: Session) -> None:
    """Opening a board in a file upgrades it, under a lock; one on PostgreSQL is upgraded here."""
    if session.options.backup is not None:
        _dump_first(session, Path(session.options.backup))
    with _shown():
        if session.options.backup is not None or session.options.backed_up:
            from csboard.board import Board

            session.board = Board.open(session.config.database, backed_up=True)
        session.board.connect()
    if session.wants_json:
        session.print_json({"database": session.board.url})
    else:
        session.print(_("The board at {where} is up to date.").format(where=session.board.url))


@contextmanager
def _shown() -> Iterator[None]:
    """A bar for how far the making of the search index is, where there is one to be made."""
    from csboard.cli.progress import progress
    from csboard.db.upgrade_progress import reported_to

    with progress(100) as bar:

        def show(done: int, total: int) -> None:
            bar.show(100 * done // max(total, 1), _("the search index"))

        with reported_to(show):
            yield


def _dump_first(session: Session, target: Path) -> None:
    from csboard.cli import dumps
    from csboard.db.address import parse_url

    if parse_url(session.config.database).is_sqlite:
        raise UsageError(
            _("--backup is for PostgreSQL: a board in a file is backed up beside it by itself.")
        )
    dumps.dump(session.config.database, target, 0)


COMMANDS = {
    "migrate": ShellCommand(
        migrate,
        (
            argument(
                "--backup",
                metavar="FILE",
                help=N_("on PostgreSQL: dump the board to this new file first"),
            ),
            argument(
                "--backed-up",
                action="store_true",
                help=N_("on PostgreSQL: there is a backup, upgrade at once"),
            ),
            JSON,
        ),
    )
}
