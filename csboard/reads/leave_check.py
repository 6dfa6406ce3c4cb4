"""What a board tells of whether somebody can go, and of who could go on meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.clock import Clock
    from csboard.db.store import Store
    from csboard.domain.absences import Absence, Span
    from csboard.domain.leave_check import LeaveCheck
    from csboard.domain.receivers import Proposal
    from csboard.domain.records import TaskRef


class LeaveCheckReads:
    """The part of a `Board` that reads for a leave check; nothing changes through it."""

    _store: Store
    clock: Clock

    def leave_check(self, asked: Absence) -> LeaveCheck:
        """Whether somebody can go for the days of an absence, entered (or not: `days_named`).

        Refused (`no_such_member`) for whoever isn't here or works on no inquiries.
        """
        from csboard.db.leave_check import situation
        from csboard.domain.leave_check import leave_check

        now = self.clock.now()
        return leave_check(self._store.read(lambda reading: situation(asked, now, reading)))

    def receivers(self, task: TaskRef, away: Span | None = None) -> tuple[Proposal, ...]:
        """Who could take a task from its owner, the most fit first.

        Nobody who is away now, or in any part of `away`. Refused (`no_such_task`) when there is
        none.
        """
        from csboard.db.receivers import receivers_of

        now = self.clock.now()
        return self._store.read(lambda reading: receivers_of(task, away, now, reading))
