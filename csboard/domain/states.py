"""What each family of rules is shown before it decides: frozen, loaded in the transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TYPE_CHECKING

from csboard.domain.people import in_a_sentence
from csboard.domain.records import (
    Customer,
    Event,
    Inquiry,
    Member,
    Message,
    Receipt,
    Stage,
    Task,
    TaskRef,
)
from csboard.domain.settings import TeamSettings
from csboard.domain.tag import Tag
from csboard.domain.vocabulary import NO_VOCABULARY, Vocabulary
from csboard.named import NamedTuple
from csboard.public_holidays import NO_HOLIDAYS, PublicHolidays

if TYPE_CHECKING:
    from csboard.domain.absence_states import AbsenceState
    from csboard.domain.absences import Absence
    from csboard.domain.blocking import Block
    from csboard.domain.draft_states import DraftState
    from csboard.domain.hand_off_records import HandOff
    from csboard.domain.hand_offs_of_tasks import Ended
    from csboard.domain.review_states import ReviewUndoState
    from csboard.domain.sending_states import SendingState
    from csboard.domain.sorting import Correspondence
    from csboard.domain.success_states import SuccessUndoState
    from csboard.domain.template_states import TemplateUndoState
    from csboard.domain.time_records import Entry
    from csboard.domain.undo_times import TimeUndoState


class TaskState(NamedTuple):
    """One task with its inquiry and the inquiry's other tasks."""

    actor: Member
    settings: TeamSettings
    inquiry: Inquiry
    task: Task
    siblings: tuple[Task, ...]
    members: Mapping[str, Member]
    """By login."""

    def stage(self, key: str) -> Stage | None:
        return self.settings.stage(key)

    def name_of(self, login: str) -> str:
        """As sentences call the member."""
        return in_a_sentence(login, self.members)


class InquiryState(NamedTuple):
    """One inquiry with its tasks."""

    actor: Member
    settings: TeamSettings
    inquiry: Inquiry
    tasks: tuple[Task, ...]
    members: Mapping[str, Member]
    absences: tuple[Absence, ...] = ()
    """The team's."""
    in_person: bool = True
    """Whether the actor acts themselves, and no lead in their name."""

    @property
    def reply(self) -> Task:
        """The reply task of this very inquiry, and of none that was merged into it."""
        own = TaskRef(self.inquiry.number)
        return next(task for task in self.tasks if task.ref == own)


class SplitState(NamedTuple):
    """An inquiry that gets another task."""

    whole: InquiryState
    next_seq: int
    """No task ever had it, withdrawn ones included."""


class EditState(NamedTuple):
    """An inquiry whose fields are edited."""

    whole: InquiryState
    edits: tuple[Event, ...] = ()
    """Its latest edits, newest first."""
    also: tuple[int, ...] = ()
    """Other inquiries of the customer that a board may show; only when the name changes."""


class NewInquiryState(NamedTuple):
    """What opening an inquiry needs to know."""

    actor: Member
    settings: TeamSettings
    next_number: int
    customer_id: int | None
    """The customer who already has the address, if any."""


class LetterState(NamedTuple):
    """What sorting a mail needs to know."""

    opening: NewInquiryState
    receipt: Receipt
    correspondence: Correspondence
    conversations: Mapping[int, InquiryState]
    """Every inquiry the mail could belong to, by number."""
    outgoing: SendingState | None = None
    """The first reply of the outbox that it names, sent or not."""


class TrayState(NamedTuple):
    """What deciding by hand about a mail of the tray needs to know."""

    opening: NewInquiryState
    receipt: Receipt
    standing: tuple[int, ...] = ()
    """Ids of the messages it stands in a conversation with, as an automatic answer does."""
    conversation: InquiryState | None = None
    """The inquiry it is to join."""
    people: frozenset[str] = frozenset()
    """Who takes part in that inquiry, folded."""
    last_in_at: datetime | None = None
    """When somebody last wrote in it."""


