"""Loading what each rule is shown, inside the write transaction that will carry it out."""

from __future__ import annotations

from peewee import fn

from csboard.db import models
from csboard.db.prepared import Prepared, slot
from csboard.db.reads import Reading, no_such_task
from csboard.db.team import Team
from csboard.domain.commands import (
    AddNote,
    ChangeMember,
    Command,
    OpenInquiry,
    Reopen,
    SplitOff,
    TaskCommand,
)
from csboard.domain.records import Member, TaskRef
from csboard.domain.settings import TeamSettings
from csboard.domain.states import (
    InquiryState,
    MemberState,
    NewInquiryState,
    SplitState,
    TaskState,
)
from csboard.errors import Refused
from csboard.text import fold_address

Numbered = AddNote | Reopen

FIRST_NUMBER = 1001
"""Inquiries are numbered from here: four digits line up and look like a number, not a count."""


def inquiry_state(number: int, me: Member, team: Team, *, junk: bool = False) -> InquiryState:
    """One inquiry with its tasks; Refused for one filed as junk, unless that is asked for."""
    inquiry, tasks = Reading(team).inquiry_with_tasks(number)
    if inquiry.junked_at is not None and not junk:
        from csboard.domain.junk import refuse_junk

        raise refuse_junk(inquiry.number)
    people = (team.members, team.absences, team.in_person)
    return InquiryState(me, team.settings, inquiry, tasks, *people)


def task_state(command: TaskCommand, login: str, team: Team) -> TaskState:
    ref = command.task
    try:
        whole = inquiry_state(ref.number, team.member(login), team)
    except Refused as refusal:
        raise (no_such_task(ref) if refusal.code == "no_such_inquiry" else refusal) from None
    if ref.seq == 1:  # of a merged inquiry the reply is the one of where it goes on
        ref = TaskRef(whole.inquiry.number)
    task = next((task for task in whole.tasks if task.ref == ref), None)
    if task is None:
        raise no_such_task(ref)
    siblings = tuple(other for other in whole.tasks if other.id != task.id)
    return TaskState(whole.actor, whole.settings, whole.inquiry, task, siblings, team.members)


def numbered_state(command: Numbered, login: str, team: Team) -> InquiryState:
    """The inquiry that `command` names by its number."""
    return inquiry_state(command.number, team.member(login), team)


_LAST_SEQ = Prepared(
    lambda: models.TaskRow.select(fn.MAX(models.TaskRow.seq)).where(
        models.TaskRow.inquiry == slot("number")
    )
)


def split_state(command: SplitOff, login: str, team: Team) -> SplitState:
    whole = inquiry_state(command.number, team.member(login), team)
    last = _LAST_SEQ.scalar(number=whole.inquiry.number)
    return SplitState(whole, int(last) + 1)


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


_OPEN_PER_STAGE = Prepared(
    lambda: (
        models.TaskRow.select(models.TaskRow.stage, fn.COUNT(models.TaskRow.id))
        .where(models.TaskRow.closed_at.is_null())
        .group_by(models.TaskRow.stage)
    )
)


_OPEN_INQUIRIES = Prepared(
    lambda: models.InquiryRow.select(fn.COUNT(models.InquiryRow.number)).where(
        models.InquiryRow.closed_at.is_null(),
        models.InquiryRow.merged_into.is_null(),
        models.InquiryRow.junked_at.is_null(),
    )
)
_HELD = Prepared(
    lambda: models.TaskRow.select(models.TaskRow.id).where(
        models.TaskRow.owner == slot("member"), models.TaskRow.closed_at.is_null()
    )
)


def member_state(command: Command, login: str, team: Team) -> MemberState:
    return MemberState(
        actor=team.members.get(login),
        login=login,
        members=team.members,
        settings=team.settings,
        stages_in_use=dict((stage, count) for stage, count in _OPEN_PER_STAGE.rows()),
        public_days=team.public_days,
        open_inquiries=_OPEN_INQUIRIES.scalar(),
        held={
            one: tuple(task for (task,) in _HELD.rows(member=team.members[one].id))
            for one in _leaving(command)
            if one in team.members
        },
    )


def _leaving(command: Command) -> list[str]:
    """Whom a change of the team makes inactive."""
    changes = (command,) if isinstance(command, ChangeMember) else getattr(command, "members", ())
    return [change.login for change in changes if change.active is False]
