"""Walking the board: by its columns from the right, or person by person. Pure.

Each card that moved, is stuck or needs somebody stands once in a turn, with all there is to say of
it; each event since the last stand-up is told once in either walk.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, time, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from csboard.domain.absence_list import Away, away_now
from csboard.domain.absences import Absence, away_at, span_of, stand_in_for
from csboard.domain.alarm_records import ShownAlarm
from csboard.domain.alarm_settings import BOUNCED, BROKEN, OVERSLEPT, SOON, STUCK, UNOWNED
from csboard.domain.alarms import OF_PROMISES, Limits, Open, alarms_of
from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import working_between
from csboard.domain.headlines import overtaken
from csboard.domain.inverses import without_undone
from csboard.domain.people import works_here
from csboard.domain.records import INTAKE_LOGIN, Event, Member, Stage, TaskRef
from csboard.domain.stand_in_stretches import Stretch, left_of
from csboard.domain.stand_ups import StandUp
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary
from csboard.i18n import in_zone
from csboard.named import NamedTuple

NOBODY = ""
"""The key of the turn in which nobody's cards are looked at."""
AHEAD = timedelta(days=7)
"""So far ahead it is told who will be away."""
TOLD = (BROKEN, SOON, OVERSLEPT, BOUNCED, STUCK, UNOWNED)
"""Kinds of alarms that are told, in this order."""


class Standing(NamedTuple):
    """A task as it stands now."""

    ref: TaskRef
    title: str
    stage: str
    owner: str | None
    open: Open | None = None
    """As alarms see it; None when it is done."""


class Wanted(NamedTuple):
    """A review that is asked for, or a hand-off that is to be taken."""

    ref: TaskRef
    of: str | None
    """Login of whom it is wanted; None: of whoever has a moment."""


class Note(NamedTuple):
    """What somebody wrote down during the stand-up."""

    number: int
    login: str
    at: datetime
    text: str


class Found(NamedTuple):
    """What is read of the board for a stand-up, at one moment."""

    now: datetime
    since: datetime
    stand_up: StandUp | None
    """The one that goes on; None before it begins."""
    tasks: tuple[Standing, ...]
    """All that are open, and those of the inquiries in `events`."""
    events: tuple[Event, ...]
    """Since then, the oldest first, each by the number it happened to."""
    reviews: tuple[Wanted, ...]
    offers: tuple[Wanted, ...]
    notes: tuple[Note, ...]
    absences: tuple[Absence, ...]
    members: Mapping[str, Member]
    stages: tuple[Stage, ...]
    calendar: Calendar
    limits: Limits
    vocabulary: Vocabulary = NO_VOCABULARY
    more: bool = False
    """Whether more has happened than was read."""
    wholes: Mapping[int, int] = MappingProxyType({})
    """By the number of each inquiry in `events` the one in which it goes on, itself or another."""
    latest: tuple[StandUp, ...] = ()
    """The newest there are, whether or not they are over."""
    overtaken: frozenset[int] = frozenset()
    """Ids of events that say whose a card is, or where, which is no longer so."""


class Entry(NamedTuple):
    """A card of which there is something to say."""

    ref: TaskRef
    title: str
    owner: str | None
    events: tuple[Event, ...] = ()
    alarms: tuple[ShownAlarm, ...] = ()
    """How it is stuck or needs somebody, the worst first."""
    reviews: tuple[str | None, ...] = ()
    """Of whom a review of its reply is wanted."""
    offers: tuple[str | None, ...] = ()
    """To whom it is offered."""
    waits: bool = False
    """Whether it is on hold."""

    @property
    def is_stuck(self) -> bool:
        return any(one.alarm.kind == STUCK for one in self.alarms)

    @property
    def needs_somebody(self) -> bool:
        return bool(
            self.reviews or self.offers or any(one.alarm.kind != STUCK for one in self.alarms)
        )


class Turn(NamedTuple):
    """A column or a person, with the cards that are spoken of."""

    key: str
    """Key of the stage, or login; NOBODY for what nobody has."""
    entries: tuple[Entry, ...] = ()
    away: Away | None = None
    """Of a person who is away, or soon will be."""
    is_persons: bool = False
    """Whether the key is a login, or NOBODY; a login may read as the key of a stage does."""

    @property
    def moved(self) -> int:
        return sum(bool(one.events) for one in self.entries)

    @property
    def stuck(self) -> int:
        return sum(one.is_stuck for one in self.entries)

    @property
    def needing(self) -> int:
        return sum(one.needs_somebody for one in self.entries)