class RereadState(NamedTuple):
    """What deciding anew about a stored mail needs to know."""

    letter: LetterState
    standing: tuple[int, ...] = ()
    """As in `TrayState`."""
    last_in_at: Mapping[int, datetime | None] = MappingProxyType({})
    """When somebody last wrote in each conversation the mail could belong to."""
    message: Message | None = None
    """What was read of it, when it is on the board."""
    inquiry: Inquiry | None = None
    """The very inquiry whose message that is."""


class JunkState(NamedTuple):
    """An inquiry that is filed as junk, or was, with its customers' mails."""

    whole: InquiryState
    receipts: tuple[Receipt, ...] = ()
    is_sending: bool = False
    """Whether a reply to it is on its way out."""


class BlockState(NamedTuple):
    """What blocking a sender needs to know."""

    actor: Member
    settings: TeamSettings
    members: Mapping[str, Member]
    standing: Block | None = None
    """The block of that very pattern, if one stands."""
    about: Block | None = None
    """For an undo, the one that the act was about."""


class TagState(NamedTuple):
    """A word of the vocabulary, as it goes on."""

    actor: Member
    vocabulary: Vocabulary
    tag: Tag


class MailboxState(NamedTuple):
    """A mailbox that was taken in."""

    actor: Member
    row: int | None = None
    """Id of the row that keeps its mark; None when there is none yet."""


class LinkMark(NamedTuple):
    """A link between two inquiries as it stands in the database."""

    id: int
    first: int
    second: int
    ended: bool = False

    def other(self, number: int) -> int:
        return self.second if self.first == number else self.first


class MergeState(NamedTuple):
    """Two inquiries of which one goes on in the other, or did and no longer shall."""

    source: InquiryState
    """With its own reply, which is hidden while it is merged."""
    target: InquiryState
    absorbed: tuple[int, ...] = ()
    """Numbers of the inquiries that go on in the source."""
    links: tuple[LinkMark, ...] = ()
    """Those that the source takes part in; for an undo, those that the merge changed."""
    linked: frozenset[int] = frozenset()
    """Numbers that the target is linked to."""
    last_in: tuple[datetime | None, datetime | None] = (None, None)
    """When somebody last wrote in the source, and in the target."""


class DivideState(NamedTuple):
    """An inquiry, one of its messages, and what opening another needs to know."""

    inquiry: InquiryState
    opening: NewInquiryState
    message: Message | None
    """None when the inquiry has no such message."""
    is_only: bool = False
    mailbox: str = ""
    """The folded address of ours by which the message came in, or else its inquiry."""


class LinkState(NamedTuple):
    """Two inquiries and the link between them."""

    actor: Member
    number: int
    other: int
    """Where those that the command names go on."""
    link: LinkMark | None = None
    """The one that stands; for an undo, the one that the act was about."""
    again: bool = False
    """Whether another link between the two stands."""


class UndoState(NamedTuple):
    """The actor's last act that still stands, and what has happened on its inquiry since."""

    actor: Member
    act: Event | None
    since: tuple[Event, ...] = ()
    """Later events on the act's inquiry, oldest first."""
    inquiry: InquiryState | None = None
    """The inquiry the act was on."""
    former: Mapping[str, object] = MappingProxyType({})
    """What the act has replaced."""
    also: tuple[int, ...] = ()
    """Other inquiries of the customer, as in `EditState`, when the act named the customer."""
    receipt: Receipt | None = None
    """The mail the act was about, if it was about one."""
    merge: MergeState | None = None
    """The two inquiries, when the act has merged them or divided one."""
    link: LinkState | None = None
    """When the act was about a link."""
    junk: JunkState | None = None
    """When the act filed the inquiry as junk."""
    sending: SendingState | None = None
    """When the act let a reply go."""
    block: BlockState | None = None
    """When the act was about a blocked sender."""
    draft: DraftState | None = None
    """When the act was about a draft."""
    review: ReviewUndoState | None = None
    """When the act was about a comment or a review."""
    success: SuccessUndoState | None = None
    """When the act was about a successful case."""
    template: TemplateUndoState | None = None
    time: TimeUndoState | None = None
    """When the act was about somebody's worked time."""
    absence: AbsenceState | None = None
    """When the act was about an absence."""
    timers: tuple[Entry, ...] = ()
    """Timers that ended with the act and go on when it is taken back."""
    hand_off: HandOff | None = None
    """When the act was about one."""
    hand_offs: tuple[Ended, ...] = ()
    """Those that ended with the act."""
    vocabulary: Vocabulary = NO_VOCABULARY
    readings: Mapping[str, frozenset[int]] = MappingProxyType({})
    """When the act was about values that were entered: ids of its own that stand (`standing`), and
    of others that stand for its day (`beside`)."""


