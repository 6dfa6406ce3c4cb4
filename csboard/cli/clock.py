"""`csboard clock`: what runs for the customer of an inquiry, explained line by line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.references import number_of
from csboard.cli.spec import INQUIRY, JSON, ShellCommand
from csboard.domain.inquiry_clocks import at_length
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.cli.session import Session


def clock(session: Session) -> None:
    """All clocks of an inquiry: begun, ran, stood still because, due, ended."""
    number = number_of(session.options.number)
    told, now = session.board.clocks(number), session.board.clock.now()
    into = told.inquiry.number
    if session.wants_json:
        from csboard.cli.clock_shapes import of_clocks

        session.print_json(of_clocks(told, now))
    else:
        if into != number:
            session.say(_("#{number} goes on in #{into}.").format(number=number, into=into))
        session.print(f"#{into} {told.inquiry.subject}")
        session.print_lines(at_length(told, now))


COMMANDS = {"clock": ShellCommand(clock, (INQUIRY, JSON))}
