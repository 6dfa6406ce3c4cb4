"""Reading the command line: argparse in the person's language, errors as one sentence."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Mapping, Sequence
from typing import NoReturn

from csboard.cli import columns
from csboard.cli.spec import Argument, argument
from csboard.errors import UsageError
from csboard.i18n import N_, _, ngettext
from csboard.near_words import did_you_mean

# argparse looks its own words up in its module's globals: they become those of our catalogue.
argparse._ = _  # type: ignore[attr-defined]
argparse.ngettext = ngettext  # type: ignore[attr-defined]

COMMON = (
    argument(
        "--db", metavar="URL", help=N_("the board's database (sqlite:///PATH or postgresql://...)")
    ),
    argument("--as", dest="as_login", metavar="LOGIN", help=N_("act for another member")),
    argument("--lang", metavar="ja|en", help=N_("language of the interface")),
)
"""Options that every command takes, before its name or after it."""

_TAKE_A_VALUE = {name for option in COMMON for name in option.names}


def take_word(argv: Sequence[str]) -> tuple[str | None, list[str]]:
    """The first word that is neither an option nor a common option's value, and the others."""
    position = 0
    while position < len(argv):
        token = argv[position]
        if token == "--":
            break
        if not token.startswith("-"):
            return token, [*argv[:position], *argv[position + 1 :]]
        position += 2 if token in _TAKE_A_VALUE else 1
    return None, list(argv)


def value_of(option: str, argv: Sequence[str]) -> str | None:
    """The value given to a common option, before argparse has had its turn."""
    found = None
    for position, token in enumerate(argv):
        if token == "--":
            break
        if token == option and position + 1 < len(argv):
            found = argv[position + 1]
        elif token.startswith(f"{option}="):
            found = token.removeprefix(f"{option}=")
    return found


class Parser(argparse.ArgumentParser):
    """argparse's parser, raising UsageError instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(
            _("{problem} (look at {command} --help)").format(problem=message, command=self.prog)
        )

    def parse(self, argv: Sequence[str]) -> argparse.Namespace:
        """The options; UsageError, with the nearest known option, when one is unknown."""
        self._refuse_unknown(argv)
        options, rest = self._read(argv)
        taking = [action for action in self._actions if action.type is signed]
        if taking:
            getattr(options, taking[0].dest).extend(rest)
        elif rest:
            self.error(_("Unexpected argument: `{word}`.").format(word=rest[0]))
        return options

    def _read(self, argv: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
        """As parse_known_args, which finds words that may be missing only right after others."""
        options, rest = self.parse_known_args(argv)
        late = [action for action in self._actions if action.nargs == argparse.ZERO_OR_MORE]
        if not late or getattr(options, late[0].dest):
            return options, rest
        if "--" in rest:
            rest.remove("--")
        elif any(word.startswith("-") for word in rest):
            return options, rest
        setattr(options, late[0].dest, rest)
        return options, []

    def _refuse_unknown(self, argv: Sequence[str]) -> None:
        """Before argparse complains of something else that is missing."""
        for word in argv:
            option = word.partition("=")[0]
            if option == "--":
                return
            if option.startswith("--") and option not in self._option_string_actions:
                known = tuple(self._option_string_actions)
                sentence = _("There is no option {option}.").format(option=option)
                self.error(sentence + did_you_mean(option, known))


def signed(word: str) -> str:
    """The type of words that may begin with + or -, and so look like options to argparse."""
    return word


def make_parser(
    prog: str,
    description: str,
    arguments: Iterable[Argument] = (),
    commands: Mapping[str, str] | None = None,
) -> Parser:
    """A parser for one command, or for what stands before one of `commands` (with summaries)."""
    parser = Parser(
        prog=prog,
        usage=f"{prog} COMMAND ..." if commands else None,
        description=description,
        epilog=_list_of_commands(commands) if commands else None,
        allow_abbrev=False,
        formatter_class=HelpFormatter,
    )
    add_arguments(parser, arguments)
    return parser


def add_arguments(parser: argparse.ArgumentParser, arguments: Iterable[Argument]) -> None:
    """A command's own arguments, and those that every command takes."""
    for one in arguments:
        parser.add_argument(*one.names, help=_(one.help), **one.options)
    common = parser.add_argument_group(_("everywhere"))
    for one in COMMON:
        common.add_argument(*one.names, help=_(one.help), **one.options)


def _list_of_commands(summaries: Mapping[str, str]) -> str:
    name_width = max(map(len, summaries))
    lines = [f"  {name:{name_width}}  {_(summary)}" for name, summary in summaries.items()]
    return "\n".join([_("commands:"), *lines])


class HelpFormatter(argparse.HelpFormatter):
    """Help wrapped by cells, so that Japanese fits the line as English does."""

    def __init__(self, prog: str) -> None:
        # argparse makes one for each argument, and would import shutil to ask for the width.
        super().__init__(prog, width=columns.terminal_width() - 2)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return columns.wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        """Paragraphs are wrapped; a line that begins with a blank is laid out already."""
        lines: list[str] = []
        for line in text.splitlines():
            lines += [line] if line.startswith(" ") else columns.wrap(line, width)
        return "\n".join(indent + line for line in lines)

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        lead = _("usage: ") if prefix is None else prefix
        room, self._width = self._width, self._width - columns.width(lead)
        text = super()._format_usage(usage, actions, groups, "").rstrip()
        self._width = room
        return lead + text.replace("\n", "\n" + " " * columns.width(lead)) + "\n\n"
