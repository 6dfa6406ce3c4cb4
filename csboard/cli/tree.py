"""All commands as one tree of argparse's: what completion and the manual pages are made from."""

from __future__ import annotations

from argparse import _SubParsersAction
from collections.abc import Iterable, Mapping

from csboard.cli.main import COMMANDS, command_of
from csboard.cli.parser import HelpFormatter, Parser, add_arguments
from csboard.cli.program import make_parser
from csboard.cli.spec import Argument, ShellCommand
from csboard.i18n import _


def whole_tree() -> Parser:
    """The parser of `csboard` with one below it for each command, in the present language."""
    root = make_parser({name: entry.summary for name, entry in COMMANDS.items()})
    commands = root.add_subparsers(metavar="COMMAND", prog="csboard")
    for name, entry in COMMANDS.items():
        found = command_of(name)
        if isinstance(found, ShellCommand):
            _add(commands, name, entry.summary, found.arguments)
        else:
            _add_group(_add(commands, name, entry.summary), found.commands)
    return root


def _add_group(parser: Parser, commands: Mapping[str, ShellCommand]) -> None:
    seconds = parser.add_subparsers(metavar="COMMAND", prog=parser.prog)
    for name, command in commands.items():
        _add(seconds, name, command.summary, command.arguments)


def _add(
    commands: _SubParsersAction[Parser],
    name: str,
    summary: str,
    arguments: Iterable[Argument] = (),
) -> Parser:
    parser = commands.add_parser(
        name,
        help=_(summary),
        description=_(summary),
        allow_abbrev=False,
        formatter_class=HelpFormatter,
    )
    add_arguments(parser, arguments)
    return parser
