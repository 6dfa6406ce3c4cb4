"""What a team's work looks like over a period, each figure with the inquiries behind it.

A period goes from one moment to another, the latter not included. What is counted where:

- *arrived* when it came in; *departed*, *reopened* and *junked* whenever that happened, so that
  those open at the end are those at the beginning and what came, less what went
- the *first reply* and the time to *solve* where they ended; a clock that was dropped is none
- a promise that was *kept* where its clock ended, a *broken* one where it was due
- the *cycle* where an inquiry was closed: business time since somebody first took it, or answered,
  but not that in which it was closed or junk; what waits goes on
- *answered the same day*, of those that arrived: on the day on which business time began for it;
  nothing is said of one without an answer before that day is over
- settled at *first contact*, of those that were closed and had a reply: all replies are one
  person's, and it was never reopened

Nothing is stored: it is all worked out of the histories, by the rules that hold now.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import add_working, working_between
from csboard.domain.clock_rests import Standing
from csboard.domain.clocks import REPLIED, WAS_SOLVED, Clock, Clocks
from csboard.domain.measures import median, percentile, share
from csboard.domain.promises import CLOCKS
from csboard.domain.records import NO_TAGS, Outcome, Tags
from csboard.i18n import in_zone
from csboard.named import NamedTuple

DIMENSIONS = ("content", "symptom", "emotion")


class Matter(NamedTuple):
    """An inquiry as figures see it."""

    number: int
    opened_at: datetime
    standings: tuple[Standing, ...]
    """Of `clock_rests.standings`."""
    clocks: Clocks
    responders: tuple[str, ...] = ()
    """Logins of those who have replied, one for each reply."""
    outcome: Outcome | None = None
    tags: Tags = NO_TAGS
    taken_at: datetime | None = None
    """When somebody first had it, or answered; None while nobody has."""


class Period(NamedTuple):
    """What a report is about."""

    start: datetime
    end: datetime
    """Not included."""

    def has(self, moment: datetime | None) -> bool:
        return moment is not None and self.start <= moment < self.end


class Spread(NamedTuple):
    """Times of several inquiries: the middle, the ninth tenth, and whose they are."""

    median: timedelta | None
    p90: timedelta | None
    numbers: tuple[int, ...]
    """The longest first."""
    times: tuple[timedelta, ...] = ()
    """Of each of them, in the same order."""


class Share(NamedTuple):
    """How many of several; both with the inquiries behind them."""

    value: float | None
    """From 0 to 1; None of nothing."""
    yes: tuple[int, ...]
    no: tuple[int, ...]


class Day(NamedTuple):
    """What came and went on one day of the team's zone."""

    arrived: int = 0
    reopened: int = 0
    departed: int = 0
    junked: int = 0


class Figures(NamedTuple):
    """All of a period."""

    arrived: tuple[int, ...]
    departed: tuple[int, ...]
    """Once for each time, as the two that follow."""
    reopened: tuple[int, ...]
    junked: tuple[int, ...]
    open_before: int
    open_after: tuple[int, ...]
    """Those open at its end, or now if it hasn't ended; the oldest first."""
    days: dict[date, Day]
    """Those on which something came or went."""
    first_reply: Spread
    solved: Spread
    cycle: Spread
    age: Spread
    """Business time since those still open came in."""
    same_day: Share
    kept: dict[str, Share]
    """By clock, whether its promise was kept."""
    first_contact: Share
    outcomes: dict[Outcome | None, tuple[int, ...]]
    """Of those that are closed since the period; None where nobody has said it."""
    tags: dict[tuple[str, str], tuple[int, ...]]
    """By dimension and word, of those that arrived; in the order of numbers."""
    arrived_on: dict[int, date]
    """On which day of the team's zone each of them came in."""


