"""Loading in which templates a customer's words may stand."""

from __future__ import annotations

from typing import Any

from csboard.db.knowledge_models import SuccessRow, TemplateRow
from csboard.db.models import MessageRow
from csboard.domain.states import Traces


def of_inquiry(number: int) -> Traces:
    """Wordings, in use or not, that were made of an inquiry's own replies or cases."""
    rows: Any = (
        TemplateRow.select(TemplateRow.id, TemplateRow.retired_at)
        .where(_made_of(MessageRow.inquiry == number, SuccessRow.inquiry == number))
        .order_by(TemplateRow.id)
        .tuples()
    )
    return Traces(templates=tuple(rows))


def names_of(numbers: Any) -> tuple[tuple[int, str], ...]:
    """Id and name of those that were made of some inquiries and still say something.

    Of one that was worded anew the latest wording stands for those before.
    """
    rows: Any = (
        TemplateRow.select(TemplateRow.id, TemplateRow.name, TemplateRow.replaces)
        .where(
            _made_of(MessageRow.inquiry.in_(numbers), SuccessRow.inquiry.in_(numbers)),
            TemplateRow.text != "",
        )
        .order_by(TemplateRow.id)
        .tuples()
    )
    found = tuple(rows)
    replaced = {before for _id, _name, before in found}
    return tuple((own, name) for own, name, _before in found if own not in replaced)


def written_of_replies() -> Any:
    """Numbers of inquiries of whose replies a template has words."""
    return MessageRow.select(MessageRow.inquiry).where(MessageRow.id.in_(_sources("message")))


def written_of_cases() -> Any:
    """Numbers of inquiries of whose cases a template has words."""
    return SuccessRow.select(SuccessRow.inquiry).where(SuccessRow.id.in_(_sources("success")))


def _made_of(of_replies: Any, of_cases: Any) -> Any:
    replies = MessageRow.select(MessageRow.id).where(of_replies)
    cases = SuccessRow.select(SuccessRow.id).where(of_cases)
    return TemplateRow.message.in_(replies) | TemplateRow.success.in_(cases)


def _sources(name: str) -> Any:
    source = getattr(TemplateRow, name)
    return TemplateRow.select(source).where(source.is_null(False), TemplateRow.text != "")
