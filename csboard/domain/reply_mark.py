"""How an open reply stands, as a card says it: in a word, with a number or two."""

from __future__ import annotations

from enum import StrEnum

from csboard.named import NamedTuple


class ReplyState(StrEnum):
    """The one thing to know of an open reply."""

    DRAFT = "draft"
    REVIEW = "review"
    """Somebody is asked to look at it."""
    CHANGE = "change"
    """A colleague asks for a change of it as it stands."""
    APPROVED = "approved"
    QUEUED = "queued"
    """On its way out."""
    FAILED = "failed"
    """It could not be sent, or nobody knows whether it was."""


class ReplyMark(NamedTuple):
    """What a card shows of the reply that is being written."""

    state: ReplyState
    author: str
    """Login of who is accountable for it."""
    comments: int = 0
    """Those that are not settled."""
    asks: int = 0
    """Wishes for a review that are open."""


_SENDING = {
    "queued": ReplyState.QUEUED,
    "claimed": ReplyState.QUEUED,
    "handing": ReplyState.QUEUED,
    "failed": ReplyState.FAILED,
    "unknown": ReplyState.FAILED,
}


def mark_of(
    author: str, outbox: str | None, comments: int, asks: int, approved: int, change: int
) -> ReplyMark:
    """`outbox` is the state of its sending; `approved` and `change` are ids of the latest verdicts.

    Sending says more than a verdict, the latest verdict more than a wish for one.
    """
    state = _SENDING.get(outbox or "")
    if state is None and (approved or change):
        state = ReplyState.APPROVED if approved > change else ReplyState.CHANGE
    if state is None:
        state = ReplyState.REVIEW if asks else ReplyState.DRAFT
    return ReplyMark(state, author, comments, asks)
