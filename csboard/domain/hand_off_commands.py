"""What can be asked about handing a task to somebody else."""

from __future__ import annotations

from csboard.domain.commands import Command
from csboard.domain.hand_off_records import Sheet
from csboard.domain.records import TaskRef


class WriteSheet(Command):
    """Write the sheet of a task of one's own, or write it anew while nobody has taken it."""

    task: TaskRef
    sheet: Sheet
    absence_id: int | None = None
    """The absence it is made for; None: the one of the giver's that goes on or comes next."""
    seen: int | None = None
    """The version of the sheet before the person's eyes, 0 where there was none; None: any."""


class OfferHandOff(Command):
    """Offer a task with a whole sheet to a member, or to whoever takes it."""

    task: TaskRef
    receiver: str | None = None


class TakeHandOff(Command):
    """Take what is offered, saying in a line of one's own what it is about: it is theirs then."""

    task: TaskRef
    read_back: str


class WithdrawHandOff(Command):
    """Offer it no more; the sheet stays as it is written, to be offered again."""

    task: TaskRef


class DropSheet(Command):
    """Throw a sheet away that is offered to nobody."""

    task: TaskRef


class TakeBack(Command):
    """Back again, take a task that one had handed off; whoever has it hears of it."""

    task: TaskRef


class LeaveWithThem(Command):
    """Back again, let whoever took a task keep it."""

    task: TaskRef
