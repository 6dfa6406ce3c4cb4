"""What stands on cards for one person only: unread mail, and colleagues who are there just now."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from csboard.domain.presence import by_number, is_unread
from csboard.domain.presence_words import on_card
from csboard.domain.records import Card, Member
from csboard.domain.replies import Surroundings
from csboard.tui.cards import NOTHING_ASIDE, Aside


def asides(around: Surroundings, members: Mapping[str, Member], me: str) -> Callable[[Card], Aside]:
    """What to say of a card to `me`; nothing of a task that was split off."""
    people = by_number(around.present)

    def aside_of(card: Card) -> Aside:
        if card.ref.seq != 1:
            return NOTHING_ASIDE
        there = people.get(card.ref.number, ())
        return Aside(is_unread(card, around.read, me), on_card(there, card.owner, members))

    return aside_of
