"""Lines of texts under names that outlive a change of the text."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from csboard.named import NamedTuple


class Line(NamedTuple):
    """A line of a text, which is wrapped as one."""

    text: str
    role: str = ""
    of: Hashable = None
    """What text it is a line of; None for one that stands there for order only."""
    at: int = 0
    """Which line of that text, from 0."""
    rule: bool = False
    """Whether it begins a rule that takes the whole width."""

    @property
    def name(self) -> tuple[Hashable, int]:
        return (self.of, self.at)


class Selection(NamedTuple):
    """Lines of one text, from 0, both included."""

    of: Hashable
    first: int
    last: int


class Mark(NamedTuple):
    """What stands beside a line."""

    text: str
    role: str


class Mover(NamedTuple):
    """Where each line of one text is in another, by what both begin and end with."""

    head: int
    tail: int
    before: int
    after: int

    def __call__(self, index: int) -> int:
        if index < self.head or not self.before:
            return index
        if index >= self.before - self.tail:
            return index + self.after - self.before
        return max(0, min(index, self.after - self.tail - 1))


def moved(before: Sequence[Line], after: Sequence[Line]) -> Mover:
    shorter = min(len(before), len(after))
    head = 0
    while head < shorter and _alike(before[head], after[head]):
        head += 1
    tail = 0
    while tail < shorter - head and _alike(before[-1 - tail], after[-1 - tail]):
        tail += 1
    return Mover(head, tail, len(before), len(after))


def _alike(one: Line, other: Line) -> bool:
    """Whether two lines say the same of the same text, wherever in it."""
    return one.text == other.text and one.of == other.of
