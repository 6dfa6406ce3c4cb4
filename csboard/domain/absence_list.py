"""Who is away and who will be, as lists and headers show it; with days that are closed anyway."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from csboard.domain.absence_words import short_days
from csboard.domain.absences import (
    Absence,
    OnMail,
    RuledTask,
    TaskRule,
    away_at,
    counting_on,
    span_of,
    stand_in_for,
)
from csboard.domain.business_calendar import Calendar, closed_days
from csboard.domain.business_time import working_between
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member, TaskRef
from csboard.domain.stand_in_stretches import Stretch, left_of, within
from csboard.i18n import _, in_zone
from csboard.named import NamedTuple


class Away(NamedTuple):
    """Somebody who is away at a moment."""

    absence: Absence
    acting: str | None
    """Login of who stands in, the chain followed to somebody who is there; None for nobody."""


class OfTask(NamedTuple):
    """What an absence says of one task."""

    task: TaskRef
    rule: TaskRule
    """As it was said."""
    stretches: tuple[Stretch, ...]
    """Who stands in for it when."""


class Listed(NamedTuple):
    """An absence in a list."""

    absence: Absence
    when: str
    """`now`, `to_come` or `over`."""
    acting: str | None
    """Who stands in now, or would as it begins; None for nobody. Of one that is over, who was
    named."""
    stretches: tuple[Stretch, ...]
    """Who stands in when, of what isn't past; of one that is over, who was named."""
    working: float
    """Working days away; a half day counts half."""
    closed: tuple[tuple[date, str], ...]
    """The days away that are closed anyway, with their names; a weekend's have none."""
    rules: tuple[OfTask, ...]
    """What is done otherwise, in the order of the tasks; of one that is over, what was said."""
    ended: datetime | None = None
    """When it was ended by hand, on the team's clocks."""


def away_now(
    absences: Iterable[Absence], members: Mapping[str, Member], now: datetime, zone: ZoneInfo
) -> Mapping[str, Away]:
    """Who of the team is away at a moment, by login; who is back first comes first."""
    away = away_at(absences, now, zone)
    found = sorted(away.values(), key=lambda one: (span_of(one, zone).end, one.login))
    return {
        one.login: Away(one, stand_in_for(one.stand_in, away, members))
        for one in found
        if one.login in members and members[one.login].active
    }


def listed(
    absences: Iterable[Absence],
    members: Mapping[str, Member],
    calendar: Calendar,
    now: datetime,
    ruled: Mapping[int, RuledTask],
) -> tuple[Listed, ...]:
    """Those that go on, then those to come, by the days; then those that are over, latest first.

    Whoever has left the team isn't away.

    `ruled` has by their ids the tasks of which they say something; what isn't in it is gone.
    """
    zone, known = ZoneInfo(calendar.zone), tuple(absences)
    found = [_listed(one, known, members, calendar, now, ruled) for one in known]
    coming = [one for one in found if one.when != "over" and members[one.absence.login].active]
    over = [one for one in found if one.when == "over"]

    def begins(one: Listed) -> tuple[bool, datetime, str]:
        return one.when != "now", span_of(one.absence, zone).start, one.absence.login

    def ended(one: Listed) -> tuple[datetime, int]:
        return span_of(one.absence, zone).end, one.absence.id

    return (*sorted(coming, key=begins), *sorted(over, key=ended, reverse=True))


def _listed(
    one: Absence,
    absences: tuple[Absence, ...],
    members: Mapping[str, Member],
    calendar: Calendar,
    now: datetime,
    ruled: Mapping[int, RuledTask],
) -> Listed:
    zone = ZoneInfo(calendar.zone)
    span = span_of(one, zone)
    when = "over" if span.end <= now else "now" if span.start <= now else "to_come"

    def left(named: str | None) -> tuple[Stretch, ...]:
        return left_of(one, named, absences, members, zone, now)

    whole = left(one.stand_in)
    rules = (
        OfTask(ruled[task_id].ref, own, left(one.rule_for(task_id).stand_in))
        for task_id, own in one.tasks.items()
        if task_id in ruled and (when == "over" or ruled[task_id].follows(one))
    )
    in_order = tuple(sorted(rules, key=lambda of_task: of_task.task))
    ended = None if one.ended_at is None else in_zone(one.ended_at, zone)
    return Listed(one, when, whole[0].acting, whole, *days_away(one, calendar), in_order, ended)


