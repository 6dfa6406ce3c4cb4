"""The things of the board as frozen records; what is put together of them is in `views`.

Times are aware and in UTC. Text in records has been through `text.clean` already.

Records are named tuples, which are made an order of magnitude faster than frozen dataclasses,
class and instance: a shell command defines all of them, a board loads thousands. Those that
are stored as JSON objects are dataclasses.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from csboard.domain.frozen_dataclasses import dataclass
from csboard.domain.reply_mark import ReplyMark
from csboard.named import NamedTuple

if TYPE_CHECKING:
    from csboard.domain.card_clocks import CardClocks

INTAKE_LOGIN = "intake"
"""The system member in whose name mail and imports arrive."""


class Role(StrEnum):
    VIEWER = "viewer"
    MEMBER = "member"
    LEAD = "lead"


class Urgency(StrEnum):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"

    @property
    def rank(self) -> int:
        """0 for the most urgent, so that sorting ascending puts it first."""
        return (Urgency.URGENT, Urgency.HIGH, Urgency.NORMAL, Urgency.LOW).index(self)

    @classmethod
    def of_rank(cls, rank: int) -> "Urgency":
        return (Urgency.URGENT, Urgency.HIGH, Urgency.NORMAL, Urgency.LOW)[rank]


class Channel(StrEnum):
    MAIL = "mail"
    PHONE = "phone"
    COUNTER = "counter"
    PROGRAM = "program"
    IMPORT = "import"


class Outcome(StrEnum):
    SATISFIED = "satisfied"
    SETTLED = "settled"
    AGAINST_WISH = "against_wish"
    NO_ANSWER = "no_answer"


class Direction(StrEnum):
    IN = "in"
    OUT = "out"
    NOTE = "note"
    AUTO = "auto"


class TaskRef(NamedTuple):
    """Names a task as people do: `#1042` (the reply) or `#1042.2` (a task split off)."""

    number: int
    seq: int = 1

    def __str__(self) -> str:
        return str(self.number) if self.seq == 1 else f"{self.number}.{self.seq}"

    @classmethod
    def parse(cls, text: str) -> "TaskRef":
        """Read `1042`, `#1042`, `#1042.2`, full-width forms too; else ValueError."""
        folded = unicodedata.normalize("NFKC", text).strip()
        match = re.fullmatch(r"#?([1-9][0-9]{0,8})(?:\.([1-9][0-9]{0,3}))?", folded)
        if match is None:
            raise ValueError(text)
        return cls(int(match[1]), int(match[2] or 1))


class Introduction(NamedTuple):
    """What a person says of themselves who comes to a board."""

    name: str = ""
    language: str = ""


class Actor(NamedTuple):
    """Who acts. `via` is the person at the keyboard when acting for another (`--as`)."""

    login: str
    via: str | None = None
    introduction: Introduction | None = None
    """Of somebody who may be new: they are a member from their first act on that isn't refused."""


class Member(NamedTuple):
    """Somebody of the team, known by their operating-system account."""

    id: int
    login: str
    name: str
    role: Role
    language: str = ""
    """`ja`, `en`, or empty: as the person's environment says."""
    active: bool = True
    learning: bool = False
    """Marked as new to the work: the team's rule may ask for an approval of their replies."""


class Customer(NamedTuple):
    """Somebody who asks, with the address they last wrote from."""

    id: int
    name: str
    email: str
    """The address the customer last wrote from, verbatim; empty when they never wrote."""
    organisation: str = ""


@dataclass(frozen=True)
class Tags:
    """The three dimensions an inquiry is found again by."""

    content: tuple[str, ...] = ()
    symptom: tuple[str, ...] = ()
    emotion: tuple[str, ...] = ()


NO_TAGS = Tags()


FOR_WHOM = ("customer", "internal", "date")
"""For whom or what something can wait."""


@dataclass(frozen=True)
class Waiting:
    """The mark on a card in Doing that says for whom, for what and until when it rests."""

    for_whom: str
    """`customer`, `internal` or `date`."""
    what: str = ""
    until: datetime | None = None
    sleeps: bool = False
    """Whether it rests until then even when the customer writes."""

    def is_over(self, now: datetime) -> bool:
        """Whether its time has come, so that the card is awake though the mark is there."""
        return self.until is not None and self.until <= now


@dataclass(frozen=True)
class Stage:
    """A column of the board. `kind` is `todo`, `doing` or `done`: what the rules go by."""

    key: str
    kind: str
    names: Mapping[str, str]
    definition_of_done: str = ""
    """What the team has agreed on, in its own words."""
    limit: int | None = None
    needs: tuple[str, ...] = ()
    """What must be known of an inquiry before it may come in here; some of `NEEDS`."""

    def name(self, language: str) -> str:
        return self.names.get(language) or self.names.get("en") or self.key


class Pin(NamedTuple):
    """That somebody wants a card to come first."""

    login: str
    at: datetime


class Task(NamedTuple):
    """The unit of work: the reply, or a task split off."""

    id: int
    ref: TaskRef
    title: str
    """Empty for the reply task, which goes by the inquiry's subject."""
    stage: str
    owner: str | None
    """Login of whoever holds it."""
    owner_since: datetime | None
    version: int
    opened_at: datetime
    closed_at: datetime | None
    waiting: Waiting | None = None
    free_since: datetime | None = None
    """Since when nobody has it, or had it last; None for as long as it is there."""
    pin: Pin | None = None
    woke_at: datetime | None = None
    """When the customer's answer ended its waiting, until somebody acts on it."""

    @property
    def nobodys_since(self) -> datetime | None:
        """Since when nobody has it; None while somebody has."""
        return None if self.owner else self.free_since or self.opened_at


