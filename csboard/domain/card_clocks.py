"""How the promises of a card stand, kept from when anything last happened in its inquiry.

Cards are drawn many times for each time that something happens: what is left now follows from
what was left then. It says the same as `clocks_of`, as a test makes sure.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import working_between
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.clocks import Clocks

_UNIT = timedelta(microseconds=1)


class Ticking(NamedTuple):
    """A clock that goes on and has a promise."""

    which: str
    """One of `promises.CLOCKS`."""
    since: datetime
    """When it began."""
    left: timedelta
    """Business time that was left at `CardClocks.at`; negative when it is over."""
    due_at: datetime | None
    """When it is over; None while nobody can say, as it stands still."""
    rests: str = ""
    """Why it stands still (see `clock_rests`); empty when it runs."""


class CardClocks(NamedTuple):
    """The clocks of an inquiry that go on and have promises, as they stood at a moment."""

    at: datetime
    clocks: tuple[Ticking, ...]
    wakes_at: datetime | None = None
    """When those that stand still run on by themselves; None when that needs somebody."""


class Pressing(NamedTuple):
    """The promise of a card that is due next, as it stands now."""

    which: str
    since: datetime
    left: timedelta
    """Business time until it is due; negative when it is over."""
    due_at: datetime | None
    """When it is over; None while nobody can say, as it stands still."""
    rests: str = ""
    """Why it stands still; empty when it runs."""
    is_over: bool = False
    """Whether it was due before now: also in the evening after the day's last minute, when no
    business time has passed since."""


def kept_of(clocks: Clocks, wakes_at: datetime | None, now: datetime) -> CardClocks | None:
    """What cards need of an inquiry's clocks at `now`; None when nothing that goes on is promised.

    `wakes_at` is when what it waits for is over by itself.
    """
    ticking = tuple(
        Ticking(one.which, one.started_at, one.left, one.due_at, one.paused)
        for one in clocks.all
        if one.ended_at is None and one.left is not None
    )
    return CardClocks(now, ticking, wakes_at) if ticking else None


def pressing(kept: CardClocks, calendar: Calendar, now: datetime) -> Pressing:
    """The promise with the least time left at `now`, which is not before `kept.at`."""
    passed = {
        rests: _passed(kept.wakes_at if rests else kept.at, calendar, now)
        for rests in {bool(one.rests) for one in kept.clocks}
    }
    return min(
        (_now(one, passed[bool(one.rests)], now) for one in kept.clocks),
        key=lambda one: (one.left, one.since),
    )


def _passed(runs_from: datetime | None, calendar: Calendar, now: datetime) -> timedelta | None:
    """How much time a clock has counted since then; None while it stands still."""
    if runs_from is None or now < runs_from:
        return None
    return working_between(calendar, runs_from, now)


def _now(one: Ticking, passed: timedelta | None, now: datetime) -> Pressing:
    left, rests = (one.left, one.rests) if passed is None else (one.left - passed, "")
    is_over = left < timedelta() or (one.due_at is not None and one.due_at < now)
    return Pressing(one.which, one.since, left, one.due_at, rests, is_over)


def to_stored(kept: CardClocks | None) -> dict[str, object] | None:
    """For the column `inquiry.clocks`."""
    if kept is None:
        return None
    return {
        "at": kept.at.isoformat(),
        "wakes": _iso(kept.wakes_at),
        "clocks": [
            [one.which, one.since.isoformat(), one.left // _UNIT, _iso(one.due_at), one.rests]
            for one in kept.clocks
        ],
    }


def from_stored(stored: Mapping[str, Any]) -> CardClocks:
    """What `to_stored` has made of some."""
    return CardClocks(
        at=datetime.fromisoformat(stored["at"]),
        clocks=tuple(
            Ticking(which, datetime.fromisoformat(since), left * _UNIT, _moment(due_at), rests)
            for which, since, left, due_at, rests in stored["clocks"]
        ),
        wakes_at=_moment(stored["wakes"]),
    )


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(stored: str | None) -> datetime | None:
    return datetime.fromisoformat(stored) if stored else None
