"""A reply on its way from the first word to the customer: records of drafts, reviews and sending.

As in `csboard.domain.records`, times are aware and in UTC, and text has been cleaned.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from csboard.domain.letters import Address
from csboard.domain.records import Inquiry, Member, Message, TaskRef
from csboard.domain.time_records import Running
from csboard.named import NamedTuple

PEN_REST = 45
"""Seconds without a sign after which whoever has the pen counts as gone."""


class Recipients(NamedTuple):
    """Whom a reply goes to, each once."""

    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()

    @property
    def all(self) -> tuple[Address, ...]:
        return self.to + self.cc


class Words(NamedTuple):
    """Everything of a reply that a person writes."""

    recipients: Recipients
    subject: str
    text: str
    sender: str = ""
    """The address of ours it goes out from."""


class Pen(NamedTuple):
    """Who writes in a draft at this moment."""

    login: str
    session: str
    """Which of their open boards; a person may have two."""
    at: datetime
    """The last sign of them."""


class FileInfo(NamedTuple):
    """A file that goes out with a reply; its bytes stay in the database."""

    id: int
    name: str
    type: str
    size: int
    sha256: str


class Draft(NamedTuple):
    """A reply being written, or one that was sent or discarded."""

    id: int
    number: int
    """The inquiry it was begun in, which may have been merged into another since."""
    author: str
    """Login of who is accountable for it."""
    writer: str
    """Login of whose the words are as they stand: who last saved others."""
    begun_at: datetime
    saved_at: datetime
    version: int
    words: Words
    answers: int | None = None
    """Id of the message it answers."""
    seen: int = 0
    """Id of the newest message that whoever wrote it last had before their eyes."""
    pen: Pen | None = None
    ended_at: datetime | None = None
    ending: str = ""
    """`sent`, `discarded`, or empty while it is open."""
    files: tuple[FileInfo, ...] = ()

    def writer_at(self, now: datetime) -> Pen | None:
        """Who has the pen and still gives signs of life."""
        if self.pen is None or (now - self.pen.at).total_seconds() > PEN_REST:
            return None
        return self.pen


class Revision(NamedTuple):
    """A state of a draft that somebody spoke of, judged or sent; it never changes."""

    id: int
    draft_id: int
    seq: int
    """1, 2, 3, … within the draft."""
    at: datetime
    author: str
    words: Words
    files: tuple[FileInfo, ...]
    digest: str
    """Of `words` and `files`: equal for equal ones, see `drafting.digest_of`."""
    kind: str = ""
    """`left`: what somebody had written whose pen was taken; else empty."""


class Comment(NamedTuple):
    """A colleague's word on a draft, on a customer's message or on a sent reply; never sent."""

    id: int
    number: int
    author: str
    at: datetime
    text: str
    version: int
    draft_id: int | None = None
    revision_id: int | None = None
    """The revision whose lines it quotes."""
    message_id: int | None = None
    """The message whose lines it quotes."""
    parent: int | None = None
    """The comment it answers."""
    first: int | None = None
    last: int | None = None
    """Lines of that revision or message, from 0, both included; None: on the whole."""
    quote: str = ""
    """Exactly the words it is about."""
    proposal: str | None = None
    """Words to stand in place of the quoted ones."""
    accepted_at: datetime | None = None
    resolved_at: datetime | None = None
    resolved_by: str | None = None


class Ask(NamedTuple):
    """A wish for a review that is still open."""

    id: int
    draft_id: int
    at: datetime
    by: str
    of: str | None = None
    """Of whom; None: of anybody, or of who knows `topic`."""
    topic: str = ""


class VerdictWord(StrEnum):
    APPROVE = "approve"
    CHANGE = "change"
    COMMENT = "comment"


class Verdict(NamedTuple):
    """What a colleague said of one revision as a whole."""

    id: int
    draft_id: int
    revision_id: int
    login: str
    at: datetime
    word: VerdictWord
    comment_id: int | None = None


class OutboxState(StrEnum):
    QUEUED = "queued"
    CLAIMED = "claimed"
    """Somebody has it in hand; nothing was given away yet."""
    HANDING = "handing"
    """The mail server may have it already: never sent again by itself from here on."""
    SENT = "sent"
    FAILED = "failed"
    """Refused for good (5xx), or it could not be made."""
    UNKNOWN = "unknown"
    """Nobody knows whether it went out; a person has to say."""
    STOPPED = "stopped"
    BOUNCED = "bounced"
    """Sent, and came back."""


class OutboxEntry(NamedTuple):
    """A reply on its way out."""

    id: int
    draft_id: int
    number: int
    revision_id: int
    digest: str
    message_id: str
    way: str
    """`smtp`, `sendmail` or `hand`."""
    state: OutboxState
    queued_at: datetime
    queued_by: str
    not_before: datetime
    attempt: int
    version: int
    holder: str = ""
    held_until: datetime | None = None
    code: str = ""
    ended_at: datetime | None = None


class Thanks(NamedTuple):
    """A colleague's thanks for a sent reply."""

    message_id: int
    login: str
    at: datetime


