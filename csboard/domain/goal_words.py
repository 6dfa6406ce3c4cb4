"""How far the team has come, in words: values, pace, forecast. Pure."""

from __future__ import annotations

import math
from datetime import date, timedelta

from csboard.domain.business_time_words import business_time
from csboard.domain.measured import MEASURES, Kind
from csboard.domain.objective_settings import Objective, Result
from csboard.domain.objectives import Pace, elapsed
from csboard.domain.team_goals import ResultStanding
from csboard.i18n import N_, _

_MINUTE = timedelta(minutes=1)
BAR = 10
"""Cells of a bar between its brackets."""

_PACES = {
    Pace.REACHED: N_("reached"),
    Pace.ON_PACE: N_("on pace"),
    Pace.AT_RISK: N_("needs attention"),
    Pace.BEHIND: N_("behind"),
    Pace.UNKNOWN: N_("not measured yet"),
}


def pace(standing: ResultStanding) -> str:
    """How it stands, in a word or two."""
    return _(_PACES[standing.pace])


def number(value: float) -> str:
    """A value as people write one: whole, or with one place after the point."""
    text = f"{value:,.1f}" if abs(value) >= 1 or value == 0 else f"{value:.2g}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def value(result: Result, value: float | None) -> str:
    """A value of a key result with its unit; a dash for none."""
    kind, told = _kind(result), _without_unit(result, value)
    if value is None or kind is Kind.HOURS:
        return told
    unit = "%" if kind is Kind.PERCENT else result.unit
    blank = " " if unit[:1].isascii() and unit[:1].isalnum() else ""
    return f"{told}{blank}{unit}"


def _without_unit(result: Result, value: float | None) -> str:
    """As it stands beside another of the same unit, which names it once for both."""
    if value is None:
        return "-"
    if _kind(result) is not Kind.HOURS:
        return number(value)
    time = timedelta(hours=value)
    return f"{'-' if time <= -_MINUTE else ''}{business_time(time)}"


def _kind(result: Result) -> Kind | None:
    return MEASURES[result.measured].kind if result.measured else None


def bar(done: float | None, cells: int = BAR) -> str:
    """How much is done: `[######----]`."""
    filled = round(min(max(done or 0.0, 0.0), 1.0) * cells)
    return f"[{'#' * filled}{'-' * (cells - filled)}]"


def measure(result: Result) -> str:
    """How it is measured."""
    return _(MEASURES[result.measured].label) if result.measured else _("by hand")


def of_target(standing: ResultStanding) -> str:
    """The value beside the target."""
    result = standing.result
    return _("{value} of {target}").format(
        value=_without_unit(result, standing.value), target=value(result, result.target)
    )


def headline(standing: ResultStanding) -> str:
    """What stands in every header: the name, the value, the target."""
    result = standing.result
    return _("{name} {value}/{target}").format(
        name=result.called,
        value=_without_unit(result, standing.value),
        target=value(result, result.target),
    )


def period(objective: Objective) -> str:
    """From when to when."""
    return f"{objective.begins}..{objective.ends}"


def gone(objective: Objective, today: date) -> str:
    """How much of its time has passed."""
    first = date.fromisoformat(objective.begins)
    if today < first:
        return _("begins on {day}").format(day=objective.begins)
    if today > date.fromisoformat(objective.ends):
        return _("ended on {day}").format(day=objective.ends)
    share = elapsed(objective.result_of(Result("", 0, 1)), today)
    return _("{share}% of its time has passed").format(share=round(share * 100))


def _possible(result: Result, ahead: float) -> float:
    """A line goes on beyond what there is: no measured value is less than nothing."""
    if not result.measured:
        return ahead
    most = 100.0 if MEASURES[result.measured].kind is Kind.PERCENT else math.inf
    return min(max(ahead, 0.0), most)


def forecast(standing: ResultStanding) -> str:
    """Where it is heading if it goes on as it did; empty when it has been reached for good.

    Of one that is reached and stays so the line's end says nothing: it leads on to no wait at all.
    """
    found, result = standing.outlook, standing.result
    if standing.day > date.fromisoformat(standing.objective.ends):
        return ""
    if found is None:
        return _("too few values for a forecast")
    if standing.pace is Pace.REACHED:
        return _("stays reached if it goes on so")
    at_end = value(result, _possible(result, found.at_end))
    if found.reached_on is None:
        return _("at the end {value} if it goes on so").format(value=at_end)
    ends = date.fromisoformat(standing.objective.ends)
    if found.reached_on > ends:
        return _("at the end {value} if it goes on so: not reached by then").format(value=at_end)
    return _("reached on {day} if it goes on so").format(day=found.reached_on.isoformat())
