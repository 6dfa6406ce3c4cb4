"""Whether what is stored holds together."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from csboard.cli.findings import Finding, fail, ok
from csboard.cli.mending import FIX_DEEP, Mend, command
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.db.engine import Damage


def stored_findings(
    board: Board, index_anew: Callable[[], object], *, deep: bool
) -> Iterator[Finding]:
    """A quick look at every page and every reference; with `deep` at every index entry, too.

    `index_anew` makes the search index anew, for whoever mends.
    """
    damages = board.damages(deep=deep)
    yield from (_finding(damage, index_anew) for damage in damages)
    if not damages:
        yield ok(_("stored data"), _("whole, looked at deeply") if deep else _("whole"))


def _finding(damage: Damage, index_anew: Callable[[], object]) -> Finding:
    subject = _("stored data")
    if damage.kind == "search":
        return fail(
            subject,
            _("{count} inquiries or cases are searched by other words than they hold").format(
                count=damage.what
            ),
            mend=Mend(FIX_DEEP, index_anew),
        )
    if damage.kind == "index":
        return fail(
            subject,
            _("the index {name} is broken").format(name=damage.what),
            mend=Mend(command("psql", "-c", f"REINDEX INDEX {damage.what}")),
        )
    if damage.kind == "reference":
        return fail(
            subject,
            _("rows refer to others that are gone: {tables}").format(tables=damage.what),
            _("something other than csboard changed it: restore a backup"),
        )
    return fail(
        subject,
        _("the file is damaged: {fault}").format(fault=damage.what),
        _("stop working on it, keep the file, and restore a backup"),
    )
