"""Taking back comments, what became of them, and reviews asked for or given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from csboard.domain import pens
from csboard.domain.commenting import refuse_ended
from csboard.domain.decisions import Insert, Thing, Update
from csboard.domain.inverses import id_of, time_of
from csboard.domain.people import in_a_sentence
from csboard.domain.records import Event
from csboard.domain.replies import Comment
from csboard.domain.review_states import ReviewUndoState
from csboard.domain.revisions import digest_of_draft
from csboard.domain.states import UndoState
from csboard.errors import Refused
from csboard.i18n import _

Changes = list[Insert | Update]


def take_back(state: UndoState, act: Event, now: datetime) -> Changes:
    assert state.review is not None
    return _INVERSES[act.kind](state, state.review, act, now)


def _uncomment(state: UndoState, review: ReviewUndoState, act: Event, now: datetime) -> Changes:
    """Withdrawn, unless a colleague has answered or settled it."""
    comment = _standing(review.comment, act)
    if comment.resolved_by not in (None, act.actor):
        told = _("#{number} can't be undone: {name} has resolved the comment.")
        raise _gone_on(state, act, told, comment.resolved_by)
    by = next((one.author for one in review.answers if one.author != act.actor), None)
    if by is not None:
        told = _("#{number} can't be undone: {name} has answered the comment.")
        raise _gone_on(state, act, told, by)
    if comment.accepted_at is not None:
        raise _accepted(act)
    return [_update(comment, withdrawn_at=now)]


def _unresolve(state: UndoState, review: ReviewUndoState, act: Event, now: datetime) -> Changes:
    comment = _standing(review.comment, act)
    if comment.resolved_at != act.at:
        raise _settled_since(act)
    return [_update(comment, resolved_at=None, resolved_by_id=None)]


def _unreopen(state: UndoState, review: ReviewUndoState, act: Event, now: datetime) -> Changes:
    """Resolved again, by whom and when it was."""
    comment = _standing(review.comment, act)
    if comment.resolved_at is not None:
        raise _settled_since(act)
    was: Any = act.detail["was"]
    assert state.inquiry is not None
    by = state.inquiry.members[was["by"]]
    return [_update(comment, resolved_at=time_of(was["resolved_at"]), resolved_by_id=by.id)]


def _unaccept(state: UndoState, review: ReviewUndoState, act: Event, now: datetime) -> Changes:
    """The words of before, while nobody has gone on with the draft; the comment is open again."""
    of, comment = review.of, _standing(review.comment, act)
    assert of is not None
    pens.refuse_unless_open(of, now)
    pens.refuse_others_writing(of, now)
    if digest_of_draft(of.draft) != act.detail["digest"]:
        told = _("#{number} can't be undone: {name} has written on in the reply.")
        raise _gone_on(state, act, told, of.draft.writer)
    before = next(one for one in of.revisions if one.id == act.detail["revision"])
    words = {"text": before.words.text, "writer_id": state.actor.id, "saved_at": now}
    changes: Changes = [Update(Thing.DRAFT, of.draft.id, words, of.draft.version)]
    opened = {"resolved_at": None, "resolved_by_id": None}
    if review.root is None:
        return [*changes, _update(comment, accepted_at=None, **opened)]
    return [*changes, _update(comment, accepted_at=None), _update(review.root, **opened)]


def _unask(state: UndoState, review: ReviewUndoState, act: Event, now: datetime) -> Changes:
    asked = id_of(act.detail["ask"])
    if asked not in review.open_asks:
        raise Refused(
            "built_upon",
            _("The review for #{number} was given: it can't be undone.").format(number=act.number),
        )
    return [Update(Thing.ASK, asked, {"ended_at": now})]


def _unreview(state: UndoState, review: ReviewUndoState, act: Event, now: datetime) -> Changes:
    """The verdict and its words are withdrawn, and the review is wanted again."""
    assert review.of is not None
    refuse_ended(review.of, now)
    detail: Mapping[str, Any] = act.detail
    changes: Changes = [Update(Thing.VERDICT, id_of(detail["verdict"]), {"withdrawn_at": now})]
    comment = review.comment
    if comment is not None and all(one.author == act.actor for one in review.answers):
        changes.append(_update(comment, withdrawn_at=now))
    return [*changes, *(Update(Thing.ASK, one, {"ended_at": None}) for one in detail["asks"])]


def _standing(comment: Comment | None, act: Event) -> Comment:
    """The comment; Refused when it is not there any more."""
    if comment is None:
        raise Refused(
            "gone",
            _("The comment on #{number} is no longer there.").format(number=act.number),
        )
    return comment


def _update(comment: Comment, **values: object) -> Update:
    return Update(Thing.COMMENT, comment.id, values, comment.version)


def _gone_on(state: UndoState, act: Event, told: str, login: str) -> Refused:
    assert state.inquiry is not None
    name = in_a_sentence(login, state.inquiry.members)
    return Refused("built_upon", told.format(number=act.number, name=name))


def _settled_since(act: Event) -> Refused:
    return Refused(
        "built_upon",
        _("The comment on #{number} was settled otherwise since.").format(number=act.number),
    )


def _accepted(act: Event) -> Refused:
    return Refused(
        "built_upon",
        _("The wording of this comment on #{number} was accepted since.").format(number=act.number),
    )


_INVERSES: dict[str, Callable[[UndoState, ReviewUndoState, Event, datetime], Changes]] = {
    "commented": _uncomment,
    "comment_resolved": _unresolve,
    "comment_reopened": _unreopen,
    "proposal_accepted": _unaccept,
    "review_asked": _unask,
    "reviewed": _unreview,
}
