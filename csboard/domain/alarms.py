"""What must not go unnoticed: found from the open cards, told once each, in working hours.

An alarm is known by its kind, what it is about and since when: as long as the three are the same
it is the same alarm, and isn't told again. What has passed is no alarm any more; when it comes
again it is a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime, timedelta

from csboard.domain.alarm_settings import (
    BOUNCED,
    BROKEN,
    KINDS,
    LADEN,
    OVERSLEPT,
    SOON,
    STUCK,
    UNOWNED,
    UNTAKEN,
)
from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import add_working, is_open, working_between
from csboard.domain.records import TaskRef
from csboard.i18n import in_zone
from csboard.named import NamedTuple


class Limits(NamedTuple):
    """From when on the team wants to hear of it; times are business time."""

    unowned: timedelta = timedelta(hours=1)
    soon: timedelta = timedelta(minutes=30)
    """Before a promise is due."""
    stuck: timedelta = timedelta(hours=16)
    """Without anything happening, whoever holds it: two days' work."""
    in_hand: int = 10
    """Open cards of one person that don't wait."""
    kinds: frozenset[str] = frozenset(KINDS)
    """Those that the team wants to hear of."""
    on_hold: bool = False
    """Whether also of a promise that is soon due though its card is on hold: its clock runs."""


class Open(NamedTuple):
    """An open card as alarms see it."""

    ref: TaskRef
    owner: str | None
    """Login."""
    owner_since: datetime
    """Since when nobody, or that owner, has had it."""
    moved_at: datetime
    """When anything last happened in its inquiry."""
    left: timedelta | None = None
    """Business time until its most pressing promise is due."""
    clock_since: datetime | None = None
    """When the clock of that promise began."""
    clock: str = ""
    """Which clock that is, one of `promises.CLOCKS`."""
    due_at: datetime | None = None
    """When that promise is due; None while nobody can say, as its clock stands still."""
    rests: bool = False
    """Whether that clock stands still."""
    waits: bool = False
    wakes_at: datetime | None = None
    """Until when it waits, or has waited without anybody coming back to it."""
    bounced_at: datetime | None = None
    """When our last reply came back, if nothing was sent since."""
    untaken_from: datetime | None = None
    """From when on it should have been taken that its owner hands off; None: they don't."""


class Alarm(NamedTuple):
    """Something that wants somebody."""

    kind: str
    ref: TaskRef | None
    """None where it is about a person."""
    login: str | None
    """Whom it is for: the owner, or who has too much; None for everybody."""
    since: datetime
    """Tells it from another of its kind."""
    clock: str = ""
    """Of a promise: which clock, as two of one inquiry may begin at one moment."""
    held: int = 0
    """Of too much in one hand: how much it is."""


def alarms_of(
    cards: Iterable[Open], limits: Limits, calendar: Calendar, now: datetime
) -> list[Alarm]:
    """All that stand at `now`, the longest standing first."""
    cards = list(cards)
    found = [
        Alarm(kind, card.ref, card.owner, since, card.clock if kind in OF_PROMISES else "")
        for card in cards
        for kind, since in _of_card(card, limits, calendar, now)
    ]
    found += _laden(cards, limits, calendar, now)
    return sorted(found, key=lambda one: (one.since, one.kind, one.ref or (), one.login or ""))


def to_tell(
    alarms: Iterable[Alarm], told: Collection[Alarm], calendar: Calendar, now: datetime
) -> list[Alarm]:
    """Those that nobody has been told of; none outside working hours, when nobody is there.

    They are not forgotten over night: whatever still stands in the morning is told then.
    """
    if not is_open(calendar, now):
        return []
    known = {identity(one) for one in told}
    return [one for one in alarms if identity(one) not in known]


def next_look(
    cards: Iterable[Open], limits: Limits, calendar: Calendar, now: datetime
) -> datetime | None:
    """When the next alarm comes if nothing happens; a program may sleep until then."""
    coming = (
        moment
        for card in cards
        for moment in _coming(card, limits, calendar, now)
        if moment is not None and moment > now
    )
    return min(coming, default=None)


def next_turn(
    alarms: Iterable[Alarm], untold: Collection[Alarm], calendar: Calendar, now: datetime
) -> datetime | None:
    """When those that stand want to be looked at again, though nothing else comes.

    What nobody was told of is told when work begins; that somebody has too much, each day anew.
    """
    work_begins = add_working(calendar, now, datetime.resolution)
    if untold and not is_open(calendar, now):
        return work_begins
    if any(one.kind == LADEN for one in alarms):
        tomorrow = _midnight(calendar, now) + timedelta(days=1)
        return add_working(calendar, tomorrow, datetime.resolution)
    return None


