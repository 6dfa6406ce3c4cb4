"""How open replies stand, in a few words each: for the cards of the board. One query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from peewee import JOIN, fn

from csboard.db import reply_models as models
from csboard.db import wholes
from csboard.db.models import BoardRow, EventRow, whole_of
from csboard.db.prepared import Prepared, slot
from csboard.domain.reply_mark import ReplyMark, mark_of
from csboard.named import NamedTuple

Draft, Comment, Ask = models.DraftRow, models.CommentRow, models.AskRow
Verdict, Outbox = models.VerdictRow, models.OutboxRow


def _verdicts(*words: str) -> Any:
    """The latest such verdict since the words were saved as they are."""
    return Verdict.select(fn.MAX(Verdict.id)).where(
        Verdict.draft == Draft.id,
        Verdict.word.in_(list(words)),
        Verdict.at >= Draft.saved_at,
        Verdict.withdrawn_at.is_null(),
    )


def _columns() -> tuple[Any, ...]:
    """What a mark is made of, of the draft that a query is about."""
    comments = Comment.select(fn.COUNT(Comment.id)).where(
        Comment.draft == Draft.id,
        Comment.parent.is_null(),
        Comment.resolved_at.is_null(),
        Comment.withdrawn_at.is_null(),
    )
    asks = Ask.select(fn.COUNT(Ask.id)).where(Ask.draft == Draft.id, Ask.ended_at.is_null())
    verdicts = (_verdicts("approve"), _verdicts("change"))
    return (Draft.author, Outbox.state, comments, asks, *verdicts)


def _query() -> Any:
    part = wholes.Part
    return (
        Draft.select(whole_of(part), *_columns())
        .join(part, JOIN.INNER, on=(Draft.inquiry == part.number))
        .join(Outbox, JOIN.LEFT_OUTER, on=(Outbox.draft == Draft.id))
        .where(Draft.ended_at.is_null())
        .order_by(Draft.inquiry == whole_of(part), Draft.id.desc())
    )


def _newest_and_mark() -> Any:
    """A row at least: the newest event, the newest comment on a message of a whole inquiry, and
    beside them each open draft of it."""
    of_whole = Draft.inquiry.in_(wholes.parts_of(slot("number"))) & Draft.ended_at.is_null()
    spoken = Comment.select(fn.MAX(Comment.id)).where(
        Comment.inquiry.in_(wholes.parts_of(slot("number"))),
        Comment.message.is_null(False),
        Comment.withdrawn_at.is_null(),
    )
    return (
        BoardRow.select(EventRow.select(fn.MAX(EventRow.id)), spoken, *_columns())
        .join(Draft, JOIN.LEFT_OUTER, on=of_whole)
        .join(Outbox, JOIN.LEFT_OUTER, on=(Outbox.draft == Draft.id))
        .order_by(Draft.inquiry != slot("number"), Draft.id)
    )


_ALL = Prepared(_query)
_NEWEST_AND_MARK = Prepared(_newest_and_mark)


@cache
def _of(many: int) -> Prepared:
    """The same of `many` whole inquiries."""
    part = wholes.Part
    numbers = [slot(f"n{index}") for index in range(many)]
    parts = part.select(part.number).where(part.number.in_(numbers) | part.merged_into.in_(numbers))
    return Prepared(lambda: _query().where(Draft.inquiry.in_(parts)))


def marks(logins: Mapping[int, str], numbers: Sequence[int] | None = None) -> dict[int, ReplyMark]:
    """Of the inquiries with these numbers that have an open draft; None: of all there are.

    Of two drafts the inquiry's own. Asked for by a few lengths of `numbers` only.
    """
    if numbers is None:
        rows = _ALL.rows()
    else:
        given = {f"n{index}": number for index, number in enumerate(numbers)}
        rows = _of(len(numbers)).rows(**given)
    return {number: _mark(row, logins) for number, *row in rows}


class Beside(NamedTuple):
    """What stands beside the conversation of a whole inquiry."""

    newest: int
    """Id of the newest event of the board."""
    is_spoken_of: bool
    """Whether there are comments on its messages."""
    mark: ReplyMark | None
    """How its reply stands; None without a draft."""


def beside(number: int, logins: Mapping[int, str]) -> Beside:
    newest, spoken, *row = _NEWEST_AND_MARK.rows(number=number)[0]
    mark = _mark(row, logins) if row[0] is not None else None
    return Beside(newest or 0, spoken is not None, mark)


def _mark(row: Sequence[Any], logins: Mapping[int, str]) -> ReplyMark:
    author, outbox, comments, asks, approved, change = row
    return mark_of(logins[author], outbox, comments, asks, approved or 0, change or 0)
