"""The team's words for tags, without a board."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain.records import Tags
from csboard.domain.tag import Tag
from csboard.domain.vocabulary import Vocabulary, by_dimension


def vocabulary_of(tags: Tags, readings: Mapping[str, str] | None = None) -> Vocabulary:
    """These words, offered in this order, some with a reading."""
    known = readings or {}
    return Vocabulary(
        tuple(
            Tag(place, dimension, word, known.get(word, ""))
            for place, (dimension, word) in enumerate(by_dimension(tags), 1)
        )
    )
