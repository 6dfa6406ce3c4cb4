"""What the rules about sending are shown: frozen, loaded in the transaction that decides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain.approval import Matter
from csboard.domain.knowledge import Reuse
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Inquiry, Member, Message
from csboard.domain.replies import Draft, OutboxEntry, Revision, Verdict
from csboard.domain.settings import TeamSettings
from csboard.domain.states import InquiryState
from csboard.named import NamedTuple


class SendingState(NamedTuple):
    """A draft that is to go out or is on its way, and all that can hold it."""

    whole: InquiryState
    """The inquiry in which the draft's own goes on."""
    draft: Draft
    revisions: tuple[Revision, ...]
    """All the draft has, oldest first."""
    verdicts: tuple[Verdict, ...]
    """Those that stand, oldest first."""
    later: tuple[Message, ...]
    """What came into the conversation after the draft's `seen`, without texts."""
    entry: OutboxEntry | None = None
    asks: tuple[int, ...] = ()
    """Ids of the reviews that are asked for and not given yet."""
    reuses: tuple[Reuse, ...] = ()
    """Prepared words that were put into the draft."""
    reviewer: str | None = None
    """Login of whom the owner meant to ask for a review."""
    token: str = ""
    """Random, for a new Message-ID: at least 80 bits, as in a URL."""

    @property
    def actor(self) -> Member:
        return self.whole.actor

    @property
    def inquiry(self) -> Inquiry:
        return self.whole.inquiry

    @property
    def number(self) -> int:
        return self.whole.inquiry.number

    @property
    def settings(self) -> TeamSettings:
        return self.whole.settings

    @property
    def members(self) -> Mapping[str, Member]:
        return self.whole.members

    @property
    def matter(self) -> Matter:
        return Matter(
            self.draft,
            self.inquiry,
            self.settings,
            self.members,
            self.revisions,
            self.verdicts,
            self.later,
            self.reviewer,
        )

    @property
    def outgoing(self) -> OutboxEntry:
        """Its entry in the outbox; the commands about entries are shown one that is there."""
        assert self.entry is not None
        return self.entry

    @property
    def sent_words(self) -> Revision:
        """The revision that goes out."""
        return next(one for one in self.revisions if one.id == self.outgoing.revision_id)

    def name_of(self, login: str) -> str:
        """As sentences call the member."""
        return in_a_sentence(login, self.members)


class LeaseState(NamedTuple):
    """Who does something that only one may do."""

    holder: str | None = None
    """None when nobody ever did."""
    until: datetime | None = None
