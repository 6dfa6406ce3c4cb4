"""What of an inquiry's history its clocks go by, out of its events and messages.

An act that was undone never was. What a machine wrote counts for nothing, in either direction,
but that a reply of ours came back: it has reached nobody then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from csboard.domain.inverses import time_of
from csboard.domain.promises import Traits
from csboard.domain.records import Channel, Direction, Event, Inquiry, Message, Urgency
from csboard.named import NamedTuple
from csboard.text import fold

SPOKEN = (Channel.PHONE, Channel.COUNTER)
"""Whoever comes by one of these has been answered when their matter is written down."""


class Turned(StrEnum):
    """What happened."""

    OPENED = "opened"
    ASKED = "asked"
    """The customer wrote."""
    ANSWERED = "answered"
    """We wrote to the customer."""
    CAME_BACK = "came_back"
    """That reply of ours reached nobody."""
    EXCUSED = "excused"
    """That message of the customer's needs no answer."""
    WAITS = "waits"
    RESUMED = "resumed"
    CLOSED = "closed"
    REOPENED = "reopened"
    JUNKED = "junked"
    UNJUNKED = "unjunked"
    MERGED = "merged"
    """It goes on in another."""


class Turn(NamedTuple):
    """One thing that clocks go by."""

    at: datetime
    kind: Turned
    number: int
    """The inquiry it was in; more than one when some were merged."""
    message: int = 0
    """Id of the message it is about."""
    for_whom: str = ""
    """Whom it waits for."""
    until: datetime | None = None
    """When it stops waiting by itself."""


class Story(NamedTuple):
    """An inquiry with all that goes on in it, as its clocks see it."""

    number: int
    opened_at: datetime
    """When the first of what was merged in it came in."""
    turns: tuple[Turn, ...]
    """In their order."""
    traits: tuple[tuple[datetime, Traits], ...]
    """What promises go by, each from when it held; the first from the beginning."""
    spoken: bool = False
    """Whether the customer was spoken to when it was opened, and waits for no first reply."""


def story_of(
    inquiry: Inquiry,
    messages: Sequence[Message],
    events: Sequence[Event],
    *,
    merged: Sequence[int] = (),
    mailbox: str = "",
    tags: frozenset[str] | None = None,
    tags_before: Mapping[int, frozenset[str]] = MappingProxyType({}),
) -> Story:
    """Of an inquiry with the messages and events of the whole, events oldest first.

    `merged` are the numbers of those that go on in it; events of others count for nothing.
    `mailbox` is the folded address of ours it came in by. `tags` are the (folded) names of its
    tags; None: as the inquiry has them. `tags_before` tells, by the id of an event that edited
    the tags, which there were before; without it the present ones are taken to have been there
    always.
    """
    teller = _Teller(inquiry, {message.id: message for message in messages})
    own = {inquiry.number, *merged}
    stood = [event for event in standing(events) if event.number in own]
    for event in stood:
        if event.kind in _TOLD:
            _TOLD[event.kind](teller, event)
    teller.settle(events[-1].at if events else inquiry.opened_at)
    turns = [*_written(messages, inquiry.number), *teller.turns]
    turns.sort(key=lambda turn: (turn.at, turn.kind is not Turned.OPENED))
    opened_at = min((turn.at for turn in turns), default=inquiry.opened_at)
    if tags is None:
        written = inquiry.tags
        tags = frozenset(map(fold, (*written.content, *written.symptom, *written.emotion)))
    now = Traits(inquiry.urgency, tags, mailbox)
    return Story(
        number=inquiry.number,
        opened_at=opened_at,
        turns=tuple(turns),
        traits=_traits(inquiry.number, now, stood, opened_at, tags_before),
        spoken=inquiry.channel in SPOKEN,
    )


def standing(events: Iterable[Event]) -> list[Event]:
    """Those that nobody has undone, without the undoing."""
    every = list(events)
    undone = {event.detail.get("event") for event in every if event.kind == "undone"}
    return [event for event in every if event.kind != "undone" and event.id not in undone]


