"""How much in need a card is, out of what the card itself tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import working_between
from csboard.domain.card_clocks import pressing
from csboard.domain.need import Case, Heat, need_of
from csboard.domain.records import Card


def case_of(card: Card, calendar: Calendar | None, now: datetime) -> Case:
    """What of an open card its need goes by, as it stands at `now`; without a calendar no time.

    A card that changed after `now` is told as it would have been then, so that it can be compared
    with others.
    """
    return Case(
        ref=card.ref,
        opened_at=card.opened_at,
        urgency=card.urgency,
        left=_left(card, calendar, now) if calendar else None,
        emotions=card.tags.emotion,
        unowned_for=_unowned_for(card, calendar, now) if calendar else timedelta(),
        waits=card.waiting is not None and not card.waiting.is_over(now),
        pin=card.pin,
    )


def most_in_need(
    cards: Iterable[Card], calendar: Calendar, heat: Heat, now: datetime
) -> list[Card]:
    """Open cards, the one most in need first."""
    return sorted(cards, key=lambda card: need_of(case_of(card, calendar, now), heat))


def is_for_the_taking(card: Card, now: datetime) -> bool:
    """Whether an open card is one that somebody should take: nobody has it, and it doesn't wait."""
    waits = card.waiting is not None and not card.waiting.is_over(now)
    return card.owner is None and card.closed_at is None and not waits


def _left(card: Card, calendar: Calendar, now: datetime) -> timedelta | None:
    if card.clocks is None:
        return None
    found = pressing(card.clocks, calendar, max(now, card.clocks.at))
    if found.rests or now >= card.clocks.at:
        return found.left
    return found.left + working_between(calendar, now, card.clocks.at)


def _unowned_for(card: Card, calendar: Calendar, now: datetime) -> timedelta:
    since = card.free_since
    return working_between(calendar, since, now) if since and since < now else timedelta()
