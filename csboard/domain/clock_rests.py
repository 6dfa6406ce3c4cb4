"""When the clocks of an inquiry run, and why they stand still when they don't."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from csboard.domain.clock_rules import Pausing
from csboard.domain.clock_story import Story, Turn, Turned
from csboard.named import NamedTuple

RUNS = ""
CLOSED, JUNK, CAME_BACK = "closed", "junk", "came_back"
"""Why clocks stand still, beside the words of `records.FOR_WHOM`."""


class Standing(NamedTuple):
    """How all clocks stand from a moment on, until the next such moment."""

    since: datetime
    is_closed: bool
    is_junk: bool
    for_whom: str
    """Whom the reply waits for; empty for nobody."""

    @property
    def is_over(self) -> bool:
        return self.is_closed or self.is_junk

    def why(self, clock: str, pausing: Pausing) -> str:
        """Why that clock stands still; RUNS when it doesn't."""
        if self.is_junk:
            return JUNK
        if self.is_closed:
            return CLOSED
        return self.for_whom if clock in pausing.get(self.for_whom, ()) else RUNS


class _Matter:
    """One of the inquiries that were merged into one, as it stands."""

    def __init__(self) -> None:
        self.is_closed = False
        self.is_junk = False
        self.for_whom = ""
        self.until: datetime | None = None

    def take(self, turn: Turn) -> None:
        if turn.kind in (Turned.CLOSED, Turned.REOPENED):
            self.is_closed = turn.kind is Turned.CLOSED
        elif turn.kind in (Turned.JUNKED, Turned.UNJUNKED):
            self.is_junk = turn.kind is Turned.JUNKED
        elif turn.kind in (Turned.WAITS, Turned.RESUMED):
            self.for_whom, self.until = turn.for_whom, turn.until

    def wake(self) -> None:
        self.for_whom, self.until = "", None


_CHANGING = (
    Turned.OPENED,
    Turned.CLOSED,
    Turned.REOPENED,
    Turned.JUNKED,
    Turned.UNJUNKED,
    Turned.WAITS,
    Turned.RESUMED,
    Turned.MERGED,
)


def standings(story: Story) -> list[Standing]:
    """How its clocks stand, from the beginning on; the last holds for ever.

    What waits until a moment wakes then by itself, in the future too. As long as one of several
    merged inquiries goes on, the whole does.
    """
    found = [Standing(story.opened_at, False, False, "")]
    for standing in _changes(story):
        if standing.since <= found[-1].since:
            found[-1] = standing._replace(since=found[-1].since)
        elif standing[1:] != found[-1][1:]:
            found.append(standing)
    return found


def _changes(story: Story) -> Iterator[Standing]:
    matters: dict[int, _Matter] = {}
    for turn in story.turns:
        if turn.kind not in _CHANGING:
            continue
        yield from _woken(matters, turn.at)
        if turn.kind is Turned.MERGED:
            matters.pop(turn.number, None)
        else:
            matters.setdefault(turn.number, _Matter()).take(turn)
        yield _together(matters, turn.at)
    yield from _woken(matters, None)


def _woken(matters: dict[int, _Matter], before: datetime | None) -> Iterator[Standing]:
    """What wakes by itself before that moment, or ever."""
    waiting = [matter for matter in matters.values() if matter.until is not None]
    for matter in sorted(waiting, key=lambda one: one.until or datetime.max):
        until = matter.until
        if until is not None and (before is None or until <= before):
            matter.wake()
            yield _together(matters, until)


def _together(matters: dict[int, _Matter], at: datetime) -> Standing:
    going_on = [one for one in matters.values() if not one.is_closed and not one.is_junk]
    if not going_on:
        is_junk = any(one.is_junk for one in matters.values())
        return Standing(at, bool(matters) and not is_junk, is_junk, "")
    waits = all(one.for_whom for one in going_on)
    return Standing(at, False, False, going_on[0].for_whom if waits else "")
