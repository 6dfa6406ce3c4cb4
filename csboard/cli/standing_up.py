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
    walked = _ended(session) if options.end else _begun(session, new=options.begin)
    if session.wants_json:
        from csboard.cli.stand_up_shapes import of_walk

        session.print_json(of_walk(walked))
        return
    _tell(session, walked, target)


def _begun(session: Session, *, new: bool) -> Walk:
    """What there is to tell; a `new` one is begun first, which is said on stderr."""
    if not new:
        return session.board.stand_up()
    from csboard.domain.stand_up_commands import BeginStandUp
    from csboard.domain.stand_up_words import since

    session.board.execute(BeginStandUp(), session.actor)
    walked = session.board.stand_up()
    session.say(_("The stand-up has begun; it tells {since}.").format(since=since(walked.found)))
    return walked


def _ended(session: Session) -> Walk:
    """What was told in the one that goes on, which is ended; that is said on stderr."""
    from csboard.domain.stand_up import ended
    from csboard.domain.stand_up_commands import EndStandUp
    from csboard.domain.stand_up_words import going_on

    walked = session.board.stand_up()
    one = walked.found.stand_up
    if one is None:
        raise Refused("no_stand_up", _("No stand-up goes on: csboard standup --begin begins one."))
    event = session.board.execute(EndStandUp(stand_up_id=one.id), session.actor)
    over = ended(walked, event.at)
    session.say(_("The stand-up is over: {told}.").format(told=going_on(over.found)))
    return over


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
