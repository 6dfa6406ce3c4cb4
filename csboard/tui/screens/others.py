"""What others' changes mean for the person at this board. Pure."""

from __future__ import annotations

from csboard.domain.history import describe
from csboard.domain.records import Card, Event
from csboard.domain.time_history import is_about_time
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.state import BoardState, Change


class News(NamedTuple):
    """A sentence to pass on; empty when there is nothing to say."""

    sentence: str = ""
    about: int = 0
    """The event that it tells of; 0 when it tells of none."""


def done_to_mine(before: BoardState, change: Change, me: str) -> News:
    """What somebody else has just done to a card that was mine."""
    return _told([event for event in _of_others(change, me) if _owner(before, event) == me], change)


def taken_away(card: Card, change: Change, me: str) -> News:
    """Who took `card` from under the cursor; nothing when it was oneself."""
    events = [event for event in change.events if not is_about_time(event)]
    touching = [event for event in events if _touches(event, card)]
    if any(event.actor == me for event in touching[-1:] or change.events):
        return News()
    told = _told(touching, change)
    return told if told.sentence else News(_("#{ref} is no longer here.").format(ref=card.ref))


def merged_away(number: int, change: Change, me: str) -> News:
    """Who has merged an inquiry into another."""
    of_others = _of_others(change, me)
    return _told([e for e in of_others if (e.kind, e.number) == ("merged", number)], change)


def taken_back(about: int, change: Change, me: str) -> News:
    """That somebody else has undone what was told: that must not go on standing there."""
    undone = [event for event in _of_others(change, me) if event.kind == "undone"]
    return _told([event for event in undone if event.detail.get("event") == about], change)


def _touches(event: Event, card: Card) -> bool:
    """Whether an event is about the card: its task, or its inquiry as a whole."""
    if event.task is not None and event.task.number == card.ref.number:
        return event.task == card.ref
    return card.ref.number in (event.number, event.other)


def _of_others(change: Change, me: str) -> list[Event]:
    return [event for event in change.events if event.actor != me and not is_about_time(event)]


def _owner(before: BoardState, event: Event) -> str | None:
    card = before.card(event.task) if event.task else None
    return card.owner if card else None


def _told(events: list[Event], change: Change) -> News:
    """The newest of `events` in words."""
    if not events:
        return News()
    state, newest = change.state, events[-1]
    told = describe(newest, state.members, state.stages, state.vocabulary, state.zone)
    return News(told, newest.id)
