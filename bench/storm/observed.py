"""What somebody sees who looks at every inquiry of a board after each thing that is done.

They write down how it stands, never how it came to that: no event is read. What was taken back
they strike out of their notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from csboard.board import Board
from csboard.domain.clock_story import SPOKEN, Story, Turn, Turned
from csboard.domain.promises import Traits
from csboard.domain.records import Direction, Event, TaskRef, Urgency
from csboard.domain.views import InquiryView
from tests.property.clock_watching import Watcher
from tests.property.recounting import Seen


class Look(NamedTuple):
    """How an inquiry stands."""

    is_closed: bool
    is_junk: bool
    for_whom: str
    until: datetime | None
    urgency: Urgency
    is_taken: bool
    """Whether somebody has its reply."""


@dataclass
class Notes:
    """On one number, from when it was there."""

    opened_at: datetime
    looks: list[tuple[datetime, int, Look]] = field(default_factory=list)
    """From when on it stood so, and after which event that was seen."""
    merged_at: datetime | None = None

    def strike_out(self, event_id: int, undone_by: int) -> None:
        """What was seen of an act that never was; what others have done since stays."""
        index = next((i for i, one in enumerate(self.looks) if one[1] == event_id), None)
        if not index:
            return
        before, after = self.looks[index - 1][2], self.looks[index][2]
        for at in range(index, len(self.looks)):
            when, seen_after, look = self.looks[at]
            if seen_after >= undone_by:
                break
            untouched = {
                name: getattr(before, name)
                for name in Look._fields
                if getattr(before, name) != getattr(after, name)
                and getattr(look, name) == getattr(after, name)
            }
            self.looks[at] = when, seen_after, look._replace(**untouched)


class Observer:
    """Looks at a board, and tells in the end what there was to see."""

    def __init__(self, board: Board) -> None:
        self.board = board
        self.notes: dict[int, Notes] = {}

    def look(self, event: Event) -> None:
        """After something was done."""
        undone = event.detail.get("event") if event.kind == "undone" else None
        for number in {*self.notes, *filter(None, (event.number,))}:
            view = self.board.inquiry(number)
            if view.inquiry.number == number:
                self._note(view, event)
            elif self.notes[number].merged_at is None:
                self.notes[number].merged_at = event.at
            if isinstance(undone, int):
                self.notes[number].strike_out(undone, event.id)

    def _note(self, view: InquiryView, event: Event) -> None:
        inquiry = view.inquiry
        reply = next(one for one in view.tasks if one.ref == TaskRef(inquiry.number))
        waiting = reply.waiting
        look = Look(
            is_closed=inquiry.closed_at is not None,
            is_junk=inquiry.junked_at is not None,
            for_whom=waiting.for_whom if waiting else "",
            until=waiting.until if waiting else None,
            urgency=inquiry.urgency,
            is_taken=reply.owner is not None,
        )
        notes = self.notes.setdefault(inquiry.number, Notes(inquiry.opened_at))
        since = event.at if notes.looks else inquiry.opened_at
        notes.looks.append((since, event.id, look))

    def tell(self, now: datetime, came_back: Sequence[tuple[datetime, int]]) -> Iterator[Seen]:
        """Everything of each inquiry that goes on by itself, watched until now.

        `came_back` says when it was heard of which message of ours that it reached nobody.
        """
        for number, notes in self.notes.items():
            if notes.merged_at is None:
                yield self._tell(number, now, came_back)

    def _tell(self, number: int, now: datetime, came_back: Sequence[tuple[datetime, int]]) -> Seen:
        view = self.board.inquiry(number)
        parts = {one: self.notes[one] for one in (number, *view.merged)}
        story = _story(view, parts, came_back)
        watcher = Watcher(story, now)
        watcher.watch()
        replies = [one for one in view.messages if one.direction is Direction.OUT]
        taken = [at for notes in parts.values() for at, _id, look in notes.looks if look.is_taken]
        return Seen(
            story,
            watcher,
            responders=tuple(one.author or "" for one in replies),
            outcome=view.inquiry.outcome,
            tags=view.inquiry.tags,
            taken_at=min([*taken, *(one.at for one in replies)], default=None),
        )


def _story(
    view: InquiryView, parts: dict[int, Notes], came_back: Sequence[tuple[datetime, int]]
) -> Story:
    number, channel = view.inquiry.number, view.inquiry.channel
    opened_at = min(notes.opened_at for notes in parts.values())
    written = {Direction.IN: Turned.ASKED, Direction.OUT: Turned.ANSWERED}
    turns = [Turn(opened_at, Turned.OPENED, number)]
    turns += [
        Turn(one.at, written[one.direction], number, one.id)
        for one in view.messages
        if one.direction in written
    ]
    known = {one.id for one in view.messages}
    turns += [
        Turn(at, Turned.CAME_BACK, number, message) for at, message in came_back if message in known
    ]
    turns += _standing(number, parts, opened_at)
    traits = [(at, Traits(look.urgency)) for at, _id, look in parts[number].looks]
    traits[0] = opened_at, traits[0][1]
    turns.sort(key=lambda turn: turn.at)
    return Story(number, opened_at, tuple(turns), tuple(traits), channel in SPOKEN)


def _standing(number: int, parts: dict[int, Notes], opened_at: datetime) -> Iterator[Turn]:
    """When the whole of these closes, waits and so on: it goes on while any of them does."""
    moments = {at for notes in parts.values() for at, _id, _look in notes.looks}
    moments |= {notes.merged_at for notes in parts.values() if notes.merged_at}
    moments |= {
        look.until for notes in parts.values() for _at, _id, look in notes.looks if look.until
    }
    before = _Whole()
    for at in sorted(moment for moment in moments if moment >= opened_at):
        whole = _whole(parts, at)
        if whole.is_closed != before.is_closed:
            kind = Turned.CLOSED if whole.is_closed else Turned.REOPENED
            yield Turn(at, kind, number)
        if whole.is_junk != before.is_junk:
            yield Turn(at, Turned.JUNKED if whole.is_junk else Turned.UNJUNKED, number)
        if whole.for_whom != before.for_whom:
            kind = Turned.WAITS if whole.for_whom else Turned.RESUMED
            yield Turn(at, kind, number, for_whom=whole.for_whom)
        before = whole


class _Whole(NamedTuple):
    is_closed: bool = False
    is_junk: bool = False
    for_whom: str = ""


def _whole(parts: dict[int, Notes], at: datetime) -> _Whole:
    there = []
    for notes in parts.values():
        looks = [look for since, _id, look in notes.looks if since <= at]
        if looks and (notes.merged_at is None or at < notes.merged_at):
            there.append(looks[-1])
    going_on = [look for look in there if not look.is_closed and not look.is_junk]
    if going_on:
        waits = [
            look.for_whom if look.until is None or at < look.until else "" for look in going_on
        ]
        return _Whole(for_whom=waits[0] if all(waits) else "")
    is_junk = any(look.is_junk for look in there)
    return _Whole(bool(there) and not is_junk, is_junk)
