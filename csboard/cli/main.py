"""The command `csboard`: finds the family for the command at hand, runs it, ends the process.

Nothing is imported before it is needed: `--help` must answer at once, and a plain command
must never pay for the board's screens.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from importlib import import_module
from typing import NoReturn

from csboard import log
from csboard.cli.failures import TRY_AGAIN, guarded
from csboard.cli.parser import make_parser, take_word, value_of
from csboard.cli.session import Session
from csboard.cli.spec import CommandGroup, ShellCommand
from csboard.config import Config, language_told, load
from csboard.errors import ConfigError, UsageError
from csboard.i18n import (
    LANGUAGES,
    N_,
    _,
    current_language,
    language_from_environment,
    use_language,
)
from csboard.named import NamedTuple
from csboard.near_words import did_you_mean, is_one_meant


class Entry(NamedTuple):
    """A line of the command table: the module that holds the command, and what it does."""

    family: str
    summary: str
    is_group: bool = False


COMMANDS: dict[str, Entry] = {
    "demo": Entry("demo", N_("a made-up team's board to look at and play with")),
    "init": Entry("init", N_("make a shared board for many accounts")),
    "intake": Entry("intake", is_group=True, summary=N_("take in mail and imports")),
    "add": Entry("add", N_("enter an inquiry by hand; prints its number")),
    "list": Entry("reads", N_("list tasks")),
    "search": Entry("searching", N_("find any inquiry there ever was, by its words")),
    "similar": Entry("alike", N_("what is most like an inquiry, and how it ended")),
    "show": Entry("reads", N_("show one inquiry: conversation, tasks, notes")),
    "knowledge": Entry("knowing", N_("who knows which topic, and what too few know")),
    "clock": Entry("clock", N_("how the promises of an inquiry stand, line by line")),
    "report": Entry("report", N_("how the team's work went: a day, a week, a month as one page")),
    "history": Entry("reads", N_("who did what to an inquiry, and when")),
    "next": Entry("reads", N_("the task most in need")),
    "inbox": Entry("inbox", N_("what wants you: mentions, reviews, words on your replies")),
    "alarms": Entry("alarms", N_("what must not go unnoticed, and what to do about it")),
    "activity": Entry("activity", N_("what others did since you last looked")),
    "claim": Entry("acts", N_("take an unassigned task")),
    "release": Entry("acts", N_("give a task of yours back")),
    "take-over": Entry("acts", N_("take a task from the member who holds it, saying why")),
    "move": Entry("acts", N_("put a task into another stage")),
    "leave-check": Entry(
        "leave_checking", N_("whether somebody can go, and what stands in the way")
    ),
    "timer": Entry("timing", is_group=True, summary=N_("start, stop and switch your timer")),
    "time": Entry(
        "timing", is_group=True, summary=N_("the time that was worked: list, write down, correct")
    ),
    "handoff": Entry(
        "handing_off", is_group=True, summary=N_("hand tasks to a colleague, who takes them")
    ),
    "absence": Entry(
        "absences", is_group=True, summary=N_("who is away when, and who stands in for them")
    ),
    "wait": Entry("resting", N_("put a task on hold: for whom, for what, until when")),
    "resume": Entry("resting", N_("take a task off hold")),
    "excuse": Entry("resting", N_("say that a customer's message needs no answer")),
    "pin": Entry("acts", N_("put a task before all others, in your name")),
    "unpin": Entry("acts", N_("let a pinned task go back to its place")),
    "note": Entry("acts", N_("write an internal note")),
    "draft": Entry("drafting", N_("begin, print, write or discard the reply to an inquiry")),
    "comment": Entry("reviewing", N_("comment on a reply, or list what was said of it")),
    "approve": Entry("reviewing", N_("approve a reply, ask for a change or for a review")),
    "edit": Entry("editing", N_("change what is written down of an inquiry")),
    "template": Entry(
        "templates", is_group=True, summary=N_("prepared texts for replies, and their use")
    ),
    "tag": Entry("tagging", N_("tag an inquiry; list, rename and merge the team's words")),
    "case": Entry(
        "cases", is_group=True, summary=N_("successful cases: what helped, to be used again")
    ),
    "goal": Entry(
        "goals", is_group=True, summary=N_("what the team wants to reach, and how far it is")
    ),
    "look-back": Entry("looking_back", N_("a page for the team's retrospective over some days")),
    "why-late": Entry("lateness", N_("say why a promise was broken, for looking back")),
    "standup": Entry("standing_up", N_("what to speak of before the board: moved, stuck, away")),
    "split-off": Entry("editing", N_("make another task of an inquiry")),
    "reopen": Entry("editing", N_("open a closed inquiry again")),
    "merge": Entry("joining", N_("merge an inquiry into another")),
    "divide": Entry("joining", N_("take a message out into a new inquiry")),
    "link": Entry("joining", N_("note that two inquiries have to do with each other")),
    "unlink": Entry("joining", N_("take such a link away")),
    "send": Entry("sending", N_("let the reply to an inquiry go out")),
    "outbox": Entry("sending", is_group=True, summary=N_("replies on their way")),
    "worker": Entry("working", N_("send what is due, take mail in, tell of alarms, until ended")),
    "undo": Entry("acts", N_("take back your own last act")),
    "tray": Entry("tray", is_group=True, summary=N_("mail that opened no card, with the reason")),
    "block": Entry("blocking", N_("block a sender: their mail is filed and opens no card")),
    "junk": Entry("blocking", N_("take an inquiry off the board as junk")),
    "join": Entry("tray", N_("put a mail of the tray into an inquiry")),
    "wall": Entry("wall", N_("the board for a screen across the room, for months on end")),
    "team": Entry("team", is_group=True, summary=N_("the team's settings and members")),
    "roles": Entry("roles", is_group=True, summary=N_("who may do what in PostgreSQL itself")),
    "config": Entry(
        "configuration", is_group=True, summary=N_("your settings and where each comes from")
    ),
    "migrate": Entry("upkeep", N_("bring the database up to this version")),
    "erase": Entry("erasing", N_("remove a customer's data for good")),
    "backup": Entry("backups", N_("copy the board safely while it is in use")),
    "restore": Entry("backups", N_("bring a backup back as the board")),
    "copy": Entry("copying", N_("copy the whole board into another database")),
    "doctor": Entry("doctor", N_("check the installation and say what to mend")),
    "completion": Entry("completion", N_("a script that lets the shell complete csboard's words")),
}

_DELIVERY = ("intake", "mail")
"""The MTA's command: whatever is wrong, the mail must stay in its queue (status 75)."""


