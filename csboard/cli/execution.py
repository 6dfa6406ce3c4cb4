"""How an act goes through the one door, and what it tells afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli import shapes
from csboard.domain.history import describe
from csboard.text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from csboard.cli.session import Session
    from csboard.domain.commands import Command
    from csboard.domain.records import Event
    from csboard.domain.time_records import Entry


def carry_out(session: Session, command: Command) -> Event:
    """Execute it and print the event it left, in plain words or as JSON."""
    event = session.board.execute(command, session.actor)
    tell(session, event)
    return event


def tell(session: Session, event: Event) -> None:
    """Print what happened."""
    if session.wants_json:
        session.print_json(shapes.of_event(event))
    else:
        settings, members = session.board.settings(), session.board.members()
        about = (members, settings.stages, settings.vocabulary, settings.zone)
        told = describe(event, *about)
        session.print(clean(told))
        if entries := session.board.ended_with(event):
            _tell_of_timers(session, entries, event.actor)


def _tell_of_timers(session: Session, entries: Sequence[Entry], me: str) -> None:
    from csboard.domain.time_words import ended_with

    board = session.board
    session.print(clean(ended_with(entries, me, board.members(), board.clock.now())))
