"""Everything that can be asked of the board, as frozen records.

`op_id` names one wish for good: executed twice, it changes the board once.
`seen` is the version of the task the person had before their eyes; when the task has
moved on since in a way that matters, the command is refused with what happened.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from os import urandom
from typing import TYPE_CHECKING, Any

from csboard.domain.frozen import Frozen
from csboard.domain.records import (
    NO_TAGS,
    Channel,
    InquiryFields,
    Role,
    Tags,
    TaskRef,
    Urgency,
    Waiting,
)

if TYPE_CHECKING:
    from csboard.domain.letters import Letter
    from csboard.domain.mailbox import MailboxMark
    from csboard.domain.settings import TeamSettings
    from csboard.public_holidays import PublicHolidays


def new_op_id() -> str:
    """A fresh id for one wish (128 random bits, 32 hex digits)."""
    return urandom(16).hex()  # as a UUID is, without what that library loads


class Command(Frozen):
    """Something asked of the board."""

    op_id: str = ""
    """A fresh one, unless it is given."""

    def __init__(self, **values: Any) -> None:
        super().__init__(**{"op_id": new_op_id(), **values})


class TaskCommand(Command):
    """Something asked about one task."""

    task: TaskRef
    seen: int | None = None


class Claim(TaskCommand):
    """Take an unassigned task for oneself."""

    reviewer: str | None = None
    """Whom one means to ask for a review of the reply: they hear of it now."""


class Release(TaskCommand):
    """Give a task of one's own back to nobody; it returns to the first stage."""


class TakeOver(TaskCommand):
    """Take a task from the member who holds it, saying why in a word."""

    reason: str


class Move(TaskCommand):
    """Put a task into another stage."""

    stage: str


class Wait(TaskCommand):
    """Let a task rest: for whom, for what, until when. It is put into the first doing stage."""

    waiting: Waiting


class EndWaiting(TaskCommand):
    """Take the waiting mark off a task."""


class Pin(TaskCommand):
    """Put a card before all others, in one's own name."""


class Unpin(TaskCommand):
    """Let a pinned card go back to its place."""


class ExcuseMessage(Command):
    """Say that a customer's message needs no answer, as a mere "thanks".

    What it had woken goes on waiting.
    """

    number: int
    message_id: int


class SplitOff(Command):
    """Make another task of an inquiry, for whoever takes it."""

    number: int
    title: str


class RenameTask(TaskCommand):
    """Give a task that was split off another title."""

    title: str


class EditInquiry(Command):
    """Write down what is known of an inquiry.

    `fields` holds the new values, None for what stays. `was` holds what the person saw of
    them: a field that somebody else has changed since is a conflict, never overwritten.
    """

    number: int
    fields: InquiryFields
    was: InquiryFields | None = None
    reason: str = ""
    """Why the urgency is another: asked of who raises it, for everybody to read."""
    alone: bool = False
    """Only on the inquiry of this number itself, which the person saw: never where it goes on."""


class Reopen(Command):
    """Open a closed inquiry again, with its reply task."""

    number: int


class Merge(Command):
    """Let an inquiry go on as part of another; its number then leads there."""

    number: int
    into: int


class Divide(Command):
    """Take a message out of an inquiry into a new one, as when a customer asks two things."""

    number: int
    message_id: int
    subject: str = ""
    """Of the new inquiry; empty: as the message says."""


class Link(Command):
    """Note that two inquiries have to do with each other."""

    number: int
    other: int


class Unlink(Command):
    """Take back that two inquiries have to do with each other."""

    number: int
    other: int


class AddNote(Command):
    """Write an internal note into an inquiry. It is never sent."""

    number: int
    text: str


class Undo(Command):
    """Take back one's own last act, while nobody has built on it.

    With `number`, the last act on that inquiry; else the last act of all: one that can't be taken
    back is told of, and none before it is reached for. With `kinds` only acts of those kinds count.
    """

    number: int | None = None
    kinds: tuple[str, ...] = ()


class OpenInquiry(Command):
    """An inquiry by hand, by an import, or from another program."""

    subject: str
    customer_name: str = ""
    customer_email: str = ""
    body: str = ""
    channel: Channel = Channel.PHONE
    urgency: Urgency = Urgency.NORMAL
    tags: Tags = NO_TAGS
    received_at: datetime | None = None
    receipt_id: int | None = None
    """The stored original it was made from."""