class Walk(NamedTuple):
    """Both ways through the board."""

    found: Found
    stages: tuple[Turn, ...]
    """From the right column to the left."""
    people: tuple[Turn, ...]
    """Those who work on inquiries, then NOBODY."""
    away: tuple[Away, ...]
    """Who is away now, who is back first comes first."""
    soon: tuple[Away, ...]
    """Who will be within a week, with who stands in as it begins."""

    def but_in(self, turns: Iterable[Turn]) -> Walk:
        """Without the absences that are told in some turns."""
        told = {one.away.absence.id for one in turns if one.away is not None}
        return self._replace(
            away=tuple(one for one in self.away if one.absence.id not in told),
            soon=tuple(one for one in self.soon if one.absence.id not in told),
        )


def walk(found: Found) -> Walk:
    """What there is to say, by column and by person; what was undone again moved nothing."""
    events = without_undone(found.events)
    found = found._replace(events=events, overtaken=overtaken(events))
    tasks = {one.ref: one for one in found.tasks}
    alarms = _alarms(found, tasks)
    zone = ZoneInfo(found.calendar.zone)
    away = away_now(found.absences, found.members, found.now, zone)
    soon = tuple(_soon(found, zone))
    absent = {one.absence.login: one for one in reversed(soon)} | dict(away)
    return Walk(
        found,
        tuple(_by_stages(found, tasks, alarms)),
        tuple(_by_people(found, tasks, alarms, absent)),
        tuple(away.values()),
        soon,
    )


def ended(walked: Walk, at: datetime, by: str | None = None) -> Walk:
    """What was told in a stand-up that went on, which is over since `at`, ended by somebody."""
    one = walked.found.stand_up
    assert one is not None, "it went on"
    over = one._replace(ended_at=at, ended_by=by)
    return walked._replace(found=walked.found._replace(stand_up=over))


def end_of(one: StandUp, found: Found) -> tuple[datetime, str | None]:
    """When a stand-up ended and by whom, by what was read after its end."""
    over = next((row for row in found.latest if row.id == one.id), one)
    return over.over_at, over.ended_by


def stand_ins_of(absence: Absence, found: Found) -> tuple[Stretch, ...]:
    """Who stands in when from now on, the chain followed; one stretch at least."""
    zone = ZoneInfo(found.calendar.zone)
    return left_of(absence, absence.stand_in, found.absences, found.members, zone, found.now)


def _soon(found: Found, zone: ZoneInfo) -> Iterator[Away]:
    for one in sorted(found.absences, key=lambda one: (one.first, one.login)):
        begins = span_of(one, zone).start
        if found.now < begins <= found.now + AHEAD:
            then = away_at(found.absences, begins, zone)
            yield Away(one, stand_in_for(one.stand_in, then, found.members))


Alarming = Mapping[TaskRef, tuple[ShownAlarm, ...]]


def _alarms(found: Found, tasks: Mapping[TaskRef, Standing]) -> Alarming:
    """By the alarms' rules; here all of today is near, also of what is on hold while its promise
    runs on, and what nobody has wants somebody now.
    """
    limits = found.limits._replace(
        unowned=timedelta(),
        soon=_rest_of_today(found),
        kinds=frozenset(TOLD),
        on_hold=True,
    )
    opens = [one.open for one in tasks.values() if one.open is not None]
    left = {one.ref: one.left for one in opens}
    by_ref: dict[TaskRef, list[ShownAlarm]] = defaultdict(list)
    for alarm in alarms_of(opens, limits, found.calendar, found.now):
        if alarm.ref is not None:
            of = left[alarm.ref] if alarm.kind in OF_PROMISES else None
            by_ref[alarm.ref].append(ShownAlarm(alarm, tasks[alarm.ref].title, of))
    return {
        ref: tuple(sorted(some, key=lambda one: TOLD.index(one.alarm.kind)))
        for ref, some in by_ref.items()
    }


