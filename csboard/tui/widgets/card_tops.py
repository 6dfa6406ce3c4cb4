"""At which line each card of a column begins."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate

from csboard.domain.records import Card
from csboard.tui.cards import card_height


class CardTops:
    """The lines of cards below one another; what is measured of a card is kept for its width."""

    def __init__(self) -> None:
        self._width = 0
        self._tops: list[int] = [0]
        self._heights: dict[int, tuple[Card, int]] = {}

    def measure(self, cards: Sequence[Card], width: int) -> None:
        """Take other cards, or the same in another width."""
        if width != self._width:
            self._width = width
            self._heights.clear()
        self._tops = [0, *accumulate(map(self._height, cards))]

    def _height(self, card: Card) -> int:
        known = self._heights.get(card.task_id)
        if known is None or known[0] is not card:
            known = self._heights[card.task_id] = (card, card_height(card, self._width))
        return known[1]

    @property
    def total(self) -> int:
        """How many lines all cards take."""
        return self._tops[-1]

    def top(self, index: int) -> int:
        """The first line of a card; of the index after the last one, the line below it."""
        return self._tops[index]

    def at(self, line: int) -> int:
        """The index of the card to which a line belongs; -1 above the first one."""
        return bisect_right(self._tops, line) - 1

    def top_after(self, line: int) -> int:
        """The first line of the card at `line` or below: no view shall begin within a card."""
        return self._tops[min(bisect_left(self._tops, line), len(self._tops) - 1)]

    def top_before(self, line: int) -> int:
        """The first line of the card above `line`, or of the first of all."""
        return self._tops[max(0, bisect_left(self._tops, line) - 1)]
