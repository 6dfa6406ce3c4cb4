"""What became of somebody's tasks while they were away: for each, what they have to know. Pure.

Each event of the inquiries of those tasks since the absence began stands in one item, once: as
what happened meanwhile, to the very end of the absence, or apart as what happened since then.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from csboard.domain.absence_history import ABSENT
from csboard.domain.inverses import still_standing
from csboard.domain.records import Direction, Event, Member, Outcome, Stage, TaskRef, Waiting
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.absences import Absence
    from csboard.domain.card_clocks import Pressing
    from csboard.domain.hand_off_records import HandOff


class Left(StrEnum):
    """How a task fared when its owner left."""

    HANDED = "handed"
    """Somebody took it with a sheet."""
    BY_MAIL = "by_mail"
    """It went on when its customer wrote, as the absence's rule had it."""
    REOPENED = "reopened"
    """It went on by that rule when a colleague opened it again."""
    TAKEN = "taken"
    """A colleague took it over or back, or a lead gave it back to nobody."""
    MERGED = "merged"
    """Its inquiry goes on in another, whose reply is to be written."""
    KEPT = "kept"
    """It stayed theirs."""


class Into(NamedTuple):
    """How the reply of the inquiry stands in which a merged one goes on."""

    owner: str | None
    closed_at: datetime | None


class Theirs(NamedTuple):
    """A task that was theirs when they left, as it stands now."""

    ref: TaskRef
    title: str
    stage: str
    owner: str | None
    """Login of whoever has it now."""
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    waiting: Waiting | None = None
    promise: Pressing | None = None
    """Of the promises that go on, the one that is due next."""
    hand_off: HandOff | None = None
    """By which somebody took it from them."""
    untaken: HandOff | None = None
    """What they wrote to hand it off, which nobody took and which stands."""
    into: int | None = None
    """The inquiry in which it goes on, its own being merged."""
    there: Into | None = None
    """How that stands."""
    junked_at: datetime | None = None
    """Since when its inquiry is off the board as junk."""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to be done for it here."""
        return self.into is None and self.junked_at is None and self.closed_at is None


class Taken(NamedTuple):
    """That a task left its owner."""

    ref: TaskRef
    left: Left
    to: str | None
    """Login of who had it next; None for nobody."""


class Said(NamedTuple):
    """A message to or from a customer."""

    number: int
    direction: Direction
    at: datetime
    name: str
    """The customer's, or the login of whoever answered."""
    text: str
    """Its beginning."""


class Found(NamedTuple):
    """What is read of the board for somebody who is back."""

    absence: Absence
    since: datetime
    """When it began."""
    until: datetime
    """When it ends or ended; what happened in that moment belongs to it."""
    now: datetime
    tasks: tuple[Theirs, ...]
    events: tuple[Event, ...]
    """Of the inquiries of those tasks since then, oldest first, each by its own number."""
    said: tuple[Said, ...]
    """Of the same, oldest first."""
    members: Mapping[str, Member]
    stages: tuple[Stage, ...]
    zone: str
    vocabulary: Vocabulary = NO_VOCABULARY
    reasons: Mapping[int, str] = MappingProxyType({})
    """Why tasks were taken over, by the id of the note that says so."""
    belongs: Mapping[int, int] = MappingProxyType({})
    """By the number of each inquiry that was merged with one of theirs, at which it is told."""


class Item(NamedTuple):
    """One task with what happened to it."""

    task: Theirs
    left: Left
    to: str | None
    """Login of who had it next; None for nobody, and where it stayed theirs."""
    events: tuple[Event, ...]
    said: tuple[Said, ...]
    """What happened and was said meanwhile."""
    events_since: tuple[Event, ...] = ()
    said_since: tuple[Said, ...] = ()
    """The same of what came after the absence."""

    @property
    def is_handed(self) -> bool:
        """Whether whoever took it by a sheet has it, and nothing was said of that yet."""
        given = self.task.hand_off
        return (
            self.task.is_open
            and given is not None
            and given.ended_at is None
            and given.taken_by == self.task.owner
        )

    @property
    def heard(self) -> tuple[Said, ...]:
        """What its customer wrote."""
        return tuple(one for one in self.said if one.direction is Direction.IN)

    @property
    def answered(self) -> tuple[Said, ...]:
        """What they were answered."""
        return tuple(one for one in self.said if one.direction is Direction.OUT)


class Digest(NamedTuple):
    """Everything somebody has to know who is back."""

    found: Found
    items: tuple[Item, ...]
    """Those in which something happened first, by how much."""


def digest_of(found: Found) -> Digest:
    """An item for each task; what is told of a whole inquiry stands with its first one."""
    of = {one.ref: one for one in found.tasks}
    firsts: dict[int, TaskRef] = {}
    for ref in sorted(of):
        firsts.setdefault(ref.number, ref)
    events: dict[TaskRef, list[Event]] = {ref: [] for ref in of}
    for event in found.events:
        place = _place(event, of, firsts, found.belongs)
        if place is not None:
            events[place].append(event)
    said: dict[TaskRef, list[Said]] = {ref: [] for ref in of}
    for message in found.said:
        if message.number in firsts:
            said[firsts[message.number]].append(message)
    taken = takings(found.events, found.absence.login, found.until)
    items = [
        _item(task, taken.get(ref), events[ref], said[ref], found.until) for ref, task in of.items()
    ]
    return Digest(found, tuple(sorted(items, key=_first)))


