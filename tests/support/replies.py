"""Replies that are written and spoken of, in one call each."""

from __future__ import annotations

from csboard.board import Board
from csboard.domain.draft_commands import BeginDraft, HoldPen, SaveDraft
from csboard.domain.records import Actor
from csboard.domain.replies import Comment, Draft
from csboard.domain.review_commands import AddComment
from csboard.domain.revisions import digest_of_draft


def written(board: Board, number: int, actor: Actor, text: str) -> Draft:
    """A reply somebody has begun with these words, and laid the pen down."""
    event = board.execute(BeginDraft(number=number, session="a"), actor)
    return rewritten(board, board.draft(id_in(event.detail["draft"])), actor, text)


def rewritten(board: Board, draft: Draft, actor: Actor, text: str) -> Draft:
    """The reply once somebody has saved other words in it, and laid the pen down."""
    words, version = draft.words._replace(text=text), board.draft(draft.id).version
    board.keep(SaveDraft(draft_id=draft.id, session="a", seen_version=version, words=words), actor)
    board.keep(HoldPen(draft_id=draft.id, session="a", leave=True), actor)
    return board.draft(draft.id)


def said(board: Board, draft: Draft, actor: Actor, text: str = "なぜ？", **more: object) -> Comment:
    """A comment on a draft as it was seen; `more` as in AddComment."""
    command = AddComment(
        draft_id=draft.id,
        digest=digest_of_draft(draft),
        text=text,
        **more,  # type: ignore[arg-type]
    )
    event = board.execute(command, actor)
    return comment(board, draft.number, id_in(event.detail["comment"]))


def comment(board: Board, number: int, comment_id: int) -> Comment:
    """A comment as it is now."""
    return next(one for one in board.replies(number).comments if one.id == comment_id)


def id_in(value: object) -> int:
    """An id out of an event's detail."""
    assert isinstance(value, int)
    return value
