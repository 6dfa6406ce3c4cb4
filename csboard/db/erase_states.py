"""Loading in which rows a customer's words stand, and what erasing asks before it begins."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import or_
from typing import Any

from peewee import fn

from csboard.db import models, records, reply_traces, success_traces, template_traces
from csboard.db.edit_states import shown_of
from csboard.db.hand_off_traces import hand_offs_of, handed_off_in
from csboard.db.team import Team
from csboard.db.wholes import alone
from csboard.domain.commands import EraseAddress, EraseCustomer, EraseInquiry
from csboard.domain.erasing import nobody_known_by
from csboard.domain.records import Customer, Task
from csboard.domain.states import (
    AddressErasureState,
    CustomerErasureState,
    ErasureState,
    Traces,
)
from csboard.domain.views import InquiryBrief, Kept
from csboard.errors import Refused
from csboard.i18n import _
from csboard.text import fold_address

Message, Receipt, Inquiry = models.MessageRow, models.ReceiptRow, models.InquiryRow
Address, CustomerRow = models.AddressRow, models.CustomerRow


def inquiry_text(command: EraseInquiry, login: str, team: Team) -> ErasureState:
    inquiry = alone(command.number)
    messages = _ids(Message.select(Message.id).where(Message.inquiry == command.number))
    of_messages = Message.select(Message.receipt).where(Message.inquiry == command.number)
    receipts = Receipt.select(Receipt.id).where(
        (Receipt.inquiry == command.number) | Receipt.id.in_(of_messages)
    )
    former = models.FormerRow
    own = _ids(former.select(former.id).where(former.inquiry == command.number))
    formers = tuple(dict.fromkeys((*own, *_formers_of(messages))))
    tasks = _own_tasks(command.number, team)
    found = reply_traces.of_inquiry(command.number)
    on_sheet = success_traces.of_inquiry(command.number)
    traces = found.traces._replace(
        messages=messages,
        receipts=_ids(receipts),
        formers=formers,
        tasks=tasks,
        successes=on_sheet.successes,
        findings=on_sheet.findings,
        templates=template_traces.of_inquiry(command.number).templates,
        hand_offs=hand_offs_of(command.number),
    )
    me = team.member(login)
    return ErasureState(me, inquiry, traces, found.still_open, found.is_sending)


def _own_tasks(number: int, team: Team) -> tuple[Task, ...]:
    rows: Any = models.TaskRow.select(*records.TASK_COLUMNS).where(models.TaskRow.inquiry == number)
    return tuple(records.task(row, team.logins) for row in rows.tuples())


def customer_text(command: EraseCustomer, login: str, team: Team) -> CustomerErasureState:
    customer = _customer(command.customer_id)
    addresses = _addresses(customer)
    elsewhere, written_to = _elsewhere(addresses, _numbers(customer))
    return CustomerErasureState(
        actor=team.member(login),
        customer=customer,
        addresses=addresses,
        unerased=tuple(brief.number for brief in _unerased(customer)),
        elsewhere=elsewhere,
        also=tuple(sorted(shown_of(customer.id))),
        written_to=written_to,
    )


def address_text(command: EraseAddress, login: str, team: Team) -> AddressErasureState:
    folded = fold_address(command.address)
    if Address.get_or_none(Address.folded == folded) is not None:
        raise Refused("customer", _("The address is a customer's: erase the customer."))
    return AddressErasureState(team.member(login), *_elsewhere((folded,)))


def kept_of(who: str | int) -> Kept:
    """What stands of the customer with an address, or of an inquiry by its number.

    Refused when nobody is known by it.
    """
    customer = alone(who).customer if isinstance(who, int) else _with_address(who)
    if customer is None:
        return _kept_of_stranger(str(who))
    of_theirs = Message.inquiry.in_(_numbers(customer))
    elsewhere, _written_to = _elsewhere(_addresses(customer), _numbers(customer))
    return Kept(
        customer,
        _unerased(customer),
        _ids(_open_ones(customer)),
        Message.select().where(of_theirs, _says_something()).count(),
        len(elsewhere.messages),
        len(elsewhere.receipts),
        success_traces.titles_of(_numbers(customer)),
        template_traces.names_of(_numbers(customer)),
    )


def _kept_of_stranger(email: str) -> Kept:
    """Of somebody whose mail opened nothing: it lies in the tray, or in others' inquiries."""
    elsewhere, _written_to = _elsewhere((fold_address(email),))
    if elsewhere.is_empty:
        raise nobody_known_by(email)
    counts = len(elsewhere.messages), len(elsewhere.receipts)
    return Kept(None, (), (), 0, *counts)


