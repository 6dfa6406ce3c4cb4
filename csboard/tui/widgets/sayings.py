"""What the cards of a column say besides what they are: ages, promises, what is aside."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from csboard.domain.records import Card
from csboard.named import NamedTuple
from csboard.tui.cards import (
    NOTHING_ASIDE,
    Aside,
    CardLine,
    Piece,
    as_it_is,
    card_age,
    card_lines,
    card_promise,
    card_until,
)

if TYPE_CHECKING:
    from csboard.domain.business_calendar import Calendar

MAX_KEPT = 100
"""Cards of which it is kept; more than any screen shows."""


class Saying(NamedTuple):
    """What a card says, until a minute or somebody else's doing changes it."""

    stored: Card
    card: Card
    """As it is now."""
    age: str
    promise: Piece
    aside: Aside


class Sayings:
    """Worked out when first asked for; forgotten when time, hours or what is aside change."""

    def __init__(self, now: datetime, zone: ZoneInfo, calendar: Calendar | None) -> None:
        """`calendar` has the business hours by which promises run; without it none is shown."""
        self.calendar = calendar
        self._now = now
        self.zone = zone
        self._aside_of: Callable[[Card], Aside] = _nothing_aside
        self._kept: dict[int, Saying] = {}

    def of(self, stored: Card) -> Saying:
        """What a card says, of those that were read."""
        known = self._kept.get(stored.task_id)
        if known is None or known.stored is not stored:
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            card = as_it_is(stored, self._now)
            age = card_age(card, self._now, self.zone)
            promise = card_promise(card, self.calendar, self._now)
            known = Saying(stored, card, age, promise, self._aside_of(card))
            self._kept[stored.task_id] = known
        return known

    def lines(self, said: Saying, width: int, me: str) -> tuple[CardLine, ...]:
        """The card as it is drawn for `me` in so many cells."""
        until = card_until(said.card, self._now, self.zone)
        return card_lines(said.card, width, said.age, me, until, said.aside, said.promise)

    def tick(self, now: datetime) -> None:
        """Count to `now` from here on."""
        self._now = now
        self._kept.clear()

    def count_by(self, calendar: Calendar | None) -> None:
        """Promises run by other business hours."""
        self.calendar = calendar
        self._kept.clear()

    def set_asides(self, aside_of: Callable[[Card], Aside]) -> None:
        """`aside_of` says what this person has to know of a card."""
        self._aside_of = aside_of
        self._kept.clear()


def _nothing_aside(_card: Card) -> Aside:
    return NOTHING_ASIDE
