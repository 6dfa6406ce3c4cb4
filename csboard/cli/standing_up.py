"""`csboard standup`: what the team speaks of before its board, to be printed, saved or mailed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from csboard.cli import mailing, new_files
from csboard.cli.columns import table
from csboard.cli.layout import terminal_room
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.errors import Refused, UsageError
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.stand_up import Walk

COLUMN = 60


def stand_up(session: Session) -> None:
    """Tell it; with --begin or --end the team's stand-up begins or ends."""
    options = session.options
    if options.begin and options.end:
        raise UsageError(_("Say --begin or --end, not both."))
    mailing.refuse_hopeless(session)
    walked = session.board.stand_up() if options.end else None
    if options.begin or options.end:
        _meet(session, walked)
    walked = walked or session.board.stand_up()
    if session.wants_json:
        from csboard.cli.stand_up_shapes import of_walk

        session.print_json(of_walk(walked))
        return
    _tell(session, walked)


def _meet(session: Session, walked: Walk | None) -> None:
    from csboard.domain.stand_up_commands import BeginStandUp, EndStandUp

    if walked is None:
        session.board.execute(BeginStandUp(), session.actor)
        return
    going_on = walked.found.stand_up
    if going_on is None:
        raise Refused("no_stand_up", _("No stand-up goes on: csboard standup --begin begins one."))
    session.board.execute(EndStandUp(stand_up_id=going_on.id), session.actor)


def _tell(session: Session, walked: Walk) -> None:
    options = session.options
    target = None if options.output is None else Path(typed(options.output))
    if options.mail:
        _mail(session, walked)
        return
    text = _text(walked, options.by == "people", options.format, in_file=target is not None)
    if target is None:
        session.print(text.removesuffix("\n"))
        return
    new_files.write(target, text.encode("utf-8", "replace"))
    session.say(_("Written: {path}").format(path=target))


def _mail(session: Session, walked: Walk) -> None:
    """Without customers' words, as not only the team reads mail."""
    from csboard.domain.stand_up_words import page
    from csboard.mail.page_mail import of_page

    made = page(walked, people=session.options.by == "people", plain=True)
    mailing.mail(session, of_page("css", made, walked.found.now))


def _text(walked: Walk, people: bool, form: str, *, in_file: bool) -> str:
    from csboard.domain import pages
    from csboard.domain.stand_up_words import page

    made = page(walked, people=people)
    if form == "md":
        return pages.markdown(made)
    room = None if in_file else terminal_room()
    lines = pages.text(made, lambda rows: table([list(row) for row in rows], room, COLUMN))
    return "".join(f"{line}\n" for line in lines)


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
            argument(
                "--format",
                choices=("text", "md"),
                default="text",
                help=N_("text, or md (Markdown)"),
            ),
            argument("--output", metavar="FILE", help=N_("write it into this new file")),
            mailing.MAIL,
            JSON,
        ),
    )
}
