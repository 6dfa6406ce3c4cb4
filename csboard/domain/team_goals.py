"""Where the team stands with what it wants to reach: each key result as it is read and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from csboard.domain.measured import MEASURES, Kind
from csboard.domain.objective_settings import Objective, Result
from csboard.domain.objectives import Outlook, Pace, Reading, judged, outlook, pace, progress
from csboard.named import NamedTuple


class Entered(NamedTuple):
    """A value that somebody entered."""

    day: date
    value: float
    at: datetime
    by: str
    """Login."""


class Why(NamedTuple):
    """What was said of why a promise was broken."""

    number: int
    clock: str
    since: datetime
    code: str
    at: datetime
    by: str
    """Login."""
    words: str = ""


class ResultStanding(NamedTuple):
    """How one key result stands."""

    objective: Objective
    result: Result
    readings: tuple[Reading, ...]
    """Up to today, the oldest first; of a measured one the value to date, on a few days."""
    entered: tuple[Entered, ...] = ()
    """Of one by hand, with who entered each."""
    behind: tuple[int, ...] = ()
    """The inquiries that a measured one comes from."""
    day: date = date.min
    """Today."""
    since: date = date.min
    """From which day on there was something to measure: no trend is told of what was before."""

    @property
    def value(self) -> float | None:
        return self.readings[-1].value if self.readings else None

    @property
    def done(self) -> float | None:
        """From 0 at the start to 1 at the target, and beyond."""
        if self.value is None:
            return None
        return progress(self.objective.result_of(self.result), self.value)

    @property
    def pace(self) -> Pace:
        """As far as its time has come, and in time if it goes on so; after its end what came."""
        result = self.objective.result_of(self.result)
        found = pace(result, self.readings, self.day)
        return found if self.day > result.ends else judged(result, found, self.outlook)

    @property
    def outlook(self) -> Outlook | None:
        real = [one for one in self.readings if one.day >= self.since]
        return outlook(self.objective.result_of(self.result), real)

    @property
    def kind(self) -> Kind | None:
        """What its values are; None for one by hand."""
        return MEASURES[self.result.measured].kind if self.result.measured else None


class Goals(NamedTuple):
    """All objectives as they stand."""

    standings: tuple[ResultStanding, ...]
    """In the order in which they are written, objective by objective."""
    users: tuple[Entered, ...] = ()
    """How many users there were, the oldest first."""
    headline: str = ""
    """The key of the one that stands in every header."""

    def of_key(self, key: str) -> ResultStanding | None:
        return next((one for one in self.standings if one.result.key == key), None)


def users_on(users: Sequence[Entered], day: date) -> float | None:
    """How many users there were: by the latest reading up to that day, else by the first after."""
    if not users:
        return None
    before = [one for one in users if one.day <= day]
    return (before[-1] if before else users[0]).value


def points(begins: date, ends: date, today: date, most: int = 8) -> tuple[date, ...]:
    """The days of a period at whose ends a measured result is looked at: a few, today the last.

    None before the period has begun.
    """
    last = min(ends, today)
    gone = (last - begins).days + 1
    if gone < 1:
        return ()
    many = min(most, gone)
    steps = (-(-gone * (place + 1) // many) - 1 for place in range(many))
    return tuple(date.fromordinal(begins.toordinal() + step) for step in steps)


def by_hand(
    objective: Objective, result: Result, entered: Mapping[str, tuple[Entered, ...]], today: date
) -> ResultStanding:
    """How a key result stands of which people enter the values; those of its period count."""
    known = entered.get(result.key, ())
    begins, ends = date.fromisoformat(objective.begins), date.fromisoformat(objective.ends)
    readings = tuple(
        Reading(one.day, one.value) for one in known if begins <= one.day <= min(today, ends)
    )
    return ResultStanding(objective, result, readings, known, day=today)