class _Teller:
    """Follows the events and tells the turns."""

    def __init__(self, inquiry: Inquiry, messages: Mapping[int, Message]) -> None:
        self.turns: list[Turn] = []
        self._inquiry = inquiry
        self._messages = messages
        self._sent: dict[object, int] = {}
        """By draft, the message that it was sent as."""
        self._closed_at: dict[int, datetime | None] = {}
        """By number: when it was closed; None while it is open."""
        self._waiting: set[int] = set()
        """Numbers of those whose reply waits."""

    def opened(self, event: Event) -> None:
        number = _number(event)
        own = number == self._inquiry.number
        at = self._inquiry.opened_at if own else self._time_of_message(event)
        self._closed_at[number] = None
        self._tell(at, Turned.OPENED, number)

    def moved(self, event: Event) -> None:
        self.resumed(event)
        if "inquiry_closed_at" not in event.detail:
            return
        if event.detail["inquiry_closed_at"] is None:
            self._close(_number(event), event.at)
        else:
            self._reopen(_number(event), event.at)

    def reopened(self, event: Event) -> None:
        self._reopen(_number(event), event.at)

    def joined(self, event: Event) -> None:
        """The customer's words count from when they came in, what they set going with them."""
        number, at = _number(event), self._time_of_message(event)
        if event.detail.get("reopened"):
            self._reopen(number, max(at, self._closed_at.get(number) or at))
        resumed = event.detail.get("resumed")
        if isinstance(resumed, list) and str(number) in resumed:
            self._resume(number, at)

    def waits(self, event: Event) -> None:
        if _is_reply(event):
            self._wait(event, event.detail)

    def resumed(self, event: Event) -> None:
        """Whatever takes the reply out of waiting: also moving it on, or giving it back."""
        if _is_reply(event):
            self._resume(_number(event), event.at)

    def merged(self, event: Event) -> None:
        self._tell(event.at, Turned.MERGED, _number(event))
        target = event.detail.get("target")
        if isinstance(target, Mapping) and "closed_at" in target.get("changed", ()):
            self._reopen(event.other or 0, event.at)

    def junked(self, event: Event) -> None:
        self._tell(event.at, Turned.JUNKED, _number(event))

    def unjunked(self, event: Event) -> None:
        self._tell(event.at, Turned.UNJUNKED, _number(event))

    def sent(self, event: Event) -> None:
        self._sent[event.detail.get("draft")] = _id(event.detail.get("message"))

    def filed(self, event: Event) -> None:
        """A bounce, which may be the first that is heard of a reply."""
        if event.detail.get("reason") != "bounce":
            return
        draft = event.detail.get("draft")
        message = _id(event.detail.get("sent")) or self._sent.get(draft, 0)
        if message:
            turn = Turn(event.at, Turned.CAME_BACK, _number(event), message)
            self.turns.append(turn)

    def excused(self, event: Event) -> None:
        message = _id(event.detail.get("message"))
        self.turns.append(Turn(event.at, Turned.EXCUSED, _number(event), message))
        waiting = event.detail.get("waiting")
        mark = waiting.get(str(_number(event))) if isinstance(waiting, Mapping) else None
        if mark is not None:  # what the message had ended goes on
            self._wait(event, mark)

    def settle(self, last: datetime) -> None:
        """Take the inquiry's own word on whether it is closed, where events don't tell: an act
        that was undone may have closed it, or have kept it from closing."""
        number, closed_at = self._inquiry.number, self._inquiry.closed_at
        if self._inquiry.junked_at is not None:
            return
        if closed_at is not None and self._closed_at.get(number) is None:
            self._close(number, closed_at)
        elif closed_at is None and self._closed_at.get(number) is not None:
            self._reopen(number, last)

    def _wait(self, event: Event, mark: Mapping[str, object]) -> None:
        number, until = _number(event), time_of(mark.get("until"))
        self._waiting.add(number)
        self._tell(event.at, Turned.WAITS, number, str(mark["for"]), until)

    def _resume(self, number: int, at: datetime) -> None:
        if number in self._waiting:
            self._waiting.remove(number)
            self._tell(at, Turned.RESUMED, number)

    def _close(self, number: int, at: datetime) -> None:
        self._closed_at[number] = at
        self._tell(at, Turned.CLOSED, number)

    def _reopen(self, number: int, at: datetime) -> None:
        self._closed_at[number] = None
        self._tell(at, Turned.REOPENED, number)

    def _tell(
        self,
        at: datetime,
        kind: Turned,
        number: int,
        for_whom: str = "",
        until: datetime | None = None,
    ) -> None:
        self.turns.append(Turn(at, kind, number, for_whom=for_whom, until=until))

    def _time_of_message(self, event: Event) -> datetime:
        """When what the event tells of came in; its own time where that isn't known."""
        message = self._messages.get(_id(event.detail.get("message")))
        return message.at if message else event.at


_TOLD: dict[str, Callable[[_Teller, Event], None]] = {
    "opened": _Teller.opened,
    "divided": _Teller.opened,
    "joined": _Teller.joined,
    "moved": _Teller.moved,
    "reopened": _Teller.reopened,
    "waiting": _Teller.waits,
    "resumed": _Teller.resumed,
    "released": _Teller.resumed,
    "merged": _Teller.merged,
    "junked": _Teller.junked,
    "unjunked": _Teller.unjunked,
    "sent": _Teller.sent,
    "filed": _Teller.filed,
    "excused": _Teller.excused,
}
"""By the kind of event, what clocks make of it; others are nothing to them."""

_WRITTEN = {Direction.IN: Turned.ASKED, Direction.OUT: Turned.ANSWERED}
"""Notes and what machines write are no turns."""


def _written(messages: Iterable[Message], number: int) -> list[Turn]:
    return [
        Turn(message.at, _WRITTEN[message.direction], message.number or number, message.id)
        for message in messages
        if message.direction in _WRITTEN
    ]


def _traits(
    number: int,
    now: Traits,
    events: Sequence[Event],
    opened_at: datetime,
    tags_before: Mapping[int, frozenset[str]],
) -> tuple[tuple[datetime, Traits], ...]:
    """Back from what holds now, change by change."""
    found: list[tuple[datetime, Traits]] = []
    for event in reversed(events):
        before = now
        urgency = _urgency_before(event, number)
        if urgency is not None:
            before = before._replace(urgency=urgency)
        if event.id in tags_before:
            before = before._replace(tags=tags_before[event.id])
        if before != now:
            found.append((event.at, now))
            now = before
    return ((opened_at, now), *reversed(found))


def _urgency_before(event: Event, number: int) -> Urgency | None:
    """What was the inquiry's urgency before an event that may have changed it."""
    told = event.detail.get("urgency")
    if event.kind == "edited" and event.number == number and isinstance(told, Mapping):
        return Urgency(told["from"])
    if event.kind == "merged" and event.other == number and isinstance(told, str):
        return Urgency(told)
    return None


def _number(event: Event) -> int:
    return event.number or 0


def _is_reply(event: Event) -> bool:
    return event.task is not None and event.task.seq == 1


def _id(value: object) -> int:
    return value if isinstance(value, int) else 0
