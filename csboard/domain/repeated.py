"""Inquiries that come again and again without a template: which topics, and from which reply. Pure.

A topic is a content with a symptom: what they are about, and what happened.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta

from csboard.domain.knowledge import Template
from csboard.domain.records import Tags
from csboard.domain.reuse import line_digests
from csboard.domain.tag import Dimension
from csboard.domain.vocabulary import Vocabulary
from csboard.named import NamedTuple
from csboard.text import fold

PERIOD = timedelta(days=30)
"""Inquiries that were opened within it count."""
LEAST = 5
"""So many alike are worth a template."""
MOST = 20
"""Topics that are told."""


class TopicCount(NamedTuple):
    """How many inquiries of the period have a content and a symptom."""

    content: int
    symptom: int
    """Ids of the present words."""
    inquiries: int


class Repeated(NamedTuple):
    """A topic that many asked about and that no template covers."""

    content: str
    symptom: str
    inquiries: int
    """How many in the period."""

    @property
    def tags(self) -> Tags:
        return Tags((self.content,), (self.symptom,))


class Sent(NamedTuple):
    """A reply that went out, without what it quotes."""

    message_id: int
    text: str
    reuses: int = 0
    """How often it was put into another reply."""


def repeated(
    counts: Iterable[TopicCount],
    templates: Iterable[Template],
    vocabulary: Vocabulary,
    least: int = LEAST,
) -> tuple[Repeated, ...]:
    """The topics of at least so many inquiries that no template covers, the most frequent first."""
    covering = [vocabulary.shown(one.tags) for one in templates if one.retired_at is None]
    found: list[Repeated] = []
    for content, symptom, inquiries in counts:
        known = vocabulary.tag(content), vocabulary.tag(symptom)
        if inquiries < least or known[0] is None or known[1] is None:
            continue
        topic = Repeated(known[0].word, known[1].word, inquiries)
        if not any(covers(tags, topic.tags) for tags in covering):
            found.append(topic)
    found.sort(key=lambda one: (-one.inquiries, one.content, one.symptom))
    return tuple(found[:MOST])


def covers(tags: Tags, asked: Tags) -> bool:
    """Whether what has these tags is meant for inquiries that have those.

    It names one of their contents; and one of their symptoms, unless it names no symptom, and so
    is meant for all. Both as they are called now.
    """
    return _meet(tags, asked, Dimension.CONTENT) and (
        not tags.symptom or _meet(tags, asked, Dimension.SYMPTOM)
    )


def most_used(replies: Sequence[Sent]) -> Sent | None:
    """The reply that was put into others most often; else the one that others are most like.

    Of equals the latest, which comes last.
    """
    lines = [frozenset(line_digests(one.text)) for one in replies]
    held = Counter(line for each in lines for line in each)
    best: tuple[int, int, int] | None = None
    for at, (reply, own) in enumerate(zip(replies, lines, strict=True)):
        shared = sum(held[line] - 1 for line in own if held[line] > 1)
        if own and (best is None or (reply.reuses, shared, at) > best):
            best = (reply.reuses, shared, at)
    return replies[best[2]] if best else None


def _meet(some: Tags, others: Tags, dimension: Dimension) -> bool:
    named = {fold(word) for word in getattr(some, dimension)}
    return any(fold(word) in named for word in getattr(others, dimension))
