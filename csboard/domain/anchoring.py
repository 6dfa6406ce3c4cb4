"""Finding a comment's quoted lines again in a later state of the text.

Whole lines are the unit. A pair of texts is compared once (`Anchors`), and any number of quotes
is placed by it: first where the very lines stand, the nearest to where they are to be expected and
among the same neighbours, then where they stand edited a little. A line that was there before as
part of something else is not taken for a quoted one: a comment marked outdated costs a look, one
that stands at the wrong words misleads.

All of it is bounded: building takes O(n log n) in the lines of both texts, placing a quote a fixed
number of comparisons besides the quote's own length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

from csboard.domain.likeness import Passage, grams_of
from csboard.domain.line_diff import lines_kept
from csboard.domain.replies import Comment, ReplyView, Revision
from csboard.named import NamedTuple

ALIKE_HERE = 0.35
"""Least likeness of edited lines that stand where the quoted ones stood.

Of 0 to 1, see `csboard.domain.likeness`. A changed word leaves 0.6 or more, one changed sentence
of two 0.4 to 0.6; two different sentences of letters to customers are alike by 0.22 at most, in
Japanese and in English (`tests/domain/test_anchoring.py` holds to it).
"""
ALIKE_ELSEWHERE = 0.6
"""The same where nothing but the words speaks for the place."""

NEAREST = 16
"""How many places on either side of the expected one are looked at."""
AROUND = 3
"""How many lines before and after tell one of several equal passages from another."""


class Place(NamedTuple):
    """Lines of a text, counted from 0, both included."""

    first: int
    last: int

    @property
    def size(self) -> int:
        return self.last - self.first + 1


def found_again(was: str, place: Place, now: str) -> Place | None:
    """Where the lines at `place` of the text `was` stand in `now`; None when they are outdated."""
    return Anchors(was, now).find(place)


def found_by_words(quote: str, at: int, now: str) -> Place | None:
    """Where lines stand in `now` of which only the words and the old place are known."""
    at = min(at, now.count("\n"))
    lines = quote.split("\n")
    nothing = "\0"  # a line that is in no text
    was = "\n".join([*[nothing] * at, *lines, nothing])
    return Anchors(was, now).find(Place(at, at + len(lines) - 1))


def places(
    comments: Iterable[Comment], revisions: Iterable[Revision], text: str
) -> dict[int, Place | None]:
    """Where each comment on lines of a draft stands in the draft's `text`, by the comment's id.

    None: outdated. Comments on the whole, and on messages, are left out.
    """
    texts = {revision.id: revision.words.text for revision in revisions}
    now = Text(text)
    anchors: dict[int, Anchors] = {}
    found: dict[int, Place | None] = {}
    for comment in comments:
        key = comment.revision_id
        if key is None or key not in texts or not is_on_lines(comment):
            continue
        if comment.first is None or comment.last is None:
            found[comment.id] = None
            continue
        if key not in anchors:
            anchors[key] = Anchors(texts[key], now)
        found[comment.id] = anchors[key].find(Place(comment.first, comment.last))
    return found


def places_in(view: ReplyView) -> dict[int, Place | None]:
    """As `places`, of the comments on all drafts of an inquiry that are open, as they stand."""
    return {
        key: place
        for draft in view.drafts
        for key, place in places(
            (one for one in view.comments if one.draft_id == draft.id),
            view.revisions,
            draft.words.text,
        ).items()
    }


def is_on_lines(comment: Comment) -> bool:
    """Whether it was made on lines, also when those were gone before it was stored."""
    return comment.first is not None or bool(comment.quote)


class Text:
    """A text that quotes are looked for in, however many states they come from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self._grams: dict[int, Counter[str]] = {}

    @cached_property
    def where(self) -> Mapping[str, Sequence[int]]:
        """The places of each line, rising."""
        return _positions(self.lines)

    def grams_at(self, line: int) -> Counter[str]:
        """As `grams_of` that line."""
        if line not in self._grams:
            self._grams[line] = grams_of(self.lines[line])
        return self._grams[line]


