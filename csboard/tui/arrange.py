"""Which cards stand in which column, in what order: quick view, filter, order. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from csboard.domain import words
from csboard.domain.records import Card, Member, Stage, Urgency
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary
from csboard.named import NamedTuple
from csboard.tui.ranking import Measure, Ranking

if TYPE_CHECKING:
    from csboard.domain.card_query import CardFilter


class Whose(StrEnum):
    """The quick views: whose cards are shown, or which."""

    ALL = "all"
    MINE = "mine"
    NOBODYS = "nobodys"
    REVIEW = "review"
    """Open cards whose reply somebody should look at."""
    WAITING = "waiting"


class Order(StrEnum):
    """What stands on top of a column of open work."""

    NEED = "need"
    NEWEST = "newest"
    OLDEST = "oldest"

    @property
    def following(self) -> Order:
        every = list(Order)
        return every[(every.index(self) + 1) % len(every)]


class View(NamedTuple):
    """What a person has chosen to see."""

    whose: Whose = Whose.ALL
    order: Order = Order.NEED
    words: str = ""
    """The filter as typed."""

    @property
    def narrowed(self) -> bool:
        return self.whose is not Whose.ALL or bool(self.words)


def _newest(card: Card) -> tuple[float, int]:
    return (-card.opened_at.timestamp(), -card.task_id)


def _oldest(card: Card) -> tuple[float, int]:
    return (card.opened_at.timestamp(), card.task_id)


def _closed(card: Card) -> tuple[float, int]:
    return (-(card.closed_at or card.opened_at).timestamp(), -card.task_id)


_BY_AGE: dict[Order, Callable[[Card], tuple[float, ...]]] = {
    Order.NEWEST: _newest,
    Order.OLDEST: _oldest,
}


def wants_review(card: Card) -> bool:
    """Whether somebody asked for a review of its reply and has none yet."""
    return card.reply is not None and card.reply.asks > 0


QUICK_VIEWS: dict[Whose, Callable[[Card, str], bool]] = {
    Whose.ALL: lambda card, me: True,
    Whose.MINE: lambda card, me: card.owner == me,
    Whose.NOBODYS: lambda card, me: card.owner is None,
    Whose.REVIEW: lambda card, me: card.closed_at is None and wants_review(card),
    Whose.WAITING: lambda card, me: card.waiting is not None,
}
"""Whether a quick view lets a card through to the member with that login."""


class Arranger:
    """Sorts cards into columns, remembering each card's folded text."""

    def __init__(
        self,
        me: str,
        day: Callable[[], datetime] | None = None,
        vocabulary: Callable[[], Vocabulary] = lambda: NO_VOCABULARY,
        team: Callable[[], tuple[Sequence[Member], Sequence[Stage]]] = lambda: ((), ()),
        ranking: Ranking | None = None,
    ) -> None:
        """`day` tells the moment of now where the team is, `vocabulary` its words for tags.

        `ranking` keeps the order of need.
        """
        self.ranking = ranking or Ranking(lambda: datetime.max.replace(tzinfo=UTC), _no_measure)
        self._team = team
        self._me = me
        self._vocabulary = vocabulary
        self._day = day or (lambda: datetime.max.replace(tzinfo=UTC))
        self._texts: dict[int, tuple[Card, str]] = {}

    def column(self, cards: Iterable[Card], stage: Stage, view: View) -> tuple[Card, ...]:
        """Those of a stage's cards that `view` lets through, in its order."""
        wanted = self.filter_of(view.words)
        shown = [card for card in cards if self._shows(card, stage, view.whose, wanted)]
        if stage.kind == "done":
            shown.sort(key=_closed)
        elif view.order is Order.NEED:
            shown.sort(key=self.ranking.place)
        else:
            shown.sort(key=_BY_AGE[view.order])
        return tuple(shown)

    def columns(
        self, cards: Mapping[int, Card], stages: Iterable[Stage], view: View
    ) -> dict[str, tuple[Card, ...]]:
        """Every column by its stage's key."""
        by_stage: dict[str, list[Card]] = {stage.key: [] for stage in stages}
        for card in cards.values():
            by_stage.setdefault(card.stage, []).append(card)
        return {stage.key: self.column(by_stage[stage.key], stage, view) for stage in stages}

    def filter_of(self, words: str) -> CardFilter | None:
        """What the words of a filter let through; None where there are none."""
        if not words.strip():
            return None
        from csboard.domain.card_query import Asker, card_filter  # not for the first paint

        now = self._day()
        asker = Asker(self._me, now.date(), now.tzinfo, self._vocabulary(), *self._team())
        return card_filter(words, asker)

    def _shows(self, card: Card, stage: Stage, whose: Whose, wanted: CardFilter | None) -> bool:
        if not QUICK_VIEWS[whose](card, self._me):
            return False
        return wanted is None or wanted.lets(card, self._text(card), stage)

    def prepare(self, cards: Iterable[Card]) -> None:
        """Fold every card's text now, so that the first letter of a filter needs not wait."""
        for card in cards:
            self._text(card)

    def _text(self, card: Card) -> str:
        known = self._texts.get(card.task_id)
        if known is not None and known[0] is card:
            return known[1]
        text = searchable(card)
        self._texts[card.task_id] = (card, text)
        return text


def searchable(card: Card) -> str:
    """All that a filter looks at, folded: number, title, customer, owner, tags, how it stands."""
    tags = card.tags
    urgency = "" if card.urgency is Urgency.NORMAL else words.urgency(card.urgency)
    parts = (
        f"#{card.ref}",
        card.title,
        card.customer_name,
        card.customer_email,
        card.owner_name,
        card.owner or "",
        *tags.content,
        *tags.symptom,
        *tags.emotion,
        urgency,
        words.reply_mark(card.reply) if card.reply else "",
    )
    from csboard.domain.search_fold import search_fold

    return search_fold("\n".join(parts))


def _no_measure() -> Measure:
    return Measure(None, {})
