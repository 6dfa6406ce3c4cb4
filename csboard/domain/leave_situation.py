"""What is known of somebody who wants to go, put together for the leave check."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from csboard.domain.absences import Absence, Span, span_of
from csboard.domain.business_calendar import Calendar
from csboard.domain.hand_off_records import HandOff
from csboard.domain.holders import KnowledgeMap
from csboard.domain.records import Card, Member
from csboard.domain.time_records import Running
from csboard.named import NamedTuple


class OwnDraft(NamedTuple):
    """A reply that is somebody's to see through and that isn't sent."""

    id: int
    number: int
    subject: str
    saved_at: datetime
    sending: str = ""
    """`way` while it is on its way, `failed` when it did not go out; else empty."""
    goes_at: datetime | None = None
    asked_of: str | None = None
    """Who is to review it, by login."""


class AskedReview(NamedTuple):
    """A review that somebody is asked for by name."""

    id: int
    number: int
    subject: str
    at: datetime
    by: str


class LoneCustomer(NamedTuple):
    """A customer whom only one person has ever answered."""

    id: int
    name: str
    number: int
    """Their latest inquiry."""
    last_in_at: datetime


class Situation(NamedTuple):
    """All that is known of somebody who wants to go."""

    login: str
    away: Span
    now: datetime
    calendar: Calendar
    members: Mapping[str, Member]
    absences: Sequence[Absence] = ()
    tasks: Sequence[Card] = ()
    """The open ones that they have."""
    hand_offs: Sequence[HandOff] = ()
    """The team's, that stand."""
    titles: Mapping[int, str] = MappingProxyType({})
    """By task id, of those that are handed off."""
    drafts: Sequence[OwnDraft] = ()
    reviews: Sequence[AskedReview] = ()
    customers: Sequence[LoneCustomer] = ()
    knowledge: KnowledgeMap = KnowledgeMap((), (), None, 0)
    timer: Running | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.calendar.zone)


def absent_then(about: Situation) -> Mapping[str, Absence]:
    """Who is away in any part of that time, by login; of several absences the last to end."""
    found: dict[str, Absence] = {}
    for absence in sorted(about.absences, key=lambda one: (one.last, not one.until_noon, one.id)):
        if span_of(absence, about.zone).overlaps(about.away):
            found[absence.login] = absence
    return found