def days_away(one: Absence, calendar: Calendar) -> tuple[float, tuple[tuple[date, str], ...]]:
    """How many working days it takes, half ones too, and which of its days are closed anyway.

    Of one that was ended by hand the last day counts by how much of its hours was over then.
    """
    ended = None if one.ended_at is None else in_zone(one.ended_at, calendar.zone)
    last = one.last if ended is None else ended.date()
    closed = tuple(closed_days(calendar, one.first, last))
    off = {day for day, _name in closed}
    days = (last - one.first) // timedelta(days=1) + 1 - len(off)
    halves = int(one.from_noon and one.first not in off)
    if last not in off:
        halves += _halves_there(one, ended, calendar)
    return max(days - halves / 2, 0.0), closed


def _halves_there(one: Absence, ended: datetime | None, calendar: Calendar) -> int:
    """Half days of its last day on which they were at work, to the nearest one."""
    if ended is None:
        return int(one.until_noon)
    midnight = ended.replace(hour=0, minute=0, second=0, microsecond=0)
    whole = working_between(calendar, midnight, midnight + timedelta(days=1))
    return round(2 * (1 - working_between(calendar, midnight, ended) / whole)) if whole else 0


def stand_in_notes(
    absence: Absence,
    absences: Iterable[Absence],
    members: Mapping[str, Member],
    zone: ZoneInfo,
    now: datetime,
) -> list[str]:
    """What is worth knowing of stand-ins, if an absence is entered or changed.

    When whoever is named is away too, and for whom whoever is away was to stand in then; of each
    who has it instead. Not of what is past: whoever is back by now is away no more.
    """
    known = [*(one for one in absences if one.id != absence.id), absence]
    notes, today = [], in_zone(now, zone).date()
    for part in left_of(absence, absence.stand_in, known, members, zone, now):
        if part.acting == absence.stand_in:
            continue
        told = _("{name} is away too ({days}): nobody stands in then.")
        if part.acting is not None:
            told = _("{name} is away too ({days}): {instead} stands in then.")
        name, instead = (
            in_a_sentence(one or "", members) for one in (absence.stand_in, part.acting)
        )
        days = short_days(part.days(absence), today)
        notes.append(told.format(name=name, days=days, instead=instead))
    return [*notes, *_stood_in_for(absence, known, members, zone, now)]


def _stood_in_for(
    absence: Absence,
    known: Iterable[Absence],
    members: Mapping[str, Member],
    zone: ZoneInfo,
    now: datetime,
) -> Iterator[str]:
    """Of each absence in which they were to stand in while they are away themselves."""
    time, today = span_of(absence, zone), in_zone(now, zone).date()
    others = counting_on(absence, known, members, zone, now)
    theirs = [one for one in others if one.stand_in == absence.login]
    for other in sorted(theirs, key=lambda one: (one.first, one.id)):
        for part in within(time, left_of(other, other.stand_in, known, members, zone, now)):
            told = _("{name} was to stand in for {who} ({days}): nobody does then.")
            if part.acting is not None:
                told = _("{name} was to stand in for {who} ({days}): {instead} does then.")
            yield told.format(
                name=in_a_sentence(absence.login, members),
                who=in_a_sentence(other.login, members),
                days=short_days(part.days(other), today),
                instead=in_a_sentence(part.acting or "", members),
            )


def away_meanwhile(
    login: str,
    leave: Absence | None,
    absences: Iterable[Absence],
    members: Mapping[str, Member],
    now: datetime,
    zone: ZoneInfo,
) -> list[str]:
    """What is worth knowing of whoever is to take a task for a leave: when they are away then."""
    if leave is None:
        return []
    today, time = in_zone(now, zone).date(), span_of(leave, zone)
    told = _("{name} is away too in that leave: {days}.")
    name = in_a_sentence(login, members)
    return [
        told.format(name=name, days=short_days(one, today))
        for one in sorted(absences, key=lambda one: (one.first, one.id))
        if one.login == login and span_of(one, zone).overlaps(time)
    ]


def on_mail_after(absence: Absence, stand_in: str | None) -> OnMail:
    """The same for a change that says nothing of it: what was chosen, unless it fits no more."""
    if stand_in is None and absence.on_mail is OnMail.STAND_IN:
        return OnMail.POOL
    if absence.stand_in is None and stand_in is not None and absence.on_mail is OnMail.POOL:
        return OnMail.STAND_IN
    return absence.on_mail


def on_mail_wanted(stand_in: str | None, chosen: OnMail | None) -> OnMail:
    """What is done with customers' words: as chosen, else as fits whether somebody stands in."""
    if chosen is not None:
        return chosen
    return OnMail.POOL if stand_in is None else OnMail.STAND_IN
