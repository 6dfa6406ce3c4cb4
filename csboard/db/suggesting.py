"""Which tags an inquiry may want: those of inquiries that are like it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from csboard.db import models, records
from csboard.db.prepared import Prepared, slot
from csboard.db.search import search
from csboard.db.search_conditions import Asked
from csboard.db.wholes import whole
from csboard.domain.query import Query, Words
from csboard.domain.records import Inquiry, Tags
from csboard.domain.search_fold import search_fold
from csboard.domain.vocabulary import Suggested, by_dimension
from csboard.domain.wanted import loosened

MOST_LIKE = 30
"""Of each kind of likeness so many inquiries are looked at, the nearest."""
MOST = 9
"""Suggestions: more than can be looked over help nobody."""

Row = models.InquiryRow
_OF_CUSTOMER = Prepared(
    lambda: (
        Row.select(Row.number, Row.tags)
        .where(
            Row.customer == slot("customer"),
            Row.tags.is_null(False),
            Row.merged_into.is_null(),
            Row.junked_at.is_null(),
        )
        .order_by(Row.opened_at.desc())
        .limit(MOST_LIKE)
    )
)


def suggested_tags(number: int, asked: Asked) -> tuple[Suggested, ...]:
    """The words that most of the inquiries like this one have and it has not.

    Refused as reading the inquiry. None is ever put on by itself.
    """
    inquiry, vocabulary = whole(number, asked.team).inquiry, asked.team.settings.vocabulary
    present = vocabulary.shown(inquiry.tags)
    counted: Counter[int] = Counter()
    for tags in _of_those_alike(inquiry, asked).values():
        for dimension, word in by_dimension(vocabulary.shown(tags)):
            tag = vocabulary.find(dimension, word)
            if tag and tag.retired_at is None and word not in getattr(present, dimension):
                counted[tag.id] += 1
    best = sorted(counted.items(), key=lambda one: (-one[1], one[0]))[:MOST]
    known = ((vocabulary.tag(tag_id), count) for tag_id, count in best)
    return tuple(Suggested(tag, count) for tag, count in known if tag is not None)


def _of_those_alike(inquiry: Inquiry, asked: Asked) -> dict[int, Tags]:
    """By number, the tags of the customer's other inquiries and of those alike in subject."""
    rows: Any = _OF_CUSTOMER.rows(customer=inquiry.customer.id)
    found = {number: records.tags_of(tags) for number, tags in rows}
    words = loosened(Query((Words(inquiry.subject, search_fold(inquiry.subject)),)))
    found |= {hit.number: hit.tags for hit in search(words, MOST_LIKE, asked).hits}
    found.pop(inquiry.number, None)
    return found
