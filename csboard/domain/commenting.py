"""Comments of colleagues on a reply or a message: made, answered, settled, accepted; never sent.

A comment on lines stands on a revision, whose lines never change; `anchoring` finds them again in
the draft. Answers are one deep: they belong to the comment that stands at the lines.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain import pens
from csboard.domain.anchoring import Place, found_again, found_by_words
from csboard.domain.decisions import Decision, EventDraft, Insert, Ref, Thing, Update
from csboard.domain.draft_states import DraftState
from csboard.domain.drafting import cleaned
from csboard.domain.mentions import MENTION, inbox, mentioned
from csboard.domain.notes import digest
from csboard.domain.records import Direction
from csboard.domain.replies import Comment
from csboard.domain.review_commands import (
    AcceptProposal,
    AddComment,
    ReopenComment,
    ResolveComment,
)
from csboard.domain.review_states import CommentState
from csboard.domain.revisions import as_revision, digest_of, digest_of_draft
from csboard.errors import Conflict, Refused
from csboard.i18n import _, ago
from csboard.named import NamedTuple
from csboard.text import clean

MAX_COMMENT = 20_000
"""Characters of a comment, of a proposed wording, and of what is kept of the quoted lines."""

HERE, EARLIER, FOUND, LOST = "here", "earlier", "found", "lost"
"""Where a comment stands, for whoever made it on a state that the draft has moved on from:
on the words as they are; on the state that was seen, which was kept; on the words as they are,
where the seen ones were found again; nowhere, since the seen ones are gone (they are quoted)."""


class _Spot(NamedTuple):
    """Where a comment goes: the columns that say so, and what makes the revision it stands on."""

    columns: Mapping[str, object]
    place: str = HERE
    changes: tuple[Insert, ...] = ()


def add(state: CommentState, command: AddComment, now: datetime) -> Decision:
    """A comment on lines, on the whole, or as an answer; whoever it concerns hears of it."""
    text, proposal = _words(command)
    if state.of is not None:
        refuse_ended(state.of, now)
    spot = _spot(state, command, now)
    if proposal is not None and not _takes_wording(state, spot):
        raise Refused(
            "no_lines",
            _("A proposed wording needs lines of the reply to stand in place of: name them."),
        )
    row = {
        **_about(state),
        **spot.columns,
        "author_id": state.actor.id,
        "at": now,
        "text": text,
        "proposal": proposal,
    }
    detail: dict[str, object] = {
        "comment": Ref("comment"),
        **_named(state),
        "digest": digest(text),
        "place": spot.place,
    }
    if state.comment is not None:
        detail["parent"] = state.comment.id
    if spot.changes:
        detail["revision"] = spot.columns["revision_id"]
    return Decision(
        (*spot.changes, Insert(Thing.COMMENT, row, "comment"), *_told(state, text, now)),
        EventDraft("commented", state.number, None, detail),
    )


def resolve(state: CommentState, command: ResolveComment, now: datetime) -> Decision:
    """A comment and its answers are done with; by whichever of them it was named."""
    comment = _root(state)
    if comment.resolved_at is not None:
        raise Refused(
            "resolved",
            _("{name} has resolved this comment {ago}.").format(
                name=state.name_of(comment.resolved_by or ""),
                ago=ago((now - comment.resolved_at).total_seconds()),
            ),
        )
    values = {"resolved_at": now, "resolved_by_id": state.actor.id}
    return _settled(state, "comment_resolved", values, {})


def reopen(state: CommentState, command: ReopenComment, now: datetime) -> Decision:
    comment = _root(state)
    if comment.resolved_at is None:
        raise Refused("open_comment", _("This comment is open."))
    was = {"by": comment.resolved_by, "resolved_at": comment.resolved_at.isoformat()}
    return _settled(
        state, "comment_reopened", {"resolved_at": None, "resolved_by_id": None}, {"was": was}
    )


def accept(state: CommentState, command: AcceptProposal, now: datetime) -> Decision:
    """The proposed wording stands in the draft; the state before it is kept as a revision.

    Raises Conflict with the code `pen` (another is writing), `written` (the draft is no longer
    what was seen) or `outdated` (the words it was for are no longer there as they were).
    """
    proposal = state.named.proposal
    if state.of is None or proposal is None:
        raise Refused("no_proposal", _("This comment proposes no wording."))
    if state.named.accepted_at is not None:
        raise Refused("accepted", _("This wording was accepted already."))
    pens.refuse_unless_open(state.of, now)
    pens.refuse_anothers(state.of, command.session, now)
    draft = state.of.draft
    if command.seen_version != draft.version:
        raise Conflict(
            "written",
            _("{name} wrote in the reply to #{number} {ago}: look at it first.").format(
                name=state.name_of(draft.writer),
                number=state.number,
                ago=ago((now - draft.saved_at).total_seconds()),
            ),
        )
    words = cleaned(draft.words._replace(text=_reworded(state, proposal)))
    if words == draft.words:
        raise Refused("unchanged", _("These words stand in the reply already."))
    kept = as_revision(draft, state.of.revisions, state.members, now)
    values = {"text": words.text, "writer_id": state.actor.id, "saved_at": now}
    detail = {
        "comment": state.named.id,
        **_named(state),
        "revision": kept.id,
        "digest": digest_of(words, draft.files),
    }
    return Decision(
        (
            *kept.changes,
            Update(Thing.DRAFT, draft.id, values, draft.version),
            *_accepted(state, now),
        ),
        EventDraft("proposal_accepted", state.number, None, detail),
    )


def refuse_ended(state: DraftState, now: datetime) -> None:
    """Refuse to say anything of a draft that was sent or discarded."""
    draft = state.draft
    if draft.ended_at is not None:
        told = _ENDED[draft.ending]().format(
            number=state.number, ago=ago((now - draft.ended_at).total_seconds())
        )
        raise Refused("ended", told)


_ENDED = {
    "sent": lambda: _("The reply to #{number} was sent {ago}: comment on what was sent."),
    "discarded": lambda: _("The draft for #{number} was discarded {ago}: write a note instead."),
}


def worded(text: str) -> str:
    """A comment's text as it is stored; Refused when it is too long."""
    text = clean(text, multiline=True).strip()
    _refuse_too_long(text)
    return text


