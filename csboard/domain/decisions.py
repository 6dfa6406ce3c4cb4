"""What a decision is: the changes it makes and the one line of history it leaves."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from csboard.domain.records import TaskRef
from csboard.named import NamedTuple


class Thing(StrEnum):
    """What can be written. The values name the tables."""

    MEMBER = "member"
    CUSTOMER = "customer"
    ADDRESS = "address"
    INQUIRY = "inquiry"
    TASK = "task"
    MESSAGE = "message"
    RECEIPT = "receipt"
    RAW = "raw"
    SETTING = "setting"
    FORMER = "former"
    """What fields said before they were edited, so that it can be taken back."""
    LINK = "link"
    PERSONAL = "personal"
    """One member's own marks, without an event."""
    BLOCK = "block"
    MAILBOX = "mailbox"
    """How far a mailbox was taken in, without an event."""
    DRAFT = "draft"
    DRAFT_FILE = "draft_file"
    REVISION = "revision"
    COMMENT = "comment"
    ASK = "ask"
    VERDICT = "verdict"
    OUTBOX = "outbox"
    PRESENCE = "presence"
    """Which board is open where, without an event."""
    LEASE = "lease"
    """Who does what only one may do, without an event."""
    INBOX = "inbox"
    READ_MARK = "read_mark"
    """What a member has read, without an event."""
    THANKS = "thanks"
    TAG = "tag"
    """A word of the team's vocabulary."""
    SUCCESS = "success"
    SUCCESS_WORD = "success_word"
    TEMPLATE = "template"
    REUSE = "reuse"
    TIME_ENTRY = "time_entry"
    BROKEN_WHY = "broken_why"
    ALARM = "alarm"
    READING = "reading"
    ABSENCE = "absence"
    ABSENCE_TASK = "absence_task"
    HAND_OFF = "hand_off"
    STAND_UP = "stand_up"


class Ref(NamedTuple):
    """Stands for the id of a row that an earlier `Insert` of the same decision makes."""

    name: str


class Insert(NamedTuple):
    """A new row."""

    thing: Thing
    values: Mapping[str, object]
    name: str = ""
    """How later changes and the event refer to the new row's id."""


class Update(NamedTuple):
    """New values for one row."""

    thing: Thing
    id: int | str | Ref
    values: Mapping[str, object]
    version: int | None = None
    """Compare-and-set: the row must still have this version, and gets the next one."""


class EventDraft(NamedTuple):
    """The event to be, without the id, time and actor that the write gives it."""

    kind: str
    number: int | None = None
    task: TaskRef | None = None
    detail: Mapping[str, object] = MappingProxyType({})
    """Ids, codes, numbers and digests; a `Ref` becomes the id it stands for."""
    other: int | None = None
    """Another inquiry that the event is about; it stands in both histories."""


class Decision(NamedTuple):
    """Changes and the event that tells of them."""

    changes: tuple[Insert | Update, ...]
    event: EventDraft


class Quiet(NamedTuple):
    """Changes that are nobody else's business: no event tells of them, no bell rings."""

    changes: tuple[Insert | Update, ...]