def _item(
    task: Theirs, taken: Taken | None, events: list[Event], said: list[Said], until: datetime
) -> Item:
    return Item(
        task,
        *how_it_left(task, taken),
        events=tuple(one for one in events if one.at <= until),
        said=tuple(one for one in said if one.at <= until),
        events_since=tuple(one for one in events if one.at > until),
        said_since=tuple(one for one in said if one.at > until),
    )


def _place(
    event: Event,
    of: Mapping[TaskRef, Theirs],
    firsts: Mapping[int, TaskRef],
    belongs: Mapping[int, int],
) -> TaskRef | None:
    """At which task an event is told: at its own, else at the first one of its inquiry."""
    if event.task is not None and event.task in of:
        return event.task
    number = event.number or 0
    return firsts.get(belongs.get(number, number))


def how_it_left(task: Theirs, taken: Taken | None) -> tuple[Left, str | None]:
    """By which act it was first taken from them, and to whom it went."""
    if task.hand_off is not None and task.hand_off.taken_by is not None:
        return Left.HANDED, task.hand_off.taken_by
    return (taken.left, taken.to) if taken is not None else (Left.KEPT, None)


def takings(
    events: Iterable[Event], login: str, until: datetime | None = None
) -> Mapping[TaskRef, Taken]:
    """Of each task that was taken from somebody, by what first; what was undone doesn't count.

    Nor does what came after `until`, but for undoing what came before.
    """
    found: dict[TaskRef, Taken] = {}
    for event in still_standing(events):
        for taken in _taken(event, login) if until is None or event.at <= until else ():
            found.setdefault(taken.ref, taken)
    return found


def left_afterwards(events: Iterable[Event], login: str, until: datetime) -> set[TaskRef]:
    """Tasks that were still somebody's at `until` and left them afterwards, by whose act ever."""
    came: set[TaskRef] = set()
    left: set[TaskRef] = set()
    for event in still_standing(events):
        if event.at <= until:
            continue
        gone = {taken.ref for taken in _taken(event, login)}
        if event.task is not None and event.kind == "released":
            gone |= {event.task} if event.detail.get("owner") == login else set()
        left |= gone - came
        if event.task is not None and event.kind in COMING and event.actor == login:
            came.add(event.task)
    return left


def _taken(event: Event, login: str) -> Iterator[Taken]:
    """The tasks that an event took from somebody."""
    detail = event.detail
    if event.kind == "merged":
        yield from _merged(event, login)
    elif event.task is None:
        return
    elif event.kind in _BY_RULE and (passed := _passed(event, login)):
        yield Taken(event.task, _BY_RULE[event.kind], passed.get("to"))
    elif event.kind in _BY_COLLEAGUES and detail.get("from") == login:
        yield Taken(event.task, _BY_COLLEAGUES[event.kind], event.actor)
    elif event.kind == "released" and detail.get("owner") == login and event.actor != login:
        yield Taken(event.task, Left.TAKEN, None)


def _merged(event: Event, login: str) -> Iterator[Taken]:
    """The open reply of what was merged, and that of the other, if this was opened again."""
    reply, target = event.detail.get("reply"), event.detail.get("target")
    if not isinstance(reply, Mapping) or not isinstance(target, Mapping) or event.other is None:
        return
    if reply.get("owner") == login and reply.get("closed_at") is None:
        left = target.get("left")
        to = left.get("owner") if isinstance(left, Mapping) else None
        yield Taken(TaskRef(event.number or 0), Left.MERGED, to)
    if passed := _passed(event, login):
        yield Taken(TaskRef(event.other), Left.REOPENED, passed.get("to"))


def _passed(event: Event, login: str) -> Mapping[str, Any] | None:
    """What an event says of a reply that went on as its owner was away, if that was `login`."""
    passed = event.detail.get(ABSENT)
    return passed if isinstance(passed, Mapping) and passed.get("login") == login else None


_BY_RULE = {"joined": Left.BY_MAIL, "reopened": Left.REOPENED, "unjunked": Left.REOPENED}
_BY_COLLEAGUES = {
    "handed_over": Left.HANDED,
    "taken_over": Left.TAKEN,
    "taken_back": Left.TAKEN,
}
COMING = ("claimed", *_BY_COLLEAGUES)
"""The kinds of events by which a task becomes whose act it is."""
TAKING = (*_BY_RULE, *_BY_COLLEAGUES, "merged", "released", "undone")
"""The kinds of events of which `takings` tells something."""


def _first(item: Item) -> tuple[bool, int, TaskRef]:
    return item.task.closed_at is not None, -len(item.said) - len(item.events), item.task.ref
