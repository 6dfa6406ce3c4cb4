"""What the rules about comments and reviews are shown: frozen, loaded in the transaction."""

from __future__ import annotations

from collections.abc import Mapping

from csboard.domain.draft_states import DraftState
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Member, Message
from csboard.domain.replies import Ask, Comment, Verdict
from csboard.domain.states import InquiryState
from csboard.named import NamedTuple


class CommentState(NamedTuple):
    """A draft or message that is commented on, or a comment that something becomes of."""

    whole: InquiryState
    """The inquiry in which that of the draft or message goes on."""
    of: DraftState | None = None
    """The draft, with all its revisions."""
    message: Message | None = None
    comment: Comment | None = None
    """The one that stands at the lines; an answer to it belongs to it."""
    answer: Comment | None = None
    """When the command names an answer."""

    @property
    def actor(self) -> Member:
        return self.whole.actor

    @property
    def members(self) -> Mapping[str, Member]:
        return self.whole.members

    @property
    def number(self) -> int:
        return self.whole.inquiry.number

    @property
    def named(self) -> Comment:
        """The comment that the command names."""
        found = self.answer or self.comment
        assert found is not None
        return found

    def name_of(self, login: str) -> str:
        """As sentences call the member."""
        return in_a_sentence(login, self.members)


class ReviewState(NamedTuple):
    """A draft, with all its revisions and what was asked and said of it."""

    of: DraftState
    asks: tuple[Ask, ...] = ()
    """Those that are open."""
    verdicts: tuple[Verdict, ...] = ()


class ReviewUndoState(NamedTuple):
    """What an act of reviewing has left."""

    of: DraftState | None = None
    """The draft it was about, with its revisions; None for a comment on a message."""
    comment: Comment | None = None
    """The comment it was about or has made."""
    root: Comment | None = None
    """The one that this answers."""
    answers: tuple[Comment, ...] = ()
    """To that comment."""
    open_asks: tuple[int, ...] = ()
    """Ids of the wishes for a review that are open."""
