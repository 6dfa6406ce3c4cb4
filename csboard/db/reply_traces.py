"""Loading in which rows of replies a customer's words stand."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from peewee import fn

from csboard.db import reply_models as models
from csboard.db.replies import GOING_OUT
from csboard.domain.states import Traces
from csboard.named import NamedTuple

Draft, File, Revision = models.DraftRow, models.DraftFileRow, models.RevisionRow
Comment, Ask, Outbox = models.CommentRow, models.AskRow, models.OutboxRow


class ReplyTraces(NamedTuple):
    """Replies that hold somebody's words."""

    traces: Traces
    still_open: tuple[int, ...] = ()
    """Ids of the drafts that have not ended."""
    numbers: tuple[int, ...] = ()
    """Of the inquiries of those."""
    is_sending: bool = False


def of_inquiry(number: int) -> ReplyTraces:
    """All that was written in an inquiry by itself, and said of its messages."""
    return _of(Draft.inquiry == number, Comment.inquiry == number)


def of_person(addresses: tuple[str, ...], messages: tuple[int, ...], own: Any) -> ReplyTraces:
    """Replies to somebody in inquiries that are not `own`, and what was said of `messages`."""
    answering = Draft.answers.in_(messages) | Draft.id.in_(_written_to(addresses))
    said = Comment.message.in_(messages)
    if own is not None:
        answering &= Draft.inquiry.not_in(own)
    return _of(answering, said)


def _written_to(addresses: tuple[str, ...]) -> tuple[int, ...]:
    """Ids of drafts that go to one of the folded addresses, or went in a state that was kept."""
    found: set[int] = set()
    for table, key in ((Draft, Draft.id), (Revision, Revision.draft)):
        people = fn.LOWER(table.recipients.cast("TEXT"))
        named = reduce(or_, (people.contains(one) for one in addresses))
        found.update(_ids(table.select(key).where(named)))
    return tuple(sorted(found))


def _of(which: Any, said: Any) -> ReplyTraces:
    rows: Any = Draft.select(Draft.id, Draft.ended_at, Draft.inquiry).where(which).tuples()
    drafts = tuple(rows)
    ids = tuple(draft_id for draft_id, _ended_at, _number in drafts)
    still_open = [(one, number) for one, ended_at, number in drafts if ended_at is None]
    sending = Outbox.select(Outbox.id).where(Outbox.draft.in_(ids), Outbox.state.in_(GOING_OUT))
    return ReplyTraces(
        Traces(
            drafts=ids,
            files=_ids(File.select(File.id).where(File.draft.in_(ids))),
            revisions=_ids(Revision.select(Revision.id).where(Revision.draft.in_(ids))),
            comments=_ids(Comment.select(Comment.id).where(said | Comment.draft.in_(ids))),
            asks=_ids(Ask.select(Ask.id).where(Ask.draft.in_(ids))),
        ),
        tuple(one for one, _number in still_open),
        tuple(sorted(number for _one, number in still_open)),
        bool(_ids(sending)),
    )


def written_in() -> Any:
    """Numbers of inquiries in which a draft has words."""
    kept = Revision.select(Revision.draft).where(Revision.text != "")
    return Draft.select(Draft.inquiry).where((Draft.text != "") | Draft.id.in_(kept))


def _ids(query: Any) -> tuple[int, ...]:
    return tuple(row_id for (row_id,) in query.tuples())
