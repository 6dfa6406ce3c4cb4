"""What a wall display knows of the board, and its figures, each with a target and a state. Pure.

What is told follows from what was read and from the present moment: between two readings waits
grow and promises run out, and days begin without anybody's doing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.domain.absences import Absence, away_at
from csboard.domain.business_calendar import Calendar, hours_on
from csboard.domain.business_time import is_open, working_between
from csboard.domain.card_clocks import Pressing, pressing
from csboard.domain.card_need import is_for_the_taking
from csboard.domain.people import works_here
from csboard.domain.records import Card, Member, Tags
from csboard.domain.stand_in_stretches import Stretch, left_of
from csboard.domain.views import Snapshot
from csboard.i18n import N_, in_zone
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.clock_rules import Rules
    from csboard.domain.sheet import PickReason
    from csboard.domain.team_goals import ResultStanding

FIGURES = ("unassigned", "doing", "due_today", "overdue", "longest_wait", "done_today")
"""In the order in which they always stand: people learn places."""

LABELS = {
    "unassigned": N_("Unassigned"),
    "doing": N_("In hand"),
    "due_today": N_("Due today"),
    "overdue": N_("Overdue"),
    "longest_wait": N_("Longest wait"),
    "done_today": N_("Done today"),
}


class State(StrEnum):
    """Fine, help, stop; or nobody is to be called."""

    CLOSED = "closed"
    """On a day without business hours, whatever the number."""
    NORMAL = "normal"
    CAUTION = "caution"
    URGENT = "urgent"


WORDS = {
    State.CLOSED: N_("[closed today]"),
    State.NORMAL: N_("[normal]"),
    State.CAUTION: N_("[caution]"),
    State.URGENT: N_("[URGENT]"),
}

Targets = Mapping[str, tuple[int, ...]]
"""By figure the most that is normal, and the most that is no emergency yet; of `done_today` how
many are aimed at. Times are minutes of business."""

A_WAIT = (120, 240)
"""Minutes that something may be nobody's: more is worth a look, and then a call."""
NOBODYS = (5, 10)
EACH = (3, 5)
"""Tasks in hand, and inquiries due today, for each person who is there."""


class Case(NamedTuple):
    """This week's successful case."""

    id: int
    title: str
    """Empty where words that may be a customer's aren't shown."""
    tags: Tags
    author: str
    """Whose it is, as people call them."""
    used: int
    reason: PickReason


class Aside(NamedTuple):
    """What takes longer to work out and changes seldom."""

    case: Case | None = None
    headline: ResultStanding | None = None
    lacks: tuple[str, ...] = ()
    """What this account may not read, in sentences."""
    at: datetime | None = None
    """When it was so: when working it out began, or later if nothing had changed; None before."""


NOTHING_ASIDE = Aside()


class Wall(NamedTuple):
    """What was read of the board at one moment."""

    at: datetime
    """When the reading began: nothing of it is newer than is told, and nothing older."""
    snapshot: Snapshot
    """All open cards; titles and customers are empty where they aren't to be shown."""
    came_today: int
    """Inquiries that came in since the day began."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.snapshot.zone)

    @property
    def rules(self) -> Rules:
        assert self.snapshot.rules is not None
        return self.snapshot.rules

    @property
    def calendar(self) -> Calendar:
        return self.rules.calendar


class OnWhat(NamedTuple):
    """A person, and what they have."""

    member: Member
    in_hand: list[Card]
    """The most urgent first."""
    on_hold: int
    """How many of their cards rest."""
    away: bool


class Figure(NamedTuple):
    """One number that can make somebody act."""

    key: str
    value: int
    """A count, or minutes of business time."""
    target: int
    state: State


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The team's day at a moment."""
    return in_zone(moment, zone).date()


def without_names(card: Card) -> Card:
    """The card as visitors may see it."""
    return card._replace(title="", customer_name="", customer_email="")


def working(wall: Wall, now: datetime) -> list[Member]:
    """Who works on inquiries and is there, by name."""
    away = absent(wall, now)
    return sorted(
        (
            one
            for one in wall.snapshot.members.values()
            if works_here(one) and one.login not in away
        ),
        key=lambda one: (one.name or one.login, one.login),
    )


def absent(wall: Wall, now: datetime) -> Mapping[str, Absence]:
    """Who of the team is away at this moment."""
    members = wall.snapshot.members
    away = away_at(wall.snapshot.absences, now, wall.zone)
    return {login: one for login, one in away.items() if _is_in_the_team(members.get(login))}


def away_today(wall: Wall, now: datetime) -> list[Absence]:
    """Absences that go on at some time of the day, of two of one person the later; by name.

    Not those that were ended by hand: who is back is told of nowhere as away.
    """
    found: dict[str, Absence] = {}
    members = wall.snapshot.members
    today = day_of(now, wall.zone)
    for one in wall.snapshot.absences:
        is_back = one.ended_at is not None and one.ended_at <= now
        if is_back or not one.first <= today <= one.last:
            continue
        if _is_in_the_team(members.get(one.login)):
            other = found.get(one.login)
            if other is None or other.last < one.last:
                found[one.login] = one
    return sorted(found.values(), key=lambda one: (members[one.login].name, one.login))


def stand_ins_of(absence: Absence, wall: Wall, now: datetime) -> tuple[Stretch, ...]:
    """Who stands in when from now on, the chain followed; one stretch at least."""
    known = wall.snapshot
    return left_of(absence, absence.stand_in, known.absences, known.members, wall.zone, now)


def _is_in_the_team(member: Member | None) -> bool:
    return member is not None and member.active


