"""Topics, a content with a symptom each: how many inquiries have one, and the replies to them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from peewee import JOIN, fn

from csboard.db.knowledge_models import ReuseRow
from csboard.db.models import InquiryRow, MessageRow
from csboard.db.prepared import Prepared, slot
from csboard.db.tag_models import TaggingRow, TagRow
from csboard.db.tagging_index import tagged_with
from csboard.domain.records import Direction
from csboard.domain.repeated import Sent, TopicCount
from csboard.domain.tag import Dimension
from csboard.domain.template_making import unquoted

MOST_REPLIES = 50
"""Of a topic so many are looked through for the one most used, the latest."""
MOST_INQUIRIES = 200
"""The latest of a topic, whose replies these are."""

Content, Symptom = TagRow.alias("content"), TagRow.alias("symptom")
OfContent, OfSymptom = TaggingRow.alias("of_content"), TaggingRow.alias("of_symptom")

_TOPICS = Prepared(
    lambda: (
        _tagged()
        .where(
            InquiryRow.opened_at >= slot("since"),
            InquiryRow.merged_into.is_null(),
            InquiryRow.junked_at.is_null(),
        )
        .group_by(_present(Content), _present(Symptom))
        .having(_inquiries() >= slot("least"))
    )
)


def _present(tag: Any) -> Any:
    """What a tag goes on as: chains are one hop."""
    return fn.COALESCE(tag.becomes, tag.id)


def _inquiries() -> Any:
    return fn.COUNT(InquiryRow.number.distinct())


def _tagged() -> Any:
    """Inquiries by each of their contents and symptoms, as these are called now."""
    return (
        InquiryRow.select(_present(Content), _present(Symptom), _inquiries())
        .join(OfContent, on=(OfContent.inquiry == InquiryRow.number) & OfContent.holds)
        .join(
            Content,
            on=(Content.id == OfContent.tag) & (Content.dimension == Dimension.CONTENT.value),
        )
        .join(OfSymptom, on=(OfSymptom.inquiry == InquiryRow.number) & OfSymptom.holds)
        .join(
            Symptom,
            on=(Symptom.id == OfSymptom.tag) & (Symptom.dimension == Dimension.SYMPTOM.value),
        )
    )


def counts(since: datetime, least: int) -> Iterator[TopicCount]:
    """The topics that at least so many of the inquiries opened since then have."""
    return (TopicCount(*row) for row in _TOPICS.rows(since=since, least=least))


def replies(content: Collection[int], symptom: Collection[int]) -> list[Sent]:
    """The latest replies to inquiries that have one of each of these tags, oldest first."""
    lately = (
        InquiryRow.select(InquiryRow.number)
        .where(
            InquiryRow.number.in_(tagged_with(content)),
            InquiryRow.number.in_(tagged_with(symptom)),
            InquiryRow.junked_at.is_null(),
        )
        .order_by(InquiryRow.opened_at.desc())
        .limit(MOST_INQUIRIES)
    )
    rows: Any = (
        MessageRow.select(MessageRow.id, MessageRow.text, fn.COUNT(ReuseRow.id))
        .join(ReuseRow, JOIN.LEFT_OUTER, on=ReuseRow.message == MessageRow.id)
        .where(
            MessageRow.inquiry.in_(lately),
            MessageRow.direction == Direction.OUT.value,
            MessageRow.withdrawn_at.is_null(),
            MessageRow.text != "",
        )
        .group_by(MessageRow.id)
        .order_by(MessageRow.id.desc())
        .limit(MOST_REPLIES)
        .tuples()
    )
    return [Sent(one, unquoted(text), uses) for one, text, uses in reversed(list(rows))]
