"""Records for tests of the rules, with only what a test is about to be said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from csboard.domain.records import (
    INTAKE_LOGIN,
    Channel,
    Customer,
    Inquiry,
    Member,
    Role,
    Task,
    TaskRef,
    Urgency,
)
from csboard.domain.settings import TeamSettings
from csboard.domain.states import TaskState

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)

SUZUKI = Member(2, "suzuki", "鈴木", Role.LEAD)
SATO = Member(3, "sato", "佐藤", Role.MEMBER)
TANAKA = Member(4, "tanaka", "", Role.MEMBER)
VIEWER = Member(5, "visitor", "見学", Role.VIEWER)
MEMBERS = {
    member.login: member
    for member in (Member(1, INTAKE_LOGIN, "", Role.MEMBER), SUZUKI, SATO, TANAKA, VIEWER)
}

INQUIRY = Inquiry(
    number=1042,
    channel=Channel.MAIL,
    subject="ログインできない",
    urgency=Urgency.NORMAL,
    customer=Customer(1, "山田", "yamada@example.jp"),
    opened_at=NOW - timedelta(hours=1),
    version=1,
)

FREE = Task(
    id=7,
    ref=TaskRef(1042),
    title="",
    stage="todo",
    owner=None,
    owner_since=None,
    version=3,
    opened_at=INQUIRY.opened_at,
    closed_at=None,
)


def owned(by: Member, *, seconds: int = 2, stage: str = "doing") -> Task:
    """The task, held by somebody for that long."""
    return FREE._replace(owner=by.login, owner_since=NOW - timedelta(seconds=seconds), stage=stage)


DONE = owned(SATO, stage="done")._replace(closed_at=NOW)


def state(actor: Member, task: Task = FREE, *siblings: Task) -> TaskState:
    inquiry = INQUIRY._replace(closed_at=task.closed_at)
    return TaskState(actor, TeamSettings(), inquiry, task, siblings, MEMBERS)
