"""`csboard block` and `csboard junk`: mail that shall not open cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import layout, shapes
from csboard.cli.execution import carry_out
from csboard.cli.references import number_of
from csboard.cli.spec import INQUIRY, JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.commands import BlockSender, FileAsJunk, UnblockSender
from csboard.errors import UsageError
from csboard.i18n import N_, _

if TYPE_CHECKING:
    from csboard.cli.session import Session


def block(session: Session) -> None:
    """Block an address or a domain; `list` shows who is blocked, `remove ADDRESS` unblocks."""
    what, address = session.options.what, session.options.address
    if what == "list" and address is None:
        _list(session)
    elif what == "remove" and address is not None:
        carry_out(session, UnblockSender(pattern=typed(address)))
    elif address is None and what != "remove":
        carry_out(session, BlockSender(pattern=typed(what), why=typed(session.options.why)))
    else:
        raise UsageError(
            _("Write csboard block ADDRESS, csboard block list, or csboard block remove ADDRESS.")
        )


def _list(session: Session) -> None:
    """Every blocked address and domain, who blocked it, when and why."""
    blocks = session.board.blocks()
    if session.wants_json:
        session.print_json([shapes.of_block(one) for one in blocks])
    else:
        session.print_lines(layout.block_lines(blocks, session.board.members(), session.look))


def junk(session: Session) -> None:
    carry_out(session, FileAsJunk(number=number_of(session.options.number)))


COMMANDS = {
    "block": ShellCommand(
        block,
        (
            argument(
                "what",
                metavar="ADDRESS",
                help=N_("an address, or @example.com for a whole domain; or: list, remove"),
            ),
            argument(
                "address", nargs="?", metavar="ADDRESS", help=N_("after remove: whom to unblock")
            ),
            argument("--why", default="", metavar="TEXT", help=N_("why, in a few words")),
            JSON,
        ),
    ),
    "junk": ShellCommand(junk, (INQUIRY, JSON)),
}