def main(argv: Sequence[str]) -> int:
    """Run one command line; the exit status. Failures end on stderr as one sentence."""
    use_language(language_from_environment())
    words, rest = _split(argv)
    is_delivery = words == _DELIVERY
    status = guarded(lambda: _dispatch(words, rest), must_tell=not is_delivery)
    return TRY_AGAIN if status and is_delivery else status


def _split(argv: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """The command's one or two words, and everything else."""
    first, rest = take_word(argv)
    if first is None:
        return (), rest
    if first not in COMMANDS or not COMMANDS[first].is_group:
        return (first,), rest
    second, rest = take_word(rest)
    return (first,) if second is None else (first, second), rest


def _dispatch(words: tuple[str, ...], rest: list[str]) -> int:
    is_locked = "--locked" in rest and _confine(words, rest)
    config = _configure(rest)
    if not words:
        return _without_command(rest, config, is_locked=is_locked)
    entry = COMMANDS.get(words[0]) or _unknown(words[0], COMMANDS)
    found = command_of(words[0])
    if isinstance(found, ShellCommand):
        return _carry_out(words, entry.summary, found, rest, config)
    if len(words) == 1:
        return _group_alone(words[0], entry.summary, found, rest)
    command = found.commands.get(words[1]) or _unknown(
        words[1], found.commands, f"csboard {words[0]}"
    )
    return _carry_out(words, command.summary, command, rest, config)


def _confine(words: Sequence[str], rest: Sequence[str]) -> bool:
    """Whether the board is to be all that can be reached; then it is seen to that it is."""
    from csboard.cli import locked

    if not locked.is_asked_for(rest):
        return False
    if words:
        raise UsageError(_("--locked opens the board and takes no command."))
    locked.confine(value_of("--as", rest), os.environ)
    return True


def command_of(word: str) -> ShellCommand | CommandGroup:
    """What the table's word stands for; its family is loaded for it."""
    family = import_module(f"csboard.cli.{COMMANDS[word].family}")
    found: ShellCommand | CommandGroup = family.COMMANDS[word]
    return found


def _configure(argv: Sequence[str]) -> Config | ConfigError:
    """The settings, or what is wrong with them; the process speaks the person's language."""
    named = value_of("--lang", argv) or os.environ.get("CSBOARD_LANG", "")
    if named in LANGUAGES:  # now: what is wrong is told in it too
        use_language(named)
    given = {"database": value_of("--db", argv), "language": value_of("--lang", argv)}
    try:
        config = load(given)
    except ConfigError as error:
        return error if named else _in_ones_language(error, given)
    if config.language:
        use_language(config.language)
    log.use_level(config.log)
    return config


def _in_ones_language(error: ConfigError, given: Mapping[str, str | None]) -> Config | ConfigError:
    """What is wrong with the settings, worded anew in the language that a file asks for."""
    told = language_told()
    if told is None or told == current_language():
        return error
    use_language(told)
    try:
        return load(given)
    except ConfigError as same:
        return same


def _carry_out(
    words: Sequence[str],
    summary: str,
    command: ShellCommand,
    rest: Sequence[str],
    config: Config | ConfigError,
) -> int:
    parser = make_parser(" ".join(("csboard", *words)), _(summary), command.arguments)
    session = Session(parser.parse(rest), config, creates=command.creates)
    try:
        status = command.run(session) or 0
    finally:
        session.close()
    log.ran(" ".join(words), status)
    return status


def _without_command(rest: Sequence[str], config: Config | ConfigError, *, is_locked: bool) -> int:
    """`csboard` alone opens the board; with --help or --version it says what it is."""
    from csboard.cli import program

    summaries = {name: entry.summary for name, entry in COMMANDS.items()}
    options = program.make_parser(summaries).parse(rest)
    session = Session(options, config, creates=True)
    try:
        return program.open_locked(session) if is_locked else program.open_screens(session)
    finally:
        session.close()


def _group_alone(word: str, summary: str, group: CommandGroup, rest: Sequence[str]) -> int:
    """`csboard team` without a second word: its help, or what is missing."""
    summaries = {name: command.summary for name, command in group.commands.items()}
    make_parser(f"csboard {word}", _(summary), commands=summaries).parse(rest)
    raise UsageError(
        _("Say what to do: {commands}.").format(
            commands=_(", ").join(f"csboard {word} {name}" for name in group.commands)
        )
    )


def _unknown(word: str, known: Iterable[str], within: str = "csboard") -> NoReturn:
    is_first = within == "csboard"
    meant = (is_first and is_one_meant(_seconds(word))) or did_you_mean(word, tuple(known))
    raise UsageError(
        _("There is no command `{word}`.").format(word=word)
        + (meant or _(" See {command} --help.").format(command=within))
    )


def _seconds(word: str) -> list[str]:
    """The commands of which a word is the second: `absence digest`."""
    found = {name: command_of(name) for name in COMMANDS}
    return [
        f"csboard {name} {word}"
        for name, one in found.items()
        if isinstance(one, CommandGroup) and word in one.commands
    ]
