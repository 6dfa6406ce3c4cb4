"""What the rules about successful cases are shown: frozen, loaded in the transaction."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain.draft_states import DraftState
from csboard.domain.knowledge import Success, SuccessWord
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event, Member, Message
from csboard.domain.states import InquiryState
from csboard.named import NamedTuple


class NewSuccessState(NamedTuple):
    """An inquiry of which a case is to be made."""

    whole: InquiryState
    messages: tuple[Message, ...]
    """Its conversation, by time."""


class SuccessState(NamedTuple):
    """One case, with the inquiry in which its own goes on."""

    whole: InquiryState
    success: Success
    edits: tuple[Event, ...] = ()
    """The latest changes of the case, newest first."""
    where: int | None = None
    """The inquiry that the command names, as it goes on."""

    @property
    def actor(self) -> Member:
        return self.whole.actor

    @property
    def members(self) -> Mapping[str, Member]:
        return self.whole.members

    @property
    def number(self) -> int:
        return self.whole.inquiry.number

    def name_of(self, login: str) -> str:
        """As sentences call the member."""
        return in_a_sentence(login, self.members)


class PutInState(NamedTuple):
    """A draft into which prepared words go."""

    of: DraftState
    is_there: bool
    """Whether what the words come from is there, and in use."""


class SuccessUndoState(NamedTuple):
    """The case that an act was about, and the word that the act has left."""

    success: Success
    finding: SuccessWord | None = None
