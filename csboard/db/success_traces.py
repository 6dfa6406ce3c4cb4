"""Loading in which rows of the successful-cases sheet a customer's words stand."""

from __future__ import annotations

from typing import Any

from csboard.db.knowledge_models import SuccessRow, SuccessWordRow
from csboard.domain.states import Traces


def of_inquiry(number: int) -> Traces:
    """Cases made of an inquiry by itself, and words on any case that were said about it."""
    successes: Any = (
        SuccessRow.select(SuccessRow.id, SuccessRow.retired_at)
        .where(SuccessRow.inquiry == number)
        .order_by(SuccessRow.id)
        .tuples()
    )
    found = tuple(successes)
    about = SuccessWordRow.success.in_([success_id for success_id, _at in found])
    words: Any = (
        SuccessWordRow.select(SuccessWordRow.id)
        .where(about | (SuccessWordRow.inquiry == number))
        .order_by(SuccessWordRow.id)
        .tuples()
    )
    return Traces(successes=found, findings=tuple(word_id for (word_id,) in words))


def titles_of(numbers: Any) -> tuple[tuple[int, str], ...]:
    """Id and title of the cases that were made of some inquiries and still say something."""
    rows: Any = (
        SuccessRow.select(SuccessRow.id, SuccessRow.title)
        .where(SuccessRow.inquiry.in_(numbers), SuccessRow.title != "")
        .order_by(SuccessRow.id)
        .tuples()
    )
    return tuple(rows)


def written_in() -> Any:
    """Numbers of inquiries of which a case has words."""
    return SuccessRow.select(SuccessRow.inquiry).where(SuccessRow.title != "")
