"""How much in need a card is, out of what the card itself tells."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import working_between
from csboard.domain.card_clocks import CardClocks, pressing
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
        left=left_of(card.clocks, calendar, now) if calendar else None,
        emotions=card.tags.emotion,
        unowned_for=unowned_for(card.free_since, calendar, now) if calendar else timedelta(),
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


def left_of(clocks: CardClocks | None, calendar: Calendar, now: datetime) -> timedelta | None:
    """Business time until the most pressing of a card's promises is due; None without any."""
    if clocks is None:
        return None
    found = pressing(clocks, calendar, max(now, clocks.at))
    if found.rests or now >= clocks.at:
        return found.left
    return found.left + working_between(calendar, now, clocks.at)


def unowned_for(since: datetime | None, calendar: Calendar, now: datetime) -> timedelta:
    """Business time for which nobody has had what nobody has since then; None: somebody has it."""
    return working_between(calendar, since, now) if since and since < now else timedelta()
