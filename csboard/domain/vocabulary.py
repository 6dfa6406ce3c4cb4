"""The team's words for tags: what a written one is called now, and finding one as it is typed.

An inquiry keeps the word it was tagged with. A word that was renamed or merged leads to another,
in one hop, and that one is what is shown, counted and found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType

from csboard.domain.frozen_dataclasses import dataclass
from csboard.domain.records import NO_TAGS, Tags
from csboard.domain.tag import Dimension, Tag
from csboard.named import NamedTuple
from csboard.text import fold

Uses = Mapping[int, int]
"""How many inquiries have a tag, by the tag's id."""

NO_USES: Uses = MappingProxyType({})

_KANA = frozenset(
    chr(code) for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FB), 0x30FC, 0x30FB)
)


def is_kana(text: str) -> bool:
    """Whether something is written in kana only, of either kind and width."""
    folded = fold(text)
    return bool(folded) and all(char in _KANA or char == " " for char in folded)


def holds_kanji(text: str) -> bool:
    """Whether a word has letters whose reading one doesn't see."""
    return any("\u3400" <= char <= "\u9fff" or char == "々" for char in text)


def by_dimension(tags: Tags) -> Iterator[tuple[Dimension, str]]:
    """Each word with its dimension."""
    for dimension in Dimension:
        for word in getattr(tags, dimension):
            yield dimension, word


@dataclass(frozen=True)
class Vocabulary:
    """All words that inquiries were ever tagged with or that the team has agreed on."""

    tags: tuple[Tag, ...] = ()

    @cached_property
    def _by_id(self) -> dict[int, Tag]:
        return {tag.id: tag for tag in self.tags}

    @cached_property
    def _by_word(self) -> dict[tuple[str, str], Tag]:
        return {(tag.dimension, fold(tag.word)): tag for tag in self.tags}

    @cached_property
    def _led_here(self) -> dict[int, list[Tag]]:
        found: dict[int, list[Tag]] = {}
        for tag in self.tags:
            if tag.becomes is not None:
                found.setdefault(tag.becomes, []).append(tag)
        return found

    @cached_property
    def _as_shown(self) -> dict[tuple[str, str], str]:
        """By written word what `current` has found: the same few are asked for card by card."""
        return {}

    def tag(self, tag_id: int) -> Tag | None:
        return self._by_id.get(tag_id)

    def find(self, dimension: Dimension, word: str) -> Tag | None:
        """The row of a word, however it is spelled; it may lead to another."""
        return self._by_word.get((dimension, fold(word)))

    def goes_on_as(self, tag: Tag) -> Tag:
        """What a tag is called now."""
        return tag if tag.becomes is None else self._by_id[tag.becomes]

    def leading_to(self, tag: Tag) -> tuple[Tag, ...]:
        """The words that were renamed to this one or merged into it."""
        return tuple(self._led_here.get(tag.id, ()))

    def current(self, dimension: Dimension, word: str) -> str:
        """The word that is shown for a written one; one that isn't known stands for itself."""
        written = dimension, word
        if (known := self._as_shown.get(written)) is None:
            found = self.find(dimension, word)
            known = word if found is None else self.goes_on_as(found).word
            self._as_shown[written] = known
        return known

    def shown(self, tags: Tags) -> Tags:
        """Tags as they are called now, each once."""
        if tags == NO_TAGS or not self.tags:
            return tags
        return Tags(
            *(
                tuple(dict.fromkeys(self.current(one, word) for word in getattr(tags, one)))
                for one in Dimension
            )
        )

    def missing(self, tags: Tags) -> tuple[tuple[Dimension, str], ...]:
        """The words among `tags` that have no row yet, each once, as first spelled."""
        found: dict[tuple[Dimension, str], str] = {}
        for dimension, word in by_dimension(tags):
            if self.find(dimension, word) is None:
                found.setdefault((dimension, fold(word)), word)
        return tuple((dimension, word) for (dimension, _folded), word in found.items())

    def ids_of(self, word: str, dimension: Dimension | None = None) -> frozenset[int]:
        """The tags that are called so now, or were and go on as another, with all that do too.

        In every dimension unless one is named. Looking these up finds each inquiry that shows
        the word's present form.
        """
        dimensions = Dimension if dimension is None else (dimension,)
        found = (self.find(one, word) for one in dimensions)
        now = {self.goes_on_as(tag).id for tag in found if tag is not None}
        return frozenset(tag.id for tag in self.tags if self.goes_on_as(tag).id in now)

    def in_use(self, dimension: Dimension) -> tuple[Tag, ...]:
        """The words that lead nowhere else, retired ones too."""
        return tuple(tag for tag in self.tags if tag.dimension == dimension and tag.becomes is None)

    def offered(self, dimension: Dimension) -> tuple[Tag, ...]:
        """The words that are offered where tags are written."""
        return tuple(tag for tag in self.in_use(dimension) if tag.retired_at is None)

    @cached_property
    def words(self) -> Tags:
        """The words that are offered."""
        return Tags(*(tuple(tag.word for tag in self.offered(one)) for one in Dimension))

    def fitting(self, dimension: Dimension, typed: str, uses: Uses = NO_USES) -> tuple[Tag, ...]:
        """The offered words that `typed` may become, the likeliest first.

        By the word, its reading, what it was called before; typed in any width, in kana, or in
        Latin letters for kana. With nothing typed all of them, the most used first.
        """
        return self.among(self.offered(dimension), typed, uses)

    def among(self, tags: Iterable[Tag], typed: str, uses: Uses = NO_USES) -> tuple[Tag, ...]:
        """Those of some words that lead nowhere else which fit, as `fitting` does."""
        if not (folded := fold(typed)):
            return tuple(sorted(tags, key=lambda tag: (-uses.get(tag.id, 0), tag.id)))
        from csboard.domain.romaji import beginnings

        readings = beginnings(typed)
        ranked = [
            (rank, -uses.get(tag.id, 0), tag.id, tag)
            for tag in tags
            if (rank := self._rank(tag, folded, readings)) is not None
        ]
        return tuple(tag for *_order, tag in sorted(ranked, key=lambda one: one[:3]))

    def _rank(self, tag: Tag, folded: str, readings: Iterable[str]) -> int | None:
        """How well a tag fits, 0 best; None when it doesn't."""
        ranks = [
            rank + (0 if one is tag else _FORMER_NAME)
            for one in (tag, *self.leading_to(tag))
            if (rank := rank_of(one, folded, readings)) is not None
        ]
        return min(ranks, default=None)


_FORMER_NAME = 1
"""A word that is found by what it was called before comes after its likes."""

NO_VOCABULARY = Vocabulary()


class Suggested(NamedTuple):
    """A word that inquiries like one have."""

    tag: Tag
    inquiries: int
    """How many of them have it."""


def reading_of(tag: Tag) -> str:
    """How a tag is read, folded: what somebody wrote, else itself when it is all kana."""
    if tag.reading:
        return fold(tag.reading)
    return fold(tag.word) if is_kana(tag.word) else ""


def rank_of(tag: Tag, folded: str, readings: Iterable[str]) -> int | None:
    """How well one word fits what is typed: whole, from its beginning, from within; else None."""
    word, reading = fold(tag.word), reading_of(tag)
    if word == folded or folded == reading:
        return 0
    if word.startswith(folded):
        return 2
    if reading and any(reading.startswith(one) for one in readings if one):
        return 2
    if folded in word:
        return 4
    if reading and any(len(one) > 1 and one in reading for one in readings):
        return 4
    return None
