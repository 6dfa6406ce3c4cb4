"""Alarms as programs and screens read them, and the cards that they are found in."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from csboard.domain.absences import Span
from csboard.domain.alarms import Alarm
from csboard.domain.records import TaskRef, Waiting
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.card_clocks import CardClocks


class Watched(NamedTuple):
    """An open task with what alarms go by, whatever the time is."""

    task_id: int
    ref: TaskRef
    title: str
    """The inquiry's subject, or the title of a task split off."""
    owner: str | None
    """Login."""
    owner_since: datetime
    """Since when nobody, or that owner, has had it."""
    moved_at: datetime
    """When anything last happened in its inquiry."""
    waiting: Waiting | None = None
    clocks: "CardClocks | None" = None
    """On the card of the reply, how its inquiry's promises stand."""
    bounced_at: datetime | None = None
    """When our last reply came back, if nothing was sent since."""
    stage: str = ""
    offered_at: datetime | None = None
    """Since when its owner offers it to somebody, who hasn't taken it."""
    away: tuple[Span, ...] = ()
    """Of what is offered: when its owner is away."""


class Watch(NamedTuple):
    """All that stands open, and what people were told of it."""

    cards: tuple[Watched, ...]
    told: Mapping[Alarm, datetime]
    """When, by alarm."""


class ShownAlarm(NamedTuple):
    """An alarm that stands, with what is shown beside it."""

    alarm: Alarm
    title: str
    """What the card is called; empty where it is about a person."""
    left: timedelta | None = None
    """Business time until the promise is due, of one that is about a promise."""
    told_at: datetime | None = None
    """When people were told of it; None while nobody was."""


class Alarms(NamedTuple):
    """All that stand at a moment."""

    shown: tuple[ShownAlarm, ...]
    """Ordered by kind, what can be helped least first; of a kind the longest standing first."""
    untold: tuple[Alarm, ...]
    """Those that people are to be told of now, in the same order."""
    next_look: datetime | None
    """Until when no other comes if nothing happens; None when none will come by itself."""


NO_ALARMS = Alarms((), (), None)


class DueMail(NamedTuple):
    """An alarm that is to be mailed."""

    id: int
    alarm: Alarm
