"""What a board tells of whether somebody can go, and of who could go on meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.clock import Clock
    from csboard.db.store import Store
    from csboard.domain.absences import Span
    from csboard.domain.receivers import Proposal
    from csboard.domain.records import TaskRef


class LeaveCheckReads:
    """The part of a `Board` that reads for a leave check; nothing changes through it."""

    _store: Store
    clock: Clock

    def receivers(self, task: TaskRef, away: Span | None = None) -> tuple[Proposal, ...]:
        """Who could take a task from its owner, the most fit first.

        Nobody who is away in any part of `away`, which is now where it is None. Refused
        (`no_such_task`) when there is none.
        """
        from csboard.db.receivers import receivers_of

        now = self.clock.now()
        return self._store.read(lambda reading: receivers_of(task, away, now, reading))