def identity(alarm: Alarm) -> tuple[object, ...]:
    """What it is known by: a card's alarm stays the same when somebody else takes the card."""
    login = alarm.login if alarm.ref is None else None
    return alarm.kind, alarm.ref, login, alarm.clock, alarm.since


def _of_card(
    card: Open, limits: Limits, calendar: Calendar, now: datetime
) -> Iterator[tuple[str, datetime]]:
    """The kinds that stand, each with what it is known by."""
    for kind, stands in _KINDS.items():
        since = stands(card, limits, calendar, now) if kind in limits.kinds else None
        if since is not None:
            yield kind, since


Look = Callable[[Open, Limits, Calendar, datetime], datetime | None]


def _unowned(card: Open, limits: Limits, calendar: Calendar, now: datetime) -> datetime | None:
    if card.owner is not None or card.waits:
        return None
    without = working_between(calendar, card.owner_since, now)
    return card.owner_since if without >= limits.unowned else None


def _soon(card: Open, limits: Limits, calendar: Calendar, now: datetime) -> datetime | None:
    if card.left is None or card.left > limits.soon or _is_over(card, now):
        return None
    if card.waits and (card.rests or not limits.on_hold):
        return None
    return card.clock_since


def _broken(card: Open, limits: Limits, calendar: Calendar, now: datetime) -> datetime | None:
    return card.clock_since if _is_over(card, now) else None


def _is_over(card: Open, now: datetime) -> bool:
    """Whether its promise was due before now, though no business time has passed since."""
    is_past = card.due_at is not None and card.due_at < now
    return card.left is not None and (is_past or card.left < timedelta())


def _overslept(card: Open, limits: Limits, calendar: Calendar, now: datetime) -> datetime | None:
    return card.wakes_at if card.wakes_at is not None and card.wakes_at <= now else None


def _stuck(card: Open, limits: Limits, calendar: Calendar, now: datetime) -> datetime | None:
    """Also of an owner who is there: what counts is that nothing moves."""
    if card.waits:
        return None
    still = working_between(calendar, card.moved_at, now)
    return card.moved_at if still >= limits.stuck else None


def _bounced(card: Open, limits: Limits, calendar: Calendar, now: datetime) -> datetime | None:
    return card.bounced_at


def _untaken(card: Open, limits: Limits, calendar: Calendar, now: datetime) -> datetime | None:
    return card.untaken_from if card.untaken_from and card.untaken_from <= now else None


OF_PROMISES = (SOON, BROKEN)
"""Kinds that are about a promise, and so about a clock."""

_KINDS: dict[str, Look] = {
    UNOWNED: _unowned,
    SOON: _soon,
    BROKEN: _broken,
    OVERSLEPT: _overslept,
    STUCK: _stuck,
    BOUNCED: _bounced,
    UNTAKEN: _untaken,
}


def _laden(
    cards: Iterable[Open], limits: Limits, calendar: Calendar, now: datetime
) -> Iterator[Alarm]:
    """Once a day for each person who holds more than is good."""
    held: dict[str, int] = {}
    if LADEN not in limits.kinds:
        return
    for card in cards:
        if card.owner is not None and not card.waits:
            held[card.owner] = held.get(card.owner, 0) + 1
    today = _midnight(calendar, now)
    for login, count in held.items():
        if count > limits.in_hand:
            yield Alarm(LADEN, None, login, today, held=count)


def _midnight(calendar: Calendar, now: datetime) -> datetime:
    """When the day began in the team's zone."""
    return in_zone(now, calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def _coming(
    card: Open, limits: Limits, calendar: Calendar, now: datetime
) -> Iterator[datetime | None]:
    kinds = limits.kinds
    if card.owner is None and not card.waits and UNOWNED in kinds:
        yield add_working(calendar, card.owner_since, limits.unowned)
    if not card.waits and STUCK in kinds:
        yield add_working(calendar, card.moved_at, limits.stuck)
    if card.left is not None and not card.rests:
        if card.left > limits.soon and not card.waits and SOON in kinds:
            yield add_working(calendar, now, card.left - limits.soon)
        if card.due_at is not None and BROKEN in kinds:
            yield card.due_at + datetime.resolution
    yield card.wakes_at
    yield card.untaken_from
