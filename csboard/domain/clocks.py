"""The clocks of an inquiry: first reply, next word, solved.

*First reply* begins when the inquiry comes in and ends with the first reply of a person that
reaches the customer. *Next word* begins, after the first reply, when the customer writes and
nothing of theirs is unanswered; it ends with our next reply, or when a person says that it needs
none.
*Solved* begins when the inquiry comes in and ends when it is closed; when that is reopened, the
clock goes on.

All stand still while it is closed or filed as junk, and between a reply and the news that it came
back; and while the reply waits, those that the team has decided on.

An inquiry that is closed without an answer lets its clocks drop: no promise was kept, and none
broken that was not broken by then. Who was spoken to when it was opened waits for no first reply.

A promise counts from when its clock began, or from when the inquiry became one that it is made
for: so raising the urgency never breaks a promise by itself. What no longer fits when it would
run out is not broken. All that is promised counts in business time. Everything is worked out
anew from the history: what changes in a promise, the hours or the past changes what it says.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from csboard.domain.business_time import add_working, working_between
from csboard.domain.clock_rests import CAME_BACK, CLOSED, JUNK, RUNS, Standing, standings
from csboard.domain.clock_rules import Rules
from csboard.domain.clock_story import Story, Turned
from csboard.domain.promises import FIRST, NEXT, SOLVED, Promise, fits
from csboard.named import NamedTuple

REPLIED, WAS_SOLVED, EXCUSED = "replied", "solved", "excused"
"""How a clock ends that is not dropped; a dropped one ends with `CLOSED` or `JUNK`."""

NOTHING = timedelta()
_LATEST = datetime.max.replace(tzinfo=UTC)


class State(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    PAUSED = "paused"
    OVERDUE = "overdue"
    """It runs or is paused, and its promise is broken."""
    MET = "met"
    BROKEN = "broken"
    DONE = "done"
    """It has ended, and nothing was promised."""
    DROPPED = "dropped"
    """It has ended without what it was waiting for."""


class Span(NamedTuple):
    """A stretch in which a clock runs, or stands still for one reason."""

    start: datetime
    end: datetime | None
    """None for the last one of a clock that has not ended."""
    why: str
    """RUNS, or why it stands still."""
    worked: timedelta
    """Business time in it, until now if it has not ended."""


class Clock(NamedTuple):
    """One clock of an inquiry, from its beginning to its end or until now."""

    which: str
    started_at: datetime
    spans: tuple[Span, ...]
    used: timedelta
    """Business time in which it ran."""
    ended_at: datetime | None = None
    ending: str = ""
    """REPLIED, WAS_SOLVED, EXCUSED, CLOSED, JUNK; empty while it goes on."""
    promise: Promise | None = None
    """The strictest of those that hold or were broken; None when nothing was promised."""
    counts_from: datetime | None = None
    """From when that promise counts."""
    due_at: datetime | None = None
    """When its time is over; None also while nobody can say, as it stands still for a time."""
    left: timedelta | None = None
    """Business time until then; negative when it is over."""
    is_broken: bool = False
    """Whether it ended after it was due, or is due no more."""

    @property
    def paused(self) -> str:
        """Why it stands still now; empty when it runs or has ended."""
        return "" if self.ended_at else self.spans[-1].why

    @property
    def state(self) -> State:
        if self.ended_at is None:
            if self.is_broken:
                return State.OVERDUE
            return State.PAUSED if self.paused else State.RUNNING
        if self.is_broken:
            return State.BROKEN
        if self.ending in (CLOSED, JUNK, EXCUSED):
            return State.DROPPED
        return State.DONE if self.promise is None else State.MET


class Clocks(NamedTuple):
    """All clocks of an inquiry."""

    first: Clock | None
    """None when the customer was spoken to."""
    next: tuple[Clock, ...]
    """One for each time that the customer waited for a word, oldest first."""
    solved: Clock

    @property
    def all(self) -> tuple[Clock, ...]:
        return (*([self.first] if self.first else ()), *self.next, self.solved)


def clocks_of(story: Story, rules: Rules, now: datetime) -> Clocks:
    """Every clock of an inquiry as it stands at `now`, which is not before its history."""
    replay = _Replay(story, rules, now)
    first = None if story.spoken else replay.clock(replay.first_reply())
    following = tuple(replay.clock(run) for run in replay.next_words())
    return Clocks(first, following, replay.clock(replay.solution()))


def _strictness(clock: Clock) -> tuple[bool, datetime, timedelta]:
    """Smallest for the promise that says most: the first that was broken, else the next due."""
    due_at = clock.due_at if clock.is_broken and clock.due_at else _LATEST
    return not clock.is_broken, due_at, clock.left or NOTHING


class _Run(NamedTuple):
    """What a clock is about, before it is judged."""

    which: str
    start: datetime
    end: datetime | None
    ending: str
    lost: tuple[tuple[datetime, datetime], ...] = ()
    """From a reply until the news that it came back."""


class _Replay:
    """Works out the clocks of one inquiry."""

    def __init__(self, story: Story, rules: Rules, now: datetime) -> None:
        self._story = story
        self._rules = rules
        self._now = now
        self._standings = standings(story)
        self._since = [standing.since for standing in self._standings]
        self._back = {
            turn.message: turn.at for turn in story.turns if turn.kind is Turned.CAME_BACK
        }
        """By message of ours, when it came back."""

    def first_reply(self) -> _Run:
        start = self._story.opened_at
        lost: list[tuple[datetime, datetime]] = []
        for turn in self._story.turns:
            if turn.kind is Turned.ANSWERED and turn.message in self._back:
                lost.append((turn.at, self._back[turn.message]))
            elif turn.kind is Turned.ANSWERED:
                return _Run(FIRST, start, max(turn.at, start), REPLIED, tuple(lost))
        return self._unended(_Run(FIRST, start, None, "", tuple(lost)))

    def next_words(self) -> Iterator[_Run]:
        """From the oldest word without an answer to our next; later ones change nothing."""
        has_answer = self._story.spoken
        start = self._story.opened_at if has_answer else None
        asked: set[int] = set()
        lost: list[tuple[datetime, datetime]] = []
        for turn in self._story.turns:
            if turn.kind is Turned.ANSWERED and turn.message in self._back:
                lost.append((turn.at, self._back[turn.message]))
            elif turn.kind is Turned.ANSWERED:
                if start is not None:
                    yield _Run(NEXT, start, turn.at, REPLIED, tuple(lost))
                start, has_answer, asked = None, True, set()
            elif turn.kind is Turned.ASKED and has_answer:
                if start is None:
                    start, lost = turn.at, []
                asked.add(turn.message)
            elif turn.kind is Turned.EXCUSED and start is not None and turn.message in asked:
                asked.remove(turn.message)
                if not asked:
                    yield _Run(NEXT, start, turn.at, EXCUSED, tuple(lost))
                    start = None
        if start is not None:
            yield self._unended(_Run(NEXT, start, None, "", tuple(lost)))

    def solution(self) -> _Run:
        run = self._unended(_Run(SOLVED, self._story.opened_at, None, ""))
        return run._replace(ending=WAS_SOLVED) if run.ending == CLOSED else run

    def _unended(self, run: _Run) -> _Run:
        """Ended by its inquiry's end, if that has one; it was dropped then."""
        over: datetime | None = None
        for standing in reversed(self._standings[: bisect_right(self._since, self._now)]):
            if not standing.is_over:
                break
            over = standing.since
        if over is None:
            return run
        ending = JUNK if self._at(self._now).is_junk else CLOSED
        return run._replace(end=max(over, run.start), ending=ending)

    def clock(self, run: _Run) -> Clock:
        spans = tuple(self._spans(run))
        used = sum((span.worked for span in spans if span.why == RUNS), NOTHING)
        clock = Clock(run.which, run.start, spans, used, run.end, run.ending)
        judged = [
            one
            for promise in self._rules.promises
            if promise.clock == run.which
            for one in self._judged(clock, promise)
        ]
        return min(judged, key=_strictness, default=clock)

    def _spans(self, run: _Run) -> Iterator[Span]:
        """What it did from its start to its end, or until now and on."""
        why = ""
        begin = run.start
        for at, reason in self._reasons(run):
            if run.end is not None and at >= run.end:
                break
            if at <= begin:
                why = reason
            elif reason != why and at <= self._now:
                yield self._span(begin, at, why)
                begin, why = at, reason
        yield self._span(begin, run.end, why)

    def _reasons(self, run: _Run) -> Iterator[tuple[datetime, str]]:
        """From when on the clock stands still, and why, or runs; in order."""
        moments = {standing.since for standing in self._standings}
        moments.update(moment for lost in run.lost for moment in lost)
        for at in sorted(moments):
            if any(start <= at < end for start, end in run.lost):
                yield at, CAME_BACK
            else:
                yield at, self._at(at).why(run.which, self._rules.pausing)

    def _span(self, start: datetime, end: datetime | None, why: str) -> Span:
        until = end if end is not None else max(self._now, start)
        return Span(start, end, why, working_between(self._rules.calendar, start, until))

    def _judged(self, clock: Clock, promise: Promise) -> Iterator[Clock]:
        """The clock by that promise, for each time in which the inquiry was one it is made for."""
        end = clock.ended_at or self._now
        for since, until in self._times_of(promise):
            start = max(since, clock.started_at)
            if since > end or (until is not None and until <= start):
                continue
            fitted = end if until is None else min(until, end)
            due_at = self._due(clock, start, promise.within)
            is_broken = due_at is not None and due_at < fitted
            if not is_broken and until is not None and until <= end:
                continue  # it fitted no longer when the clock ended
            is_whole = start == clock.started_at
            left = promise.within - (clock.used if is_whole else self._ran(clock, start, end))
            yield clock._replace(
                promise=promise, counts_from=start, due_at=due_at, left=left, is_broken=is_broken
            )

    def _times_of(self, promise: Promise) -> Iterator[tuple[datetime, datetime | None]]:
        """From when until when the inquiry was one that the promise is made for."""
        since: datetime | None = None
        for at, traits in self._story.traits:
            if fits(promise, traits):
                since = since or at
            elif since is not None:
                yield since, at
                since = None
        if since is not None:
            yield since, None

    def _ran(self, clock: Clock, start: datetime, end: datetime) -> timedelta:
        """Business time that the clock ran between two moments."""
        return sum(
            (
                working_between(self._rules.calendar, max(span.start, start), min(until, end))
                for span in clock.spans
                if span.why == RUNS
                and (until := span.end or max(self._now, span.start)) > start
                and span.start < end
            ),
            NOTHING,
        )

    def _due(self, clock: Clock, start: datetime, within: timedelta) -> datetime | None:
        """When so much time is over, as things stand; None when nobody can say."""
        left = within
        for span in self._foreseen(clock):
            begin = max(span[0], start)
            if span[1] is None:
                return add_working(self._rules.calendar, begin, left)
            if span[1] <= begin:
                continue
            worked = working_between(self._rules.calendar, begin, span[1])
            if left <= worked:
                return add_working(self._rules.calendar, begin, left)
            left -= worked
        return None

    def _foreseen(self, clock: Clock) -> Iterator[tuple[datetime, datetime | None]]:
        """When the clock runs, as far as it is known beyond now; it is as if it hadn't ended."""
        for span in clock.spans[:-1]:
            if span.why == RUNS:
                yield span.start, span.end
        last = clock.spans[-1]
        if clock.ended_at is not None or self._now < last.start:
            if last.why == RUNS:
                yield last.start, None
            return
        begin = last.start if last.why == RUNS else None
        for standing in self._standings:
            if standing.since <= self._now:
                continue
            why = standing.why(clock.which, self._rules.pausing)
            if why == RUNS:
                begin = begin or standing.since
            elif begin is not None:
                yield begin, standing.since
                begin = None
        if begin is not None:
            yield begin, None

    def _at(self, moment: datetime) -> Standing:
        """How things stand at that moment."""
        return self._standings[max(0, bisect_right(self._since, moment) - 1)]
