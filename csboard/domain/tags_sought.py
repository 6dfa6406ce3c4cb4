"""Which tags a word of a query stands for, whatever they are or were called. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from csboard.domain.search_fold import search_fold
from csboard.domain.search_text import TAG_KINDS
from csboard.domain.tag import Tag
from csboard.domain.vocabulary import Vocabulary, reading_of

_folded = lru_cache(maxsize=10_000)(search_fold)


def sought(vocabulary: Vocabulary, key: str, value: str, *, exact: bool) -> tuple[Tag, ...]:
    """The tags of which one is, or begins with, `value`, and all that are the same tag today.

    A tag begins with what its reading begins with, too, in kana or in Latin letters for kana.

    `key` names a dimension, or is `tag` for any. So the word of before and that of today find
    the same.
    """
    from csboard.domain.romaji import beginnings  # not for what asks for no tag

    wanted, readings = _folded(value), () if exact else beginnings(value)
    of_key = [tag for tag in vocabulary.tags if key in ("tag", tag.dimension)]
    now = {vocabulary.goes_on_as(tag).id for tag in of_key if _fits(tag, wanted, readings)}
    return tuple(tag for tag in of_key if vocabulary.goes_on_as(tag).id in now)


def as_indexed(
    vocabulary: Vocabulary, key: str, value: str, *, exact: bool
) -> frozenset[tuple[str, str]]:
    """The same as an index holds them: letter of the dimension and folded word as written."""
    found = sought(vocabulary, key, value, exact=exact)
    return frozenset((TAG_KINDS[tag.dimension], _folded(tag.word)) for tag in found)


def _fits(tag: Tag, wanted: str, readings: Sequence[str]) -> bool:
    """`readings` are beginnings of one; none where it has to be just that."""
    folded = _folded(tag.word)
    if not readings:
        return folded == wanted
    reading = reading_of(tag)
    return folded.startswith(wanted) or any(map(reading.startswith, filter(None, readings)))
