"""`csboard copy`: a whole board into another database, and the proof that it is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.directories import no_directory
from csboard.cli.progress import ProgressBar, progress, stoppable
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from csboard.cli.session import Session
    from csboard.db.address import DatabaseAddress
    from csboard.db.copying import Copied, Proof

SHORT = 16
"""Digits of a digest that are shown to people; --json has all of them."""


def copy(session: Session) -> int:
    """Copy the board; what was stopped goes on when the same is asked for again."""
    from csboard.cli.identity import refuse_closing
    from csboard.config import load
    from csboard.db.address import parse_url
    from csboard.db.driver import load_peewee

    load_peewee(postgres=True)  # before the board loads it without
    if session.options.seal:
        refuse_closing(session.board)
    source = parse_url(session.config.database)
    target = parse_url(load({"database": session.options.to}).database)
    board_url = session.board.url  # upgraded by now, if it had to be
    mode = _access_of(target)
    with stoppable():
        try:
            copied = _copy(session, source, target, mode)
        except KeyboardInterrupt:
            session.say(_("Stopped: the same command goes on from here."))
            raise
    _tell(session, copied, board_url, target.shown)
    return 0


def _access_of(target: DatabaseAddress) -> int:
    """The mode of the new file, as `csboard init` gives it."""
    from csboard.cli.places import OWN_FILE, SHARED_FILE, is_shared

    if target.path is None:
        return OWN_FILE
    directory = target.path.parent
    if not directory.is_dir():
        raise no_directory(directory)
    return SHARED_FILE if is_shared(directory) else OWN_FILE


def _copy(session: Session, source: DatabaseAddress, target: DatabaseAddress, mode: int) -> Copied:
    from csboard.db.copy_target import ends
    from csboard.db.copying import Copying

    with ends(source, target, mode) as both, progress(100) as bar, both.source.explained():
        if both.resumes:
            session.say(_("Going on with the copy that was begun."))
        copying = Copying(both.source, both.target, both.seen, _shown(bar))
        return copying.run_and_seal() if session.options.seal else copying.run()


def _shown(bar: ProgressBar) -> Callable[[str, int, int], None]:
    def show(table: str, done: int, total: int) -> None:
        bar.show(100 * done // max(1, total), table)

    return show


def _tell(session: Session, copied: Copied, source: str, target: str) -> None:
    if session.wants_json:
        session.print_json(
            {
                "from": source,
                "to": target,
                "newest": copied.newest,
                "sealed": copied.sealed,
                "equal": all(proof.holds for proof in copied.proofs),
                "tables": [_as_json(proof) for proof in copied.proofs],
            }
        )
        return
    session.print_lines(_lines(copied.proofs))
    session.print(
        _("{target} holds the same as {source}, table by table, up to event {newest}.").format(
            target=target, source=source, newest=copied.newest
        )
    )
    session.print(
        _("The old board is closed, and says where it went.")
        if copied.sealed
        else _("Both can be used now, and know nothing of each other: stop using one of them.")
    )


def _as_json(proof: Proof) -> dict[str, object]:
    return {
        "table": proof.table,
        "source": proof.source._asdict(),
        "target": proof.target._asdict(),
    }


def _lines(proofs: Iterable[Proof]) -> Iterator[str]:
    from csboard.cli.columns import table

    head = (_("table"), _("rows"), _("digest of the source"), _("digest of the target"))
    rows = [
        (
            proof.table,
            f"{proof.source.rows:,}",
            proof.source.sha256[:SHORT],
            proof.target.sha256[:SHORT],
        )
        for proof in proofs
    ]
    return table([head, *rows])


COMMANDS = {
    "copy": ShellCommand(
        copy,
        (
            argument(
                "--to",
                metavar="URL",
                required=True,
                help=N_("where to: a new file or an empty PostgreSQL database"),
            ),
            argument(
                "--seal",
                action="store_true",
                help=N_("let others wait for the end, and close the old board for good"),
            ),
            JSON,
        ),
    )
}
