"""What a board tells of how its team's work goes: figures over a period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.clock import Clock
    from csboard.db.store import Store
    from csboard.domain.counted import Counted
    from csboard.domain.figures import Figures, Period
    from csboard.domain.periods import Days


class FigureReads:
    """The part of a `Board` that reads figures; nothing changes through it.

    All figures are worked out of the whole history, which takes a while: `progress` is told how
    many inquiries are counted, and of how many; when `stop` says so, Stopped is raised. They are
    of one moment. Nobody who writes waits for that, but ask on a connection of its own where
    others read meanwhile.
    """

    _store: Store
    clock: Clock

    def figures(
        self,
        period: Period,
        progress: Callable[[int, int], object] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Figures:
        """The figures of a period, by the settings that hold now."""
        return self.figures_of((period,), progress, stop)[0]

    def figures_of(
        self,
        periods: Sequence[Period],
        progress: Callable[[int, int], object] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> tuple[Figures, ...]:
        """The same of some periods that lie close together, in one pass."""
        from csboard.db.matters import counted

        now = self.clock.now()
        return self._store.read(lambda reading: counted(periods, reading.team, now, progress, stop))

    def counted(
        self,
        days: Days,
        login: str | None = None,
        progress: Callable[[int, int], object] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Counted:
        """All of a report over some days: figures, those of the days before, worked time.

        `login` is whose own worked time is told beside the team's.
        """
        from csboard.db.report import counted

        now = self.clock.now()
        return self._store.read(
            lambda reading: counted(days, login, reading.team, now, progress, stop)
        )
