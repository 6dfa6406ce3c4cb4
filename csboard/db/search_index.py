"""The search index, kept in step by whoever writes: part of the transaction that changes a text.

Of each inquiry, success case and template stands one folded text in `searchable`, and the set of
its grams in `searchable_grams`. What goes on in another inquiry has an empty text. Nothing is
ever deleted: on PostgreSQL nobody may.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from peewee import fn

from csboard.db import models, records, search_table, wholes
from csboard.db.knowledge_models import SuccessRow, TemplateRow
from csboard.db.models import whole_of
from csboard.db.prepared import Prepared, slot
from csboard.domain import search_text
from csboard.domain.decisions import EventDraft, Insert, Ref, Thing, Update
from csboard.domain.records import NO_TAGS, Tags

Ids = Mapping[str, int]
Change = Insert | Update

_OF_INQUIRY = {"subject", "policy", "fact", "emotion", "tags", "merged_into", "junked_at"}
_OF_MESSAGE = {
    *("text", "subject", "attachments", "withdrawn_at", "inquiry_id"),
    *("sender_name", "sender_email"),
}
_OF_TASK = {"title", "withdrawn_at"}
_OF_CUSTOMER = {"name", "email", "organisation"}

InquiryRow, MessageRow, Customer = models.InquiryRow, models.MessageRow, models.CustomerRow
TaskRow = models.TaskRow

BATCH = 500
"""How many inquiries are read at once when all are."""


def _between(number: Any) -> Any:
    return number.between(slot("first"), slot("last"))


def _parts() -> Any:
    """The inquiries of which the wholes are made, themselves included."""
    part = wholes.Part
    return part.select(part.number).where(_between(part.number) | _between(part.merged_into))


_HEADS = Prepared(
    lambda: (
        InquiryRow.select(
            InquiryRow.number,
            InquiryRow.subject,
            InquiryRow.tags,
            InquiryRow.policy,
            InquiryRow.fact,
            InquiryRow.emotion,
            InquiryRow.junked_at,
            InquiryRow.merged_into,
            Customer.name,
            Customer.email,
            Customer.organisation,
        )
        .join(Customer)
        .where(_between(InquiryRow.number))
        .order_by(InquiryRow.number)
    )
)
_MESSAGES = Prepared(
    lambda: (
        MessageRow.select(
            whole_of(InquiryRow),
            MessageRow.inquiry,
            MessageRow.direction,
            MessageRow.sender_name,
            MessageRow.sender_email,
            MessageRow.subject,
            MessageRow.text,
            MessageRow.attachments,
        )
        .join(InquiryRow)
        .where(MessageRow.inquiry.in_(_parts()), MessageRow.withdrawn_at.is_null())
        .order_by(MessageRow.id)
    )
)
_TITLES = Prepared(
    lambda: (
        TaskRow.select(whole_of(InquiryRow), TaskRow.title)
        .join(InquiryRow)
        .where(TaskRow.inquiry.in_(_parts()), TaskRow.title != "", TaskRow.withdrawn_at.is_null())
        .order_by(TaskRow.id)
    )
)
_TASK_OF = Prepared(lambda: TaskRow.select(TaskRow.inquiry).where(TaskRow.id == slot("id")))
_INQUIRY_OF = Prepared(
    lambda: MessageRow.select(MessageRow.inquiry).where(MessageRow.id == slot("id"))
)
_OF_ONE_CUSTOMER = Prepared(
    lambda: InquiryRow.select(InquiryRow.number).where(InquiryRow.customer == slot("customer"))
)
_CUSTOMER = Prepared(
    lambda: Customer.select(Customer.name, Customer.email, Customer.organisation).where(
        Customer.id == slot("customer")
    )
)
_WHOLE = Prepared(
    lambda: InquiryRow.select(wholes.goes_on_in(slot("number"))).where(
        InquiryRow.number == slot("number")
    )
)


def keep_in_step(
    changes: tuple[Change, ...], event: EventDraft, ids: Ids, *, by_function: bool
) -> None:
    """Write down what `changes`, which stand in the tables by now, did to what is searched.

    `by_function` for a login that may read no words: it can only add some.
    """
    if not any(map(_is_searched, changes)):
        return
    added: dict[int, list[search_text.Section]] = {}
    for number, sections in _added(changes):
        added.setdefault(number, []).extend(sections)
    if by_function:
        for number, more in added.items():
            search_table.add_by_function(search_table.inquiry_id(number), more)
        return
    renewed = set(_renewed(changes, event))
    for number in renewed:
        renew(number)
    for number in added.keys() - renewed:
        search_table.add(search_table.inquiry_id(number), added[number])
    for change in changes:
        if change.thing in _BY_THING:
            _BY_THING[change.thing](_id_of(change, ids))


def _is_searched(change: Change) -> bool:
    if isinstance(change, Insert):
        if change.thing is Thing.TASK:
            return bool(change.values.get("title"))
        return change.thing in (Thing.INQUIRY, Thing.MESSAGE) or change.thing in _BY_THING
    return change.thing in _BY_THING or not _SEARCHED.get(change.thing, set()).isdisjoint(
        change.values
    )


_SEARCHED: dict[Thing, set[str]] = {
    Thing.INQUIRY: _OF_INQUIRY,
    Thing.MESSAGE: _OF_MESSAGE,
    Thing.TASK: _OF_TASK,
    Thing.CUSTOMER: _OF_CUSTOMER,
}


def _id_of(change: Change, ids: Ids) -> int:
    if isinstance(change, Insert):
        return ids[change.name]
    return ids[change.id.name] if isinstance(change.id, Ref) else int(change.id)


def _renewed(changes: Iterable[Change], event: EventDraft) -> Iterator[int]:
    """The inquiries whose whole text has to be made anew."""
    for change in changes:
        if not isinstance(change, Update) or not _is_searched(change):
            continue
        if change.thing is Thing.INQUIRY:
            yield from _with_whole(int(str(change.id)))
        elif change.thing is Thing.MESSAGE:
            yield from _with_whole(_INQUIRY_OF.scalar(id=change.id))
        elif change.thing is Thing.TASK:
            yield from _with_whole(_TASK_OF.scalar(id=change.id))
        elif change.thing is Thing.CUSTOMER:
            for (number,) in _OF_ONE_CUSTOMER.rows(customer=change.id):
                yield number
        else:
            continue
        # A message that goes elsewhere leaves the inquiry where it was, too.
        yield from (number for number in (event.number, event.other) if number is not None)


def _with_whole(number: int) -> tuple[int, int]:
    return number, _WHOLE.scalar(number=number)


def _added(
    changes: Iterable[Change],
) -> Iterator[tuple[int, Iterable[search_text.Section]]]:
    """What comes to the texts of inquiries: their own heads, messages, titles of tasks."""
    opened: set[object] = set()
    customer: Mapping[str, object] = {}
    for change in changes:
        if not isinstance(change, Insert):
            continue
        values = change.values
        if change.thing is Thing.CUSTOMER:
            customer = values
        elif change.thing is Thing.INQUIRY:
            opened.add(values["number"])
            yield int(str(values["number"])), _opening(values, customer)
        elif change.thing is Thing.MESSAGE:
            number = values["inquiry_id"]
            is_first = number in opened
            where = int(str(number)) if is_first else _WHOLE.scalar(number=number)
            yield where, _message(values, is_first=is_first)
        elif change.thing is Thing.TASK and values.get("title"):
            yield _WHOLE.scalar(number=values["inquiry_id"]), [("d", str(values["title"]))]


def _opening(
    values: Mapping[str, object], customer: Mapping[str, object]
) -> Iterator[search_text.Section]:
    known: tuple[Any, ...] | None = (customer.get("name", ""), customer.get("email", ""))
    if not isinstance(values["customer_id"], Ref):
        known = _CUSTOMER.row(customer=values["customer_id"])
    tags = values.get("tags")
    assert isinstance(tags, Tags | None)
    return search_text.head(str(values["subject"]), tags or NO_TAGS, known or ())


def _message(values: Mapping[str, object], *, is_first: bool) -> Iterator[search_text.Section]:
    attachments: Any = values.get("attachments") or ()
    return search_text.of_message(
        str(values["direction"]),
        (str(values.get("sender_name", "")), str(values.get("sender_email", ""))),
        str(values.get("subject", "")),
        str(values.get("text", "")),
        (one.name if hasattr(one, "name") else one["name"] for one in attachments),
        is_first=is_first,
    )


def renew(number: int) -> None:
    """Make the text of one inquiry anew from what its tables hold."""
    for _number, stored in texts_between(number, number):
        search_table.put(search_table.inquiry_id(number), stored)


def texts_between(first: int, last: int) -> Iterator[tuple[int, str]]:
    """What `searchable` should hold of each inquiry from one number to another.

    Nothing for one that goes on in another.
    """
    titles: dict[int, list[str]] = {}
    for whole, title in _TITLES.rows(first=first, last=last):
        titles.setdefault(whole, []).append(title)
    said: dict[int, list[tuple[Any, ...]]] = {}
    for whole, *message in _MESSAGES.rows(first=first, last=last):
        said.setdefault(whole, []).append(tuple(message))
    for number, *row in _HEADS.rows(first=first, last=last):
        yield number, _text(tuple(row), titles.get(number, []), said.get(number, []))


def _text(row: tuple[Any, ...], titles: Iterable[str], messages: Iterable[tuple[Any, ...]]) -> str:
    subject, tags, policy, fact, emotion, junked_at, merged_into, *customer = row
    if merged_into is not None:
        return ""
    head = search_text.head(
        subject,
        records.tags_of(tags),
        customer,
        (policy, fact, emotion, *titles),
        is_junk=junked_at is not None,
    )
    return search_text.folded((*head, *_conversation(messages)))[: search_text.LONGEST]


def _conversation(messages: Iterable[tuple[Any, ...]]) -> Iterator[search_text.Section]:
    begun: set[int] = set()
    for inquiry, direction, name, email, subject, text, attachments in messages:
        files = [one["name"] for one in attachments or ()]
        yield from search_text.of_message(
            direction, (name, email), subject, text, files, is_first=inquiry not in begun
        )
        begun.add(inquiry)


def index_success(success_id: int) -> None:
    """Make the text of a success case anew; empty for one that is retired."""
    row = SuccessRow.get_or_none(SuccessRow.id == success_id)
    sections: list[search_text.Section] = []
    if row is not None and row.retired_at is None:
        sections = [("s", row.title), *search_text.of_tags(records.tags_of(row.tags))]
        sections += [("d", text) for text in (row.situation, row.fact, row.emotion, row.policy)]
        sections += [("m", text) for text in (row.passage, row.was, row.became, row.why)]
    search_table.put(search_table.success_id(success_id), search_text.folded(sections))


def index_template(template_id: int) -> None:
    """Make the text of a template anew; empty for one that is retired."""
    row = TemplateRow.get_or_none(TemplateRow.id == template_id)
    sections: list[search_text.Section] = []
    if row is not None and row.retired_at is None:
        sections = [("s", row.name), *search_text.of_tags(records.tags_of(row.tags))]
        sections += [("d", row.subject), ("m", row.text)]
    search_table.put(search_table.template_id(template_id), search_text.folded(sections))


_BY_THING: dict[Thing, Callable[[int], None]] = {
    Thing.SUCCESS: index_success,
    Thing.TEMPLATE: index_template,
}


def make_anew(progress: Callable[[int, int], object] = lambda _done, _total: None) -> None:
    """Fill the whole index from the tables, in the transaction at hand.

    `progress` is told how many inquiries are done, and of how many.
    """
    search_table.clear()
    total = InquiryRow.select().count()
    for done, (number, stored) in enumerate(_all_texts()):
        search_table.put_new(search_table.inquiry_id(number), stored)
        if done % BATCH == 0:
            progress(done, total)
    others: Any = ((SuccessRow, index_success), (TemplateRow, index_template))
    for table, index in others:
        for (own_id,) in table.select(table.id).tuples():
            index(own_id)
    search_table.settle()


def _all_texts() -> Iterator[tuple[int, str]]:
    lowest, highest = InquiryRow.select(
        fn.MIN(InquiryRow.number), fn.MAX(InquiryRow.number)
    ).scalar(as_tuple=True)
    for first in range(lowest or 0, (highest or -1) + 1, BATCH):
        yield from texts_between(first, first + BATCH - 1)


def out_of_step() -> int:
    """How many inquiries are found by other words than stand in them."""
    stored = search_table.texts()
    wrong = 0
    for number, should in _all_texts():
        there = stored.pop(search_table.inquiry_id(number), None)
        if there is None or _sections(there) != _sections(should):
            wrong += 1
    return wrong + search_table.wrong_grams()


def _sections(stored: str) -> set[str]:
    """In no order: a mail that came late stands where it came."""
    return set(stored.split(search_text.MARK))
