"""Replies as JSON, from the draft to what became of it. As with `shapes`, no key is renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from csboard.cli.shapes import Json, time

if TYPE_CHECKING:
    from csboard.domain.anchoring import Place
    from csboard.domain.letters import Address
    from csboard.domain.replies import Comment, Draft, OutboxEntry
    from csboard.mail.sending import Step


def of_draft(draft: Draft) -> Json:
    """A reply that is being written, as `draft` prints it."""
    from csboard.domain.revisions import digest_of_draft

    words = draft.words
    return {
        "id": draft.id,
        "number": draft.number,
        "author": draft.author,
        "writer": draft.writer,
        "pen": draft.pen and draft.pen.login,
        "begun_at": time(draft.begun_at),
        "saved_at": time(draft.saved_at),
        "version": draft.version,
        "answers": draft.answers,
        "from": words.sender,
        "to": [_address(one) for one in words.recipients.to],
        "cc": [_address(one) for one in words.recipients.cc],
        "subject": words.subject,
        "text": words.text,
        "files": [{"name": one.name, "size": one.size, "type": one.type} for one in draft.files],
        "digest": digest_of_draft(draft),
    }


def of_outgoing(entry: OutboxEntry) -> Json:
    """A reply on its way, as `outbox list` prints it."""
    return {
        "id": entry.id,
        "number": entry.number,
        "state": entry.state,
        "way": entry.way,
        "queued_at": time(entry.queued_at),
        "queued_by": entry.queued_by,
        "not_before": time(entry.not_before),
        "attempt": entry.attempt,
        "code": entry.code,
        "message_id": entry.message_id,
        "digest": entry.digest,
    }


def of_step(step: Step) -> Json:
    """What became of a reply, as `outbox send` and `worker` print it."""
    return {
        "number": step.number,
        "became": step.became,
        "code": step.code,
        "why": step.sentence,
    }


def _address(one: Address) -> Json:
    return {"name": one.name, "email": one.email}


def of_comment(comment: Comment, place: Place | None) -> Json:
    """A comment as `comment` lists it; `place` is where its lines are now, counted from 0."""
    from csboard.domain.anchoring import is_on_lines

    return {
        "id": comment.id,
        "number": comment.number,
        "at": time(comment.at),
        "author": comment.author,
        "draft": comment.draft_id,
        "message": comment.message_id,
        "parent": comment.parent,
        "lines": [place.first + 1, place.last + 1] if place else None,
        "outdated": is_on_lines(comment) and place is None,
        "quote": comment.quote,
        "text": comment.text,
        "proposal": comment.proposal,
        "accepted_at": time(comment.accepted_at),
        "resolved_at": time(comment.resolved_at),
        "resolved_by": comment.resolved_by,
    }
