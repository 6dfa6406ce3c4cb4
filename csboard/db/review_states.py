"""Loading what the rules about comments and reviews are shown."""

from __future__ import annotations

from typing import Any

from csboard.db import draft_states, records, replies, reply_models, reply_records
from csboard.db.models import MessageRow
from csboard.db.prepared import Prepared, slot
from csboard.db.states import inquiry_state
from csboard.db.team import Team
from csboard.domain.draft_states import DraftState
from csboard.domain.records import Event, Member, Message
from csboard.domain.replies import Ask, Comment, Verdict
from csboard.domain.review_commands import (
    AcceptProposal,
    AddComment,
    AskReview,
    GiveVerdict,
    ReopenComment,
    ResolveComment,
)
from csboard.domain.review_states import CommentState, ReviewState, ReviewUndoState
from csboard.errors import Refused
from csboard.i18n import _

CommentRow, AskRow, VerdictRow = (
    reply_models.CommentRow,
    reply_models.AskRow,
    reply_models.VerdictRow,
)


def _comments() -> Any:
    columns = CommentRow.select(*reply_records.COMMENT_COLUMNS)
    return columns.where(CommentRow.withdrawn_at.is_null())


_COMMENT = Prepared(lambda: _comments().where(CommentRow.id == slot("id")))
_ANSWERS = Prepared(
    lambda: _comments().where(CommentRow.parent == slot("id")).order_by(CommentRow.id)
)
_MESSAGE = Prepared(
    lambda: MessageRow.select(*records.MESSAGE_COLUMNS).where(
        MessageRow.id == slot("id"), MessageRow.withdrawn_at.is_null()
    )
)
_OPEN_ASKS = Prepared(
    lambda: (
        AskRow.select(*reply_records.ASK_COLUMNS)
        .where(AskRow.draft == slot("draft"), AskRow.ended_at.is_null())
        .order_by(AskRow.id)
    )
)
_VERDICTS = Prepared(
    lambda: (
        VerdictRow.select(*reply_records.VERDICT_COLUMNS)
        .where(VerdictRow.draft == slot("draft"), VerdictRow.withdrawn_at.is_null())
        .order_by(VerdictRow.id)
    )
)


def new_comment_state(command: AddComment, login: str, team: Team) -> CommentState:
    """What a new comment is on; an answer is on what the answered one is on."""
    me = team.member(login)
    if command.parent is not None:
        return _of_comment(command.parent, me, team)
    if command.draft_id is not None:
        return _of_draft(command.draft_id, me, team)
    return _of_message(command.message_id or 0, me, team)


def settling_state(
    command: ResolveComment | ReopenComment | AcceptProposal, login: str, team: Team
) -> CommentState:
    return _of_comment(command.comment_id, team.member(login), team)


def review_state(command: AskReview | GiveVerdict, login: str, team: Team) -> ReviewState:
    state = _draft_state(command.draft_id, team.member(login), team)
    return ReviewState(state, open_asks(state.draft.id, team), _verdicts(state.draft.id, team))


def review_undo_state(act: Event, me: Member, team: Team) -> ReviewUndoState:
    """What an act of reviewing has left."""
    draft, key = act.detail.get("draft"), act.detail.get("comment")
    comment = _comment(key, team) if isinstance(key, int) else None
    return ReviewUndoState(
        of=_draft_state(draft, me, team) if isinstance(draft, int) else None,
        comment=comment,
        root=_comment(comment.parent, team) if comment and comment.parent else None,
        answers=_answers(comment.id, team) if comment else (),
        open_asks=tuple(one.id for one in open_asks(draft, team)) if isinstance(draft, int) else (),
    )


def open_asks(draft_id: int, team: Team) -> tuple[Ask, ...]:
    """The wishes for a review of a draft that nobody has fulfilled."""
    return tuple(reply_records.ask(row, team.logins) for row in _OPEN_ASKS.rows(draft=draft_id))


def _verdicts(draft_id: int, team: Team) -> tuple[Verdict, ...]:
    rows = _VERDICTS.rows(draft=draft_id)
    return tuple(reply_records.verdict(row, team.logins) for row in rows)


def _of_comment(comment_id: int, me: Member, team: Team) -> CommentState:
    named = _comment(comment_id, team)
    root = named and (_comment(named.parent, team) if named.parent else named)
    if named is None or root is None:
        raise Refused(
            "no_such_comment", _("There is no such comment: look again, it may be withdrawn.")
        )
    state = (
        _of_message(root.message_id, me, team)
        if root.message_id is not None
        else _of_draft(root.draft_id or 0, me, team)
    )
    return state._replace(comment=root, answer=named if named is not root else None)


def _of_draft(draft_id: int, me: Member, team: Team) -> CommentState:
    state = _draft_state(draft_id, me, team)
    return CommentState(state.whole, state)


def _of_message(message_id: int, me: Member, team: Team) -> CommentState:
    message = _message(message_id, team)
    whole = inquiry_state(message.number, me, team, junk=True)
    return CommentState(whole, message=message)


def _draft_state(draft_id: int, me: Member, team: Team) -> DraftState:
    state = draft_states.state_of(draft_id, me, team)
    return state._replace(revisions=replies.revisions_of(draft_id, team))


def _comment(comment_id: int, team: Team) -> Comment | None:
    row = _COMMENT.row(id=comment_id)
    return reply_records.comment(row, team.logins) if row else None


def _answers(comment_id: int, team: Team) -> tuple[Comment, ...]:
    rows = _ANSWERS.rows(id=comment_id)
    return tuple(reply_records.comment(row, team.logins) for row in rows)


def _message(message_id: int, team: Team) -> Message:
    row = _MESSAGE.row(id=message_id)
    if row is None:
        raise Refused("no_such_message", _("There is no such message: look again."))
    return records.message(row, team.logins)
