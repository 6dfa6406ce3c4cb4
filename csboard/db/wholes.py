"""Inquiries as they go on: one that was merged is read as part of the one it went into.

A merged inquiry keeps its row, its messages and its events, and points to where it goes on,
always in one hop. Its reply task is withdrawn; tasks split off it are tasks of the whole.
Of an inquiry filed as junk all tasks are withdrawn, and still read as its own.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import fn

from csboard.db import models, records
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.domain.records import Event, Inquiry, Message, Task
from csboard.domain.views import InquiryBrief
from csboard.errors import Refused
from csboard.i18n import _
from csboard.named import NamedTuple

OTHERS = 20
"""How many of a customer's other inquiries are read: a screen shows no more."""

InquiryRow, TaskRow, EventRow = models.InquiryRow, models.TaskRow, models.EventRow
MessageRow, LinkRow, Customer = models.MessageRow, models.LinkRow, models.CustomerRow
Part = InquiryRow.alias("part")


class Whole(NamedTuple):
    """An inquiry with its tasks, those of inquiries that were merged into it too."""

    inquiry: Inquiry
    tasks: tuple[Task, ...]
    """In order, its own first; the first is its reply."""
    hidden: tuple[Task, ...] = ()
    """The withdrawn replies of the inquiries that were merged into it."""

    @property
    def merged(self) -> tuple[int, ...]:
        """Numbers of the inquiries that go on in this one."""
        return tuple(reply.ref.number for reply in self.hidden)


def parts_of(number: Any) -> Any:
    """The numbers of all inquiries that make up the whole `number`, itself included."""
    return Part.select(Part.number).where((Part.number == number) | (Part.merged_into == number))


def goes_on_in(number: Any) -> Any:
    """The number of the whole that the inquiry `number` is or belongs to."""
    return fn.COALESCE(Part.select(Part.merged_into).where(Part.number == number), number)


def _inquiry() -> Any:
    return InquiryRow.select(*records.INQUIRY_COLUMNS).join(Customer)


def _junked_at(number: Any) -> Any:
    return Part.select(Part.junked_at).where(Part.number == number)


def _history() -> Any:
    number = slot("number")
    about = EventRow.select(EventRow.id).where(EventRow.inquiry.in_(parts_of(number)))
    also = EventRow.select(EventRow.id).where(EventRow.other.in_(parts_of(number)))
    columns = EventRow.select(*records.EVENT_COLUMNS)
    return columns.where(EventRow.id.in_(about | also)).order_by(EventRow.id)


def _related() -> Any:
    number, standing = slot("number"), LinkRow.ended_at.is_null()
    after = LinkRow.select(LinkRow.second).where(LinkRow.first == number, standing)
    before = LinkRow.select(LinkRow.first).where(LinkRow.second == number, standing)
    briefs = InquiryRow.select(*records.BRIEF_COLUMNS)
    return briefs.where(InquiryRow.number.in_(after | before)).order_by(InquiryRow.number)


_WHOLE = Prepared(lambda: _inquiry().where(InquiryRow.number == goes_on_in(slot("number"))))
_ALONE = Prepared(lambda: _inquiry().where(InquiryRow.number == slot("number")))
_LAST_IN = Prepared(
    lambda: InquiryRow.select(InquiryRow.last_in_at).where(InquiryRow.number == slot("number"))
)
_TASKS = Prepared(
    lambda: (
        TaskRow.select(*records.TASK_COLUMNS, TaskRow.withdrawn_at)
        .where(
            TaskRow.inquiry.in_(parts_of(slot("number"))),
            TaskRow.withdrawn_at.is_null()
            | (TaskRow.seq == 1)
            | (TaskRow.withdrawn_at == _junked_at(slot("number"))),
        )
        .order_by(TaskRow.inquiry != slot("number"), TaskRow.inquiry, TaskRow.seq)
    )
)
_OWN_REPLY = Prepared(
    lambda: TaskRow.select(*records.TASK_COLUMNS).where(
        TaskRow.inquiry == slot("number"), TaskRow.seq == 1
    )
)
_MESSAGES = Prepared(
    lambda: (
        MessageRow.select(*records.MESSAGE_COLUMNS)
        .where(MessageRow.inquiry.in_(parts_of(slot("number"))), MessageRow.withdrawn_at.is_null())
        .order_by(MessageRow.at, MessageRow.id)
    )
)
_HISTORY = Prepared(_history)
_RELATED = Prepared(_related)
_OF_CUSTOMER = Prepared(
    lambda: (
        InquiryRow.select(*records.BRIEF_COLUMNS, fn.COUNT(InquiryRow.number).over())
        .where(InquiryRow.customer == slot("customer"), InquiryRow.merged_into.is_null())
        .order_by(InquiryRow.opened_at.desc(), InquiryRow.number.desc())
        .limit(OTHERS + 1)
    )
)


def whole(number: int, team: Team) -> Whole:
    """The inquiry in which `number` goes on; Refused when there is no such number."""
    row = _WHOLE.row(number=number)
    if row is None:
        raise no_such_inquiry(number)
    inquiry = records.inquiry(row)
    shown: list[Task] = []
    hidden: list[Task] = []
    for *task, withdrawn_at in _TASKS.rows(number=inquiry.number):
        is_shown = withdrawn_at in (None, inquiry.junked_at)
        (shown if is_shown else hidden).append(records.task(tuple(task), team.logins))
    return Whole(inquiry, tuple(shown), tuple(hidden))


def alone(number: int) -> Inquiry:
    """The inquiry of that very number, merged or not; Refused when there is none."""
    row = _ALONE.row(number=number)
    if row is None:
        raise no_such_inquiry(number)
    return records.inquiry(row)


def reply_of(number: int, team: Team) -> Task:
    """The reply task of that very inquiry, hidden or not."""
    (row,) = _OWN_REPLY.rows(number=number)
    return records.task(row, team.logins)


def last_in_at(number: int) -> datetime | None:
    """When somebody last wrote in that very inquiry."""
    found: datetime | None = _LAST_IN.scalar(number=number)
    return found


def messages(number: int, team: Team) -> tuple[Message, ...]:
    """The conversation of the whole `number`, by time."""
    return tuple(records.message(row, team.logins) for row in _MESSAGES.rows(number=number))


def history(number: int, team: Team) -> tuple[Event, ...]:
    """The events of the whole `number` and those that name it, oldest first."""
    return tuple(records.event(row, team.logins) for row in _HISTORY.rows(number=number))


def related(number: int) -> tuple[InquiryBrief, ...]:
    """The inquiries that were linked to the whole `number`."""
    return tuple(records.brief(row) for row in _RELATED.rows(number=number))


def others_of_customer(inquiry: Inquiry) -> tuple[tuple[InquiryBrief, ...], int]:
    """The customer's other inquiries, the latest first; and how many there are with this one."""
    rows = _OF_CUSTOMER.rows(customer=inquiry.customer.id)
    found = tuple(records.brief(tuple(row)) for *row, _total in rows if row[0] != inquiry.number)
    return found[:OTHERS], rows[0][-1] if rows else 1


def no_such_inquiry(number: int) -> Refused:
    """For a number that names no inquiry."""
    return Refused("no_such_inquiry", _("There is no inquiry #{number}.").format(number=number))
