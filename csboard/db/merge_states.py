"""Loading what merging, dividing and linking inquiries is shown, and taking it back."""

from __future__ import annotations

from datetime import datetime

from peewee import Case, fn

from csboard.db import models, records, wholes
from csboard.db.prepared import Prepared, slot
from csboard.db.states import inquiry_state, opening_state
from csboard.db.team import Team
from csboard.domain.commands import Divide, Link, Merge, Unlink
from csboard.domain.junk import refuse_junk
from csboard.domain.records import Event, Member, Message
from csboard.domain.states import DivideState, InquiryState, LinkMark, LinkState, MergeState

LinkRow, MessageRow = models.LinkRow, models.MessageRow

_MARK = (LinkRow.id, LinkRow.first, LinkRow.second, LinkRow.ended_at)
_LINKS_OF = Prepared(
    lambda: LinkRow.select(*_MARK).where(
        (LinkRow.first == slot("number")) | (LinkRow.second == slot("number")),
        LinkRow.ended_at.is_null(),
    )
)
_LINK = Prepared(lambda: LinkRow.select(*_MARK).where(LinkRow.id == slot("id")))
_MESSAGE = Prepared(
    lambda: MessageRow.select(*records.MESSAGE_COLUMNS).where(
        MessageRow.id == slot("id"),
        MessageRow.inquiry.in_(wholes.parts_of(slot("number"))),
        MessageRow.withdrawn_at.is_null(),
    )
)
_MESSAGES = Prepared(
    lambda: MessageRow.select(fn.COUNT(MessageRow.id)).where(
        MessageRow.inquiry.in_(wholes.parts_of(slot("number"))), MessageRow.withdrawn_at.is_null()
    )
)
_MAILBOX = Prepared(
    lambda: (
        MessageRow.select(
            Case(None, ((MessageRow.mailbox != "", MessageRow.mailbox),), models.InquiryRow.mailbox)
        )
        .join(models.InquiryRow)
        .where(MessageRow.id == slot("id"))
    )
)


def merge_state(command: Merge, login: str, team: Team) -> MergeState:
    me = team.member(login)
    source, absorbed = _as_named(command.number, me, team)
    target, _own = _as_named(command.into, me, team)
    return MergeState(
        source,
        target,
        absorbed,
        _links_of(command.number),
        frozenset(link.other(command.into) for link in _links_of(command.into)),
        (wholes.last_in_at(command.number), wholes.last_in_at(command.into)),
    )


def _as_named(number: int, me: Member, team: Team) -> tuple[InquiryState, tuple[int, ...]]:
    """The inquiry of that very number, and what goes on in it; without tasks if it was merged."""
    found = wholes.whole(number, team)
    inquiry, tasks = found.inquiry, found.tasks
    if inquiry.junked_at is not None:
        raise refuse_junk(inquiry.number)
    if inquiry.number != number:
        inquiry, tasks = wholes.alone(number), ()
    people = (team.members, team.absences, team.in_person)
    state = InquiryState(me, team.settings, inquiry, tasks, *people)
    return state, found.merged


def divide_state(command: Divide, login: str, team: Team) -> DivideState:
    inquiry = inquiry_state(command.number, team.member(login), team)
    number = inquiry.inquiry.number
    opening = opening_state(inquiry.actor, team.settings, "")
    return DivideState(
        inquiry,
        opening._replace(customer_id=inquiry.inquiry.customer.id),
        message_of(command.message_id, number, team),
        _MESSAGES.scalar(number=number) == 1,
        _MAILBOX.scalar(id=command.message_id) or "",
    )


def message_of(message_id: int, number: int, team: Team) -> Message | None:
    """A message of the whole inquiry; None when it has no such message."""
    row = _MESSAGE.row(id=message_id, number=number)
    return records.message(row, team.logins) if row else None


def link_state(command: Link | Unlink, login: str, team: Team) -> LinkState:
    return _between(command.number, command.other, team.member(login))


def _between(number: int, other: int, me: Member) -> LinkState:
    one, two = (_goes_on_in(each) for each in (number, other))
    standing = next((link for link in _links_of(one) if link.other(one) == two), None)
    return LinkState(me, one, two, standing)


def _goes_on_in(number: int) -> int:
    return wholes.alone(number).merged_into or number


def link_of(act: Event, me: Member) -> LinkState:
    """For an undo: the link that the act was about, and whether another stands in its place."""
    found = _between(act.number or 0, act.other or 0, me)
    mark = _link(act.detail["link"])
    again = found.link is not None and (mark is None or found.link.id != mark.id)
    return found._replace(link=mark, again=again)


def merge_of(act: Event, me: Member, team: Team) -> MergeState:
    """For an undo: the two inquiries of a merge apart, or of a division."""
    number, into = act.number or 0, act.other or 0
    absorbed, links = act.detail.get("absorbed"), act.detail.get("links")
    parts = {number, *(absorbed if isinstance(absorbed, list) else ())}
    whole = wholes.whole(into, team)
    own = tuple(task for task in whole.tasks if task.ref.number in parts)
    rest = tuple(task for task in whole.tasks if task.ref.number not in parts)
    reply = wholes.reply_of(number, team)
    ids = [one for some in links.values() for one in some] if isinstance(links, dict) else []
    return MergeState(
        InquiryState(me, team.settings, wholes.alone(number), (reply, *own), team.members),
        InquiryState(me, team.settings, whole.inquiry, rest, team.members),
        tuple(sorted(parts - {number})),
        tuple(mark for one in ids if (mark := _link(one)) is not None),
        frozenset(),
        (wholes.last_in_at(number), wholes.last_in_at(whole.inquiry.number)),
    )


def _links_of(number: int) -> tuple[LinkMark, ...]:
    return tuple(_mark(row) for row in _LINKS_OF.rows(number=number))


def _link(link_id: object) -> LinkMark | None:
    row = _LINK.row(id=link_id)
    return _mark(row) if row else None


def _mark(row: tuple[int, int, int, datetime | None]) -> LinkMark:
    link_id, first, second, ended_at = row
    return LinkMark(link_id, first, second, ended_at is not None)
