"""Reading what is like an inquiry for people: how each ended, who answered, whether it helped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from peewee import fn

from csboard.db import models, records, search_table, sheet, templates, wholes
from csboard.db.knowledge_models import SuccessRow
from csboard.db.models import whole_of
from csboard.db.prepared import Prepared, slot
from csboard.db.search_conditions import Asked
from csboard.db.similar import Likely, likely
from csboard.domain import similar
from csboard.domain.alike import Alike, Ending, Kind, Similar
from csboard.domain.records import Direction, Inquiry, Outcome
from csboard.named import NamedTuple

INQUIRIES = 8
"""So many past inquiries are shown, the likest."""
CASES = 4
TEMPLATES = 3
HEADS = 24
"""So many of the likest are looked at for who wrote them and how they stand."""

InquiryRow, TaskRow, Customer = models.InquiryRow, models.TaskRow, models.CustomerRow
MessageRow, EventRow = models.MessageRow, models.EventRow
WHOLE = whole_of(InquiryRow)


class Head(NamedTuple):
    """An inquiry that may be shown."""

    number: int
    subject: str
    tags: dict[str, list[str]] | None
    opened_at: Any
    closed_at: Any
    outcome: str | None
    customer: int
    organisation: str
    owner: int | None
    is_answered: bool


def _slots(count: int) -> list[Any]:
    return [slot(f"n{index}") for index in range(count)]


def _given(numbers: Sequence[int], count: int) -> dict[str, int]:
    """A value for each slot; the last again where there are fewer."""
    padded = [*numbers, *[numbers[-1]] * (count - len(numbers))]
    return {f"n{index}": number for index, number in enumerate(padded)}


def _in_wholes(count: int) -> Any:
    return InquiryRow.number.in_(_slots(count)) | InquiryRow.merged_into.in_(_slots(count))


_HEADS = Prepared(
    lambda: (
        InquiryRow.select(
            InquiryRow.number,
            InquiryRow.subject,
            InquiryRow.tags,
            InquiryRow.opened_at,
            InquiryRow.closed_at,
            InquiryRow.outcome,
            InquiryRow.customer,
            Customer.organisation,
            TaskRow.owner,
            InquiryRow.first_reply_at.is_null(False),
        )
        .join(Customer)
        .switch(InquiryRow)
        .join(TaskRow, on=((TaskRow.inquiry == InquiryRow.number) & (TaskRow.seq == 1)))
        .where(
            InquiryRow.number.in_(_slots(HEADS)),
            InquiryRow.merged_into.is_null(),
            InquiryRow.junked_at.is_null(),
            InquiryRow.subject != "",
        )
    )
)
_REPLIES = Prepared(
    lambda: (
        MessageRow.select(WHOLE, MessageRow.author, MessageRow.at)
        .join(InquiryRow)
        .where(
            _in_wholes(INQUIRIES),
            MessageRow.direction == Direction.OUT.value,
            MessageRow.withdrawn_at.is_null(),
        )
        .order_by(MessageRow.at.desc(), MessageRow.id.desc())
    )
)
_REOPENED = Prepared(
    lambda: EventRow.select(EventRow.inquiry, EventRow.kind, EventRow.detail).where(
        EventRow.inquiry.in_(_slots(INQUIRIES)), EventRow.kind.in_(("reopened", "joined"))
    )
)
_CASES = Prepared(
    lambda: (
        SuccessRow.select(WHOLE, fn.COUNT(SuccessRow.id))
        .join(InquiryRow)
        .where(_in_wholes(INQUIRIES), SuccessRow.retired_at.is_null(), SuccessRow.title != "")
        .group_by(WHOLE)
    )
)


def alike(number: int, asked: Asked) -> Similar:
    """What is most like an inquiry, the likest first. Refused as reading the inquiry."""
    inquiry = wholes.whole(number, asked.team).inquiry
    found = likely(inquiry, asked)
    shown = [
        *_inquiries(inquiry, found, asked),
        *_cases(inquiry, found, asked),
        *_templates(found, asked),
    ]
    shown.sort(key=lambda one: -one.percent)
    return Similar(inquiry.number, inquiry.subject, tuple(shown), dict(asked.team.members))


def heads_alike(inquiry: Inquiry, found: Iterable[Likely], most: int) -> list[tuple[Head, float]]:
    """The likest inquiries and how like each is, with who wrote it."""
    best = sorted(found, key=lambda one: (-one.like, -one.thing))
    of_inquiries = [one for one in best if one.thing < search_table.success_id(0)][:HEADS]
    like = {one.thing: one.like for one in of_inquiries}
    if not like:
        return []
    heads = [Head(*row) for row in _HEADS.rows(**_given(list(like), HEADS))]
    customer = inquiry.customer
    weighed = [
        (
            head,
            similar.nearer(
                like[head.number],
                same_customer=head.customer == customer.id,
                same_organisation=bool(head.organisation)
                and head.organisation == customer.organisation,
                is_answered=bool(head.is_answered),
            ),
        )
        for head in heads
    ]
    weighed.sort(key=lambda one: (-one[1], -one[0].number))
    return [one for one in weighed if one[1] >= similar.LEAST][:most]


def _inquiries(inquiry: Inquiry, found: Iterable[Likely], asked: Asked) -> list[Alike]:
    weighed = heads_alike(inquiry, found, INQUIRIES)
    if not weighed:
        return []
    given = _given([head.number for head, _like in weighed], INQUIRIES)
    replies: dict[int, list[tuple[Any, ...]]] = {}
    for whole, *reply in _REPLIES.rows(**given):
        replies.setdefault(whole, []).append(tuple(reply))
    reopened = {
        inquiry
        for inquiry, kind, detail in _REOPENED.rows(**given)
        if kind == "reopened" or detail.get("reopened")
    }
    cases: dict[int, int] = dict(_CASES.rows(**given))
    shown = []
    for head, like in weighed:
        ending = _ending(head, replies.get(head.number, []), asked)._replace(
            was_reopened=head.number in reopened, cases=cases.get(head.number, 0)
        )
        tags = asked.team.settings.vocabulary.shown(records.tags_of(head.tags))
        percent = similar.percent(like)
        shown.append(Alike(Kind.INQUIRY, head.number, head.subject, tags, percent, ending))
    return shown


def _ending(head: Head, replies: list[tuple[Any, ...]], asked: Asked) -> Ending:
    """`replies` are author and time of each that went out, the latest first."""
    logins = asked.team.logins
    authors = (logins[author] for author, _at in replies if author in logins)
    return Ending(
        opened_at=head.opened_at,
        closed_at=head.closed_at,
        outcome=Outcome(head.outcome) if head.outcome else None,
        owner=logins.get(head.owner) if head.owner else None,
        answered_by=tuple(dict.fromkeys(authors)),
        answered_at=replies[0][1] if replies else None,
    )


def _cases(inquiry: Inquiry, found: Iterable[Likely], asked: Asked) -> list[Alike]:
    like = _likest(found, search_table.success_id(0))
    rows = sheet.rows_of(list(like)[: sheet.MOST_OF_SOME], asked.now, asked.team)
    shown = []
    for row in rows:
        nearness = like[row.success.id] * (similar.FADED if row.is_faded else 1.0)
        if row.number != inquiry.number and nearness >= similar.LEAST:
            case = row.success
            percent = similar.percent(nearness)
            tags = asked.team.settings.vocabulary.shown(case.tags)
            shown.append(Alike(Kind.CASE, case.id, case.title, tags, percent, case=row))
    return sorted(shown, key=lambda one: -one.percent)[:CASES]


def _templates(found: Iterable[Likely], asked: Asked) -> list[Alike]:
    like = _likest(found, search_table.template_id(0))
    near = {own_id for own_id, nearness in like.items() if nearness >= similar.LEAST}
    if not near:
        return []
    shown = []
    for row in templates.rows(asked.team):
        template = row.template
        if template.id in near:
            tags = asked.team.settings.vocabulary.shown(template.tags)
            percent = similar.percent(like[template.id])
            one = Alike(Kind.TEMPLATE, template.id, template.name, tags, percent, use=row.use)
            shown.append(one)
    return sorted(shown, key=lambda one: -one.percent)[:TEMPLATES]


def _likest(found: Iterable[Likely], first: int) -> dict[int, float]:
    """By their own ids how like things of one kind are, the likest first; `first` is its id 0."""
    some = (one for one in found if first <= one.thing < first + search_table.SPAN)
    best = sorted(some, key=lambda one: (-one.like, -one.thing))
    return {search_table.own_id(one.thing): one.like for one in best}
