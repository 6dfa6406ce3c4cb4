"""The originals of what was found, for the sentences that show why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csboard.db import models, wholes
from csboard.db.prepared import Prepared, slot
from csboard.domain.excerpts import excerpt, has_all
from csboard.domain.found import Excerpts
from csboard.domain.query import Query
from csboard.domain.records import Direction
from csboard.domain.vocabulary import Vocabulary
from csboard.domain.wanted import Wanted, loosened, wanted

Inquiry, Message, Task = models.InquiryRow, models.MessageRow, models.TaskRow

_WRITTEN_DOWN = Prepared(
    lambda: Inquiry.select(Inquiry.fact, Inquiry.emotion, Inquiry.policy).where(
        Inquiry.number == slot("number")
    )
)
_TITLES = Prepared(
    lambda: Task.select(Task.title).where(
        Task.inquiry.in_(wholes.parts_of(slot("number"))),
        Task.title != "",
        Task.withdrawn_at.is_null(),
    )
)
_SAID = Prepared(
    lambda: (
        Message.select(Message.direction, Message.text, Message.attachments)
        .where(Message.inquiry.in_(wholes.parts_of(slot("number"))), Message.withdrawn_at.is_null())
        .order_by(Message.id)
    )
)


def excerpts(query: Query, numbers: Sequence[int], vocabulary: Vocabulary) -> Excerpts:
    """The sentence of each that answers best; of one taken apart by its parts."""
    asked, apart = wanted(query, vocabulary), wanted(loosened(query), vocabulary)
    either = Wanted(tuple(dict.fromkeys((*asked.wants, *apart.wants))))
    found = {}
    for number in numbers:
        originals = list(_originals(number))
        best = excerpt(asked, originals)
        found[number] = best if has_all(asked, best.text) else excerpt(either, originals)
    return found


def _originals(number: int) -> Iterator[tuple[str, str]]:
    for direction, text, attachments in _SAID.rows(number=number):
        yield "n" if direction == Direction.NOTE else "m", text
        for one in attachments or ():
            yield "f", one["name"]
    for row in _WRITTEN_DOWN.rows(number=number):
        for text in filter(None, row):
            yield "d", text
    for (title,) in _TITLES.rows(number=number):
        yield "d", title
