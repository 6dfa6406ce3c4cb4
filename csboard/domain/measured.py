"""Which figures of the board can measure a key result, and in what.

Times are told in hours of business time, shares in percent. What comes and goes is told for a
week of the period, so that a target means the same on each of its days.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from enum import StrEnum

from csboard.domain.figures import Figures, Share, Spread
from csboard.domain.promises import CLOCKS
from csboard.domain.records import Outcome
from csboard.i18n import N_
from csboard.named import NamedTuple

HOUR = timedelta(hours=1)
WEEK, MONTH = 7, 30
"""Days that rates are told for."""


class Kind(StrEnum):
    """What values are."""

    HOURS = "hours"
    PERCENT = "percent"
    COUNT = "count"


class Counted(NamedTuple):
    """A period's figures, with what else rates need."""

    figures: Figures
    days: float
    """How long the period is, as far as it has gone; more than 0."""
    users: float | None = None
    """How many there were by the latest reading; None when nobody has said."""


class Measure(NamedTuple):
    """A figure by which the board measures."""

    label: str
    """A msgid."""
    kind: Kind
    value: Callable[[Counted], float | None]
    """None of nothing."""
    behind: Callable[[Figures], tuple[int, ...]]
    """The inquiries it comes from, those first that one would look at first."""


def _middle(label: str, of: Callable[[Figures], Spread]) -> Measure:
    return Measure(
        label,
        Kind.HOURS,
        lambda counted: _hours(of(counted.figures).median),
        lambda figures: of(figures).numbers,
    )


def _ninth(label: str, of: Callable[[Figures], Spread]) -> Measure:
    return Measure(
        label,
        Kind.HOURS,
        lambda counted: _hours(of(counted.figures).p90),
        lambda figures: of(figures).numbers,
    )


def _hours(time: timedelta | None) -> float | None:
    return None if time is None else time / HOUR


def _part(label: str, of: Callable[[Figures], Share | None]) -> Measure:
    def value(counted: Counted) -> float | None:
        found = of(counted.figures)
        return None if found is None or found.value is None else 100 * found.value

    def behind(figures: Figures) -> tuple[int, ...]:
        found = of(figures)
        return (*found.no, *found.yes) if found else ()

    return Measure(label, Kind.PERCENT, value, behind)


def _a_week(label: str, of: Callable[[Figures], tuple[int, ...]]) -> Measure:
    return Measure(
        label,
        Kind.COUNT,
        lambda counted: len(of(counted.figures)) * WEEK / counted.days,
        of,
    )


def _kept(clock: str) -> Callable[[Figures], Share | None]:
    return lambda figures: figures.kept.get(clock)


def _satisfied(counted: Counted) -> float | None:
    outcomes = counted.figures.outcomes
    told = sum(len(numbers) for outcome, numbers in outcomes.items() if outcome is not None)
    return 100 * len(outcomes.get(Outcome.SATISFIED, ())) / told if told else None


def _told_outcomes(figures: Figures) -> tuple[int, ...]:
    return tuple(
        number
        for outcome, numbers in figures.outcomes.items()
        if outcome is not None
        for number in numbers
    )


def _per_hundred_users(counted: Counted) -> float | None:
    if not counted.users:
        return None
    return len(counted.figures.arrived) * MONTH / counted.days * 100 / counted.users


_KEPT_LABELS = (N_("first reply in time"), N_("next word in time"), N_("solved in time"))

MEASURES: dict[str, Measure] = {
    "first_reply_median": _middle(N_("first reply, median"), lambda one: one.first_reply),
    "first_reply_p90": _ninth(N_("first reply, nine in ten"), lambda one: one.first_reply),
    "solved_median": _middle(N_("solved, median"), lambda one: one.solved),
    "solved_p90": _ninth(N_("solved, nine in ten"), lambda one: one.solved),
    "age_median": _middle(N_("age of open ones, median"), lambda one: one.age),
    "age_p90": _ninth(N_("age of open ones, nine in ten"), lambda one: one.age),
    "same_day": _part(N_("answered the same day"), lambda one: one.same_day),
    "first_contact": _part(N_("settled at first contact"), lambda one: one.first_contact),
    **{
        f"kept_{clock}": _part(label, _kept(clock))
        for clock, label in zip(CLOCKS, _KEPT_LABELS, strict=True)
    },
    "satisfied": Measure(N_("ended satisfied"), Kind.PERCENT, _satisfied, _told_outcomes),
    "arrived_a_week": _a_week(N_("came in a week"), lambda one: one.arrived),
    "closed_a_week": _a_week(N_("closed a week"), lambda one: one.departed),
    "reopened_a_week": _a_week(N_("reopened a week"), lambda one: one.reopened),
    "open": Measure(
        N_("still open"),
        Kind.COUNT,
        lambda counted: float(len(counted.figures.open_after)),
        lambda figures: figures.open_after,
    ),
    "per_hundred_users": Measure(
        N_("inquiries a month per hundred users"),
        Kind.COUNT,
        _per_hundred_users,
        lambda figures: figures.arrived,
    ),
}
"""By the name that stands in the team's file."""
