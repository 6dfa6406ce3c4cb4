"""What became of somebody's tasks while they were away: for each, what they have to know. Pure.

Each event of the inquiries of those tasks since the absence began stands in one item, once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from csboard.domain.absence_history import ABSENT
from csboard.domain.records import Direction, Event, Member, Outcome, Stage, TaskRef, Waiting
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary

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
    TAKEN = "taken"
    """A colleague took it over, or a lead gave it back to nobody."""
    KEPT = "kept"
    """It stayed theirs."""


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
    now: datetime
    tasks: tuple[Theirs, ...]
    events: tuple[Event, ...]
    """Of the inquiries of those tasks since then, oldest first, by the whole inquiry's number."""
    said: tuple[Said, ...]
    """Of the same, oldest first."""
    members: Mapping[str, Member]
    stages: tuple[Stage, ...]
    zone: str
    vocabulary: Vocabulary = NO_VOCABULARY


class Item(NamedTuple):
    """One task with what happened to it."""

    task: Theirs
    left: Left
    to: str | None
    """Login of who had it next; None for nobody, and where it stayed theirs."""
    events: tuple[Event, ...]
    said: tuple[Said, ...]

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
        place = _place(event, of, firsts)
        if place is not None:
            events[place].append(event)
    said: dict[TaskRef, list[Said]] = {ref: [] for ref in of}
    for message in found.said:
        if message.number in firsts:
            said[firsts[message.number]].append(message)
    items = [_item(task, events[ref], said[ref], found.absence.login) for ref, task in of.items()]
    return Digest(found, tuple(sorted(items, key=_first)))


def _place(
    event: Event, of: Mapping[TaskRef, Theirs], firsts: Mapping[int, TaskRef]
) -> TaskRef | None:
    """At which task an event is told: at its own, else at the first one of its inquiry."""
    if event.task is not None and event.task in of:
        return event.task
    return firsts.get(event.number or 0)


def _item(task: Theirs, events: Iterable[Event], said: Iterable[Said], login: str) -> Item:
    events = tuple(events)
    left, to = how_it_left(task, events, login)
    return Item(task, left, to, events, tuple(said))


def how_it_left(task: Theirs, events: Iterable[Event], login: str) -> tuple[Left, str | None]:
    """By the first event that took it from them, and to whom it went."""
    if task.hand_off is not None and task.hand_off.taken_by is not None:
        return Left.HANDED, task.hand_off.taken_by
    for event in events:
        if event.task is None or event.task == task.ref:
            found = taken_from(event, login)
            if found is not None:
                return found
    return Left.KEPT, None


def taken_from(event: Event, login: str) -> tuple[Left, str | None] | None:
    """Whether an event took its task from somebody, and who has it then."""
    detail = event.detail
    if event.kind == "joined":
        passed = detail.get(ABSENT)
        if isinstance(passed, Mapping) and passed.get("login") == login:
            to = passed.get("to")
            return Left.BY_MAIL, str(to) if to else None
    elif event.kind in ("handed_over", "taken_over") and detail.get("from") == login:
        return (Left.HANDED if event.kind == "handed_over" else Left.TAKEN), event.actor
    elif event.kind == "released" and detail.get("owner") == login and event.actor != login:
        return Left.TAKEN, None
    return None


TAKING = ("joined", "handed_over", "taken_over", "released")
"""The kinds of events of which `taken_from` tells something."""


def _first(item: Item) -> tuple[bool, int, TaskRef]:
    return item.task.closed_at is not None, -len(item.said) - len(item.events), item.task.ref
