"""Loading what each rule is shown, inside the write transaction that will carry it out."""

from __future__ import annotations

from typing import Any

from peewee import fn

from csboard.db import models, records
from csboard.db.prepared import Prepared, slot
from csboard.db.reads import Reading, no_such_task
from csboard.db.team import Team
from csboard.domain.commands import (
    AddNote,
    Command,
    EditInquiry,
    OpenInquiry,
    Reopen,
    SplitOff,
    TaskCommand,
    Undo,
)
from csboard.domain.records import Event, Member
from csboard.domain.settings import TeamSettings
from csboard.domain.states import (
    InquiryState,
    MemberState,
    NewInquiryState,
    TaskState,
    UndoState,
)
from csboard.domain.undo import ACTS, last_standing
from csboard.errors import Refused
from csboard.text import fold_address

Numbered = AddNote | EditInquiry | Reopen | SplitOff

FIRST_NUMBER = 1001
"""Inquiries are numbered from here: four digits line up and look like a number, not a count."""

UNDO_DEPTH = 50
"""How many of a member's latest acts are looked through for the one to take back."""


def inquiry_state(number: int, me: Member, team: Team) -> InquiryState:
    """One inquiry with its tasks."""
    inquiry, tasks = Reading(team).inquiry_with_tasks(number)
    return InquiryState(me, team.settings, inquiry, tasks, team.members)


def task_state(command: TaskCommand, login: str, team: Team) -> TaskState:
    ref = command.task
    try:
        whole = inquiry_state(ref.number, team.member(login), team)
    except Refused as refusal:
        raise (no_such_task(ref) if refusal.code == "no_such_inquiry" else refusal) from None
    task = next((task for task in whole.tasks if task.ref == ref), None)
    if task is None:
        raise no_such_task(ref)
    siblings = tuple(other for other in whole.tasks if other.id != task.id)
    return TaskState(whole.actor, whole.settings, whole.inquiry, task, siblings, team.members)


def numbered_state(command: Numbered, login: str, team: Team) -> InquiryState:
    """The inquiry that `command` names by its number."""
    return inquiry_state(command.number, team.member(login), team)


def new_inquiry_state(command: OpenInquiry, login: str, team: Team) -> NewInquiryState:
    return opening_state(team.member(login), team.settings, command.customer_email)


_LAST_NUMBER = Prepared(lambda: models.InquiryRow.select(fn.MAX(models.InquiryRow.number)))
_CUSTOMER_OF = Prepared(
    lambda: models.AddressRow.select(models.AddressRow.customer).where(
        models.AddressRow.folded == slot("folded")
    )
)


def opening_state(me: Member, agreed: TeamSettings, email: str) -> NewInquiryState:
    last = _LAST_NUMBER.scalar()
    folded = fold_address(email)
    customer_id = _CUSTOMER_OF.scalar(folded=folded) if folded else None
    number = FIRST_NUMBER if last is None else int(last) + 1
    return NewInquiryState(me, agreed, number, customer_id)


def undo_state(command: Undo, login: str, team: Team) -> UndoState:
    me = team.member(login)
    acts = _own_acts(me, command.number, team)
    act = last_standing(acts)
    if act is None:
        return UndoState(me, None)
    mail = act.detail.get("receipt")
    receipt = Reading(team).receipt(mail) if isinstance(mail, int) else None
    if act.number is None:
        return UndoState(me, act, receipt=receipt)
    since = _events_since(act.number, act.id, team)
    return UndoState(me, act, since, inquiry_state(act.number, me, team), receipt)


def _own_acts(me: Member, number: int | None, team: Team) -> tuple[Event, ...]:
    query = models.EventRow.select(*records.EVENT_COLUMNS).where(
        models.EventRow.actor == me.id, models.EventRow.kind.in_(ACTS)
    )
    if number is not None:
        on_it = (models.EventRow.inquiry == number) | (models.EventRow.other == number)
        query = query.where(on_it)
    rows: Any = query.order_by(models.EventRow.id.desc()).limit(UNDO_DEPTH).tuples()
    return tuple(records.event(row, team.logins) for row in rows)


def _events_since(number: int, since: int, team: Team) -> tuple[Event, ...]:
    rows: Any = (
        models.EventRow.select(*records.EVENT_COLUMNS)
        .where(
            (models.EventRow.inquiry == number) | (models.EventRow.other == number),
            models.EventRow.id > since,
        )
        .order_by(models.EventRow.id)
        .tuples()
    )
    return tuple(records.event(row, team.logins) for row in rows)


def member_state(command: Command, login: str, team: Team) -> MemberState:
    stages = models.TaskRow.select(models.TaskRow.stage).where(models.TaskRow.closed_at.is_null())
    return MemberState(
        actor=team.members.get(login),
        login=login,
        members=team.members,
        settings=team.settings,
        stages_in_use=frozenset(row.stage for row in stages.distinct()),
    )
