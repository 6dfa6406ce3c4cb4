"""What a board tells of what its team wants to reach, and of what it looks back on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from csboard.clock import Clock
    from csboard.db.goal_figures import Measuring
    from csboard.db.store import Store
    from csboard.db.team import Team
    from csboard.domain.clocks import Clock as PromiseClock
    from csboard.domain.periods import Days
    from csboard.domain.retrospect import Retrospect
    from csboard.domain.team_goals import Entered, Goals, ResultStanding, Why
    from csboard.domain.views import InquiryBrief


class GoalReads:
    """The part of a `Board` that reads how far the team has come; nothing changes through it."""

    _store: Store
    clock: Clock

    @cached_property
    def _measuring(self) -> Measuring:
        from csboard.db.goal_figures import Measuring

        return Measuring()

    def goals(
        self,
        progress: Callable[[int, int], object] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Goals:
        """All objectives as they stand. What the board measures may take seconds.

        `progress` and `stop` as those of `figures`.
        """
        now = self.clock.now()
        return self._store.read(
            lambda reading: self._measuring.goals(reading.team, now, progress, stop)
        )

    def headline(self) -> ResultStanding | None:
        """The key result that stands in every header; None where the team has chosen none.

        A wall shows it too. It may take seconds, as `goals`.
        """
        now = self.clock.now()

        def standing(team: Team) -> ResultStanding | None:
            key = team.settings.headline
            return self._measuring.standing(key, team, now) if key else None

        return self._store.read(lambda reading: standing(reading.team))

    def entered(self, key: str) -> tuple[Entered, ...]:
        """The values of one key that were entered and stand, the oldest first."""
        from csboard.db.reading_states import entered

        return self._store.read(lambda reading: entered([key], reading.team)[key])

    def to_explain(self, number: int, replied_at: datetime | None = None) -> PromiseClock | None:
        """The promise of an inquiry that was broken last, if nobody has said yet why.

        With `replied_at` the last of those that the reply of that moment is about.
        """
        from csboard.db.why_states import to_explain

        now = self.clock.now()
        return self._store.read(lambda reading: to_explain(number, reading.team, now, replied_at))

    def whys(self, numbers: Iterable[int]) -> tuple[Why, ...]:
        """What was said of why promises of some inquiries were broken, in its order."""
        from csboard.db.why_states import whys_of

        return self._store.read(lambda reading: whys_of(numbers, reading.team))

    def look_back(
        self,
        days: Days,
        progress: Callable[[int, int], object] | None = None,
        stop: Callable[[], bool] | None = None,
    ) -> Retrospect:
        """What a team looks back on; it may take seconds, as `figures` does."""
        from csboard.db.retrospect import retrospect

        now = self.clock.now()
        return self._store.read(lambda reading: retrospect(days, reading.team, now, progress, stop))

    def briefs(self, numbers: Iterable[int]) -> tuple[InquiryBrief, ...]:
        """Some inquiries in a few words, in the order of their numbers."""
        from csboard.db.retrospect import briefs

        return self._store.read(lambda _reading: briefs(numbers))
