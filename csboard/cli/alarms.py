"""`csboard alarms`: what must not go unnoticed, as it stands now."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from csboard.cli import layout, shapes
from csboard.cli.columns import table
from csboard.cli.spec import JSON, ShellCommand, argument
from csboard.domain.alarm_words import how_it_stands, in_whose_hands, name_of_kind, remedy
from csboard.i18n import N_, _
from csboard.text import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from csboard.cli.layout import Look
    from csboard.cli.session import Session
    from csboard.domain.alarm_records import ShownAlarm
    from csboard.domain.records import Member

SOME_STAND = 4
"""Exit status with --check while there is an alarm."""


def alarms(session: Session) -> int:
    """List them; with --check the status tells whether there is any."""
    shown = session.board.alarms().shown
    if session.wants_json:
        session.print_json([shapes.of_alarm(one) for one in shown])
    elif shown:
        session.print_lines(_lines(shown, session.board.members(), session.look))
    else:
        session.say(_("There is no alarm."))
    return SOME_STAND if shown and session.options.check else 0


def _lines(shown: Iterable[ShownAlarm], members: Mapping[str, Member], look: Look) -> Iterator[str]:
    """By kind, with what is to be done: of which task, how it stands, whose it is, its title."""
    for kind, some in groupby(shown, key=lambda one: one.alarm.kind):
        yield _("{kind}: {remedy}").format(kind=name_of_kind(kind), remedy=remedy(kind))
        rows = [
            (
                f"  #{one.alarm.ref}" if one.alarm.ref else "  ",
                how_it_stands(one, look.time),
                clean(in_whose_hands(one, members)),
                clean(one.title),
            )
            for one in some
        ]
        yield from table(rows, layout.terminal_room(), layout.COLUMN)


COMMANDS = {
    "alarms": ShellCommand(
        alarms,
        (
            argument(
                "--check",
                action="store_true",
                help=N_("end with status 4 while there is any, for scripts"),
            ),
            JSON,
        ),
    )
}
