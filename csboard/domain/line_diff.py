"""Which lines of a text are still there in a later state of it."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from csboard.named import NamedTuple

DEPTH = 12
"""How often what lies between unique lines is looked through again for such lines."""


class _Stretch(NamedTuple):
    """Lines of both texts that are compared with each other; the ends are not included."""

    here: int
    here_end: int
    there: int
    there_end: int

    @property
    def is_of_both(self) -> bool:
        return self.here < self.here_end and self.there < self.there_end


def lines_kept(was: Sequence[str], now: Sequence[str]) -> dict[int, int]:
    """Which line of `was` is which of `now`, in rising order: a patience diff.

    Equal lines from both ends inwards, then the lines that are unique on both sides, in the
    longest row that keeps its order; the same again between each two of them.
    """
    kept: dict[int, int] = {}
    stretches = [_Stretch(0, len(was), 0, len(now))]
    for _level in range(DEPTH):
        trimmed = [_trimmed(one, was, now, kept) for one in stretches]
        both = [one for one in trimmed if one.is_of_both]
        stretches = [part for one in both for part in _parted(one, was, now, kept)]
        if not stretches:
            break
    for one in stretches:
        _trimmed(one, was, now, kept)
    return kept


def _trimmed(
    stretch: _Stretch, was: Sequence[str], now: Sequence[str], kept: dict[int, int]
) -> _Stretch:
    """Notes the equal lines at both ends; what is left between them."""
    here, here_end, there, there_end = stretch
    while here < here_end and there < there_end and was[here] == now[there]:
        kept[here] = there
        here, there = here + 1, there + 1
    while here < here_end and there < there_end and was[here_end - 1] == now[there_end - 1]:
        here_end, there_end = here_end - 1, there_end - 1
        kept[here_end] = there_end
    return _Stretch(here, here_end, there, there_end)


def _parted(
    stretch: _Stretch, was: Sequence[str], now: Sequence[str], kept: dict[int, int]
) -> list[_Stretch]:
    """Notes the lines that are unique on both sides; the stretches between, none without any."""
    here, here_end, there, there_end = stretch
    ours = _unique(was, here, here_end)
    theirs = _unique(now, there, there_end)
    pairs = _rising([(at, theirs[line]) for line, at in ours.items() if line in theirs])
    kept.update(pairs)
    starts = [(here, there), *((one + 1, other + 1) for one, other in pairs)]
    ends = [*pairs, (here_end, there_end)]
    return [
        _Stretch(start[0], end[0], start[1], end[1])
        for start, end in zip(starts, ends, strict=True)
        if pairs and start[0] < end[0] and start[1] < end[1]
    ]


def _unique(lines: Sequence[str], start: int, end: int) -> dict[str, int]:
    """Where each line stands that is there once and says something, in order."""
    counted = Counter(lines[start:end])
    return {
        lines[at]: at for at in range(start, end) if counted[lines[at]] == 1 and lines[at].strip()
    }


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of pairs, which rise on the left, that rises on the right as well."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_here, there) in enumerate(pairs):
        at = bisect_left(tails, there)
        before.append(ends[at - 1] if at else -1)
        tails[at : at + 1] = [there]
        ends[at : at + 1] = [index]
    found: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        found.append(pairs[index])
        index = before[index]
    return found[::-1]
