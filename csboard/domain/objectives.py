"""How far a key result has come, where it is heading, and whether that is soon enough.

A key result goes from a figure to another one between two days. Whether more or less is better
says the direction: from 4 hours to 2 less is. Values are plain numbers, in whatever the figure is
measured in.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from csboard.i18n import _
from csboard.named import NamedTuple

FEWEST = 3
"""Readings on different days from which a trend is told; two make a line of anything."""


class KeyResult(NamedTuple):
    """What the team wants to reach, by when."""

    start: float
    target: float
    begins: date
    ends: date
    """The last day that counts."""


class Reading(NamedTuple):
    """A value of a day."""

    day: date
    value: float


class Pace(StrEnum):
    """How it stands."""

    REACHED = "reached"
    ON_PACE = "on_pace"
    AT_RISK = "at_risk"
    """Far enough by now, but it ends short of the target if it goes on as it did."""
    BEHIND = "behind"
    UNKNOWN = "unknown"
    """Nothing was measured yet."""


class Outlook(NamedTuple):
    """Where it is heading if it goes on as it did."""

    per_day: float
    """What the value gains each day."""
    at_end: float
    """The value on the last day."""
    reached_on: date | None
    """When the target is reached; None if never, as it stands still or goes the other way."""


def refuse_senseless(result: KeyResult) -> None:
    """ValueError with a sentence for a key result nobody could reach, or miss."""
    values = (result.start, result.target)
    if not all(map(math.isfinite, values)):
        raise ValueError(_("start and target must be numbers."))
    if result.start == result.target:
        raise ValueError(_("the target is the same as the start: name one to reach."))
    if result.ends <= result.begins:
        raise ValueError(_("it must end on a later day than it begins."))


def progress(result: KeyResult, value: float) -> float:
    """0 at the start, 1 at the target; beyond both where it went beyond."""
    return (value - result.start) / (result.target - result.start)


def elapsed(result: KeyResult, day: date) -> float:
    """How much of its time has passed at the end of that day, from 0 to 1."""
    whole = (result.ends - result.begins).days + 1
    return min(max(((day - result.begins).days + 1) / whole, 0.0), 1.0)


def pace(result: KeyResult, readings: Sequence[Reading], day: date) -> Pace:
    """How it stands on that day, by the latest reading: on pace is as far as its time has come."""
    known = [one for one in readings if one.day <= day]
    if not known:
        return Pace.UNKNOWN
    latest = max(known, key=lambda one: one.day)
    done = progress(result, latest.value)
    if done >= 1:
        return Pace.REACHED
    return Pace.ON_PACE if done >= elapsed(result, latest.day) else Pace.BEHIND


def outlook(result: KeyResult, readings: Sequence[Reading]) -> Outlook | None:
    """By the straight line that fits the readings best (least squares); None of too few."""
    days = [(one.day - result.begins).days for one in readings]
    if len(set(days)) < FEWEST:
        return None
    middle, level = sum(days) / len(days), sum(one.value for one in readings) / len(days)
    spread = sum((day - middle) ** 2 for day in days)
    rise = sum(
        (day - middle) * (one.value - level) for day, one in zip(days, readings, strict=True)
    )
    per_day = rise / spread
    at_end = level + per_day * ((result.ends - result.begins).days - middle)
    return Outlook(per_day, at_end, _reached_on(result, per_day, level, middle))


def judged(result: KeyResult, pace: Pace, ahead: Outlook | None) -> Pace:
    """How it stands, given where it is heading: who is far enough and yet will miss is told so."""
    if pace not in (Pace.REACHED, Pace.ON_PACE) or ahead is None:
        return pace
    misses = progress(result, ahead.at_end) < 1 - 1e-9
    return Pace.AT_RISK if misses else pace


def _reached_on(result: KeyResult, per_day: float, level: float, middle: float) -> date | None:
    """The first whole day at whose end the line has the target, from its beginning on."""
    if per_day == 0 or (per_day > 0) != (result.target > result.start):
        return None
    days = math.ceil(middle + (result.target - level) / per_day - 1e-9)
    try:
        return result.begins + timedelta(days=max(days, 0))
    except OverflowError:
        return None
