"""`csboard standup`: what the team speaks of before its board, to be printed, saved or mailed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import mailing, page_output
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.errors import Refused, UsageError
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from pathlib import Path

    from csboard.cli.session import Session
    from csboard.domain.stand_up import Walk


def stand_up(session: Session) -> None:
    """Tell it; with --begin or --end the team's stand-up begins or ends."""
    options = session.options
    if options.begin and options.end:
        raise UsageError(_("Say --begin or --end, not both."))
    mailing.refuse_hopeless(session)
    target = page_output.new_file(session)
    walked = session.board.stand_up() if options.end else None
    if options.begin or options.end:
        _meet(session, walked)
    walked = walked or session.board.stand_up()
    if session.wants_json:
        from csboard.cli.stand_up_shapes import of_walk

        session.print_json(of_walk(walked))
        return
    _tell(session, walked, target)


def _meet(session: Session, walked: Walk | None) -> None:
    from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp

    if walked is None:
        session.board.execute(BeginStandUp(), session.actor)
        return
    going_on = walked.found.stand_up
    if going_on is None:
        raise Refused("no_stand_up", _("No stand-up goes on: csboard standup --begin begins one."))
    session.board.execute(EndStandUp(stand_up_id=going_on.id), session.actor)


def _tell(session: Session, walked: Walk, target: Path | None) -> None:
    """Printed or written; mailed without customers' words, as not only the team reads mail."""
    from csboard.domain.stand_up_words import page

    people = session.options.by == "people"
    if not session.options.mail:
        page_output.give_out(session, page(walked, people=people), target)
        return
    from csboard.mail.page_mail import of_page

    made = page(walked, people=people, plain=True)
    mailing.mail(session, of_page("css", made, walked.found.now))


COMMANDS = {
    "standup": ShellCommand(
        stand_up,
        (
            argument(
                "--by",
                choices=("stages", "people"),
                default="stages",
                help=N_("column by column from the right, or person by person"),
            ),
            argument("--begin", action="store_true", help=N_("begin the team's stand-up")),
            argument("--end", action="store_true", help=N_("end the one that goes on")),
            page_output.FORMAT,
            page_output.OUTPUT,
            mailing.MAIL,
            JSON,
        ),
    )
}
