"""`csboard activity`: what others did since one last looked, by inquiry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import identity, layout, shapes
from csboard.cli.references import count
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from csboard.cli.session import Session


def activity(session: Session) -> None:
    """Tell it; with `--mark`, that it was looked at holds for the board's screens too."""
    board = session.board
    login = session.actor.login if session.options.mark else _login(session)
    found = board.activity(login, session.options.limit)
    if session.wants_json:
        session.print_json(shapes.of_activity(found))
    elif found.inquiries or found.rest:
        session.print_lines(layout.activity_lines(found, board.members(), session.look))
        if found.more:
            session.say(_("There was more: --limit shows it."))
    else:
        session.say(_("Nothing new: nobody else did anything."))
    if session.options.mark:
        from csboard.cli.streams import flush
        from csboard.domain.commands import MarkSeen

        flush()  # what nobody could read must not count as seen
        board.keep(MarkSeen(event_id=found.rev), session.actor)


def _login(session: Session) -> str:
    """Of whoever looks, who need not be a member for that."""
    return session.as_login or identity.own_account().login


COMMANDS = {
    "activity": ShellCommand(
        activity,
        (
            argument(
                "--mark",
                action="store_true",
                help=N_("mark it as seen: the next time tells only what is new"),
            ),
            argument(
                "--limit",
                type=count,
                default=500,
                metavar="COUNT",
                help=N_("at most so many events, the latest"),
            ),
            JSON,
        ),
    )
}
