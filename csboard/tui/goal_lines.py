"""Key results as rows of some width. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain import goal_words as words
from csboard.domain.objectives import Pace
from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.domain.team_goals import ResultStanding
from csboard.i18n import _
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.widgets.listing import Row

GAP = "  "
MOST_NAME = 40
_ROLES = {
    Pace.AT_RISK: "alarm",
    Pace.BEHIND: "alarm",
    Pace.REACHED: "holds",
    Pace.UNKNOWN: "muted",
}
LATEST = 6
"""Values that stand in the detail."""


def rows_of(standings: tuple[ResultStanding, ...], headline: str, width: int) -> list[Row]:
    """Two lines for each: the bar with value and pace, then where it is heading.

    The first of each objective names it, the others don't say it again.
    """
    values = max((cell_len(words.of_target(one)) for one in standings), default=0)
    pace = max((cell_len(words.pace(one)) for one in standings), default=0)
    bar = cell_len(words.bar(None))
    fixed = 1 + bar + values + pace + 3 * len(GAP)
    room = max(8, min(MOST_NAME, width - fixed))
    named = [None, *(one.objective for one in standings)]
    return [
        _row(
            one,
            one.result.key == headline,
            (room, values),
            one.objective.name if one.objective != before else "",
        )
        for one, before in zip(standings, named, strict=False)
    ]


def _row(one: ResultStanding, is_headline: bool, sizes: tuple[int, int], objective: str) -> Row:
    name, value = sizes
    called = one.result.called
    if is_headline:
        called = _("{name} (headline)").format(name=called)
    first = [
        (f" {pad(cut(called, name), name)}{GAP}", ""),
        (words.bar(one.done) + GAP, ""),
        (pad(words.of_target(one), value) + GAP, ""),
        (words.pace(one), _ROLES.get(one.pace, "")),
    ]
    ahead = words.forecast(one)
    second = GAP.join(filter(None, (objective, ahead)))
    return (first, [(f"   {second}", "muted")])


def detail(one: ResultStanding) -> tuple[str, ...]:
    """What is known of the one under the cursor, in three lines."""
    result = one.result
    measured = _("{measure}, from {start} to {target}").format(
        measure=words.measure(result),
        start=words.value(result, result.start),
        target=words.value(result, result.target),
    )
    time = GAP.join((words.period(one.objective), words.gone(one.objective, one.day)))
    latest = one.readings[-LATEST:]
    trend = GAP.join(
        f"{reading.day.month}/{reading.day.day} {words.value(result, reading.value)}"
        for reading in latest
    )
    return measured, time, trend or _("No value yet.")


def entered_lines(one: ResultStanding, members: Mapping[str, Member]) -> list[str]:
    """Each value that was entered, the latest first."""
    return [
        GAP.join(
            (
                entered.day.isoformat(),
                words.value(one.result, entered.value),
                name_of(entered.by, members),
            )
        )
        for entered in reversed(one.entered)
    ]
