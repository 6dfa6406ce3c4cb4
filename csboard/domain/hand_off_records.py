"""The sheet by which a task goes from one to another, as it is stored.

Its shape is that of I-PASS: illness severity, patient summary, action list, situation awareness
and contingency planning, synthesis by receiver (Starmer and others, 2014, "Changes in medical
errors after implementation of a handoff program", NEJM 371). Here: how it stands, what has
happened, what is next, what if, what was promised; and the receiver says it again in a line.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from csboard.domain.records import TaskRef
from csboard.named import NamedTuple


class Severity(StrEnum):
    """How a task stands."""

    STABLE = "stable"
    WATCH = "watch"
    URGENT = "urgent"


FIELDS = ("story", "steps", "contingency", "promises")
"""What is written on a sheet beside how the task stands; none may stay empty."""

SHEET_FIELDS = ("state", *FIELDS)
"""All of a sheet, in its order."""

WITHDRAWN, RETURNED, KEPT, OVERTAKEN = "withdrawn", "returned", "kept", "overtaken"
"""How a hand-off ended: thrown away before anybody took it; given back on return; left with whoever
took it, on return; the task was closed, or went to somebody otherwise."""


HAND_OFFS = (
    "sheet_written",
    "hand_off_offered",
    "handed_over",
    "hand_off_withdrawn",
    "sheet_dropped",
    "taken_back",
    "left_with",
)
"""Kinds of events about handing a task to somebody else."""


class Sheet(NamedTuple):
    """What one tells whoever goes on."""

    state: Severity | None = None
    story: str = ""
    steps: str = ""
    contingency: str = ""
    promises: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the fields that nothing stands in, in the order of the sheet."""
        return tuple(name for name in SHEET_FIELDS if not getattr(self, name))


class HandOff(NamedTuple):
    """A task on its way from one to another, or that went."""

    id: int
    task_id: int
    task: TaskRef
    giver: str
    """Login. The task is theirs until it is taken."""
    receiver: str | None
    """To whom it is offered; None: to whoever takes it."""
    sheet: Sheet
    written_at: datetime
    absence_id: int | None = None
    """The absence it was made for."""
    offered_at: datetime | None = None
    """None while the sheet is being written."""
    taken_at: datetime | None = None
    taken_by: str | None = None
    read_back: str = ""
    """How the receiver said it again."""
    ended_at: datetime | None = None
    ending: str = ""
    """WITHDRAWN, RETURNED, KEPT or OVERTAKEN; empty while it stands."""
    version: int = 1
    owner: str | None = None
    """Who has the task now."""
    was_left: bool = False
    """Whether the task went to whoever has it, or to nobody, before anybody took this."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be taken."""
        return self.taken_at is None and self.ended_at is None

    @property
    def is_offered(self) -> bool:
        """Whether somebody may take it now."""
        return self.is_open and self.offered_at is not None

    @property
    def is_overtaken_offer(self) -> bool:
        """Whether it was offered, and ended with something else before anybody took it."""
        was_open = self.offered_at is not None and self.taken_at is None
        return was_open and self.ending == OVERTAKEN
