"""What is being handed off, and to whom: for the cards of the board. One query."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.db import plain_sql
from csboard.domain.records import Card, Offer

_OFFERED = (
    "SELECT task_id, receiver_id FROM hand_off"
    " WHERE taken_at IS NULL AND ended_at IS NULL AND offered_at IS NOT NULL"
)


def with_offers(cards: tuple[Card, ...], logins: Mapping[int, str]) -> tuple[Card, ...]:
    """The cards, those marked that their owners offer to somebody."""
    if not cards:
        return cards
    offers = {task: Offer(logins.get(receiver)) for task, receiver in plain_sql.rows(_OFFERED)}
    if not offers:
        return cards
    return tuple(
        card._replace(offer=offers[card.task_id]) if card.task_id in offers else card
        for card in cards
    )