class Correspondent(NamedTuple):
    """An open board: who looks at which inquiry, or writes in it."""

    login: str
    session: str
    number: int | None
    doing: str
    """`looks`, `writes` or empty."""
    sends: bool
    """Whether that program can send what is due."""
    at: datetime


class ReplyView(NamedTuple):
    """Everything of one inquiry's replies that the screens show."""

    inquiry: Inquiry
    messages: tuple[Message, ...]
    members: dict[str, Member]
    drafts: tuple[Draft, ...]
    """The open ones, the inquiry's own first; merging can bring a second one."""
    revisions: tuple[Revision, ...] = ()
    """Of the open drafts, oldest first."""
    comments: tuple[Comment, ...] = ()
    """Of the whole inquiry, oldest first, without withdrawn ones."""
    asks: tuple[Ask, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    outbox: tuple[OutboxEntry, ...] = ()
    """Of all its replies, sent ones too, oldest first."""
    thanks: tuple[Thanks, ...] = ()
    reviewer: str | None = None
    """Login of whom the owner meant to ask for a review when they took the inquiry."""

    @property
    def draft(self) -> Draft | None:
        """The one that `r` opens."""
        return self.drafts[0] if self.drafts else None


class InboxItem(NamedTuple):
    """Something that wants one member: a mention, a review asked of them, a word on their draft."""

    id: int
    at: datetime
    kind: str
    """`mention`, `to_review`, `review_asked`, `commented`, `answered`, `approve`, `change`,
    `comment`, `bounced`, `failed`, `unknown`, `thanked`, `taken_over`, one of
    `inbox_words.OF_ALARMS` or `mentions.STAND_INS_AWAY`, or what became of a hand-off that was
    offered (`mentions`)."""
    number: int
    subject: str
    actor: str
    draft_id: int | None = None
    comment_id: int | None = None
    message_id: int | None = None
    read_at: datetime | None = None
    words: str = ""
    """The beginning of the comment or note that it is; empty for what is neither."""
    about: str | None = None
    """Of an alarm about a person: their login; of one about who leaves, theirs."""
    more: int = 0
    """How many more of its kind it tells of; of too much in one hand, how much that is."""
    clock: str = ""
    """Of an alarm about a promise: which clock, one of `promises.CLOCKS`; empty where it tells of
    several."""
    happened_to: int | None = None
    """The number it happened to, where that goes on in `number` by now."""


class Surroundings(NamedTuple):
    """What a member's open board shows around its cards."""

    present: tuple[Correspondent, ...] = ()
    """The open boards that gave a sign lately, the latest first."""
    read: Mapping[int, datetime] = MappingProxyType({})
    """Up to when the member has read the inquiries that are open, by number."""
    unread: int = 0
    """How much in their inbox they haven't seen to."""
    stuck: int = 0
    """How many replies wait to go out while no program is there that sends."""
    timers: tuple[Running, ...] = ()
    """The timers that run on tasks, and the member's own whatever it is on."""


class SentReply(NamedTuple):
    """One sent reply in a reading round."""

    message: Message
    task: TaskRef
    subject: str
    thanks: tuple[Thanks, ...]
    comments: tuple[Comment, ...]