class Anchors:
    """Two states of a text, compared once: quotes of the first are placed in the second by it."""

    def __init__(self, was: str, now: str | Text) -> None:
        text = now if isinstance(now, Text) else Text(now)
        self._was = was.split("\n")
        self._now, self._text = text.lines, text
        self._same = was == text.text
        self._to = {} if self._same else lines_kept(self._was, self._now)
        """By each line of the first text that was kept: where it stands in the second."""
        self._kept = sorted(self._to)
        self._from = {there: here for here, there in self._to.items()}

    def find(self, place: Place) -> Place | None:
        """Where those lines of the first text stand in the second; None when they are outdated."""
        if not 0 <= place.first <= place.last < len(self._was):
            return None
        if self._same:
            return place
        return self._word_for_word(place) or self._edited(place)

    def _word_for_word(self, place: Place) -> Place | None:
        """Where the very lines stand; of several such places the one with the same neighbours."""
        quote = self._was[place.first : place.last + 1]
        told = [index for index, line in enumerate(quote) if line.strip()]
        if not told:
            return self._blank(place)
        rarest = min(told, key=lambda index: len(self._text.where.get(quote[index], ())))
        expected = self._expected(place)
        positions = _nearest(self._text.where.get(quote[rarest], ()), expected + rarest)
        found = [
            Place(start, start + place.size - 1)
            for start in (position - rarest for position in positions)
            if start >= 0
            and self._now[start : start + place.size] == quote
            and self._is_its_own(place, start)
        ]
        return min(
            found,
            key=lambda one: (-self._alike_around(place, one), abs(one.first - expected)),
            default=None,
        )

    def _blank(self, place: Place) -> Place | None:
        """Blank lines are themselves only where their neighbours left them."""
        there = self._to.get(place.first)
        if there is None or self._to.get(place.last) != there + place.size - 1:
            return None
        return Place(there, there + place.size - 1)

    def _is_its_own(self, place: Place, start: int) -> bool:
        """Whether equal lines are not those of another passage, whose neighbours say so."""
        other = Place(start, start + place.size - 1)
        for index in range(place.size):
            here = self._from.get(start + index)
            if here in (None, place.first + index) or not self._now[start + index].strip():
                continue
            claim = Place(here - index, here - index + place.size - 1)
            return self._alike_around(place, other) > self._alike_around(claim, other)
        return True

    def _is_free(self, line: int, place: Place) -> bool:
        """Whether a line of the second text is new there, or was one of the quoted ones."""
        here = self._from.get(line)
        return here is None or place.first <= here <= place.last

    def _expected(self, place: Place) -> int:
        """Where it would begin if nothing but its neighbours had moved."""
        index = bisect_left(self._kept, place.first)
        if index < len(self._kept) and self._kept[index] <= place.last:
            here = self._kept[index]
        elif index:
            here = self._kept[index - 1]
        else:
            return place.first
        return self._to[here] + place.first - here

    def _alike_around(self, place: Place, other: Place) -> int:
        """How much the lines around one place and another are the same; the nearer, the more."""
        return sum(
            self._alike_beside(edge, there, step)
            for edge, there, step in ((place.first, other.first, -1), (place.last, other.last, 1))
        )

    def _alike_beside(self, here: int, there: int, step: int) -> int:
        ours = {
            self._was[line]: near
            for near in range(AROUND, 0, -1)
            if 0 <= (line := here + step * near) < len(self._was) and self._was[line].strip()
        }
        alike = 0
        for near in range(1, AROUND + 1):
            line = there + step * near
            if 0 <= line < len(self._now) and self._now[line] in ours:
                alike += 1 << AROUND - max(near, ours.pop(self._now[line]))
        return alike

    def _edited(self, place: Place) -> Place | None:
        """What the lines have become: those most alike, at their own place or else elsewhere."""
        wanted = Passage(map(grams_of, self._was[place.first : place.last + 1]))
        if not wanted.size:
            return None
        kept = [self._to[line] for line in range(place.first, place.last + 1) if line in self._to]
        if kept and (found := self._grown(Place(kept[0], kept[-1]), wanted, ALIKE_HERE, place)):
            return found
        low, high = self._room(place)
        free = self._free_lines(place)
        here = [line for line in free if low <= line <= high]
        for lines, bound in ((here, ALIKE_HERE), (free, ALIKE_ELSEWHERE)):
            if lines:
                seed = max(lines, key=lambda line: wanted.shared(self._text.grams_at(line)))
                found = self._grown(Place(seed, seed), wanted, bound, place)
                if found is not None:
                    return found
        return None

    def _room(self, place: Place) -> tuple[int, int]:
        """The lines between what was kept before the quote and what was kept behind it."""
        before = bisect_left(self._kept, place.first) - 1
        behind = bisect_left(self._kept, place.last + 1)
        low = self._to[self._kept[before]] + 1 if before >= 0 else 0
        high = self._to[self._kept[behind]] - 1 if behind < len(self._kept) else len(self._now) - 1
        return low, high

    def _free_lines(self, place: Place) -> list[int]:
        """Those about the expected place that may have been the quoted ones, nearest first."""
        expected = self._expected(place)
        reach = range(max(0, expected - 4 * NEAREST), min(len(self._now), expected + 4 * NEAREST))
        return sorted(
            (line for line in reach if self._is_free(line, place)),
            key=lambda line: abs(line - expected),
        )

    def _grown(self, seed: Place, wanted: Passage, bound: float, quote: Place) -> Place | None:
        """The seed with the lines beside it that make it more alike; None below the bound."""
        first, last = seed
        grown = Passage(map(self._text.grams_at, range(first, last + 1)), wanted)
        for _round in range(2 * (quote.size + AROUND)):
            steps = [
                (grown.likeness_with(self._text.grams_at(line)), line)
                for line in (self._beside(first, -1), self._beside(last, 1))
                if line is not None and self._is_free(line, quote)
            ]
            more, line = max(steps, default=(0.0, -1))
            if more <= grown.likeness:
                break
            grown.add(self._text.grams_at(line))
            first, last = min(first, line), max(last, line)
        return Place(first, last) if grown.likeness >= bound else None

    def _beside(self, line: int, step: int) -> int | None:
        """The next line in that direction that says something, unless it is far."""
        for near in range(line + step, line + step * (AROUND + 1), step):
            if 0 <= near < len(self._now) and self._text.grams_at(near):
                return near
        return None


def _positions(lines: Iterable[str]) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = {}
    for index, line in enumerate(lines):
        found.setdefault(line, []).append(index)
    return found


def _nearest(positions: Sequence[int], expected: int) -> Sequence[int]:
    """The few on either side of the expected one."""
    at = bisect_left(positions, expected)
    return positions[max(0, at - NEAREST) : at + NEAREST]
