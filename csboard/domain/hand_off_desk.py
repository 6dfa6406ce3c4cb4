"""What is laid out for whoever hands a task off, or takes one: read at one moment."""

from __future__ import annotations

from csboard.domain.absences import Absence
from csboard.domain.hand_off_records import HandOff, Sheet
from csboard.domain.hand_off_since import NOTHING, Since
from csboard.domain.records import Card
from csboard.named import NamedTuple


class Desk(NamedTuple):
    """A task with its sheet."""

    card: Card
    hand_off: HandOff | None
    """The one that is still to be taken; else the one that was taken last; None without any."""
    begun: Sheet
    """What a new sheet begins with."""
    absence: Absence | None = None
    """The owner's absence that goes on or comes next."""
    since: Since = NOTHING
    """What has happened since the open sheet was written."""

    @property
    def open(self) -> HandOff | None:
        """The one that is still to be taken."""
        return self.hand_off if self.hand_off is not None and self.hand_off.is_open else None

    @property
    def version(self) -> int:
        """Of the sheet that is still to be taken; 0 where there is none."""
        return self.open.version if self.open is not None else 0

    @property
    def sheet(self) -> Sheet:
        """What is written already, else what a new one begins with."""
        return self.open.sheet if self.open is not None else self.begun
