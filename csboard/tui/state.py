"""What the screens show, as one frozen value; each change makes the next one.

One's own changes and other people's come the same way: a delta of what new events
touched, applied here.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from csboard.domain.people import name_of
from csboard.domain.records import Card, Event, Member, Stage, TaskRef
from csboard.domain.views import Counts, Delta, Snapshot
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.absences import Absence
    from csboard.domain.clock_rules import Rules


class BoardState(NamedTuple):
    """The board as last read."""

    rev: int
    stages: tuple[Stage, ...]
    members: Mapping[str, Member]
    cards: Mapping[int, Card]
    """By task id, in no particular order."""
    counts: Counts
    team_name: str
    zone: str
    vocabulary: Vocabulary = NO_VOCABULARY
    rules: Rules | None = None
    """What the team has decided of its clocks."""
    heat: Mapping[str, timedelta] = MappingProxyType({})
    """As in `Snapshot`."""
    absences: tuple[Absence, ...] = ()
    """As in `Snapshot`."""

    @classmethod
    def of(cls, snapshot: Snapshot) -> BoardState:
        return cls(
            snapshot.rev,
            snapshot.stages,
            snapshot.members,
            {card.task_id: card for card in snapshot.cards},
            snapshot.counts,
            snapshot.team_name,
            snapshot.zone,
            snapshot.vocabulary,
            snapshot.rules,
            snapshot.heat,
            snapshot.absences,
        )

    def after(self, delta: Delta) -> BoardState:
        """This board with what `delta` says has changed."""
        cards = {**self.cards, **{card.task_id: card for card in delta.cards}}
        for task_id in delta.gone:
            cards.pop(task_id, None)
        if delta.members is not None:
            cards = {key: _named(card, delta.members) for key, card in cards.items()}
        return self._replace(
            rev=delta.rev,
            cards=cards,
            counts=delta.counts,
            vocabulary=delta.vocabulary,
            absences=delta.absences,
            members=self.members if delta.members is None else delta.members,
        )

    def with_older(self, cards: tuple[Card, ...]) -> BoardState:
        """This board with a page of earlier closed cards added, none of them replaced."""
        return self._replace(cards={**{card.task_id: card for card in cards}, **self.cards})

    def card(self, ref: TaskRef) -> Card | None:
        return next((card for card in self.cards.values() if card.ref == ref), None)

    def stage(self, key: str) -> Stage | None:
        return next((stage for stage in self.stages if stage.key == key), None)

    def beside(self, card: Card, by: int) -> str | None:
        """The stage so many steps to the right of the card's, if there is one.

        What was done in a stage that is gone stands behind the last.
        """
        keys = [stage.key for stage in self.stages]
        index = (keys.index(card.stage) if card.stage in keys else len(keys)) + by
        return keys[index] if 0 <= index < len(keys) else None


class Change(NamedTuple):
    """One step from a board to the next, as screens hear of it."""

    state: BoardState
    cards: tuple[Card, ...]
    """The new or changed cards; not filled when `whole`."""
    events: tuple[Event, ...]
    whole: bool = False
    """Read anew from the ground up: anything may be different."""


def _named(card: Card, members: Mapping[str, Member]) -> Card:
    """With its owner called as they are by now."""
    return card._replace(owner_name=name_of(card.owner, members)) if card.owner else card
