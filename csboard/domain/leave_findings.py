"""What can stand in the way of somebody who wants to go, and how much each of it weighs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from csboard.domain.holders import Topic
from csboard.domain.promises import SOLVED
from csboard.domain.records import TaskRef, Waiting
from csboard.domain.stand_in_stretches import Stretch
from csboard.named import NamedTuple

HEAVY = 3
"""From so many points on a thing stands in the way; what is lighter is worth seeing to."""


class Part(StrEnum):
    """What a line belongs to."""

    TASKS = "tasks"
    PROMISES = "promises"
    REPLIES = "replies"
    COLLEAGUES = "colleagues"
    WAITING = "waiting"
    CUSTOMERS = "customers"
    TOPICS = "topics"
    TIMER = "timer"


MOST: Mapping[Part, int] = {
    Part.TASKS: 50,
    Part.PROMISES: 20,
    Part.REPLIES: 9,
    Part.COLLEAGUES: 8,
    Part.WAITING: 5,
    Part.CUSTOMERS: 3,
    Part.TOPICS: 3,
    Part.TIMER: 2,
}
"""Points that each takes at most."""


class Kind(StrEnum):
    """What stands in the way; of the same points the one named first comes first."""

    OVERDUE = "overdue"
    NOBODY = "nobody"
    SHEET = "sheet"
    DUE = "due"
    STAND_IN = "stand_in"
    NOT_SENT = "not_sent"
    REVIEW = "review"
    DRAFT = "draft"
    STANDS_IN = "stands_in"
    OFFERED = "offered"
    UNTAKEN = "untaken"
    WAKES = "wakes"
    TIMER = "timer"
    ON_ITS_WAY = "on_its_way"
    CUSTOMER = "customer"
    TOPIC = "topic"


POINTS: Mapping[Kind, tuple[Part, int]] = {
    Kind.OVERDUE: (Part.PROMISES, 8),
    Kind.NOBODY: (Part.TASKS, 8),
    Kind.SHEET: (Part.TASKS, 7),
    Kind.DUE: (Part.PROMISES, 6),
    Kind.STAND_IN: (Part.TASKS, 5),
    Kind.NOT_SENT: (Part.REPLIES, 5),
    Kind.REVIEW: (Part.COLLEAGUES, 4),
    Kind.DRAFT: (Part.REPLIES, 4),
    Kind.STANDS_IN: (Part.COLLEAGUES, 4),
    Kind.OFFERED: (Part.TASKS, 3),
    Kind.UNTAKEN: (Part.COLLEAGUES, 3),
    Kind.WAKES: (Part.WAITING, 3),
    Kind.TIMER: (Part.TIMER, 2),
    Kind.ON_ITS_WAY: (Part.REPLIES, 1),
    Kind.CUSTOMER: (Part.CUSTOMERS, 1),
    Kind.TOPIC: (Part.TOPICS, 1),
}
"""What part each belongs to, and the points it takes."""


class Mend(StrEnum):
    """What mends a line; each has one key, and one command of the shell."""

    HAND_OFF = "hand_off"
    """Write its sheet and offer it."""
    OFFER = "offer"
    """Offer what is written, or to somebody else what is offered."""
    TAKE = "take"
    """Take what is offered, and read it back."""
    REPLY = "reply"
    """Write the reply."""
    SEND = "send"
    """Send the reply that is written."""
    REVIEW = "review"
    """Review the draft of a colleague."""
    WAIT = "wait"
    """Let it wait for another date."""
    NOTE = "note"
    """Write down for colleagues what is known of a customer."""
    STOP = "stop"
    """Stop the timer."""
    ABSENCES = "absences"
    """Name somebody else who stands in."""
    LEARN = "learn"
    """Write a case, or let somebody else answer or review the next one."""
    TAKE_OVER = "take_over"
    """Take somebody else's task over, saying why."""
    LOOK = "look"
    """Look at what is between two others."""
    ASK = "ask"
    """Ask whoever goes: it is theirs to do as long as they are there."""


