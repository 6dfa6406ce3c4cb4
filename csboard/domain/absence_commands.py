"""What can be asked about who is away when."""

from __future__ import annotations

from datetime import date

from csboard.domain.absences import OnMail
from csboard.domain.commands import Command
from csboard.domain.records import TaskRef


class AbsenceCommand(Command):
    """Something that says when somebody is away, and what is done meanwhile."""

    first: date
    last: date
    from_noon: bool = False
    until_noon: bool = False
    stand_in: str | None = None
    on_mail: OnMail = OnMail.POOL


class EnterAbsence(AbsenceCommand):
    """Say when somebody is away."""

    login: str
    """Whose it is; another's is a lead's matter."""


class ChangeAbsence(AbsenceCommand):
    """Other days, another stand-in, another rule; what has begun already can be shortened too."""

    absence_id: int
    seen: int | None = None


class WithdrawAbsence(Command):
    """It doesn't take place; one that has begun is over at once."""

    absence_id: int


class RuleForTask(Command):
    """What is done otherwise with one task during an absence; None takes that off."""

    absence_id: int
    task: TaskRef
    on_mail: OnMail | None
    stand_in: str | None = None
