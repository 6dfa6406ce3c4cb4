"""`csboard completion SHELL`: what makes the tab key know csboard's commands and options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from csboard.cli.spec import ShellCommand, argument
from csboard.domain.settings import default_stages
from csboard.i18n import N_

if TYPE_CHECKING:
    from csboard.cli.session import Session

SHELLS = ("bash", "zsh", "fish")
STAGES = tuple(stage.key for stage in default_stages())
"""Those of a new board: a tab key must not wait for a database."""


def completion(session: Session) -> None:
    """Print the shell's script."""
    session.print_raw(script(session.options.shell).encode())


def script(shell: str) -> str:
    """The script for one of `SHELLS`, its explanations in the present language."""
    import shtab

    from csboard.cli.tree import whole_tree

    tree = whole_tree()
    files = {"FILE": shtab.FILE, "DIR": shtab.DIRECTORY}
    for action in _actions(tree):
        named = str(action.metavar or action.dest)
        if named == "STAGE":
            action.choices = STAGES
        if completer := files.get(named):
            action.complete = completer  # type: ignore[attr-defined]
        # shtab puts it into a zsh string as it is: quotes and colons would end that.
        action.metavar = re.sub(r"[^\w-]+", " ", named).strip()
    return shtab.complete(tree, shell)


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)


COMMANDS = {
    "completion": ShellCommand(
        completion, (argument("shell", choices=SHELLS, help=N_("the shell it is for")),)
    )
}
