"""What is read of the board at one moment: records put together for screens and lists.

None of them is stored. As in csboard.domain.records they are named tuples.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

from csboard.domain.records import (
    Card,
    Customer,
    Event,
    Inquiry,
    Member,
    Message,
    Outcome,
    Stage,
    Task,
)
from csboard.domain.reply_mark import ReplyMark
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.absences import Absence
    from csboard.domain.clock_rules import Rules
    from csboard.domain.replies import Comment


class InquiryBrief(NamedTuple):
    """One inquiry in a list of others."""

    number: int
    subject: str
    opened_at: datetime
    closed_at: datetime | None = None
    outcome: Outcome | None = None


class Kept(NamedTuple):
    """What stands on the board of one customer, asked before it is erased."""

    customer: Customer | None
    """None for an address from which mail came and nothing else is known."""
    inquiries: tuple[InquiryBrief, ...]
    """Those in which text stands."""
    still_open: tuple[int, ...]
    """Numbers of those that somebody may be at work on."""
    messages: int
    """In them."""
    elsewhere: int
    """Messages of theirs in others' inquiries."""
    in_tray: int
    """Originals of theirs beside their inquiries."""
    cases: tuple[tuple[int, str], ...] = ()
    """Id and title of the successful cases that were made of their inquiries."""
    templates: tuple[tuple[int, str], ...] = ()
    """Id and name of the templates that were made of replies to them, or of those cases."""


class InquiryView(NamedTuple):
    """One inquiry with all that its screen shows."""

    rev: int
    inquiry: Inquiry
    tasks: tuple[Task, ...]
    messages: tuple[Message, ...]
    events: tuple[Event, ...]
    members: Mapping[str, Member]
    """By login: everybody named in it."""
    merged: tuple[int, ...] = ()
    """Numbers of the inquiries that go on in this one."""
    related: tuple[InquiryBrief, ...] = ()
    """Inquiries that were linked to it."""
    others: tuple[InquiryBrief, ...] = ()
    """The customer's other inquiries, the latest first, as many as a screen shows."""
    customer_total: int = 1
    """How many inquiries the customer has, this one included."""
    reply: ReplyMark | None = None
    """How the open draft stands; None where there is none."""
    comments: tuple["Comment", ...] = ()
    """What colleagues said of its messages, oldest first; answers among them."""
    vocabulary: Vocabulary = NO_VOCABULARY
    """By which its history says which tags were meant."""
    read_backs: Mapping[int, str] = MappingProxyType({})
    """By the id of the event with which a task was taken, how whoever took it said it again."""


class InquiryActivity(NamedTuple):
    """What happened in one inquiry over a stretch of the history."""

    number: int
    subject: str
    events: tuple[Event, ...]
    """Oldest first."""


class Activity(NamedTuple):
    """What happened since a member last looked."""

    since: int
    """Id of the last event they had seen; 0 when they never looked."""
    rev: int
    """Id of the newest event it includes."""
    inquiries: tuple[InquiryActivity, ...]
    """The one touched last first."""
    rest: tuple[Event, ...] = ()
    """Events that belong to no inquiry, oldest first."""
    more: bool = False
    """Whether there was more than is shown."""


class Counts(NamedTuple):
    """What the header and the stage titles say beyond the cards at hand."""

    by_stage: Mapping[str, int]
    unassigned: int
    done_today: int
    tray: int


class Snapshot(NamedTuple):
    """The whole board at one moment: all open cards and the latest closed ones."""

    rev: int
    """Id of the newest event it includes."""
    stages: tuple[Stage, ...]
    members: Mapping[str, Member]
    cards: tuple[Card, ...]
    counts: Counts
    team_name: str
    zone: str
    vocabulary: Vocabulary = NO_VOCABULARY
    rules: "Rules | None" = None
    """What the team has decided of its clocks; the same object as long as it stays so."""
    heat: Mapping[str, timedelta] = MappingProxyType({})
    """By emotion tag, folded, how much nearer to being due it moves an inquiry."""
    absences: "tuple[Absence, ...]" = ()
    """Those that go on or are to come, and some that are over; the earliest to end first."""


class Delta(NamedTuple):
    """What changed between two revisions; apply it to the cards of the older one."""

    since: int
    rev: int
    cards: tuple[Card, ...]
    """New or changed cards, open or lately closed."""
    events: tuple[Event, ...]
    counts: Counts
    members: Mapping[str, Member] | None = None
    """All members, when one of them changed."""
    gone: tuple[int, ...] = ()
    """Ids of tasks that are no longer on the board: merged away or withdrawn."""
    vocabulary: Vocabulary = NO_VOCABULARY
    """As it is now, whether it changed or not."""
    absences: "tuple[Absence, ...]" = ()
    """As they are now, whether they changed or not."""


class CardQuery(NamedTuple):
    """Which tasks to list. Fields that are None (or False) do not narrow."""

    stage: str | None = None
    owner: str | None = None
    unowned: bool = False
    tag: str | None = None
    """A tag of any dimension, compared folded."""
    waiting: bool = False
    include_done: bool = False
    limit: int = 1000
