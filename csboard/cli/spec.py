"""The shape in which a family module declares its commands.

A family (`csboard/cli/NAME.py`) holds `COMMANDS`, a table from the word on the command line
to a `ShellCommand`, or to a `CommandGroup` when a second word follows. `csboard.cli.main`
lists which family has which word and imports only that one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from csboard.i18n import N_
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.cli.session import Session

Run = Callable[["Session"], int | None]
"""Does the work of a command; the exit status when it isn't 0. Failures are raised."""


class Argument(NamedTuple):
    """One argument: its names and `argparse.add_argument`'s options; `help` is a msgid."""

    names: tuple[str, ...]
    help: str
    options: Mapping[str, Any]


def argument(*names: str, help: str, **options: Any) -> Argument:  # noqa: A002
    """An argument with its help marked by `N_`: `argument("--stage", help=N_("…"))`."""
    return Argument(names, help, options)


class ShellCommand(NamedTuple):
    """One command: what it does and with which arguments."""

    run: Run
    arguments: tuple[Argument, ...] = ()
    summary: str = ""
    """What it does in a few words (a msgid), for a command within a group."""
    creates: bool = False
    """It may make the board when there is none yet."""


class CommandGroup(NamedTuple):
    """Commands that share their first word, such as `team show` and `team apply`."""

    commands: Mapping[str, ShellCommand]


TASK = argument("task", metavar="N", help=N_("the task: 1042, #1042 or 1042.2"))
INQUIRY = argument("number", metavar="N", help=N_("the inquiry: 1042 or #1042"))
JSON = argument("--json", action="store_true", help=N_("print JSON for programs"))
