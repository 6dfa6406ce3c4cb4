"""What is being handed off, and to whom: for the cards of the board. One query."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.db import plain_sql
from csboard.domain.people import name_of
from csboard.domain.records import Card, Member, Offer

_OFFERED = (
    "SELECT task_id, receiver_id FROM hand_off"
    " WHERE taken_at IS NULL AND ended_at IS NULL AND offered_at IS NOT NULL"
)


def with_offers(
    cards: tuple[Card, ...], logins: Mapping[int, str], members: Mapping[str, Member]
) -> tuple[Card, ...]:
    """The cards, those marked that their owners offer to somebody."""
    if not cards:
        return cards
    rows = plain_sql.rows(_OFFERED)
    if not rows:
        return cards
    offers = {task: _offer(logins.get(receiver), members) for task, receiver in rows}
    return tuple(
        card._replace(offer=offers[card.task_id]) if card.task_id in offers else card
        for card in cards
    )


def _offer(login: str | None, members: Mapping[str, Member]) -> Offer:
    return Offer(login, name_of(login, members) if login else "")
