"""What is laid out for whoever hands a task off, or takes one: read at one moment."""

from __future__ import annotations

from csboard.domain.absences import Absence
from csboard.domain.hand_off_records import HandOff, Sheet
from csboard.domain.hand_off_since import NOTHING, Since
from csboard.domain.records import Card, Event
from csboard.named import NamedTuple


class Desk(NamedTuple):
    """A task with its sheet."""

    card: Card
    hand_off: HandOff | None
    """The one that is still to be taken; else the one that was left with the task; else the last,
    however it ended; None without any."""
    begun: Sheet
    """What a new sheet begins with."""
    absence: Absence | None = None
    """The owner's absence that goes on or comes next."""
    since: Since = NOTHING
    """What has happened since the sheet was written that nobody has taken."""
    ended_by: Event | None = None
    """What ended the last offer; None where it goes on or was taken."""

    @property
    def open(self) -> HandOff | None:
        """The one that is still to be taken."""
        return self.hand_off if self.hand_off is not None and self.hand_off.is_open else None

    @property
    def left(self) -> HandOff | None:
        """The one that nobody took before the task went to whoever has it."""
        return self.hand_off if self.hand_off is not None and self.hand_off.was_left else None

    @property
    def version(self) -> int:
        """Of the sheet that is still to be taken; 0 where there is none."""
        return self.open.version if self.open is not None else 0

    @property
    def sheet(self) -> Sheet:
        """What is written already, else what a new one begins with."""
        return self.open.sheet if self.open is not None else self.begun
