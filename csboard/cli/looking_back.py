"""`csboard look-back`: a page for the team's retrospective over some days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import page_output
from csboard.cli.progress import counting, inquiries
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.periods import read_days, today
from csboard.domain.retrospect import Retrospect
from csboard.i18n import N_

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.cli.shapes import Json


def look_back(session: Session) -> None:
    """Print the page, or write it into a new file."""
    from csboard.domain.retrospect_words import page

    options, target = session.options, page_output.new_file(session)
    settings = session.board.settings()
    days = read_days(typed(options.period), today(session.board.clock.now(), settings.zone))
    with counting(inquiries) as progress:
        found = session.board.look_back(days, progress)
    if session.wants_json:
        session.print_json(_shape(found))
        return
    page_output.give_out(session, page(found, settings.stages), target)


def _shape(found: Retrospect) -> Json:
    return {
        "from": found.days.first.isoformat(),
        "to": found.days.last.isoformat(),
        "arrived": list(found.figures.arrived),
        "closed": list(found.figures.departed),
        "open": list(found.figures.open_after),
        "stuck": [
            {"number": one.number, "since": one.since.isoformat(), "owner": one.owner or None}
            for one in found.stuck
        ],
        "broken": [
            {
                "number": one.number,
                "clock": one.clock,
                "due_at": one.due_at.isoformat(),
                "minutes_over": int(one.over.total_seconds() // 60),
                "code": one.why.code if one.why else None,
                "words": (one.why.words if one.why else "") or None,
            }
            for one in found.broken
        ],
        "broken_total": found.broken_total,
        "changes": [
            {"at": one.at.isoformat(), "by": one.by, "keys": list(one.keys)}
            for one in found.changes
        ],
        "cases": [
            {"number": one.number, "author": one.author, "used": one.used} for one in found.cases
        ],
    }


COMMANDS = {
    "look-back": ShellCommand(
        look_back,
        (
            argument(
                "period",
                metavar="PERIOD",
                help=N_(
                    "day, week, month, 2026-11, 2026-11-24, 2026-W48, FROM..TO"
                    " or FROM.. until today"
                ),
            ),
            argument(
                "--format",
                choices=("text", "md", "html"),
                default="text",
                help=N_("text, md or html (a page to print)"),
            ),
            page_output.OUTPUT,
            JSON,
        ),
    )
}
