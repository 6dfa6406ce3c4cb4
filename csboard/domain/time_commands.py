"""What can be asked about the time that people work."""

from __future__ import annotations

from datetime import datetime

from csboard.domain.commands import Command
from csboard.domain.records import TaskRef
from csboard.domain.time_records import TIMER


class StartTimer(Command):
    """One begins with a task, or with work that is none; what one was at ends at that instant."""

    task: TaskRef | None = None
    work: str = ""
    """One of `time_records.WORKS`, where it is no task."""
    at: datetime | None = None
    """Since when; now if it isn't said."""
    source: str = TIMER
    """TIMER or SHELL."""


class StopTimer(Command):
    """One has stopped working."""

    at: datetime | None = None
    """Since when; now if it isn't said."""


class EndLostTimer(Command):
    """Of somebody whose line dropped: it ends with their last sign of life."""

    entry_id: int


class EnterTime(Command):
    """Write time down afterwards."""

    login: str
    """Whose it is; another's is a lead's matter."""
    started_at: datetime
    ended_at: datetime
    task: TaskRef | None = None
    work: str = ""


class CorrectTime(Command):
    """Another stretch, or other work, than was written down; what was stays readable."""

    entry_id: int
    started_at: datetime
    ended_at: datetime
    task: TaskRef | None = None
    work: str = ""


class DropTime(Command):
    """An entry was a mistake; it stays readable and counts no more."""

    entry_id: int