class PersonalState(NamedTuple):
    """One of a member's own marks."""

    actor: Member
    newest: int
    """Id of the newest event."""
    row: int | None = None
    """Id of the row that keeps the mark; None when there is none yet."""
    seen: int = 0
    """The event up to which they have looked."""


class Traces(NamedTuple):
    """Ids of the rows in which somebody's words stand."""

    messages: tuple[int, ...] = ()
    receipts: tuple[int, ...] = ()
    """Of stored originals."""
    formers: tuple[int, ...] = ()
    tasks: tuple[Task, ...] = ()
    blocks: tuple[tuple[int, datetime | None], ...] = ()
    """With when each ended."""
    copied: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """Messages of others that went to them too, with who else takes part."""
    drafts: tuple[int, ...] = ()
    files: tuple[int, ...] = ()
    """Of drafts."""
    revisions: tuple[int, ...] = ()
    comments: tuple[int, ...] = ()
    asks: tuple[int, ...] = ()
    """Wishes for a review, whose topic is text."""
    successes: tuple[tuple[int, datetime | None], ...] = ()
    """Cases, with when each was retired."""
    findings: tuple[int, ...] = ()
    """Colleagues' words on cases, whose note is text."""
    templates: tuple[tuple[int, datetime | None], ...] = ()
    """Wordings that were made of replies or cases, with when each was retired."""
    hand_offs: tuple[int, ...] = ()
    """Those whose sheets tell of the inquiry."""

    @property
    def is_empty(self) -> bool:
        return not any(self)


class ErasureState(NamedTuple):
    """One inquiry that is to be erased, by itself: what was merged into it has a row of its own."""

    actor: Member
    inquiry: Inquiry
    traces: Traces
    still_open: tuple[int, ...] = ()
    """Ids of its drafts that have not ended."""
    is_sending: bool = False
    """Whether a reply of it is on its way out."""


class CustomerErasureState(NamedTuple):
    """A customer who is to be erased."""

    actor: Member
    customer: Customer
    addresses: tuple[str, ...]
    """Folded, as mail finds them by."""
    unerased: tuple[int, ...]
    """Numbers of their inquiries in which text still stands."""
    elsewhere: Traces
    """What they wrote in others' inquiries, and their mail in the tray."""
    also: tuple[int, ...] = ()
    """Inquiries that a board may show under their name."""
    written_to: tuple[int, ...] = ()
    """Numbers of others' inquiries in which a reply to them is being written."""


class AddressErasureState(NamedTuple):
    """An address that is to be erased and is no customer's."""

    actor: Member
    elsewhere: Traces
    written_to: tuple[int, ...] = ()
    """As in `CustomerErasureState`."""


class MemberState(NamedTuple):
    """What changes of the team need to know."""

    actor: Member | None
    """None when the person is not known to the board yet."""
    login: str
    members: Mapping[str, Member]
    settings: TeamSettings
    stages_in_use: Mapping[str, int] = MappingProxyType({})
    """How many open tasks each stage holds; those without any are left out."""
    public_days: PublicHolidays = NO_HOLIDAYS
    """The public holidays that are written down."""
    open_inquiries: int = 0
    held: Mapping[str, tuple[int, ...]] = MappingProxyType({})
    """Ids of the open tasks of members who are to leave, by login."""
