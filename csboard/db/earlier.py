"""The words of what is like an inquiry, as they would stand in its reply."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from csboard.db import models, success_states, templates, wholes
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.domain.alike import Kind, Ready
from csboard.domain.answering import signature
from csboard.domain.earlier_words import Party, fitted
from csboard.domain.own_words import own_words
from csboard.domain.people import name_of
from csboard.domain.records import Direction, Inquiry
from csboard.domain.templates import fill
from csboard.named import NamedTuple

MessageRow = models.MessageRow

_TAKING_PART = Prepared(
    lambda: (
        MessageRow.select(MessageRow.sender_name, MessageRow.sender_email)
        .where(
            MessageRow.inquiry.in_(wholes.parts_of(slot("number"))),
            MessageRow.direction == Direction.IN.value,
            MessageRow.withdrawn_at.is_null(),
        )
        .distinct()
    )
)


def _first_or_last(direction: Direction, *, last: bool) -> Prepared:
    """Id, text and author of one message of a whole."""

    def build() -> Any:
        order = (MessageRow.at, MessageRow.id)
        return (
            MessageRow.select(MessageRow.id, MessageRow.text, MessageRow.author)
            .where(
                MessageRow.inquiry.in_(wholes.parts_of(slot("number"))),
                MessageRow.direction == direction.value,
                MessageRow.withdrawn_at.is_null(),
            )
            .order_by(*(one.desc() for one in order) if last else order)
            .limit(1)
        )

    return Prepared(build)


_ASKED = _first_or_last(Direction.IN, last=False)
_REPLIED = _first_or_last(Direction.OUT, last=True)


class Writing(NamedTuple):
    """Who writes the reply to which inquiry, and when."""

    number: int
    login: str
    now: datetime


def ready(kind: Kind, own_id: int, writing: Writing, team: Team) -> Ready:
    """What somebody would put into a reply. Refused where what is named is gone."""
    inquiry = wholes.whole(writing.number, team).inquiry
    if kind is Kind.TEMPLATE:
        template = templates.present_wording(own_id, team)
        facts = templates.facts_of(inquiry, writing.login, writing.now, team)
        filled = fill(template, facts)
        return Ready("", filled.text, filled.subject, template_id=template.id)
    now = party_of(inquiry, writing.login, team)
    if kind is Kind.CASE:
        case = success_states.success(own_id, team)
        was = party_of(wholes.whole(case.number, team).inquiry, case.author, team)
        return Ready(case.was or case.situation, fitted(case.passage, was, now), success_id=case.id)
    other = wholes.whole(own_id, team).inquiry
    asked, replied = _ASKED.row(number=other.number), _REPLIED.row(number=other.number)
    told = own_words(asked[1]) if asked else ""
    if replied is None:
        return Ready(told, "")
    message_id, text, author = replied
    was = party_of(other, team.logins.get(author, ""), team)
    return Ready(told, fitted(text, was, now), message_id=message_id)


def party_of(inquiry: Inquiry, login: str, team: Team) -> Party:
    """Whom words are written to in an inquiry, by the member `login`; empty for nobody."""
    rows: list[tuple[Any, ...]] = _TAKING_PART.rows(number=inquiry.number)
    customer, writer = inquiry.customer, team.members.get(login)
    return Party(
        names=tuple(dict.fromkeys((customer.name, *(name for name, _email in rows if name)))),
        addresses=tuple(filter(None, dict.fromkeys((customer.email, *(mail for _, mail in rows))))),
        organisation=customer.organisation,
        number=inquiry.number,
        writer=name_of(login, team.members),
        signature=signature(team.settings, writer) if writer else "",
    )
