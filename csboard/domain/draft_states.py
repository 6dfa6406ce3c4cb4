"""What the rules about drafts are shown: frozen, loaded in the transaction that decides."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member, Message
from csboard.domain.replies import Draft, OutboxEntry, Revision
from csboard.domain.settings import TeamSettings
from csboard.domain.states import InquiryState
from csboard.named import NamedTuple


class Around(NamedTuple):
    """Who takes part in a conversation beside its sender, as one message says."""

    mailbox: str = ""
    """The address of ours that it was sent to; empty when that is not known."""
    people: tuple[str, ...] = ()
    """Addresses of everybody else who was written to, folded, the sender's among them."""


class BeginState(NamedTuple):
    """An inquiry whose reply is to be begun."""

    whole: InquiryState
    messages: tuple[Message, ...]
    """Its conversation, by time."""
    around: Mapping[int, Around] = MappingProxyType({})
    """By id of the message."""
    drafts: tuple[Draft, ...] = ()
    """Replies to it that are being written."""


class DraftState(NamedTuple):
    """One draft, with the inquiry in which its own goes on."""

    whole: InquiryState
    draft: Draft
    revisions: tuple[Revision, ...] = ()
    """All it has, oldest first."""
    entry: OutboxEntry | None = None
    """Its sending, if it was ever to be sent."""
    others: tuple[Draft, ...] = ()
    """Other replies to the inquiry that are being written."""

    @property
    def actor(self) -> Member:
        return self.whole.actor

    @property
    def settings(self) -> TeamSettings:
        return self.whole.settings

    @property
    def members(self) -> Mapping[str, Member]:
        return self.whole.members

    @property
    def number(self) -> int:
        """Of the inquiry in which the draft's own goes on."""
        return self.whole.inquiry.number

    def name_of(self, login: str) -> str:
        """As sentences call the member."""
        return in_a_sentence(login, self.members)