def _words(command: AddComment) -> tuple[str, str | None]:
    """Text and proposed wording as they are stored."""
    text = worded(command.text)
    if command.proposal is None and not text:
        raise Refused("empty", _("An empty comment says nothing: write a word or leave it."))
    if command.proposal is None:
        return text, None
    proposal = clean(command.proposal, multiline=True)
    _refuse_too_long(proposal)
    return text, proposal


def _refuse_too_long(text: str) -> None:
    if len(text) > MAX_COMMENT:
        raise Refused(
            "too_long",
            _("The comment has {n} characters; {limit} at most: shorten it.").format(
                n=len(text), limit=MAX_COMMENT
            ),
        )


# ---- where it stands --------------------------------------------------------------------


def _spot(state: CommentState, command: AddComment, now: datetime) -> _Spot:
    if state.comment is not None:
        if command.first is not None:
            raise Refused("lines", _("An answer stands where its comment stands: name no lines."))
        revision = state.comment.revision_id
        return _Spot({"parent_id": state.comment.id, "revision_id": revision})
    if state.of is not None:
        return _spot_in_draft(state.of, command, now)
    assert state.message is not None
    if state.message.direction is Direction.NOTE:
        raise Refused("note", _("Notes aren't commented on: write another note."))
    return _Spot(_lines(state.message.text, command))


def _spot_in_draft(state: DraftState, command: AddComment, now: datetime) -> _Spot:
    """On the state that was seen when it is there, else on the present one by the words."""
    draft = state.draft
    is_present = command.digest in ("", digest_of_draft(draft))
    seen = next((one for one in state.revisions if one.digest == command.digest), None)
    if not is_present and seen is not None:
        return _Spot({"revision_id": seen.id, **_lines(seen.words.text, command)}, EARLIER)
    kept = as_revision(draft, state.revisions, state.members, now)
    text, on = draft.words.text, {"revision_id": kept.id}
    if is_present or command.first is None:
        columns = {**on, **_lines(text, command)}
        return _Spot(columns, HERE if is_present else FOUND, kept.changes)
    quote = clean(command.quote, multiline=True)[:MAX_COMMENT]
    found = found_by_words(quote, max(command.first, 0), text)
    if found is None:
        return _Spot({**on, "quote": quote}, LOST, kept.changes)
    return _Spot({**on, **_place(text, found)}, FOUND, kept.changes)


