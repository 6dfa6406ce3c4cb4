"""`csboard wait` and `csboard resume`: a task rests until somebody, or a day, is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.execution import carry_out
from csboard.cli.references import message_of, number_of, task_of
from csboard.cli.spec import INQUIRY, JSON, TASK, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.commands import EndWaiting, ExcuseMessage, Wait
from csboard.domain.records import FOR_WHOM, Direction, Waiting
from csboard.errors import Refused, UsageError
from csboard.i18n import N_, _
from csboard.text import clean

if TYPE_CHECKING:
    from datetime import datetime

    from csboard.cli.session import Session


def wait(session: Session) -> None:
    options = session.options
    until = _until(session) if options.until else None
    if options.for_whom == "date" and until is None:
        raise UsageError(_("Say until when: --until +3, --until friday, --until YYYY-MM-DD."))
    waiting = Waiting(
        for_whom=options.for_whom,
        what=clean(typed(" ".join(options.what))).strip(),
        until=until,
        sleeps=options.through_answers,
    )
    if waiting.sleeps and waiting.for_whom != "customer":
        raise UsageError(_("--through-answers goes with --for customer."))
    carry_out(session, Wait(task=task_of(options.task), waiting=waiting))
    if until is not None and not session.wants_json:
        _say_if_closed(session, until)


def _say_if_closed(session: Session, until: datetime) -> None:
    """It wakes at that very moment; who is to see it may not be there."""
    from csboard.domain.business_time_words import outside_hours

    board = session.board
    if note := outside_hours(until, board.rules().calendar, board.clock.now()):
        session.say(note)


def _until(session: Session) -> datetime:
    from csboard.domain.moments import parse_moment

    settings = session.look.settings
    now = session.board.clock.now()
    return parse_moment(typed(session.options.until), now, settings.zone, settings.hours)


def excuse(session: Session) -> None:
    """Of the customer's messages the one that is named, else the latest."""
    number = number_of(session.options.number)
    named = session.options.message
    message = message_of(named) if named else _latest(session, number)
    carry_out(session, ExcuseMessage(number=number, message_id=message))


def _latest(session: Session, number: int) -> int:
    messages = session.board.inquiry(number).messages
    theirs = [one.id for one in messages if one.direction is Direction.IN]
    if not theirs:
        raise Refused(
            "no_such_message",
            _("The customer has written nothing in #{number}.").format(number=number),
        )
    return theirs[-1]


def resume(session: Session) -> None:
    carry_out(session, EndWaiting(task=task_of(session.options.task)))


COMMANDS = {
    "wait": ShellCommand(
        wait,
        (
            TASK,
            argument(
                "--for",
                dest="for_whom",
                required=True,
                choices=FOR_WHOM,
                help=N_("for whom it waits; a date needs --until"),
            ),
            argument(
                "--until",
                metavar="WHEN",
                help=N_("+3 (days), tomorrow, friday, MM/DD, YYYY-MM-DD; with a time or without"),
            ),
            argument(
                "--through-answers",
                action="store_true",
                help=N_("with --for customer: rest until then even when they write"),
            ),
            argument(
                "what", nargs="*", default=[], metavar="WHAT", help=N_("what for, in a few words")
            ),
            JSON,
        ),
    ),
    "excuse": ShellCommand(
        excuse,
        (
            INQUIRY,
            argument(
                "--message",
                metavar="MESSAGE",
                help=N_("the message's number, as show puts it; else the customer's latest"),
            ),
            JSON,
        ),
    ),
    "resume": ShellCommand(resume, (TASK, JSON)),
}
