"""Whether the public holidays that are written down still reach far enough."""

from __future__ import annotations

from collections.abc import Iterator

from csboard.board import Board
from csboard.cli.findings import Finding, ok, warn
from csboard.cli.mending import Mend
from csboard.i18n import _

BRING_IN = "csboard team holidays --apply"


def holiday_findings(board: Board) -> Iterator[Finding]:
    """Nothing where the team keeps none: then the library isn't loaded either."""
    written = board.public_days()
    if not written.place:
        return
    from csboard.team_holidays import compared

    found, subject = compared(board), _("public holidays")
    if found.ends_soon:
        told = _("those of {place} are written down up to {year} only")
        yield warn(
            subject, told.format(place=written.place, year=written.last), mend=Mend(BRING_IN)
        )
    elif found.more or found.gone:
        told = _("the library knows others for {place} than are written down")
        yield warn(subject, told.format(place=written.place), mend=Mend(BRING_IN))
    else:
        told = _("{place}, {first} to {last}")
        yield ok(subject, told.format(place=written.place, first=written.first, last=written.last))
