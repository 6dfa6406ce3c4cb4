"""Time that was worked, as it is stored, and what it adds up to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from csboard.domain.records import Member, Task, TaskRef
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple

MEETING, BREAK, TRAINING, OTHER = "meeting", "break", "training", "other"
WORKS = (MEETING, BREAK, TRAINING, OTHER)
"""What people do beside tasks."""

TIMER, SHELL, BY_HAND = "timer", "shell", "hand"
"""Where an entry came from: an open board, a shell command that left no board open, afterwards."""
STOPPED, SWITCHED, LOST = "stopped", "switched", "lost"
"""What ended a timer."""

TIMES = frozenset(
    {
        "timer_started",
        "timer_switched",
        "timer_stopped",
        "timer_lost",
        "time_entered",
        "time_corrected",
        "time_dropped",
    }
)
"""Kinds of events about somebody's time: nothing about the inquiry has changed with them."""

LOST_AFTER = timedelta(minutes=3)
"""Without a sign of life a line has dropped; an open board gives one every quarter of a minute."""


class Entry(NamedTuple):
    """A stretch of one person's work. At most one of each person has no end."""

    id: int
    login: str
    started_at: datetime
    ended_at: datetime | None = None
    task: TaskRef | None = None
    work: str = ""
    """One of WORKS, where it is no task."""
    source: str = TIMER
    ending: str = ""
    entered_by: str = ""
    """Login of who wrote it down, where that isn't whose it is."""
    corrects: int | None = None
    """Id of the entry that it stands for now."""
    withdrawn_at: datetime | None = None
    """When it was corrected or dropped; it counts no more since."""
    alive_at: datetime | None = None
    """When a board of its person last gave a sign while it ran; never for one of a shell."""

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def runs(self) -> bool:
        return self.ended_at is None and self.stands

    @property
    def last_sign(self) -> datetime:
        return max(self.started_at, self.alive_at or self.started_at)

    def is_lost(self, now: datetime) -> bool:
        """Whether it runs only because nobody has noticed yet that the line dropped."""
        return self.runs and self.source == TIMER and now - self.last_sign >= LOST_AFTER

    def as_of(self, now: datetime) -> Entry:
        """As it counts: a lost one has ended with the last sign of life."""
        if not self.is_lost(now):
            return self
        return self._replace(ended_at=self.last_sign, ending=LOST)

    def length(self, now: datetime) -> timedelta:
        """How long it is, or has been until now."""
        return max((self.as_of(now).ended_at or now) - self.started_at, timedelta())


class Running(NamedTuple):
    """A timer that runs, as open boards show it."""

    id: int
    login: str
    started_at: datetime
    task: TaskRef | None
    work: str
    is_lost: bool
    """Whether it only waits to be ended: nobody is there any more."""


class OwnTime(NamedTuple):
    """One person's entries of a period."""

    entries: tuple[Entry, ...]
    """Those that count, the earliest first."""
    former: Mapping[int, Entry]
    """Those that count no more, by their ids: what was corrected or dropped."""
    subjects: Mapping[int, str]
    """Of the inquiries that the entries are on, by number."""


class TimeState(NamedTuple):
    """What a decision about time is shown."""

    actor: Member
    members: Mapping[str, Member]
    running: Entry | None = None
    """The one that runs of whoever it is about."""
    task: Task | None = None
    """The task that is named; None where there is none of that name."""
    entry: Entry | None = None
    """The entry that is named; None where there is none of that id."""
    beside: tuple[Entry, ...] = ()
    """Standing entries of the same person that touch the stretch."""


def no_such_entry() -> Refused:
    """For a number that no entry has, or one that the asker may not see."""
    told = _("There is no such entry: csboard time list has the numbers of yours.")
    return Refused("no_such_entry", told)


def overlapping(start: datetime, end: datetime, entries: Iterable[Entry]) -> Entry | None:
    """The first of them that shares time with the stretch; touching isn't sharing."""
    found = (
        entry
        for entry in sorted(entries, key=lambda one: one.started_at)
        if entry.stands
        and entry.started_at < end
        and (entry.ended_at is None or entry.ended_at > start)
    )
    return next(found, None)
