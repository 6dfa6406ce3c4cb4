"""What stands behind a topic of the knowledge map: its inquiries, cases and templates."""

from __future__ import annotations

from csboard.domain.holders import Topic
from csboard.domain.views import InquiryBrief
from csboard.named import NamedTuple


class BehindInquiry(NamedTuple):
    """An inquiry of a topic, with who has answered it."""

    inquiry: InquiryBrief
    answered_by: tuple[str, ...]
    """Logins."""


class BehindCase(NamedTuple):
    """A successful case of a topic."""

    id: int
    title: str
    author: str
    number: int


class Behind(NamedTuple):
    """What stands behind a topic, each the latest first."""

    topic: Topic
    inquiries: tuple[BehindInquiry, ...] = ()
    cases: tuple[BehindCase, ...] = ()
    templates: tuple[tuple[int, str], ...] = ()
    """Ids and names."""
