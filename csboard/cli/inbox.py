"""`csboard inbox`: what wants whoever asks, and that it is seen to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import identity, shapes
from csboard.cli.columns import table
from csboard.cli.references import count
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.domain.inbox_words import in_a_sentence_of, unread_first
from csboard.errors import UsageError
from csboard.i18n import N_, _
from csboard.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from csboard.cli.layout import Look
    from csboard.cli.session import Session
    from csboard.domain.records import Member
    from csboard.domain.replies import InboxItem


def inbox(session: Session) -> None:
    """List it, unread first; or mark one of it or all as seen to."""
    options, board = session.options, session.board
    marks = options.all or options.read is not None
    login = session.actor.login if marks else session.as_login or identity.own_account().login
    items = unread_first(board.inbox(login))
    if marks:
        _see_to(session, items)
    elif session.wants_json:
        session.print_json([shapes.of_inbox(item) for item in items])
    elif items:
        session.print_lines(_lines(items, login, board.members(), session.look))
    else:
        session.say(_("Nothing wants you now."))


def _see_to(session: Session, items: list[InboxItem]) -> None:
    from csboard.domain.presence_commands import ReadInbox

    wanted = session.options.read
    ids = tuple(item.id for item in items if wanted in (None, item.id))
    if wanted is not None and not ids:
        raise UsageError(
            _("{id} is nothing of your inbox: csboard inbox lists it.").format(id=wanted)
        )
    session.board.keep(ReadInbox(ids=ids), session.actor)
    if session.wants_json:
        session.print_json(list(ids))
    else:
        session.say(_("Seen to."))


def _lines(
    items: Sequence[InboxItem], me: str, members: Mapping[str, Member], look: Look
) -> Iterator[str]:
    """Id, whether it is seen to, when, what happened, and what was said."""
    return table(
        [
            (
                str(item.id),
                _("new") if item.read_at is None else _("seen"),
                look.time(item.at),
                clean(in_a_sentence_of(item, members, me)),
                clean(item.words),
            )
            for item in items
        ]
    )


COMMANDS = {
    "inbox": ShellCommand(
        inbox,
        (
            argument("--read", type=count, metavar="ID", help=N_("one of it is seen to")),
            argument("--all", action="store_true", help=N_("all of it is seen to")),
            JSON,
        ),
    )
}
