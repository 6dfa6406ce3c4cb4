"""Which card is most in need, and why: the board's order, and what `n` takes.

Everything is reckoned in business minutes, as if each thing moved the card nearer to when its
promise is due. The fewest minutes come first:

    need = time left of the promise that is due next, within a day's work behind and a week's
           before it; where nothing is promised, two days' work
         - for urgency: urgent three days' work, high one; low is one day later
         - for the hottest emotion among its tags, what the team has set for it
         - the time for which nobody has had it, a day's work at most

Before all others come the cards that somebody has pinned, behind all others those that wait; each
of the three groups in this order. Of two that are as much in need the older comes first.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from csboard.domain.records import Pin, TaskRef, Urgency
from csboard.domain.settings import TeamSettings
from csboard.named import NamedTuple
from csboard.text import fold

A_DAY = timedelta(hours=8)
"""A day's work."""
MOST_LATE, MOST_LEFT = -A_DAY, 5 * A_DAY
"""Between them the time left counts: late is late, and what is due next week is not urgent."""
UNPROMISED = 2 * A_DAY
"""What counts for the time left where nothing is promised."""
MOST_UNOWNED = A_DAY

BY_URGENCY = {
    Urgency.URGENT: 3 * A_DAY,
    Urgency.HIGH: A_DAY,
    Urgency.NORMAL: timedelta(),
    Urgency.LOW: -A_DAY,
}
"""How much nearer to being due the urgency moves it."""

PINNED, WORKABLE, WAITING = range(3)
"""The groups, in their order."""

PROMISE, NO_PROMISE, URGENCY, HEAT, UNOWNED = (
    "promise", "no_promise", "urgency", "heat", "unowned",
)  # fmt: skip
"""What the need of a card is made of."""

_NOTHING = timedelta()


class Case(NamedTuple):
    """What of an open card its need goes by."""

    ref: TaskRef
    opened_at: datetime
    urgency: Urgency = Urgency.NORMAL
    left: timedelta | None = None
    """Business time until its most pressing promise is due; None where nothing is promised."""
    emotions: tuple[str, ...] = ()
    """Its emotion tags, as they are shown."""
    unowned_for: timedelta = _NOTHING
    """Business time for which nobody has had it; nothing while somebody has."""
    waits: bool = False
    pin: Pin | None = None


class Part(NamedTuple):
    """One thing that makes the need."""

    kind: str
    """PROMISE, NO_PROMISE, URGENCY, HEAT, UNOWNED."""
    weight: timedelta
    """Business time that it adds; negative when it moves the card nearer to being due."""
    about: str = ""
    """The urgency, or the emotion tag."""


_COOL = Part(HEAT, _NOTHING)


class Need(NamedTuple):
    """How much in need a card is. Smaller sorts first, and no two are the same."""

    group: int
    """PINNED, WORKABLE or WAITING."""
    total: timedelta
    opened_at: datetime
    ref: TaskRef


Heat = Mapping[str, timedelta]
"""By emotion tag, folded, how much nearer to being due it moves an inquiry."""


def heat_of(settings: TeamSettings) -> Heat:
    """What the team has set for emotions."""
    return {fold(tag): timedelta(minutes=minutes) for tag, minutes in settings.heat.items()}


def parts_of(case: Case, heat: Heat) -> tuple[Part, ...]:
    """What its need is made of; the sum of the weights is the total. Parts of no weight are left
    out, but the first."""
    promised = Part(NO_PROMISE if case.left is None else PROMISE, _by_promise(case.left))
    urgency = Part(URGENCY, -BY_URGENCY[case.urgency], case.urgency)
    others = (urgency, _hottest(case, heat), Part(UNOWNED, _by_unowned(case)))
    return (promised, *(part for part in others if part.weight))


def _by_promise(left: timedelta | None) -> timedelta:
    return UNPROMISED if left is None else min(max(left, MOST_LATE), MOST_LEFT)


def _by_unowned(case: Case) -> timedelta:
    return -min(max(case.unowned_for, _NOTHING), MOST_UNOWNED)


def _hottest(case: Case, heat: Heat) -> Part:
    """Several emotions are no hotter than the hottest; the same ones in another order neither."""
    found = [
        Part(HEAT, -heat[folded], tag) for tag in case.emotions if (folded := fold(tag)) in heat
    ]
    return min(found, key=lambda part: (part.weight, part.about), default=_COOL)


def need_of(case: Case, heat: Heat) -> Need:
    """What the board is ordered by."""
    total = (
        _by_promise(case.left)
        - BY_URGENCY[case.urgency]
        + _hottest(case, heat).weight
        + _by_unowned(case)
    )
    group = group_of(is_pinned=case.pin is not None, waits=case.waits)
    return Need(group, total, case.opened_at, case.ref)


def group_of(*, is_pinned: bool, waits: bool) -> int:
    """Which of the three groups a card stands in."""
    return PINNED if is_pinned else WAITING if waits else WORKABLE


def least_total(urgency: Urgency, heat: Heat, *, is_promised: bool, is_free: bool) -> timedelta:
    """The smallest that the total can be, whatever its promises and emotions say, and since when
    nobody has it."""
    case = Case(
        TaskRef(0),
        datetime.min,
        urgency,
        left=MOST_LATE if is_promised else None,
        unowned_for=MOST_UNOWNED if is_free else _NOTHING,
    )
    return need_of(case, heat).total - max(heat.values(), default=_NOTHING)
