"""What happened since a member last looked, by inquiry."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from peewee import JOIN, fn

from csboard.db import models, records
from csboard.db.models import whole_of
from csboard.db.personal_states import seen_by
from csboard.db.prepared import Prepared, slot
from csboard.db.reads import newest_event
from csboard.db.team import Team
from csboard.domain.records import Event
from csboard.domain.time_history import is_about_time
from csboard.domain.time_records import TIMES
from csboard.domain.views import Activity, InquiryActivity

FIRST_LOOK = timedelta(hours=24)
"""How far back somebody sees who never looked."""

EventRow = models.EventRow
Came, Whole = models.InquiryRow.alias("came"), models.InquiryRow.alias("whole")
"""The inquiry an event is about, and the one in which it goes on."""


def _events() -> Any:
    goes_on_in = whole_of(Came)
    return (
        EventRow.select(*records.EVENT_COLUMNS, Whole.number, Whole.subject)
        .join(Came, JOIN.LEFT_OUTER, on=(EventRow.inquiry == Came.number))
        .join(Whole, JOIN.LEFT_OUTER, on=(Whole.number == goes_on_in))
        .where(
            EventRow.actor != slot("member"),
            EventRow.via.is_null() | (EventRow.via != slot("login")),
            EventRow.kind.not_in(sorted(TIMES)),
        )
        .order_by(EventRow.id.desc())
        .limit(slot("limit"))
    )


def newest_before() -> Any:
    """The newest event before the moment `since`: found by walking back from the newest."""
    return (
        EventRow.select(EventRow.id)
        .where(EventRow.at < slot("since"))
        .order_by(EventRow.id.desc())
        .limit(1)
    )


_SINCE_MARK = Prepared(lambda: _events().where(EventRow.id > slot("mark")))
_OF_A_DAY = Prepared(lambda: _events().where(EventRow.id > fn.COALESCE(newest_before(), 0)))


def activity(team: Team, login: str, now: datetime, limit: int) -> Activity:
    """Others' events since the mark of `login`, the newest `limit` of them."""
    member = team.members.get(login)
    me = member.id if member else 0
    mark = seen_by(me)
    given = {"member": me, "login": login, "limit": limit + 1}
    if mark is None:
        rows = _OF_A_DAY.rows(since=now - FIRST_LOOK, **given)
    else:
        rows = _SINCE_MARK.rows(mark=mark, **given)
    newest = newest_event()
    inquiries, rest = _grouped(rows[:limit], team)
    return Activity(mark or 0, newest, inquiries, rest, more=len(rows) > limit)


def _grouped(
    rows: list[tuple[Any, ...]], team: Team
) -> tuple[tuple[InquiryActivity, ...], tuple[Event, ...]]:
    """By inquiry, the one touched last first; `rows` come newest first."""
    subjects: dict[int, str] = {}
    events: dict[int | None, list[Event]] = {}
    for *row, number, subject in rows:
        event = records.event(tuple(row), team.logins)
        if is_about_time(event):  # an undoing of such an act
            continue
        events.setdefault(number, []).append(event)
        if number is not None:
            subjects[number] = subject
    rest = events.pop(None, [])
    return (
        tuple(
            InquiryActivity(number, subjects[number], tuple(reversed(some)))
            for number, some in events.items()
            if number is not None
        ),
        tuple(reversed(rest)),
    )
