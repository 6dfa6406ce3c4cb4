"""What can be asked about reviews: comment, answer, settle, propose, ask for one, give one."""

from __future__ import annotations

from csboard.domain.commands import Command
from csboard.domain.replies import VerdictWord


class AddComment(Command):
    """Say something about lines of a draft or of a message, or about the whole of it.

    Just one of `draft_id` and `message_id` is given. With `parent` it answers that comment.
    """

    text: str
    draft_id: int | None = None
    message_id: int | None = None
    digest: str = ""
    """Of the draft as it was seen: `first` and `last` count its lines."""
    first: int | None = None
    last: int | None = None
    """Lines from 0, both included; None for the whole."""
    quote: str = ""
    """Those lines as they were seen: what to look for when that state was never kept."""
    proposal: str | None = None
    """Words to stand in place of those lines."""
    parent: int | None = None


class ResolveComment(Command):
    """What a comment asks for is done, or needs no more."""

    comment_id: int


class ReopenComment(Command):
    """A resolved comment is open again."""

    comment_id: int


class AcceptProposal(Command):
    """Put the proposed words in place of the quoted ones, and resolve the comment."""

    comment_id: int
    session: str
    seen_version: int
    """Version of the draft that the words are put into."""


class AskReview(Command):
    """Ask for a review: of one member, of who knows a topic, or of anybody."""

    draft_id: int
    of: str | None = None
    topic: str = ""


class GiveVerdict(Command):
    """Say of a draft as it was seen: approve, please change, or a comment only."""

    draft_id: int
    digest: str
    word: VerdictWord
    text: str = ""
