"""Which words of a line are others than before: word by word, Japanese letter by letter. Pure."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from csboard.domain.line_diff import lines_kept
from csboard.named import NamedTuple

MOST_COMPARED = 5_000
"""Letters of a line that is compared word by word; a longer one only from both its ends."""
MOST_PAIRED = 40
"""Changed lines in a row among which it is looked which came for which."""
NEAR = 8
"""Lines that are looked at for the one that came for another."""
ALIKE = 0.4
"""The part of a line that has to be in the other one, for both to count as the same one changed."""

_JAPANESE = (
    "\u3005\u3041-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_TOKEN = re.compile(rf"[{_JAPANESE}]|[^\W{_JAPANESE}]+|\s+|.", re.DOTALL)


class Span(NamedTuple):
    """From a letter of a line to another, which is not included."""

    start: int
    end: int


class Block:
    """Lines that went, and those that came for them at the same place."""

    def __init__(self, gone: Sequence[str], come: Sequence[str]) -> None:
        self._gone = gone
        self._come = come

    def changed_words(self, sign: str, at: int) -> tuple[Span, ...]:
        """What is different in the line `at` of those with a sign, `-` or `+`.

        Nothing when it is new as a whole, which its sign says already.
        """
        pair = next((one for one in self._pairs if one[sign == "+"] == at), None)
        if pair is None:
            return ()
        spans = changed_spans(self._gone[pair[0]], self._come[pair[1]])
        return spans[sign == "+"]

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        """Which line came for which, in order: all in turn, else by what they have in common."""
        if len(self._gone) == len(self._come):
            return [(at, at) for at in range(len(self._gone))]
        if max(len(self._gone), len(self._come)) > MOST_PAIRED:
            return []
        counted = [_counted(line) for line in self._come]
        pairs: list[tuple[int, int]] = []
        free = 0
        for at, line in enumerate(self._gone):
            own = _counted(line)
            near = range(free, min(free + NEAR, len(counted)))
            best = max(near, key=lambda other: _likeness(own, counted[other]), default=None)
            if best is not None and _likeness(own, counted[best]) >= ALIKE:
                pairs.append((at, best))
                free = best + 1
        return pairs


def changed_spans(was: str, now: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """What is different in each of two lines; nothing where they have too little in common."""
    if max(len(was), len(now)) > MOST_COMPARED:
        start, tail = _common_ends(was, now)
        gone, come = Span(start, len(was) - tail), Span(start, len(now) - tail)
        return _real([gone]), _real([come])
    before, after = _TOKEN.findall(was), _TOKEN.findall(now)
    kept = _readable(lines_kept(before, after), before)
    common = sum(len(before[at]) for at, _other in kept)
    if not common or common < ALIKE * min(len(was.strip()), len(now.strip())):
        return (), ()
    ends = [(-1, -1), *kept, (len(before), len(after))]
    return (
        _real(_between([one for one, _other in ends], before)),
        _real(_between([other for _one, other in ends], after)),
    )


def _readable(kept: dict[int, int], before: Sequence[str]) -> list[tuple[int, int]]:
    """What is kept, without single signs amid changed ones: those would only be in the way."""
    pairs = sorted(kept.items())
    runs: list[list[tuple[int, int]]] = []
    for pair in pairs:
        follows = runs and runs[-1][-1] == (pair[0] - 1, pair[1] - 1)
        if follows:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    stays: list[tuple[int, int]] = []
    for run in runs:
        at_edge = run[0][0] == run[0][1] == 0 or run[-1][0] == len(before) - 1
        letters = sum(len(before[at].strip()) for at, _other in run)
        if at_edge or letters > 1:
            stays += run
    return stays


def _between(kept: Sequence[int], tokens: Sequence[str]) -> Iterator[Span]:
    """The stretches between tokens that are kept."""
    starts = [0]
    for token in tokens:
        starts.append(starts[-1] + len(token))
    for one, other in pairwise(kept):
        yield Span(starts[one + 1], starts[other])


def _real(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(span for span in spans if span.start < span.end)


def _common_ends(was: str, now: str) -> tuple[int, int]:
    """How many letters are equal at the start and, of what is left, at the end."""
    most = min(len(was), len(now))
    start = _most(most, lambda count: was.startswith(now[:count]))
    tail = _most(most - start, lambda count: was.endswith(now[len(now) - count :]))
    return start, tail


def _most(limit: int, holds: Callable[[int], bool]) -> int:
    """The highest count up to `limit` for which it holds, as it does for all below."""
    return bisect_left(range(1, limit + 1), True, key=lambda count: not holds(count))


def _counted(line: str) -> Counter[str]:
    return Counter(one for one in _TOKEN.findall(line[:MOST_COMPARED]) if one.strip())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """The part of the letters of the shorter line that is in both."""
    least = min(_letters(one), _letters(other))
    return _letters(one & other) / least if least else 0.0


def _letters(counted: Counter[str]) -> int:
    return sum(len(token) * count for token, count in counted.items())