NEEDS = ("owner", "fact", "emotion", "policy", "outcome", "content", "symptom", "reply", "tasks")
"""What a stage can ask for: fields of the inquiry, a tag of a dimension, an owner of the reply,
a first reply, or that every other task is done."""


class Inquiry(NamedTuple):
    """One customer's matter."""

    number: int
    channel: Channel
    subject: str
    urgency: Urgency
    customer: Customer
    opened_at: datetime
    version: int
    tags: Tags = NO_TAGS
    first_reply_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    policy: str = ""
    fact: str = ""
    emotion: str = ""
    follows: int | None = None
    """The earlier, closed inquiry whose conversation this one goes on from."""
    merged_into: int | None = None
    """The inquiry that this one goes on in; readings lead there by themselves."""
    junked_at: datetime | None = None
    """When it was filed as junk; its tasks are off the board since."""


class InquiryFields(NamedTuple):
    """What can be written down of an inquiry; None for what is not meant."""

    subject: str | None = None
    urgency: Urgency | None = None
    policy: str | None = None
    fact: str | None = None
    emotion: str | None = None
    outcome: Outcome | Literal[""] | None = None
    """The empty text takes the outcome away."""
    tags: Tags | None = None
    customer_name: str | None = None
    organisation: str | None = None


class Offer(NamedTuple):
    """That its owner offers a task to somebody else."""

    receiver: str | None
    """Login; None: to whoever takes it."""
    name: str = ""
    """What to show for them: display name, else login; empty for whoever takes it."""


class Card(NamedTuple):
    """One task as board and list show it; everything needed to draw, nothing to look up."""

    task_id: int
    ref: TaskRef
    version: int
    title: str
    """The inquiry's subject, or the title of a task split off."""
    customer_name: str
    customer_email: str
    channel: Channel
    stage: str
    urgency: Urgency
    owner: str | None
    owner_name: str
    """What to show for the owner: display name, else login; empty when unassigned."""
    owner_since: datetime | None
    opened_at: datetime
    first_reply_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    waiting: Waiting | None = None
    tags: Tags = NO_TAGS
    last_in_at: datetime | None = None
    """When the customer last wrote."""
    reply: ReplyMark | None = None
    """How the open draft stands; on the card of the reply, where there is a draft."""
    clocks: "CardClocks | None" = None
    """How its inquiry's promises stand; None where nothing that goes on is promised."""
    free_since: datetime | None = None
    """Since when nobody has it; None while somebody has."""
    pin: Pin | None = None
    woke_at: datetime | None = None
    """When the customer's answer ended its waiting, until somebody acts on it."""
    offer: Offer | None = None
    """That it is being handed off, and to whom; None where it isn't."""


Held = Task | Card
"""A task as it is stored or as it is shown: both say who holds it and whether it is done."""


@dataclass(frozen=True)
class AttachmentInfo:
    """One attachment as the conversation lists it; its bytes stay in the raw original."""

    name: str
    size: int
    type: str
    part: int
    """Index of the MIME part in the raw original, in walking order."""


class Message(NamedTuple):
    """One piece of the conversation: mail in or out, an internal note, a machine's word."""

    id: int
    direction: Direction
    at: datetime
    sender_name: str
    sender_email: str
    subject: str
    text: str
    attachments: tuple[AttachmentInfo, ...] = ()
    kind: str = ""
    """Why it isn't plain: `bounce`, `auto-reply`, `bounce-delayed`, `take-over`, …; else empty."""
    author: str | None = None
    """Login of the member whose note or reply it is."""
    receipt_id: int | None = None
    """The raw original it was read from."""
    flag: str = ""
    """`sender-not-in-thread` when a stranger holds our Message-ID; else empty."""
    number: int = 0
    """The inquiry it came in to, which may have been merged into the one at hand."""


class Event(NamedTuple):
    """One line of history. `detail` holds ids, codes, numbers and digests, never text."""

    id: int
    at: datetime
    actor: str
    kind: str
    number: int | None = None
    task: TaskRef | None = None
    detail: Mapping[str, object] = MappingProxyType({})
    via: str | None = None
    op_id: str = ""
    other: int | None = None
    """Another inquiry that the event is about, as in a merge."""


IMPORTS = ("jsonl", "csv")
"""Sources whose items are lines and rows of ours, not mail."""


class Receipt(NamedTuple):
    """A raw original as the board took it in, and what became of it."""

    id: int
    received_at: datetime
    source: str
    """Where it came from: `pipe`, `maildir`, `mbox`, `imap`, `jsonl`, `csv`."""
    state: str
    """`received` (not read yet), `opened`, `joined`, `filed`, `held`."""
    size: int
    number: int | None = None
    """The inquiry it belongs to, if any."""
    reason: str = ""
    """Why it was filed or held: a stable code such as `auto-reply`, `bounce`, `own-address`."""
    subject: str = ""
    sender: str = ""
    known: bool = False
    """True when the very same bytes had been taken in before: nothing new was stored."""
    detail: Mapping[str, object] = MappingProxyType({})
    """What was measured or found out about its reason."""
    reader: int = 1
    """Version of what has read it."""