class SortLetter(Command):
    """Decide what becomes of a stored mail: it opens, joins, is filed, or is held.

    `letter` is None when it could not be read; `problem` then says why (a code) and the
    mail is held for a person. An imported line or row is a letter too, with its channel.
    """

    receipt_id: int
    letter: Letter | None
    problem: str = ""
    measured: Mapping[str, int] = {}
    """What was measured of the problem."""
    reader: int = 1
    """Version of what has read it."""
    channel: Channel = Channel.MAIL
    urgency: Urgency = Urgency.NORMAL
    tags: Tags = NO_TAGS


class OpenFromTray(Command):
    """Make an inquiry of a mail in the tray. `letter` is None when it can't be read."""

    receipt_id: int
    letter: Letter | None


class JoinFromTray(Command):
    """Put a mail of the tray into an inquiry. `letter` is None when it can't be read."""

    receipt_id: int
    letter: Letter | None
    number: int


class DropFromTray(Command):
    """File a held mail: nobody has to look at it any more. Its original stays.

    As `junk` also a mail that is filed already for another reason.
    """

    receipt_id: int
    junk: bool = False


class Reread(Command):
    """Decide anew about a stored mail that was read again.

    `letter` is None when it still can't be read; `problem` and `measured` then say why.
    `reader` is the version of what has read it.
    """

    receipt_id: int
    letter: Letter | None
    problem: str = ""
    measured: Mapping[str, int] = {}
    reader: int
    channel: Channel = Channel.MAIL
    urgency: Urgency = Urgency.NORMAL
    tags: Tags = NO_TAGS


class NoteRead(Command):
    """These mails say the same to the reader of that version. Leaves no event."""

    receipt_ids: tuple[int, ...]
    reader: int


class FileAsJunk(Command):
    """Take an inquiry off the board as junk; its mails are filed in the tray."""

    number: int


class BlockSender(Command):
    """Let mail from an address, or from every address of `@domain`, open no card."""

    pattern: str
    why: str = ""


class UnblockSender(Command):
    """Let mail from a blocked address or domain open cards again."""

    pattern: str


class NoteMailbox(Command):
    """How far a mailbox on a mail server was taken in. Leaves no event."""

    name: str
    mark: MailboxMark


class EraseInquiry(Command):
    """Empty everything that was written in one inquiry, originals included, for good."""

    number: int
    why: str
    """A code of `erasing.GROUNDS`."""


class EraseCustomer(Command):
    """Empty a customer's name and addresses, and what they wrote elsewhere, for good.

    Their inquiries are erased before, one by one.
    """

    customer_id: int
    why: str
    """A code of `erasing.GROUNDS`."""


class EraseAddress(Command):
    """Empty what came from an address that is no customer's, as mail that never left the tray."""

    address: str
    why: str
    """A code of `erasing.GROUNDS`."""


class MarkSeen(Command):
    """One's own mark: everything up to this event has been looked at. Leaves no event."""

    event_id: int


class EnterBoard(Command):
    """A member appears: known from now on by their operating-system account.

    Whoever opens the board asks for it; who acts from a shell enters with their first act.
    """

    name: str = ""
    language: str = ""


class ChangeMember(Command):
    """Name a member or change their role. None leaves a field as it is."""

    login: str
    name: str | None = None
    role: Role | None = None
    language: str | None = None
    active: bool | None = None
    learning: bool | None = None


class ApplySettings(Command):
    """Replace the team's settings and change some members, all of it or nothing."""

    settings: TeamSettings
    members: tuple[ChangeMember, ...] = ()
    words: Tags = NO_TAGS
    """To be in the vocabulary, which only grows here: those that are missing are added."""
    was: TeamSettings | None = None
    """What was seen when the change was made; else all of `settings` is meant.

    With it only what differs is changed, unless others changed the same thing meanwhile.
    """
    public_days: PublicHolidays | None = None
    """Those of the place in `settings.holidays`, where that changes or others are known now."""


class BringHolidays(Command):
    """Write down the public holidays of the team's place as they are known today."""

    public_days: PublicHolidays