class Tally:
    """Takes inquiries one by one, so that a long report can be shown on its way and stopped."""

    def __init__(self, period: Period, calendar: Calendar, now: datetime) -> None:
        self._period = period
        self._calendar = calendar
        self._end = min(period.end, now + datetime.resolution)
        self._today = self._day(now)
        self._open_before = 0
        self._open: list[tuple[datetime, int, timedelta]] = []
        self._flow: dict[str, list[tuple[datetime, int]]] = {name: [] for name in Day._fields}
        self._times: dict[str, list[tuple[timedelta, int]]] = {name: [] for name in _TIMES}
        self._shares: dict[str, tuple[list[int], list[int]]] = {}
        self._outcomes: dict[Outcome | None, list[int]] = {}
        self._tags: dict[tuple[str, str], list[int]] = {}

    def take(self, matter: Matter) -> None:
        """Count one inquiry in."""
        self._take_flow(matter)
        self._take_times(matter)
        self._take_promises(matter)
        self._take_ends(matter)
        if self._period.has(matter.opened_at):
            self._take_arrival(matter)

    def figures(self) -> Figures:
        """What has been counted so far."""
        flow = {name: tuple(number for _at, number in sorted(self._flow[name])) for name in _FLOW}
        return Figures(
            **flow,
            open_before=self._open_before,
            open_after=tuple(number for _at, number, _age in sorted(self._open)),
            days=self._days(),
            first_reply=_spread(self._times["first"]),
            solved=_spread(self._times["solved"]),
            cycle=_spread(self._times["cycle"]),
            age=_spread([(age, number) for _at, number, age in self._open]),
            same_day=self._share("same_day"),
            kept={clock: self._share(clock) for clock in CLOCKS},
            first_contact=self._share("first_contact"),
            outcomes={key: tuple(sorted(numbers)) for key, numbers in self._outcomes.items()},
            tags={key: tuple(sorted(numbers)) for key, numbers in self._tags.items()},
            arrived_on={number: self._day(at) for at, number in self._flow["arrived"]},
        )

    def _take_flow(self, matter: Matter) -> None:
        if self._period.has(matter.opened_at):
            self._flow["arrived"].append((matter.opened_at, matter.number))
        if matter.opened_at < self._period.start and not _over(matter, self._period.start):
            self._open_before += 1
        if matter.opened_at < self._end and not _over(matter, self._end):
            age = working_between(self._calendar, matter.opened_at, self._end)
            self._open.append((matter.opened_at, matter.number, age))
        for at, name in _changes(matter):
            if self._period.has(at):
                self._flow[name].append((at, matter.number))

    def _take_times(self, matter: Matter) -> None:
        first, solved = matter.clocks.first, matter.clocks.solved
        if first and first.ending == REPLIED and self._period.has(first.ended_at):
            self._times["first"].append((first.used, matter.number))
        if solved.ending == WAS_SOLVED and self._period.has(solved.ended_at):
            self._times["solved"].append((solved.used, matter.number))
            if matter.taken_at is not None:
                cycle = self._in_work(matter, matter.taken_at, solved.ended_at)
                self._times["cycle"].append((cycle, matter.number))

    def _in_work(self, matter: Matter, start: datetime, end: datetime | None) -> timedelta:
        """Business time between two moments in which it was neither closed nor junk."""
        found = timedelta()
        following = (*(one.since for one in matter.standings[1:]), datetime.max.replace(tzinfo=UTC))
        for standing, until in zip(matter.standings, following, strict=True):
            begin, until = max(standing.since, start), min(until, end or until)
            if not standing.is_over and begin < until:
                found += working_between(self._calendar, begin, until)
        return found

    def _take_promises(self, matter: Matter) -> None:
        for clock in matter.clocks.all:
            if self._period.has(_judged_at(clock)):
                self._say(clock.which, matter.number, not clock.is_broken)

    def _take_ends(self, matter: Matter) -> None:
        solved = matter.clocks.solved
        if solved.ending != WAS_SOLVED or not self._period.has(solved.ended_at):
            return
        self._outcomes.setdefault(matter.outcome, []).append(matter.number)
        if matter.responders:
            is_one = len(set(matter.responders)) == 1
            was_reopened = any(name == "reopened" for _at, name in _changes(matter))
            self._say("first_contact", matter.number, is_one and not was_reopened)

    def _take_arrival(self, matter: Matter) -> None:
        for dimension in DIMENSIONS:
            for word in dict.fromkeys(getattr(matter.tags, dimension)):
                self._tags.setdefault((dimension, word), []).append(matter.number)
        first = matter.clocks.first
        if first is None or (first.ended_at is not None and first.ending != REPLIED):
            return
        begins = add_working(self._calendar, matter.opened_at, timedelta()) or matter.opened_at
        day = self._day(begins)
        if first.ended_at is not None:
            self._say("same_day", matter.number, self._day(first.ended_at) <= day)
        elif day < self._today:
            self._say("same_day", matter.number, False)

    def _say(self, name: str, number: int, yes: bool) -> None:
        said = self._shares.setdefault(name, ([], []))
        said[0 if yes else 1].append(number)

    def _share(self, name: str) -> Share:
        yes, no = self._shares.get(name, ((), ()))
        return Share(share(len(yes), len(yes) + len(no)), tuple(sorted(yes)), tuple(sorted(no)))

    def _days(self) -> dict[date, Day]:
        counted: dict[date, Counter[str]] = {}
        for name, moments in self._flow.items():
            for at, _number in moments:
                counted.setdefault(self._day(at), Counter())[name] += 1
        return {day: Day(**counted[day]) for day in sorted(counted)}

    def _day(self, at: datetime) -> date:
        return in_zone(at, self._calendar.zone).date()


_FLOW = Day._fields
_TIMES = ("first", "solved", "cycle")


def _over(matter: Matter, moment: datetime) -> bool:
    """Whether it was closed, or junk, just before that moment."""
    before = [one for one in matter.standings if one.since < moment]
    return bool(before) and before[-1].is_over


def _changes(matter: Matter) -> Iterator[tuple[datetime, str]]:
    """When the number of open ones changed, and by what; it is open when it comes in."""
    was_over = False
    for standing in matter.standings:
        if standing.is_over and not was_over:
            yield standing.since, "junked" if standing.is_junk else "departed"
        elif was_over and not standing.is_over:
            yield standing.since, "reopened"
        was_over = standing.is_over


def _judged_at(clock: Clock) -> datetime | None:
    """When it was clear whether the promise was kept; None while it isn't, and if nothing was."""
    if clock.promise is None:
        return None
    if clock.is_broken:
        return clock.due_at
    return clock.ended_at if clock.ending in (REPLIED, WAS_SOLVED) else None


def _spread(times: list[tuple[timedelta, int]]) -> Spread:
    values = [time for time, _number in times]
    ordered = sorted(times, key=lambda one: (-one[0], one[1]))
    return Spread(
        median(values),
        percentile(values, 90),
        tuple(number for _time, number in ordered),
        tuple(time for time, _number in ordered),
    )
