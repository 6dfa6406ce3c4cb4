"""The queries by which cards are read, prepared where they are asked again and again.

Each reads the columns of a card (`records.CARD_COLUMNS`) unless it says otherwise.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from peewee import JOIN

from csboard.db import models, records, wholes
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.domain.views import CardQuery

Task, Inquiry, Customer = models.TaskRow, models.InquiryRow, models.CustomerRow

MOST_AT_ONCE = 500
"""Inquiries whose cards `rows_of_inquiries` reads at once."""


def _cards() -> Any:
    """Cards, without those of tasks that were withdrawn."""
    return _joined(records.CARD_COLUMNS).where(Task.withdrawn_at.is_null())


def _joined(columns: tuple[Any, ...]) -> Any:
    return (
        Task.select(*columns)
        .join(Inquiry)
        .join(Customer, JOIN.INNER, on=(Inquiry.customer == Customer.id))
    )


def _closed_query() -> Any:
    return (
        _cards()
        .where(Task.closed_at.is_null(False))
        .order_by(Task.closed_at.desc(), Task.id.desc())
        .limit(slot("limit"))
    )


def _earlier() -> Any:
    return (Task.closed_at < slot("closed_at")) | (
        (Task.closed_at == slot("closed_at")) & (Task.id < slot("task_id"))
    )


OPEN = Prepared(lambda: _cards().where(Task.closed_at.is_null()))
CLOSED = Prepared(_closed_query)
CLOSED_BEFORE = Prepared(lambda: _closed_query().where(_earlier()))
ONE = Prepared(lambda: _cards().where(Task.inquiry == slot("number"), Task.seq == slot("seq")))
REPLY = Prepared(
    lambda: _cards().where(Task.inquiry == wholes.goes_on_in(slot("number")), Task.seq == 1)
)


@cache
def _cards_of(many: int) -> Prepared:
    """Cards of `many` inquiries and of what was merged into them, withdrawn tasks too.

    Asked for by a few sizes only, see `padded`.
    """
    numbers = [slot(f"n{index}") for index in range(many)]
    part = wholes.Part
    parts = part.select(part.number).where(part.number.in_(numbers) | part.merged_into.in_(numbers))
    columns = (*records.CARD_COLUMNS, Task.withdrawn_at)
    return Prepared(lambda: _joined(columns).where(Task.inquiry.in_(parts)))


def padded(numbers: set[int]) -> list[int]:
    """The numbers, the last one repeated up to a size that a prepared query exists for."""
    size = next(size for size in (1, 8, 64, MOST_AT_ONCE) if size >= len(numbers))
    listed = sorted(numbers)
    return listed + [listed[-1]] * (size - len(listed))


def rows_of_inquiries(numbers: set[int]) -> list[tuple[Any, ...]]:
    """What `_cards_of` reads of so many inquiries: one at least, MOST_AT_ONCE at most."""
    asked = padded(numbers)
    given = {f"n{index}": number for index, number in enumerate(asked)}
    return _cards_of(len(asked)).rows(**given)


def asked_for(team: Team, query: CardQuery, columns: tuple[Any, ...] = records.CARD_COLUMNS) -> Any:
    """The tasks that `query` is for, in no order, open and done; withdrawn ones never."""
    rows = _joined(columns).where(Task.withdrawn_at.is_null())
    if query.stage is not None:
        rows = rows.where(Task.stage == query.stage)
    if query.unowned:
        rows = rows.where(Task.owner.is_null())
    if query.owner is not None:
        member = team.members.get(query.owner)
        rows = rows.where(Task.owner == (member.id if member else -1))
    if query.waiting:
        rows = rows.where(Task.waiting.is_null(False))
    if query.tag is not None:
        from csboard.db.tagging_index import tagged_with

        ids = team.settings.vocabulary.ids_of(query.tag)
        rows = rows.where(Task.inquiry.in_(tagged_with(ids)))
    return rows
