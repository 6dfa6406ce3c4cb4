"""Commands that change something, each through the same door as a key on the board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.add import read_text
from csboard.cli.execution import carry_out
from csboard.cli.references import number_of, stage_of, task_of
from csboard.cli.spec import INQUIRY, JSON, TASK, ShellCommand, argument
from csboard.cli.streams import typed
from csboard.domain.absence_history import where_tasks_stay
from csboard.domain.commands import AddNote, Claim, Move, Pin, Release, TakeOver, Undo, Unpin
from csboard.errors import UsageError
from csboard.i18n import N_, _
from csboard.text import clean

if TYPE_CHECKING:
    from csboard.cli.session import Session


def claim(session: Session) -> None:
    carry_out(session, Claim(task=task_of(session.options.task), reviewer=session.options.reviewer))


def release(session: Session) -> None:
    carry_out(session, Release(task=task_of(session.options.task)))


def take_over(session: Session) -> None:
    reason = clean(typed(" ".join(session.options.reason))).strip()
    carry_out(session, TakeOver(task=task_of(session.options.task), reason=reason))


def move(session: Session) -> None:
    task = task_of(session.options.task)
    stage = stage_of(session.options.stage, session.look.settings)
    carry_out(session, Move(task=task, stage=stage))


def pin(session: Session) -> None:
    carry_out(session, Pin(task=task_of(session.options.task)))


def unpin(session: Session) -> None:
    carry_out(session, Unpin(task=task_of(session.options.task)))


def note(session: Session) -> None:
    number = number_of(session.options.number)
    text = read_text(" ".join(session.options.text))
    if not text:
        raise UsageError(_("The note is empty: nothing was written."))
    carry_out(session, AddNote(number=number, text=text))


def undo(session: Session) -> None:
    number = session.options.number
    command = Undo(number=number_of(number) if number else None)
    event = carry_out(session, command)
    commands = "csboard take-over {task} WHY", "csboard claim {task}"
    for told in where_tasks_stay(event, session.board.members(), *commands):
        session.say(clean(told))


COMMANDS = {
    "claim": ShellCommand(
        claim,
        (
            TASK,
            argument(
                "--reviewer",
                metavar="LOGIN",
                help=N_("who is to review the reply; they hear of it now"),
            ),
            JSON,
        ),
    ),
    "release": ShellCommand(release, (TASK, JSON)),
    "take-over": ShellCommand(
        take_over,
        (
            TASK,
            argument("reason", nargs="+", metavar="WHY", help=N_("why, in a word or two")),
            JSON,
        ),
    ),
    "move": ShellCommand(
        move,
        (
            TASK,
            argument(
                "stage", metavar="STAGE", help=N_("the stage's key or name: todo, doing, ...")
            ),
            JSON,
        ),
    ),
    "pin": ShellCommand(pin, (TASK, JSON)),
    "unpin": ShellCommand(unpin, (TASK, JSON)),
    "note": ShellCommand(
        note,
        (
            INQUIRY,
            argument("text", nargs="+", metavar="TEXT", help=N_("the note; - reads it from stdin")),
            JSON,
        ),
    ),
    "undo": ShellCommand(
        undo,
        (
            argument(
                "number",
                nargs="?",
                metavar="N",
                help=N_("the last act on this inquiry; else of all"),
            ),
            JSON,
        ),
    ),
}
