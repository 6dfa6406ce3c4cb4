"""What a board tells of who is away, of what is handed off, and of stand-ups."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from csboard.clock import Clock
    from csboard.db.store import Store
    from csboard.domain.absences import Absence, RuledTask
    from csboard.domain.digest import Digest
    from csboard.domain.hand_off_desk import Desk
    from csboard.domain.hand_off_records import HandOff
    from csboard.domain.hand_off_since import Since
    from csboard.domain.records import Event, TaskRef
    from csboard.domain.stand_up import Walk


class LeaveReads:
    """The part of a `Board` that reads absences and hand-offs; nothing changes through it."""

    _store: Store
    clock: Clock

    def absences(self) -> tuple[Absence, ...]:
        """Those that go on or are to come, and lately ended ones; the earliest to end first."""
        return self._store.read(lambda reading: reading.team.absences)

    def ruled_tasks(self) -> Mapping[int, RuledTask]:
        """By id, the tasks that have rules of their own in one of the `absences`."""
        from csboard.db.absences import ruled_tasks

        now = self.clock.now()
        return self._store.read(lambda reading: ruled_tasks(reading.team, now))

    def hand_offs(self) -> tuple[HandOff, ...]:
        """Those that have not ended, taken or not, of tasks on the board; the oldest first."""
        from csboard.db.hand_offs import standing

        return self._store.read(lambda reading: standing(reading.team))

    def hand_offs_left(self) -> tuple[HandOff, ...]:
        """Those that nobody took before their open tasks went to somebody otherwise."""
        from csboard.db.hand_offs import left_lying

        return self._store.read(lambda reading: left_lying(reading.team))

    def hand_offs_for(self, absence_id: int) -> tuple[HandOff, ...]:
        """Those that were made for one absence, ended or not, the oldest first."""
        from csboard.db.hand_offs import of_absence

        return self._store.read(lambda reading: of_absence(absence_id, reading.team))

    def since_written(self, some: Iterable[HandOff]) -> Mapping[int, Since]:
        """By id of those that nobody took: what has happened since their sheets were written."""
        from csboard.db.hand_offs_since import since_each

        return self._store.read(lambda reading: since_each(some, reading.team))

    def task_titles(self, task_ids: Iterable[int]) -> Mapping[int, str]:
        """What tasks are called, by their ids: also those that are off the board."""
        from csboard.db.hand_offs import titles

        return self._store.read(lambda _reading: titles(task_ids))

    def hand_off_desk(self, task: TaskRef) -> Desk:
        """A task with its sheet, or what one would begin with; Refused when there is no task."""
        from csboard.db.hand_off_desk import desk

        now = self.clock.now()
        return self._store.read(lambda reading: desk(task, now, reading))

    def hand_offs_of(self, number: int) -> tuple[HandOff, ...]:
        """All that there ever were of one inquiry's tasks, the oldest first."""
        from csboard.db.hand_offs import of_inquiry

        return self._store.read(lambda reading: of_inquiry(number, reading.team))

    def read_backs(self, events: Sequence[Event]) -> Mapping[int, str]:
        """Of those events with which tasks were taken, how that was said again."""
        return self._store.read(lambda reading: reading.read_backs(events))

    def stand_up(self) -> Walk:
        """What a stand-up has to tell now: what moved since the last one, what is stuck, who is
        away.
        """
        from csboard.db.stand_ups import found
        from csboard.domain.stand_up import walk

        now = self.clock.now()
        return walk(self._store.read(lambda reading: found(reading.team, now)))

    def digest(self, login: str, absence_id: int | None = None) -> Digest:
        """What happened to somebody's tasks since an absence of theirs began.

        If none is named, of the earliest that is over and that they haven't read of, else of the
        latest (`csboard.domain.digest_reading.to_tell_of`). Refused when there is none that has
        begun (`no_such_absence`, `not_begun`) or it is a colleague's (`anothers`).
        """
        from csboard.db.digests import found
        from csboard.domain.digest import digest_of

        now = self.clock.now()
        return digest_of(
            self._store.read(lambda reading: found(reading.team, login, absence_id, now))
        )
