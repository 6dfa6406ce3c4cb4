"""In which order the cards stand on a board, kept while somebody looks.

How much in need a card is changes with every minute, but an order that changed under somebody's
eyes would be of no use. So it is made for a moment, and holds until it is made again:

- at the start, and when everything is read anew, as after a change of the settings;
- by whoever asks for it: `n`, which goes to the card most in need, and `o`;
- when nobody has touched the board for a while (`RESTED`), at the turn of a minute.

Meanwhile a card gets another place only when something happened to it that the order goes by;
that somebody has taken it isn't enough, so that it stays where the eye has it. The card under the
cursor stays in any case, unless one has changed it oneself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from csboard.domain.card_need import case_of, is_for_the_taking
from csboard.domain.need import Heat, Need, need_of
from csboard.domain.records import Card
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.clock_rules import Rules

RESTED = timedelta(minutes=1)
"""Without a key for so long, nobody is taken to be looking for a card just now."""
AT_ONCE = 200
"""Cards whose need is worked out within one turn of the loop: less than half a frame."""


class Measure(NamedTuple):
    """What need is worked out by."""

    rules: Rules | None
    heat: Heat

    def need(self, card: Card, now: datetime) -> Need:
        return need_of(case_of(card, self.rules.calendar if self.rules else None, now), self.heat)


class Ranking:
    """How much in need each card was when the order was made."""

    def __init__(self, now: Callable[[], datetime], measure: Callable[[], Measure]) -> None:
        self._now = now
        self._measure = measure
        self._made_at = now()
        self._known: dict[int, tuple[Card, Need]] = {}
        self.held: int | None = None
        """The task whose card keeps its place whatever others do to it."""

    def place(self, card: Card) -> Need:
        """Where an open card stands: smaller first."""
        known = self._known.get(card.task_id)
        if known is not None:
            before, need = known
            if before is card:
                return need
            if card.task_id == self.held or _same_need(before, card):
                self._known[card.task_id] = card, need
                return need
        need = self._measure().need(card, self._made_at)
        self._known[card.task_id] = card, need
        return need

    def make_anew(self, cards: Iterable[Card]) -> None:
        """Let the order be that of now, for all of `cards`."""
        for _part in self.making_anew(cards):
            pass

    def making_anew(self, cards: Iterable[Card]) -> Iterator[None]:
        """The same in parts that each take less than half a frame; the old order holds until
        all of them are done."""
        now, measure = self._now(), self._measure()
        known: dict[int, tuple[Card, Need]] = {}
        for count, card in enumerate(cards, 1):
            if card.closed_at is None:
                known[card.task_id] = card, measure.need(card, now)
            if count % AT_ONCE == 0:
                yield
        self._known, self._made_at = known, now

    def to_take(self, cards: Iterable[Card]) -> tuple[Card, ...]:
        """Of `cards` those that somebody should take, as `csboard next` has them: the one most
        in need of all just now first."""
        now, measure = self._now(), self._measure()
        free = (card for card in cards if is_for_the_taking(card, now))
        return tuple(sorted(free, key=lambda card: measure.need(card, now)))


def _same_need(before: Card, after: Card) -> bool:
    """Whether nothing is different that a card's place goes by, but who has it."""
    return _gone_by(before) == _gone_by(after)


def _gone_by(card: Card) -> tuple[object, ...]:
    clocks = card.clocks and tuple(
        (one.which, one.since, one.rests, one.due_at) for one in card.clocks.clocks
    )
    return card.urgency, card.tags.emotion, card.waiting, card.pin, clocks