def waits(card: Card, now: datetime) -> bool:
    """Whether the card rests."""
    return card.waiting is not None and not card.waiting.is_over(now)


def takeable(wall: Wall, now: datetime) -> list[Card]:
    """What nobody has and somebody should take, the one that is nobody's for longest first."""
    cards = [one for one in wall.snapshot.cards if is_for_the_taking(one, now)]
    return sorted(cards, key=lambda one: (one.free_since or one.opened_at, one.ref))


def in_hand(wall: Wall, now: datetime) -> list[Card]:
    """What somebody has and doesn't rest."""
    return [
        one
        for one in wall.snapshot.cards
        if one.owner is not None and one.closed_at is None and not waits(one, now)
    ]


def wait_of(card: Card, calendar: Calendar, now: datetime) -> timedelta:
    """Business time for which nobody has had it."""
    since = card.free_since or card.opened_at
    return working_between(calendar, since, now) if since < now else timedelta()


def promise_of(card: Card, calendar: Calendar, now: datetime) -> Pressing | None:
    """Its most pressing promise as it stands now; None where nothing is promised."""
    if card.clocks is None:
        return None
    return pressing(card.clocks, calendar, max(now, card.clocks.at))


def is_overdue(found: Pressing | None) -> bool:
    return found is not None and found.is_over and not found.rests


def is_due_today(found: Pressing | None, now: datetime, zone: ZoneInfo) -> bool:
    """Whether it is due before the day ends, and isn't over yet."""
    if found is None or found.is_over or found.rests or found.due_at is None:
        return False
    return day_of(found.due_at, zone) == day_of(now, zone)


def promised(wall: Wall, now: datetime) -> dict[int, Pressing]:
    """How the promises of open inquiries stand, by number: several tasks of one count once."""
    found: dict[int, Pressing] = {}
    for card in wall.snapshot.cards:
        if card.closed_at is not None or card.ref.number in found:
            continue
        if (standing := promise_of(card, wall.calendar, now)) is not None:
            found[card.ref.number] = standing
    return found


def is_closed(wall: Wall, now: datetime) -> bool:
    """Whether nobody is to be at work on this day, nor is at this moment."""
    hours = hours_on(wall.calendar, day_of(now, wall.zone)).hours
    return not hours and not is_open(wall.calendar, now)


def figures(wall: Wall, now: datetime, targets: Targets) -> tuple[Figure, ...]:
    """All six, in their order; a closed day judges none."""
    values = _values(wall, now)
    limits = {**_usual(len(working(wall, now))), **targets}
    six = [_counted(key, values[key], limits[key]) for key in FIGURES[:-1]]
    aim = targets.get("done_today", (wall.came_today,))[0]
    found = (*six, _done(values["done_today"], aim, _passed(wall, now)))
    if is_closed(wall, now):
        return tuple(one._replace(state=State.CLOSED) for one in found)
    return found


def _values(wall: Wall, now: datetime) -> dict[str, int]:
    free = takeable(wall, now)
    promises = promised(wall, now).values()
    longest = max((wait_of(card, wall.calendar, now) for card in free), default=timedelta())
    same_day = day_of(wall.at, wall.zone) == day_of(now, wall.zone)
    return {
        "unassigned": len(free),
        "doing": len(in_hand(wall, now)),
        "due_today": sum(is_due_today(one, now, wall.zone) for one in promises),
        "overdue": sum(map(is_overdue, promises)),
        "longest_wait": longest // timedelta(minutes=1),
        "done_today": wall.snapshot.counts.done_today if same_day else 0,
    }


def _usual(people: int) -> Targets:
    """What holds where the host says nothing: by how many are there to do it."""
    each = tuple(most * max(1, people) for most in EACH)
    return {
        "unassigned": NOBODYS,
        "doing": each,
        "due_today": each,
        "overdue": (0, 0),
        "longest_wait": A_WAIT,
    }


def _counted(key: str, value: int, limits: tuple[int, ...]) -> Figure:
    good, bad = limits[0], limits[-1]
    state = State.NORMAL if value <= good else State.CAUTION if value <= bad else State.URGENT
    return Figure(key, value, good, state)


def _done(value: int, aim: int, passed: float) -> Figure:
    """As many are done as of the day's time has passed; too few call nobody from their chair."""
    is_behind = value < int(aim * passed)
    return Figure("done_today", value, aim, State.CAUTION if is_behind else State.NORMAL)


def _passed(wall: Wall, now: datetime) -> float:
    """How much of the day's business time is over; 0 on a day without any."""
    begins = datetime.combine(day_of(now, wall.zone), time.min, wall.zone)
    whole = working_between(wall.calendar, begins, begins + timedelta(days=1))
    return working_between(wall.calendar, begins, now) / whole if whole else 0.0


def on_what(wall: Wall, now: datetime) -> Iterator[OnWhat]:
    """Who is there with what they have, then those who are away and have something."""
    held: dict[str, list[Card]] = {}
    for card in in_hand(wall, now):
        held.setdefault(card.owner or "", []).append(card)
    resting = Counter(
        one.owner for one in wall.snapshot.cards if one.closed_at is None and waits(one, now)
    )
    away = sorted(
        (wall.snapshot.members[login] for login in absent(wall, now)),
        key=lambda one: (one.name or one.login, one.login),
    )
    for member in (*working(wall, now), *away):
        login, is_away = member.login, member in away
        cards = held.get(login, [])
        if is_away and not cards and not resting[login]:
            continue
        cards = sorted(cards, key=lambda one: (one.urgency.rank, one.opened_at, one.ref))
        yield OnWhat(member, cards, resting[login], is_away)
