"""Inquiries that have to do with each other: merge, divide, link, unlink."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.execution import carry_out
from csboard.cli.references import message_of, number_of
from csboard.cli.spec import INQUIRY, JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.commands import Divide, Link, Merge, Unlink
from csboard.i18n import N_
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session


def merge(session: Session) -> None:
    options = session.options
    carry_out(session, Merge(number=number_of(options.number), into=number_of(options.into)))


def divide(session: Session) -> None:
    options = session.options
    command = Divide(
        number=number_of(options.number),
        message_id=message_of(options.message),
        subject=clean(typed(options.subject)).strip(),
    )
    carry_out(session, command)


def link(session: Session) -> None:
    options = session.options
    carry_out(session, Link(number=number_of(options.number), other=number_of(options.other)))


def unlink(session: Session) -> None:
    options = session.options
    carry_out(session, Unlink(number=number_of(options.number), other=number_of(options.other)))


OTHER = argument("other", metavar="OTHER", help=N_("the other inquiry"))

COMMANDS = {
    "merge": ShellCommand(
        merge,
        (
            INQUIRY,
            argument("into", metavar="INTO", help=N_("the inquiry to merge it into")),
            JSON,
        ),
    ),
    "divide": ShellCommand(
        divide,
        (
            INQUIRY,
            argument(
                "message", metavar="MESSAGE", help=N_("the message's number, as show puts it")
            ),
            argument(
                "--subject",
                default="",
                metavar="S",
                help=N_("of the new inquiry; else as the message says"),
            ),
            JSON,
        ),
    ),
    "link": ShellCommand(link, (INQUIRY, OTHER, JSON)),
    "unlink": ShellCommand(unlink, (INQUIRY, OTHER, JSON)),
}
