"""Which tags a word of a query stands for, whatever they are or were called. Pure."""

from __future__ import annotations

from functools import lru_cache

from csboard.domain.knowledge import Tag
from csboard.domain.search_fold import search_fold
from csboard.domain.search_text import TAG_KINDS
from csboard.domain.vocabulary import Vocabulary

_folded = lru_cache(maxsize=10_000)(search_fold)


def sought(vocabulary: Vocabulary, key: str, value: str, *, exact: bool) -> tuple[Tag, ...]:
    """The tags of which one is, or begins with, `value`, and all that are the same tag today.

    `key` names a dimension, or is `tag` for any. So the word of before and that of today find
    the same.
    """
    wanted = _folded(value)
    of_key = [tag for tag in vocabulary.tags if key in ("tag", tag.dimension)]
    now = {vocabulary.goes_on_as(tag).id for tag in of_key if _fits(tag, wanted, exact=exact)}
    return tuple(tag for tag in of_key if vocabulary.goes_on_as(tag).id in now)


def as_indexed(
    vocabulary: Vocabulary, key: str, value: str, *, exact: bool
) -> frozenset[tuple[str, str]]:
    """The same as an index holds them: letter of the dimension and folded word as written."""
    found = sought(vocabulary, key, value, exact=exact)
    return frozenset((TAG_KINDS[tag.dimension], _folded(tag.word)) for tag in found)


def _fits(tag: Tag, wanted: str, *, exact: bool) -> bool:
    folded = _folded(tag.word)
    return folded == wanted if exact else folded.startswith(wanted)
