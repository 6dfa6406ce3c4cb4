"""How the team's objectives stand: values that were entered, and what the board measures itself.

Measuring goes through the inquiries of an objective's period once, for all its days at a time.
Values to the end of past days are remembered for the rest of the day.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from csboard.db.clock_rules import rules_of
from csboard.db.matters import Progress, Stop, counted
from csboard.db.reading_states import entered
from csboard.db.team import Team
from csboard.domain.figures import Figures, Period
from csboard.domain.measured import MEASURES, Counted
from csboard.domain.objective_settings import USERS, Objective, Result, every_result
from csboard.domain.objectives import Reading
from csboard.domain.team_goals import (
    Entered,
    Goals,
    ResultStanding,
    by_hand,
    points,
    users_on,
)
from csboard.i18n import in_zone
from csboard.named import NamedTuple

DAY = timedelta(days=1)

Values = dict[str, float | None]
"""Of every measure, by its name."""


class Past(NamedTuple):
    """What was measured of past days, as long as today and the rules last."""

    today: date
    judged_by: object
    values: dict[tuple[str, date], Values]
    """By the day on which the period began, and the day up to which it is measured."""


class Way(NamedTuple):
    """Who is told how far the measuring is, and who may stop it."""

    progress: Progress | None
    stop: Stop | None

    def part(self, place: int, of: int) -> Way:
        """The way of one of the objectives: the whole way is as long as all of theirs."""
        tell = self.progress
        if tell is None:
            return self
        return self._replace(progress=lambda done, many: tell((place * many + done) // of, many))


class Measuring:
    """Measures objectives, and remembers what doesn't change today. Safe in threads."""

    def __init__(self) -> None:
        self._past = Past(date.min, None, {})
        self._lock = threading.Lock()

    def goals(
        self,
        team: Team,
        now: datetime,
        progress: Progress | None = None,
        stop: Stop | None = None,
    ) -> Goals:
        """All objectives as they stand. Stopped when `stop` says so."""
        return self._goals(team, now, tuple(every_result(team.settings)), Way(progress, stop))

    def standing(self, key: str, team: Team, now: datetime) -> ResultStanding | None:
        """One key result as it stands; None when there is none of that key."""
        wanted = [one for one in every_result(team.settings) if one[1].key == key]
        return self._goals(team, now, wanted, Way(None, None)).of_key(key)

    def _goals(
        self, team: Team, now: datetime, wanted: Sequence[tuple[Objective, Result]], way: Way
    ) -> Goals:
        today = in_zone(now, team.settings.zone).date()
        known = entered([USERS, *(one.key for _of, one in wanted if not one.measured)], team)
        standings = [
            by_hand(objective, result, known, today)
            for objective, result in wanted
            if not result.measured
        ]
        objectives = list(dict.fromkeys(one for one, result in wanted if result.measured))
        for place, objective in enumerate(objectives):
            part = way.part(place, len(objectives))
            measured = [result for of, result in wanted if of == objective and result.measured]
            standings += self._measured(objective, measured, known[USERS], team, now, part)
        order = {result.key: place for place, (_of, result) in enumerate(wanted)}
        standings.sort(key=lambda one: order[one.result.key])
        return Goals(tuple(standings), known[USERS], team.settings.headline)

    def _measured(
        self,
        objective: Objective,
        results: Sequence[Result],
        users: Sequence[Entered],
        team: Team,
        now: datetime,
        way: Way,
    ) -> list[ResultStanding]:
        today = in_zone(now, team.settings.zone).date()
        begins, ends = date.fromisoformat(objective.begins), date.fromisoformat(objective.ends)
        days = points(begins, ends, today)
        if not days:
            return [ResultStanding(objective, one, (), day=today) for one in results]
        past = self._of_today(today, (rules_of(team), users))
        missing = [one for one in days[:-1] if (objective.begins, one) not in past.values]
        tallies = _tallied([*missing, days[-1]], begins, team, now, way)
        for day in missing:
            past.values[objective.begins, day] = _values(
                tallies[day], begins, day, users, team, now
            )
        latest = tallies[days[-1]]
        found = [past.values[objective.begins, day] for day in days[:-1]]
        found.append(_values(latest, begins, days[-1], users, team, now))
        return [
            ResultStanding(
                objective,
                result,
                tuple(_readings(result, days, found)),
                behind=MEASURES[result.measured].behind(latest),
                day=today,
                since=_since(result, days, found, users),
            )
            for result in results
        ]

    def _of_today(self, today: date, judged_by: object) -> Past:
        with self._lock:
            if self._past.today != today or self._past.judged_by != judged_by:
                self._past = Past(today, judged_by, {})
            return self._past


def _readings(result: Result, days: Sequence[date], found: Sequence[Values]) -> Iterator[Reading]:
    for day, values in zip(days, found, strict=True):
        if (value := values[result.measured]) is not None:
            yield Reading(day, value)


def _since(
    result: Result, days: Sequence[date], found: Sequence[Values], users: Sequence[Entered]
) -> date:
    """The first of the days with an inquiry behind it, and a number of users where one counts."""
    first = next((day for day, one in zip(days, found, strict=True) if _was_busy(one)), date.max)
    if result.measured != "per_hundred_users":
        return first
    return max(first, users[0].day) if users else date.max


def _was_busy(values: Values) -> bool:
    return any(values[name] for name in ("open", "arrived_a_week", "closed_a_week"))


def _tallied(
    days: Sequence[date], begins: date, team: Team, now: datetime, way: Way
) -> dict[date, Figures]:
    """The figures from `begins` to the end of each of the days, in one go through them."""
    zone = ZoneInfo(team.settings.zone)
    start = _midnight(begins, zone)
    periods = [Period(start, _midnight(day + DAY, zone)) for day in days]
    return dict(zip(days, counted(periods, team, now, *way), strict=True))


def _values(
    figures: Figures,
    begins: date,
    day: date,
    users: Sequence[Entered],
    team: Team,
    now: datetime,
) -> Values:
    zone = ZoneInfo(team.settings.zone)
    gone = min(_midnight(day + DAY, zone), now) - _midnight(begins, zone)
    known = Counted(figures, max(gone / DAY, 1.0), users_on(users, day))
    return {name: measure.value(known) for name, measure in MEASURES.items()}


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time.min, zone)
