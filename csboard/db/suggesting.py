"""Which tags an inquiry may want: those of inquiries that are like it."""

from __future__ import annotations

from collections import Counter

from csboard.db import records
from csboard.db.alike import heads_alike
from csboard.db.search_conditions import Asked
from csboard.db.similar import likely
from csboard.db.wholes import whole
from csboard.domain.vocabulary import Suggested, by_dimension

MOST_LIKE = 20
"""So many inquiries are looked at, the likest."""
MOST = 9
"""Suggestions: more than can be looked over help nobody."""


def suggested_tags(number: int, asked: Asked) -> tuple[Suggested, ...]:
    """The words that inquiries like this one have and it has not, those of the likest first.

    Each with how many of them have it. Refused as reading the inquiry. None is ever put on by
    itself.
    """
    inquiry, vocabulary = whole(number, asked.team).inquiry, asked.team.settings.vocabulary
    present = vocabulary.shown(inquiry.tags)
    counted: Counter[int] = Counter()
    worth: dict[int, float] = {}
    for head, like in heads_alike(inquiry, likely(inquiry, asked), MOST_LIKE):
        for dimension, word in by_dimension(vocabulary.shown(records.tags_of(head.tags))):
            tag = vocabulary.find(dimension, word)
            if tag and tag.retired_at is None and word not in getattr(present, dimension):
                counted[tag.id] += 1
                worth[tag.id] = worth.get(tag.id, 0.0) + like
    best = sorted(worth, key=lambda tag_id: (-worth[tag_id], tag_id))[:MOST]
    known = ((vocabulary.tag(tag_id), counted[tag_id]) for tag_id in best)
    return tuple(Suggested(tag, count) for tag, count in known if tag is not None)