def _lines(text: str, command: AddComment) -> dict[str, object]:
    """The columns for the lines that the command names; Refused when they aren't there."""
    if command.first is None:
        return {}
    last = command.first if command.last is None else command.last
    if not 0 <= command.first <= last <= text.count("\n"):
        shown = text.rstrip("\n").count("\n") + 1  # a line end at the end makes no line to see
        raise Refused(
            "no_such_line",
            _("There are lines 1 to {count}: name some of these.").format(count=shown),
        )
    return _place(text, Place(command.first, last))


def _place(text: str, place: Place) -> dict[str, object]:
    lines = text.split("\n")[place.first : place.last + 1]
    return {"first": place.first, "last": place.last, "quote": "\n".join(lines)}


def _takes_wording(state: CommentState, spot: _Spot) -> bool:
    """Whether there are quoted words of a draft, in whose place others can stand."""
    if state.of is None:
        return False
    return bool(state.comment.quote) if state.comment else "quote" in spot.columns


def _about(state: CommentState) -> dict[str, object]:
    """The columns for what it is on; in the draft's or message's own inquiry."""
    if state.of is not None:
        draft = state.of.draft
        return {"inquiry_id": draft.number, "draft_id": draft.id}
    assert state.message is not None
    return {"inquiry_id": state.message.number, "message_id": state.message.id}


def _named(state: CommentState) -> dict[str, object]:
    """What it is on, as events name it."""
    if state.of is not None:
        return {"draft": state.of.draft.id}
    assert state.message is not None
    return {"message": state.message.id}


def _told(state: CommentState, text: str, now: datetime) -> tuple[Insert, ...]:
    """Whose reply it is on, whom it answers, and whom it names, hear of it."""
    wanted: dict[str, str] = {}
    if state.of is not None:
        wanted[state.of.draft.author] = "commented"
    if state.message is not None and state.message.author is not None:
        wanted[state.message.author] = "commented"
    if state.comment is not None:
        wanted[state.comment.author] = "answered"
    return inbox(
        wanted | dict.fromkeys(mentioned(text, state.members), MENTION),
        state.actor,
        state.members,
        state.number,
        now,
        draft_id=state.of.draft.id if state.of else None,
        message_id=state.message.id if state.message else None,
        comment_id=Ref("comment"),
    )


# ---- what becomes of it -----------------------------------------------------------------


def _root(state: CommentState) -> Comment:
    """The comment that stands at the lines."""
    assert state.comment is not None
    return state.comment


def _settled(
    state: CommentState, kind: str, values: Mapping[str, object], more: Mapping[str, object]
) -> Decision:
    comment = _root(state)
    detail = {"comment": comment.id, **_named(state), **more}
    return Decision(
        (Update(Thing.COMMENT, comment.id, values, comment.version),),
        EventDraft(kind, state.number, None, detail),
    )


def _reworded(state: CommentState, proposal: str) -> str:
    """The draft's text with the proposed wording in place of the quoted lines."""
    assert state.of is not None
    comment, lines = _root(state), state.of.draft.words.text.split("\n")
    place = _place_of(comment, state.of)
    # What somebody has put into them since would be lost with lines that are only alike.
    if place is None or "\n".join(lines[place.first : place.last + 1]) != comment.quote:
        raise Conflict(
            "outdated",
            _(
                "The words that this wording was for have been changed since:"
                " put it in by hand, and resolve the comment."
            ),
        )
    lines[place.first : place.last + 1] = proposal.split("\n") if proposal else []
    return "\n".join(lines)


def _place_of(comment: Comment, state: DraftState) -> Place | None:
    revision = next((one for one in state.revisions if one.id == comment.revision_id), None)
    if revision is None or comment.first is None or comment.last is None:
        return None
    place = Place(comment.first, comment.last)
    return found_again(revision.words.text, place, state.draft.words.text)


def _accepted(state: CommentState, now: datetime) -> tuple[Update, ...]:
    """The comment is resolved by it, and the wording marked, which an answer may have brought."""
    comment = _root(state)
    done = {"resolved_at": now, "resolved_by_id": state.actor.id}
    if state.answer is None:
        done["accepted_at"] = now
        return (Update(Thing.COMMENT, comment.id, done, comment.version),)
    answer = state.answer
    return (
        Update(Thing.COMMENT, comment.id, done, comment.version),
        Update(Thing.COMMENT, answer.id, {"accepted_at": now}, answer.version),
    )
