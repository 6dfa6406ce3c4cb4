"""`csboard tray`: mail that opened no card, each with the reason, for anybody to see."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

from csboard.cli import layout, shapes
from csboard.cli.execution import tell
from csboard.cli.references import count, number_of
from csboard.cli.spec import INQUIRY, JSON, CommandGroup, ShellCommand, argument
from csboard.errors import UsageError
from csboard.i18n import N_, _
from csboard.text import clean, quoted

if TYPE_CHECKING:
    from csboard.cli.session import Session
    from csboard.domain.records import Receipt
    from csboard.mail.tray import Act

SHOWN_BYTES = 20_000
"""Of an original that can only be shown as it is; `--raw` gives the whole."""


def list_tray(session: Session) -> None:
    """The latest mails of the tray, newest first."""
    receipts = session.board.tray(session.options.limit)
    if session.wants_json:
        session.print_json([shapes.of_receipt(one) for one in receipts])
    elif receipts:
        session.print_lines(layout.receipt_lines(receipts, session.look))
    else:
        session.say(_("The tray is empty: every mail is on the board."))


def show(session: Session) -> None:
    """One mail: why it is here, and what it says."""
    receipt = session.board.receipt(id_of(session.options.id))
    if session.options.raw:
        _print_raw(session, receipt)
        return
    why = _why(session, receipt)
    if session.wants_json:
        text = _text(session, receipt)
        session.print_json({**shapes.of_receipt(receipt), "why": why, "text": text})
    else:
        session.print_lines(layout.receipt_lines([receipt], session.look))
        session.print(why)
        session.print("")
        session.print(clean(_text(session, receipt), multiline=True))


def _why(session: Session, receipt: Receipt) -> str:
    """Why it is here, with what was measured; nothing for a mail on the board."""
    from csboard.domain.reasons import explained

    board = session.board
    flooding = board.flooding(receipt) if receipt.reason == "flood" else 0
    return explained(receipt, board.members(), session.look.time, flooding)


def _print_raw(session: Session, receipt: Receipt) -> None:
    """The original byte for byte, never onto a terminal: it can hold its commands."""
    if sys.stdout.isatty():
        raise UsageError(
            _(
                "The original goes into a file or pipe only: csboard tray show {id} --raw >mail.eml"
            ).format(id=receipt.id)
        )
    session.print_raw(session.board.raw(receipt.id))


def _text(session: Session, receipt: Receipt) -> str:
    """What the mail says; of one that can't be read, or an imported line, the original."""
    from csboard.domain.records import IMPORTS

    raw = session.board.raw(receipt.id)
    if receipt.source not in IMPORTS:
        from csboard.mail.children import Reader

        with Reader() as reader:
            letter = reader.read(raw).letter
        if letter is not None:
            return letter.text
    return raw[:SHOWN_BYTES].decode("utf-8", errors="replace")


def open_inquiry(session: Session) -> None:
    _decide(session, "open")


def join(session: Session) -> None:
    _decide(session, "join", number_of(session.options.number))


def drop(session: Session) -> None:
    _decide(session, "drop")


def junk(session: Session) -> None:
    _decide(session, "junk")


def reread(session: Session) -> None:
    from csboard.cli.rereading import read_again

    read_again(session, [id_of(session.options.id)])


def _decide(session: Session, act: Act, number: int | None = None) -> None:
    from csboard.mail.tray import from_tray

    receipt_id = id_of(session.options.id)
    tell(session, from_tray(session.board, receipt_id, act, session.actor, number))


def id_of(word: str) -> int:
    """The id of a mail as the list shows it; UsageError for anything else."""
    if not re.fullmatch("[0-9]{1,9}", word):
        raise UsageError(
            _("{word} is no mail of the tray: csboard tray list shows their ids.").format(
                word=quoted(word)
            )
        )
    return int(word)


ID = argument("id", metavar="ID", help=N_("the mail's id, as the list shows it"))
JOIN = ShellCommand(
    join,
    (ID, INQUIRY, JSON),
    N_("put a mail of the tray into an inquiry"),
)

COMMANDS = {
    "join": JOIN,
    "tray": CommandGroup(
        {
            "list": ShellCommand(
                list_tray,
                (
                    argument(
                        "--limit",
                        type=count,
                        default=200,
                        metavar="COUNT",
                        help=N_("at most so many"),
                    ),
                    JSON,
                ),
                N_("list the mails of the tray, newest first"),
            ),
            "show": ShellCommand(
                show,
                (
                    ID,
                    argument(
                        "--raw",
                        action="store_true",
                        help=N_("the original, byte for byte, to a file"),
                    ),
                    JSON,
                ),
                N_("show one mail of the tray"),
            ),
            "open": ShellCommand(
                open_inquiry, (ID, JSON), N_("make an inquiry of a mail of the tray")
            ),
            "join": JOIN,
            "drop": ShellCommand(
                drop, (ID, JSON), N_("file a mail: it stays in the tray and waits for nobody")
            ),
            "junk": ShellCommand(junk, (ID, JSON), N_("file a mail as junk")),
            "reread": ShellCommand(
                reread, (ID, JSON), N_("read a mail again and decide about it anew")
            ),
        }
    ),
}
