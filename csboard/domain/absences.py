"""Who is away when, and who stands in for them.

An absence is told in days of the team's calendar and lasts from the first one's midnight (or noon)
to the end of the last one (or its noon), on the team's clocks: it begins and ends by itself, as
nothing is stored but the days. Stand-ins are followed as far as they are away themselves; a circle
ends with nobody (Zammad #3694: a chain that ended after one step).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

from csboard.domain.people import works_here
from csboard.domain.records import Member, TaskRef
from csboard.i18n import in_zone
from csboard.named import NamedTuple

NOON = time(12)


class OnMail(StrEnum):
    """What becomes of a task when its customer writes while its owner is away."""

    STAND_IN = "stand_in"
    """It goes to whoever stands in; to nobody where there is none."""
    POOL = "pool"
    """It goes to nobody, where everybody looks for work."""
    KEEP = "keep"
    """It waits for its owner."""


class TaskRule(NamedTuple):
    """What one task has of its own."""

    on_mail: OnMail
    stand_in: str | None = None
    """Login; the absence's where it is None."""


class Absence(NamedTuple):
    """When a member is away."""

    id: int
    login: str
    first: date
    last: date
    """The last day away, itself included."""
    on_mail: OnMail
    stand_in: str | None = None
    """Login of whoever was named, away or not."""
    from_noon: bool = False
    """Whether they are still there in the first day's morning."""
    until_noon: bool = False
    """Whether they are back in the last day's afternoon."""
    tasks: Mapping[int, TaskRule] = MappingProxyType({})
    """By task id: what is done otherwise with it."""
    digested_at: datetime | None = None
    """When they have read, back again, what happened meanwhile."""
    version: int = 1
    ended_at: datetime | None = None
    """When it was ended by hand: it lasted no longer, whatever its days say."""

    def rule_for(self, task_id: int) -> TaskRule:
        """What is done with a task of theirs, and who was named for it."""
        own = self.tasks.get(task_id)
        if own is None:
            return TaskRule(self.on_mail, self.stand_in)
        return own if own.stand_in else own._replace(stand_in=self.stand_in)


class RuledTask(NamedTuple):
    """A task of which some absence says what is done otherwise with it."""

    ref: TaskRef
    title: str
    owner: str | None
    goes_on: bool
    """Whether a customer's word comes to it: it is open, or would be opened again."""

    def follows(self, absence: Absence) -> bool:
        """Whether what the absence says of it is done: it is theirs, and goes on."""
        return self.goes_on and self.owner == absence.login


class Span(NamedTuple):
    """From when, and until when (itself no more), both aware."""

    start: datetime
    end: datetime

    def holds(self, moment: datetime) -> bool:
        return self.start <= moment < self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def span_of(absence: Absence, zone: ZoneInfo) -> Span:
    """When it lasts, on the clocks of the team's zone."""
    start = datetime.combine(absence.first, NOON if absence.from_noon else time.min, zone)
    if absence.ended_at is not None:
        return Span(start, absence.ended_at)
    return Span(start, _end_of_days(absence, zone))


def took_days(absence: Absence, zone: ZoneInfo) -> bool:
    """Whether any of its half days was over before it was ended by hand, if it was."""
    return absence.ended_at is None or _end_of_days(absence, zone) <= absence.ended_at


def _end_of_days(absence: Absence, zone: ZoneInfo) -> datetime:
    if absence.until_noon:
        return datetime.combine(absence.last, NOON, zone)
    return datetime.combine(absence.last + timedelta(days=1), time.min, zone)


def next_absence(
    login: str, absences: Iterable[Absence], now: datetime, zone: ZoneInfo
) -> Absence | None:
    """The absence of somebody that goes on or, else, begins next; None where none is entered."""
    theirs = (one for one in absences if one.login == login)
    coming = [one for one in theirs if span_of(one, zone).end > now]
    return min(coming, key=lambda one: (span_of(one, zone).start, one.id), default=None)


def latest_turn(moment: datetime, zone: ZoneInfo) -> datetime:
    """The latest midnight or noon: absences begin and end there."""
    local = in_zone(moment, zone)
    return datetime.combine(local.date(), NOON if local.time() >= NOON else time.min, zone)


def ended_now(absence: Absence, now: datetime, zone: ZoneInfo) -> Absence | None:
    """The absence as it is when they are back now; None when then nothing of it is left."""
    turn = latest_turn(now, zone)
    if span_of(absence, zone).start >= turn:
        return None
    if turn.time() == NOON:
        return absence._replace(last=turn.date(), until_noon=True)
    return absence._replace(last=turn.date() - timedelta(days=1), until_noon=False)


def away_at(absences: Iterable[Absence], moment: datetime, zone: ZoneInfo) -> Mapping[str, Absence]:
    """Who is away at a moment, by login; of several absences the one that ends last."""
    found: dict[str, Absence] = {}
    today = in_zone(moment, zone).date()
    for absence in absences:
        if absence.first <= today <= absence.last and span_of(absence, zone).holds(moment):
            other = found.get(absence.login)
            if other is None or _ends(other) < _ends(absence):
                found[absence.login] = absence
    return found


def _ends(absence: Absence) -> tuple[date, bool]:
    return absence.last, not absence.until_noon


def counting_on(
    absence: Absence,
    absences: Iterable[Absence],
    members: Mapping[str, Member],
    zone: ZoneInfo,
    now: datetime,
) -> Iterator[Absence]:
    """Others' absences for which whoever is away was named, of a time to come that they share."""
    span = span_of(absence, zone)
    for other in absences:
        named = {other.stand_in, *(rule.stand_in for rule in other.tasks.values())}
        if other.login == absence.login or absence.login not in named:
            continue
        time = span_of(other, zone)
        if works_here(members[other.login]) and time.end > now and time.overlaps(span):
            yield other


def stand_in_for(
    named: str | None, away: Mapping[str, Absence], members: Mapping[str, Member]
) -> str | None:
    """Who of a chain of stand-ins is there: the one `named`, or theirs, and so on.

    None when nobody was named, the chain comes round to somebody it had, or it ends with one who
    can't work on inquiries any more.
    """
    passed: set[str] = set()
    while named is not None and named not in passed:
        if not can_stand_in(members.get(named)):
            return None
        if named not in away:
            return named
        passed.add(named)
        named = away[named].stand_in
    return None


class WhyNot(Enum):
    """Why whoever was named doesn't stand in."""

    AWAY = "away"
    GONE = "gone"
    LOOKS_ON = "looks_on"


def why_not(named: str, members: Mapping[str, Member]) -> WhyNot:
    """Of somebody who doesn't: they can't at all, or else they are away themselves."""
    member = members.get(named)
    if can_stand_in(member):
        return WhyNot.AWAY
    return WhyNot.LOOKS_ON if member is not None and member.active else WhyNot.GONE


def can_stand_in(member: Member | None) -> bool:
    """Whether somebody is in the team and works on inquiries."""
    return member is not None and works_here(member)
