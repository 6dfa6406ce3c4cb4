"""Time that was worked, as it is stored, and what it adds up to."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from datetime import datetime, timedelta
from typing import NamedTuple, TypeVar

from csboard.domain.records import Member, Task, TaskRef

MEETING, BREAK, TRAINING, OTHER = "meeting", "break", "training", "other"
WORKS = (MEETING, BREAK, TRAINING, OTHER)
"""What people do beside tasks."""

TIMER, SHELL, BY_HAND = "timer", "shell", "hand"
"""Where an entry came from: an open board, a shell command that left no board open, afterwards."""
STOPPED, SWITCHED, LOST = "stopped", "switched", "lost"
"""What ended a timer."""


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

    @property
    def stands(self) -> bool:
        return self.withdrawn_at is None

    @property
    def runs(self) -> bool:
        return self.ended_at is None and self.stands

    def length(self, now: datetime) -> timedelta:
        """How long it is, or has been until now."""
        return max((self.ended_at or now) - self.started_at, timedelta())


class TimeState(NamedTuple):
    """What a decision about time is shown."""

    actor: Member
    members: dict[str, Member]
    running: Entry | None = None
    """The one that runs of whoever it is about."""
    task: Task | None = None
    """The task that is named; None where there is none of that name."""
    entry: Entry | None = None
    """The entry that is named; None where there is none of that id."""
    beside: tuple[Entry, ...] = ()
    """Other standing entries of the same person that touch the stretch."""
    last_sign: datetime | None = None
    """When a board of whoever it is about last showed that it is open."""


Key = TypeVar("Key", bound=Hashable)


def totals(
    entries: Iterable[Entry], now: datetime, key: Callable[[Entry], Key]
) -> dict[Key, timedelta]:
    """How much was worked, by whatever `key` says of an entry; only what stands counts."""
    found: dict[Key, timedelta] = {}
    for entry in entries:
        if entry.stands:
            name = key(entry)
            found[name] = found.get(name, timedelta()) + entry.length(now)
    return found


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
