"""`csboard case add`, `edit`, `use` and what else changes the successful-cases sheet."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from csboard.cli import case_layout
from csboard.cli.add import read_text, split_tags
from csboard.cli.execution import carry_out
from csboard.cli.references import count, number_of
from csboard.cli.spec import INQUIRY, JSON, Argument, ShellCommand, argument
from csboard.cli.tag_options import TAGGING
from csboard.domain.knowledge import Finding, SuccessFields
from csboard.domain.records import NO_TAGS, Direction, Tags
from csboard.domain.success_beginning import beginning
from csboard.domain.success_commands import (
    BringBack,
    EditSuccess,
    MakeSuccess,
    RetireSuccess,
    SayOfSuccess,
)
from csboard.domain.tagging import both, without
from csboard.errors import UsageError
from csboard.i18n import N_, _
from csboard.text import quoted

if TYPE_CHECKING:
    from argparse import Namespace

    from csboard.board import Board
    from csboard.cli.session import Session

OPTIONS = {
    "title": "title",
    "situation": "situation",
    "fact": "fact",
    "emotion": "emotion",
    "policy": "policy",
    "passage": "passage",
    "before": "was",
    "after": "became",
    "why": "why",
}
"""What a text is called on the command line, and in `SuccessFields`."""


def add(session: Session) -> None:
    """Make a case, filled with what is known of the inquiry; print its id."""
    options, board = session.options, session.board
    number = number_of(options.number)
    start = _known(board, number, options.reply)
    fields = start._replace(**_texts(options))
    if options.tag or options.untag:
        fields = fields._replace(tags=_tagged(start.tags or NO_TAGS, options))
    event = board.execute(
        MakeSuccess(number=number, fields=fields, message_id=options.reply), session.actor
    )
    success_id = int(str(event.detail["success"]))
    if session.wants_json:
        session.print_json(case_layout.of_view(board.success(success_id)))
    else:
        session.print(str(success_id))


def _known(board: Board, number: int, reply_id: int | None) -> SuccessFields:
    """What the case begins with; a reply that isn't there is refused by the rule."""
    from csboard.domain.quotes import new_text

    view = board.replies(number)
    replies = [one for one in view.messages if one.direction is Direction.OUT]
    chosen = [one for one in replies if reply_id in (None, one.id)]
    return beginning(view.inquiry, view.messages, chosen[-1] if chosen else None, new_text)


def edit(session: Session) -> None:
    """Write down more of a case, or otherwise; nothing else of it changes."""
    options = session.options
    success_id = id_of(options.id)
    fields, was = SuccessFields()._replace(**_texts(options)), SuccessFields()
    if options.tag or options.untag:
        tags = session.board.success(success_id).success.tags
        fields, was = fields._replace(tags=_tagged(tags, options)), was._replace(tags=tags)
    if fields == SuccessFields():
        raise UsageError(_("Say what to change, as with --why: nothing was changed."))
    carry_out(session, EditSuccess(success_id=success_id, fields=fields, was=was))


def use(session: Session) -> None:
    _say(session, Finding.USED)


def not_here(session: Session) -> None:
    _say(session, Finding.NOT_HERE)


def still_true(session: Session) -> None:
    _say(session, Finding.STILL_TRUE)


def _say(session: Session, word: Finding) -> None:
    options = session.options
    number = None if options.inquiry is None else number_of(options.inquiry)
    carry_out(
        session,
        SayOfSuccess(
            success_id=id_of(options.id), word=word, note=read_text(options.note), number=number
        ),
    )


def retire(session: Session) -> None:
    carry_out(session, RetireSuccess(success_id=id_of(session.options.id)))


def bring_back(session: Session) -> None:
    carry_out(session, BringBack(success_id=id_of(session.options.id)))


def id_of(word: str) -> int:
    """The id of a case as the list shows it; UsageError for anything else."""
    if not re.fullmatch("[0-9]{1,9}", word):
        raise UsageError(
            _("{word} is no case: csboard case list shows their ids.").format(word=quoted(word))
        )
    return int(word)


def _texts(options: Namespace) -> dict[str, Any]:
    """What was written, by its field; an empty text is meant as such, which clears the field."""
    given = {
        field: word
        for name, field in OPTIONS.items()
        if (word := getattr(options, name)) is not None
    }
    if list(given.values()).count("-") > 1:
        raise UsageError(_("Standard input can be read into one field only."))
    return {field: read_text(word) for field, word in given.items()}


def _tagged(tags: Tags, options: Namespace) -> Tags:
    """The tags there are, without those of `--untag`, with those of `--tag`."""
    kept = without(tags, split_tags(options.untag))
    return both(kept, without(split_tags(options.tag), kept))


CASE = argument("id", metavar="ID", help=N_("the case's id, as the list shows it"))

_TEXTS: tuple[Argument, ...] = (
    argument("--title", metavar="S", help=N_("what it is about, in a few words")),
    argument(
        "--passage",
        metavar="TEXT",
        help=N_("the words that helped; of one text - reads it from stdin"),
    ),
    argument("--before", metavar="TEXT", help=N_("what the customer said or did before")),
    argument("--after", metavar="TEXT", help=N_("what they said or did afterwards")),
    argument("--why", metavar="TEXT", help=N_("why it worked")),
    argument("--situation", metavar="TEXT", help=N_("what was asked")),
    argument("--fact", metavar="TEXT", help=N_("what happened")),
    argument("--emotion", metavar="TEXT", help=N_("how the customer feels about it")),
    argument("--policy", metavar="TEXT", help=N_("how we answer")),
    *TAGGING,
)
_REPLY = argument(
    "--reply",
    type=count,
    metavar="ID",
    help=N_("the reply that helped, by its id as show has it; without this the latest"),
)
_FINDING: tuple[Argument, ...] = (
    CASE,
    argument("--in", dest="inquiry", metavar="N", help=N_("the inquiry where that was")),
    argument("--note", default="", metavar="TEXT", help=N_("in a few words; - reads stdin")),
    JSON,
)

COMMANDS = {
    "add": ShellCommand(
        add,
        (INQUIRY, *_TEXTS, _REPLY, JSON),
        N_("make a case of an answered inquiry; prints its id"),
    ),
    "edit": ShellCommand(edit, (CASE, *_TEXTS, JSON), N_("change what a case says")),
    "use": ShellCommand(use, _FINDING, N_("say that you used a case")),
    "not-here": ShellCommand(not_here, _FINDING, N_("say that a case did not work")),
    "still-true": ShellCommand(still_true, _FINDING, N_("say that a case still holds")),
    "retire": ShellCommand(retire, (CASE, JSON), N_("take a case off the sheet")),
    "bring-back": ShellCommand(bring_back, (CASE, JSON), N_("put a retired case back")),
}
