"""What others' changes mean for the person at this board. Pure."""

from __future__ import annotations

from csboard.domain.history import describe
from csboard.domain.records import Card, Event
from csboard.i18n import _
from csboard.tui.state import BoardState, Change


def done_to_mine(before: BoardState, change: Change, me: str) -> str:
    """What somebody else has just done to a card that was mine; empty when nothing."""
    return _told([event for event in _of_others(change, me) if _owner(before, event) == me], change)


def taken_away(card: Card, change: Change, me: str) -> str:
    """Who took `card` from under the cursor; empty when it was oneself."""
    touching = [event for event in change.events if _touches(event, card)]
    if any(event.actor == me for event in touching[-1:] or change.events):
        return ""
    return _told(touching, change) or _("#{ref} is no longer here.").format(ref=card.ref)


def _touches(event: Event, card: Card) -> bool:
    """Whether an event is about the card: its task, or its inquiry as a whole."""
    if event.task is not None and event.task.number == card.ref.number:
        return event.task == card.ref
    return card.ref.number in (event.number, event.other)


def _of_others(change: Change, me: str) -> list[Event]:
    return [event for event in change.events if event.actor != me]


def _owner(before: BoardState, event: Event) -> str | None:
    card = before.card(event.task) if event.task else None
    return card.owner if card else None


def _told(events: list[Event], change: Change) -> str:
    """The newest of `events` in words."""
    return describe(events[-1], change.state.members, change.state.stages) if events else ""
