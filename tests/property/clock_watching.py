"""Random histories of an inquiry, and somebody who watches their clocks minute by minute."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from hypothesis import strategies as st

from csboard.domain.business_time import is_open
from csboard.domain.clock_rules import Rules
from csboard.domain.clock_story import Story, Turn, Turned
from csboard.domain.promises import Promise, Traits, fits
from csboard.domain.records import Urgency
from tests.domain.clock_builders import MINUTE, NUMBER, OFFICE, PAUSING, at

START = at("20 16:00")
"""A Friday afternoon before a long weekend."""
KINDS = (
    Turned.ASKED,
    Turned.ANSWERED,
    Turned.CAME_BACK,
    Turned.EXCUSED,
    Turned.WAITS,
    Turned.RESUMED,
    Turned.CLOSED,
    Turned.REOPENED,
    Turned.JUNKED,
    Turned.UNJUNKED,
)
PROMISES = (
    Promise("first", 200),
    Promise("first", 40, urgencies=frozenset({Urgency.URGENT})),
    Promise("next", 90),
    Promise("solved", 600),
    Promise("solved", 300, urgencies=frozenset({Urgency.URGENT})),
)
RULES = Rules(OFFICE, PROMISES, PAUSING)


@st.composite
def stories(draw: st.DrawFn, days: int = 0) -> Story:
    """Up to twelve turns, each minutes, hours or days after the one before.

    It begins at START, or within `days` after it.
    """
    start = START + draw(st.integers(0, days * 1440)) * MINUTE
    when, turns = start, [Turn(start, Turned.OPENED, NUMBER)]
    sent: list[int] = []
    asked: list[int] = []
    for index in range(draw(st.integers(0, 12))):
        when += draw(st.sampled_from((1, 7, 40, 130, 700))) * MINUTE
        kind = draw(st.sampled_from(KINDS))
        message = 0
        if kind is Turned.ASKED:
            asked.append(message := index + 1)
        elif kind is Turned.ANSWERED:
            sent.append(message := index + 100)
        elif kind in (Turned.CAME_BACK, Turned.EXCUSED):
            known = sent if kind is Turned.CAME_BACK else asked
            if not known:
                continue
            message = known.pop(draw(st.integers(0, len(known) - 1)))
        turns.append(_turn(draw, when, kind, message))
    return Story(NUMBER, start, tuple(turns), _traits(draw, start), draw(st.booleans()))


def _turn(draw: st.DrawFn, when: datetime, kind: Turned, message: int) -> Turn:
    if kind is not Turned.WAITS:
        return Turn(when, kind, NUMBER, message)
    for_whom = draw(st.sampled_from(("customer", "internal", "date")))
    until = when + draw(st.sampled_from((30, 300, 3000))) * MINUTE
    return Turn(when, kind, NUMBER, for_whom=for_whom, until=draw(st.sampled_from((None, until))))


def _traits(draw: st.DrawFn, start: datetime) -> tuple[tuple[datetime, Traits], ...]:
    changes = sorted(draw(st.sets(st.integers(1, 3000), max_size=3)))
    moments = [start, *(start + minutes * MINUTE for minutes in changes)]
    urgencies = (Urgency.NORMAL, Urgency.URGENT)
    first = draw(st.integers(0, 1))
    return tuple(
        (moment, Traits(urgencies[(first + index) % 2])) for index, moment in enumerate(moments)
    )


@dataclass
class Watch:
    """A clock watched minute by minute."""

    started_at: datetime
    used: int = 0
    ended_at: datetime | None = None
    ending: str = ""
    since: dict[Promise, int] = field(default_factory=dict)
    """By promise that fits now, the minutes that ran since it does."""
    reached: dict[Promise, datetime] = field(default_factory=dict)
    """By promise, when its minutes were over."""
    breached: bool = False
    due_at: datetime | None = None
    """When the first promise that is broken was due."""
    maybe: bool = False
    """Whether it is, should its clock go on after its inquiry was closed."""

    def minute(self, minute: datetime, runs: bool, over: bool, traits: Traits, which: str) -> None:
        fitting = [one for one in PROMISES if one.clock == which and fits(one, traits)]
        self.since = {one: self.since.get(one, 0) for one in fitting}
        if any(ran >= one.minutes for one, ran in self.since.items()):
            self.maybe = True
            self.due_at = self.due_at or min(
                self.reached[one] for one, ran in self.since.items() if ran >= one.minutes
            )
        if not over:
            self.breached = self.maybe
        if runs:
            self.used += 1
            self.since = {one: ran + 1 for one, ran in self.since.items()}
            for one, ran in self.since.items():
                if ran == one.minutes:
                    self.reached[one] = minute + MINUTE

    def end(self, when: datetime, ending: str) -> None:
        self.ended_at, self.ending, self.breached = when, ending, self.maybe


@cache
def office_is_open(minute: datetime) -> bool:
    return is_open(OFFICE, minute)


class Watcher:
    """Goes through the minutes one by one and keeps a plain account of everything."""

    def __init__(self, story: Story, now: datetime) -> None:
        self.story, self.now = story, now
        self.back = {one.message: one.at for one in story.turns if one.kind is Turned.CAME_BACK}
        self.closed = self.junk = False
        self.for_whom = ""
        self.until: datetime | None = None
        self.lost_until: datetime | None = None
        self.first = None if story.spoken else Watch(story.opened_at)
        self.next: list[Watch] = [Watch(story.opened_at)] if story.spoken else []
        self.asked: set[int] = set()
        self.answered = story.spoken
        self.solved = Watch(story.opened_at)
        self.over: datetime | None = None
        """Since when it is closed or junk."""

    def watch(self) -> None:
        minute = self.story.opened_at
        turns = list(self.story.turns)
        while minute <= self.now:
            if self.until is not None and self.until <= minute:
                self.for_whom, self.until = "", None
            while turns and turns[0].at == minute:
                self.take(turns.pop(0))
            self.over = (self.over or minute) if self.closed or self.junk else None
            if minute < self.now:
                self.count(minute)
            minute += MINUTE
        for watch in self.open():
            if self.over:
                solved = watch is self.solved and not self.junk
                watch.ended_at = max(self.over, watch.started_at)
                watch.ending = "junk" if self.junk else "solved" if solved else "closed"
            else:
                watch.breached = watch.maybe

    def open(self) -> list[Watch]:
        every = [*([self.first] if self.first else ()), *self.next, self.solved]
        return [watch for watch in every if watch.ended_at is None]

    def count(self, minute: datetime) -> None:
        traits = [one for since, one in self.story.traits if since <= minute][-1]
        for watch in self.open():
            which = "solved" if watch is self.solved else "first" if watch is self.first else "next"
            lost = self.lost_until is not None and minute < self.lost_until and which != "solved"
            rests = self.closed or self.junk or which in PAUSING.get(self.for_whom, ()) or lost
            watch.minute(
                minute, office_is_open(minute) and not rests, self.over is not None, traits, which
            )

    def take(self, turn: Turn) -> None:
        if turn.kind is Turned.CLOSED or turn.kind is Turned.REOPENED:
            self.closed = turn.kind is Turned.CLOSED
        elif turn.kind is Turned.JUNKED or turn.kind is Turned.UNJUNKED:
            self.junk = turn.kind is Turned.JUNKED
        elif turn.kind is Turned.WAITS or turn.kind is Turned.RESUMED:
            self.for_whom, self.until = turn.for_whom, turn.until
        elif turn.kind is Turned.ASKED:
            self.ask(turn)
        elif turn.kind is Turned.ANSWERED:
            self.answer(turn)
        elif turn.kind is Turned.EXCUSED:
            self.excuse(turn)

    def waiting(self) -> Watch | None:
        return next((watch for watch in self.next if watch.ended_at is None), None)

    def ask(self, turn: Turn) -> None:
        if self.answered:
            if self.waiting() is None:
                self.next.append(Watch(turn.at))
                self.lost_until = None
            self.asked.add(turn.message)

    def answer(self, turn: Turn) -> None:
        if turn.message in self.back:
            self.lost_until = max(self.lost_until or turn.at, self.back[turn.message])
            return
        self.answered, self.asked, self.lost_until = True, set(), None
        for watch in (self.first, self.waiting()):
            if watch is not None and watch.ended_at is None:
                watch.end(turn.at, "replied")

    def excuse(self, turn: Turn) -> None:
        watch = self.waiting()
        if watch is not None and turn.message in self.asked:
            self.asked.remove(turn.message)
            if not self.asked:
                watch.end(turn.at, "excused")