def _with_address(email: str) -> Customer | None:
    found = Address.select(Address.customer).where(Address.folded == fold_address(email)).scalar()
    return None if found is None else _customer(found)


def _customer(customer_id: int) -> Customer:
    row = CustomerRow.get_or_none(CustomerRow.id == customer_id)
    if row is None:
        raise Refused("no_such_customer", _("There is no such customer."))
    return Customer(row.id, row.name, row.email, row.organisation)


def _addresses(customer: Customer) -> tuple[str, ...]:
    rows: Any = Address.select(Address.folded).where(Address.customer == customer.id).tuples()
    return tuple(folded for (folded,) in rows)


def _numbers(customer: Customer) -> Any:
    return Inquiry.select(Inquiry.number).where(Inquiry.customer == customer.id)


def _open_ones(customer: Customer) -> Any:
    still_open = Inquiry.closed_at.is_null() & Inquiry.merged_into.is_null()
    return _numbers(customer).where(still_open).order_by(Inquiry.number)


def _says_something() -> Any:
    return (Message.text != "") | (Message.sender_email != "") | Message.attachments.is_null(False)


def _unerased(customer: Customer) -> tuple[InquiryBrief, ...]:
    """Their inquiries in which text stands, also what was written after an erasure."""
    written = Message.select(Message.inquiry).where(
        Message.inquiry.in_(_numbers(customer)), _says_something()
    )
    rows: Any = (
        Inquiry.select(*records.BRIEF_COLUMNS)
        .where(Inquiry.customer == customer.id)
        .where(
            (Inquiry.subject != "")
            | Inquiry.number.in_(written)
            | Inquiry.number.in_(reply_traces.written_in())
            | Inquiry.number.in_(success_traces.written_in())
            | Inquiry.number.in_(template_traces.written_of_replies())
            | Inquiry.number.in_(template_traces.written_of_cases())
            | Inquiry.number.in_(handed_off_in())
        )
        .order_by(Inquiry.number)
        .tuples()
    )
    return tuple(records.brief(row) for row in rows)


def _elsewhere(addresses: tuple[str, ...], own: Any = None) -> tuple[Traces, tuple[int, ...]]:
    """What came from addresses outside the inquiries `own`: messages, mail, blocks, copies.

    And replies to them; the numbers are those of inquiries where one is being written.
    """
    if not addresses:
        return Traces(), ()
    of_theirs = Receipt.select(Receipt.id).where(Receipt.sender_key.in_(addresses))
    theirs = fn.LOWER(Message.sender_email).in_(addresses) | Message.receipt.in_(of_theirs)
    if own is not None:
        theirs &= Message.inquiry.not_in(own)
    of_messages = Message.select(Message.receipt).where(theirs)
    in_tray = fn.LOWER(Receipt.sender).in_(addresses) | Receipt.sender_key.in_(addresses)
    messages = _ids(Message.select(Message.id).where(theirs))
    block = models.BlockRow
    blocks: Any = block.select(block.id, block.ended_at).where(block.pattern.in_(addresses))
    found = reply_traces.of_person(addresses, messages, own)
    traces = found.traces._replace(
        messages=messages,
        receipts=_ids(Receipt.select(Receipt.id).where(in_tray | Receipt.id.in_(of_messages))),
        formers=_formers_of(messages),
        blocks=tuple(blocks.tuples()),
        copied=tuple(_copied_to(addresses, messages)),
    )
    return traces, found.numbers


def _copied_to(
    addresses: tuple[str, ...], but: tuple[int, ...]
) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Messages that name an address among those who take part, with the others who do."""
    named = reduce(or_, (Message.recipients.cast("TEXT").contains(one) for one in addresses))
    rows: Any = Message.select(Message.id, Message.recipients).where(named).tuples()
    for message_id, people in rows:
        if message_id not in but and not set(addresses).isdisjoint(people):
            yield message_id, tuple(one for one in people if one not in addresses)


def _formers_of(messages: tuple[int, ...]) -> tuple[int, ...]:
    """Where the words stand that messages had before they were read again.

    A message that was taken out into an inquiry of its own was read again in the one before.
    """
    event = models.EventRow
    inquiries = Message.select(Message.inquiry).where(Message.id.in_(messages))
    before = event.select(event.other).where(
        event.kind == "divided", event.inquiry.in_(inquiries), event.other.is_null(False)
    )
    rows: Any = (
        event.select(event.detail)
        .where(event.kind == "reread")
        .where(event.inquiry.in_(inquiries) | event.inquiry.in_(before))
        .tuples()
    )
    return tuple(detail["former"] for (detail,) in rows if detail["message"] in messages)


def _ids(query: Any) -> tuple[int, ...]:
    return tuple(row_id for (row_id,) in query.tuples())
