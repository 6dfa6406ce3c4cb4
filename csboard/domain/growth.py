"""How oneself has grown by topic (守・破・離): with a reviewer, alone, then so that others can.

It is for oneself only: nobody is shown anybody else's.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from csboard.domain.holders import Topic
from csboard.named import NamedTuple


class Step(StrEnum):
    """The three steps of a Japanese art: keep to the form, break it, leave it."""

    KEEP = "keep"
    """守: answers with a reviewer."""
    BREAK = "break"
    """破: has answered alone."""
    LEAVE = "leave"
    """離: has reviewed others, or written a case or a template."""


class Way(StrEnum):
    """What was done, by which the step is told."""

    REVIEWED = "reviewed"
    """Answered, and a colleague had reviewed a reply."""
    ALONE = "alone"
    """Answered without one."""
    TAUGHT = "taught"
    """Reviewed a colleague's reply, or wrote a case or a template."""


class Growth(NamedTuple):
    """Where one stands in a topic."""

    topic: Topic
    reviewed: int = 0
    alone: int = 0
    taught: int = 0

    @property
    def step(self) -> Step:
        if self.taught:
            return Step.LEAVE
        return Step.BREAK if self.alone else Step.KEEP

    @property
    def total(self) -> int:
        return self.reviewed + self.alone + self.taught


class Went(NamedTuple):
    """How often one went a way in a topic."""

    topic: Topic
    way: Way
    times: int


def growth(went: Iterable[Went]) -> tuple[Growth, ...]:
    """Each topic in which one has done something; those with most of it first."""
    found: dict[Topic, Growth] = {}
    for one in went:
        known = found.get(one.topic, Growth(one.topic))
        times = getattr(known, one.way.value) + one.times
        found[one.topic] = known._replace(**{one.way.value: times})
    return tuple(sorted(found.values(), key=lambda one: (-one.total, one.topic)))
