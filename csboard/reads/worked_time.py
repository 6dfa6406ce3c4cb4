"""What a board tells of worked time: timers that run, entries, and what an inquiry has taken."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.clock import Clock
    from csboard.db.store import Store
    from csboard.domain.records import Event
    from csboard.domain.time_records import Entry, OwnTime


class TimeReads:
    """The part of a `Board` that reads worked time; nothing changes through it.

    A timer that was lost counts up to its last sign of life, whether or not somebody has
    written that down yet. Reading ends none.
    """

    _store: Store
    clock: Clock

    def time_entries(
        self, start: datetime, end: datetime, login: str | None = None
    ) -> tuple[Entry, ...]:
        """The entries that count and share time with a period, the earliest first.

        Of everybody, or of `login`. Whoever shows them holds to it that the stretches of one
        person are shown to nobody else; sums are everybody's.
        """
        from csboard.db.time_reads import entries_between

        now = self.clock.now()
        return self._store.read(
            lambda reading: entries_between(start, end, login, now, reading.team)
        )

    def time_of_inquiry(self, number: int) -> tuple[Entry, ...]:
        """The entries that count on all tasks of a whole inquiry; Refused as `inquiry`."""
        from csboard.db.time_reads import entries_of_inquiry

        now = self.clock.now()
        return self._store.read(lambda reading: entries_of_inquiry(number, now, reading.team))

    def touched(self, number: int) -> timedelta:
        """How long everybody together has worked on a whole inquiry; Refused as `inquiry`."""
        now = self.clock.now()
        return sum((one.length(now) for one in self.time_of_inquiry(number)), timedelta())

    def own_time(self, login: str, start: datetime, end: datetime) -> OwnTime:
        """One person's entries of a period with what they said before. For oneself only."""
        from csboard.db.time_reads import own_time

        now = self.clock.now()
        return self._store.read(lambda reading: own_time(login, start, end, now, reading.team))

    def time_entry(self, entry_id: int) -> Entry:
        """One entry, whether it counts or not; Refused (`no_such_entry`) when there is none."""
        from csboard.db.time_reads import one_entry

        now = self.clock.now()
        return self._store.read(lambda reading: one_entry(entry_id, now, reading.team))

    def ended_with(self, event: Event) -> tuple[Entry, ...]:
        """The timers that ended with an act on their task, which left this event."""
        from csboard.domain.timers_of_tasks import ENDED_WITH

        ids = event.detail.get(ENDED_WITH)
        return tuple(map(self.time_entry, ids)) if isinstance(ids, (list, tuple)) else ()

    def timers(self) -> tuple[Entry, ...]:
        """The timers that run, of everybody; those that were lost too, until that is written."""
        from csboard.db.time_entry_rows import running

        return self._store.read(lambda reading: running(reading.team))