def _rest_of_today(found: Found) -> timedelta:
    here = in_zone(found.now, found.calendar.zone)
    midnight = datetime.combine(here.date() + timedelta(days=1), time.min, here.tzinfo)
    return working_between(found.calendar, found.now, midnight)


def _spoken_of(event: Event, found: Found, tasks: Mapping[TaskRef, Standing]) -> TaskRef:
    """The card at which an event is told."""
    if event.task is not None and event.task in tasks:
        return event.task
    number = event.number or 0
    return TaskRef(found.wholes.get(number, number))


def _by_stages(found: Found, tasks: Mapping[TaskRef, Standing], alarms: Alarming) -> Iterator[Turn]:
    events: dict[TaskRef, list[Event]] = defaultdict(list)
    for event in found.events:
        events[_spoken_of(event, found, tasks)].append(event)
    reviews, offers = _by_ref(found.reviews), _by_ref(found.offers)
    named = dict.fromkeys((*events, *alarms, *reviews, *offers))
    of_stage: dict[str, list[Entry]] = defaultdict(list)
    keys = [stage.key for stage in found.stages]
    for ref in named:
        task = tasks.get(ref)
        stage = task.stage if task and task.stage in keys else keys[-1]
        entry = _entry(
            ref,
            task,
            events=tuple(events.get(ref, ())),
            alarms=alarms.get(ref, ()),
            reviews=tuple(reviews.get(ref, ())),
            offers=tuple(offers.get(ref, ())),
        )
        of_stage[stage].append(entry)
    for key in reversed(keys):
        yield Turn(key, _ordered(of_stage.get(key, ())))


def _by_people(
    found: Found,
    tasks: Mapping[TaskRef, Standing],
    alarms: Alarming,
    absent: Mapping[str, Away],
) -> Iterator[Turn]:
    people = [login for login, member in found.members.items() if works_here(member)]
    entries: dict[tuple[str, TaskRef], Entry] = {}

    def add(login: str | None, ref: TaskRef, more: Entry) -> None:
        """Add to what is said of a card in somebody's turn."""
        key = (login if login in people else NOBODY), ref
        entry = entries.get(key) or _entry(ref, tasks.get(ref))
        entries[key] = entry._replace(
            events=entry.events + more.events,
            alarms=entry.alarms + more.alarms,
            reviews=entry.reviews + more.reviews,
            offers=entry.offers + more.offers,
        )

    for event in found.events:
        ref = _spoken_of(event, found, tasks)
        task = tasks.get(ref)
        whose = event.actor if event.actor != INTAKE_LOGIN else task and task.owner
        add(whose, ref, _entry(ref, events=(event,)))
    for ref, some in alarms.items():
        add(tasks[ref].owner, ref, _entry(ref, alarms=some))
    for wanted in found.reviews:
        add(wanted.of, wanted.ref, _entry(wanted.ref, reviews=(wanted.of,)))
    for wanted in found.offers:
        add(wanted.of, wanted.ref, _entry(wanted.ref, offers=(wanted.of,)))
    for login in (*people, NOBODY):
        own = [entry for (whose, _ref), entry in entries.items() if whose == login]
        yield Turn(login, _ordered(own), absent.get(login), is_persons=True)


def _by_ref(wanted: Iterable[Wanted]) -> dict[TaskRef, list[str | None]]:
    found: dict[TaskRef, list[str | None]] = defaultdict(list)
    for one in wanted:
        found[one.ref].append(one.of)
    return found


def _entry(
    ref: TaskRef,
    task: Standing | None = None,
    *,
    events: tuple[Event, ...] = (),
    alarms: tuple[ShownAlarm, ...] = (),
    reviews: tuple[str | None, ...] = (),
    offers: tuple[str | None, ...] = (),
) -> Entry:
    title, owner = (task.title, task.owner) if task else ("", None)
    waits = task is not None and task.open is not None and task.open.waits
    return Entry(ref, title, owner, events, alarms, reviews, offers, waits)


def _ordered(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """What needs somebody first, then what is stuck, then what only moved."""

    def rank(entry: Entry) -> tuple[int, TaskRef]:
        if entry.alarms:
            return TOLD.index(entry.alarms[0].alarm.kind), entry.ref
        return len(TOLD) + (not entry.needs_somebody), entry.ref

    return tuple(sorted(entries, key=rank))