MENDS: Mapping[Kind, Mend] = {
    Kind.OVERDUE: Mend.REPLY,
    Kind.NOBODY: Mend.HAND_OFF,
    Kind.SHEET: Mend.OFFER,
    Kind.DUE: Mend.REPLY,
    Kind.STAND_IN: Mend.HAND_OFF,
    Kind.NOT_SENT: Mend.REPLY,
    Kind.REVIEW: Mend.REVIEW,
    Kind.DRAFT: Mend.SEND,
    Kind.STANDS_IN: Mend.ABSENCES,
    Kind.OFFERED: Mend.OFFER,
    Kind.UNTAKEN: Mend.TAKE,
    Kind.WAKES: Mend.WAIT,
    Kind.TIMER: Mend.STOP,
    Kind.ON_ITS_WAY: Mend.REPLY,
    Kind.CUSTOMER: Mend.NOTE,
    Kind.TOPIC: Mend.LEARN,
}


class Line(NamedTuple):
    """One thing that stands in the way."""

    kind: Kind
    own_id: int
    """Of what it is about: task, draft, wish for a review, hand-off, absence, customer, timer."""
    task: TaskRef | None = None
    title: str = ""
    """The inquiry's subject, the task's title, or the customer's name."""
    at: datetime | None = None
    """When it is due, wakes, goes out, was asked or began."""
    who: str | None = None
    """Login of the colleague it has to do with."""
    about: str = ""
    """Which promise it is, or for whom it waits."""
    topic: Topic = Topic("", "")
    has_sheet: bool = False
    """Whether the task has a hand-off sheet, offered or not."""
    beside: str | None = None
    """Login of a second colleague: who stands in for what is offered, to whom it is offered
    though they can't take it then, or who could stand in for somebody.
    """
    stand_ins: tuple[Stretch, ...] = ()
    """Who stands in when, where that changes meanwhile; of an absence when nobody does."""
    missing: tuple[str, ...] = ()
    """What its hand-off sheet lacks, by the names of the fields."""
    waiting: Waiting | None = None
    """What it waits for, of one that wakes meanwhile."""
    has_draft: bool = False
    """Whether a reply is written that would keep what is due; `who` is to review it then."""

    @property
    def part(self) -> Part:
        return POINTS[self.kind][0]

    @property
    def points(self) -> int:
        return POINTS[self.kind][1]

    @property
    def is_of_a_task(self) -> bool:
        """Whether it says that a task has no receiver; `own_id` is the task's then."""
        return self.part is Part.TASKS

    @property
    def is_until_solved(self) -> bool:
        """Whether no reply keeps what is due: the task has to be handed off, or be done."""
        return self.part is Part.PROMISES and self.about == SOLVED

    @property
    def mend(self) -> Mend:
        mend = Mend.HAND_OFF if self.is_until_solved else MENDS[self.kind]
        if mend is Mend.REPLY and self.has_draft:
            return Mend.SEND
        if mend in (Mend.HAND_OFF, Mend.OFFER) and self.missing:
            return Mend.HAND_OFF
        return Mend.OFFER if self.has_sheet and mend is Mend.HAND_OFF else mend

    @property
    def is_heavy(self) -> bool:
        return self.points >= HEAVY


def mend_for(line: Line, goes: str, reader: str, *, has_begun: bool = False) -> Mend:
    """What `reader` can do about a line that stands in the way of whoever `goes`, by their logins.

    Only they themselves see to their tasks as long as they are there; once their absence
    `has_begun`, a colleague takes a task over.
    """
    if reader == goes:
        return line.mend
    if line.kind is Kind.OFFERED and line.who in (None, reader):
        return Mend.TAKE
    is_their_own_draft = line.mend is Mend.REVIEW and line.who == reader
    if is_their_own_draft or (not has_begun and line.mend in THEIRS):
        return Mend.ASK
    return _OTHERS.get(line.mend, line.mend)


THEIRS = frozenset(
    (
        Mend.HAND_OFF,
        Mend.OFFER,
        Mend.TAKE,
        Mend.REPLY,
        Mend.SEND,
        Mend.REVIEW,
        Mend.WAIT,
        Mend.NOTE,
    )
)
"""What nobody else does for somebody who is there."""


_OTHERS: Mapping[Mend, Mend] = {
    Mend.HAND_OFF: Mend.TAKE_OVER,
    Mend.OFFER: Mend.TAKE_OVER,
    Mend.WAIT: Mend.TAKE_OVER,
    Mend.TAKE: Mend.LOOK,
    Mend.SEND: Mend.REPLY,
}
