"""`csboard why-late`: why a promise of an inquiry was broken, said when it is still known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.execution import carry_out
from csboard.cli.references import number_of
from csboard.cli.spec import INQUIRY, JSON, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.goal_commands import SayWhyBroken
from csboard.domain.late import CODES, OTHER
from csboard.domain.promises import CLOCKS
from csboard.i18n import N_
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session


def why_late(session: Session) -> None:
    """Say it of the promise that was broken last, or of the last of one clock."""
    options = session.options
    command = SayWhyBroken(
        number=number_of(options.number),
        code=options.code,
        words=clean(typed(options.words)),
        clock=options.clock or "",
    )
    carry_out(session, command)


COMMANDS = {
    "why-late": ShellCommand(
        why_late,
        (
            INQUIRY,
            argument(
                "words",
                metavar="WORDS",
                nargs="?",
                default="",
                help=N_("in a few words, as a note"),
            ),
            argument(
                "--code",
                choices=tuple(CODES),
                default=OTHER,
                help=N_("what it was; other unless it is said"),
            ),
            argument(
                "--clock",
                choices=CLOCKS,
                help=N_("whose promise; the one that was broken last otherwise"),
            ),
            JSON,
        ),
    )
}
