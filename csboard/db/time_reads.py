"""Reading worked time: of a period, of an inquiry, of one person with what it said before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from csboard.db import models, wholes
from csboard.db.clock_models import TimeEntryRow as TimeEntry
from csboard.db.models import TaskRow as Task
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.db.time_entry_rows import STANDS, entries_where, entry, entry_of
from csboard.domain.time_records import Entry, OwnTime, no_such_entry

Inquiry = models.InquiryRow

_IN_PERIOD = (
    TimeEntry.started_at < slot("end"),
    TimeEntry.ended_at.is_null() | (TimeEntry.ended_at > slot("start")),
)
_BETWEEN = Prepared(lambda: entries_where(STANDS, *_IN_PERIOD))
_BETWEEN_OF = Prepared(lambda: entries_where(TimeEntry.member == slot("member"), *_IN_PERIOD))
_OF_INQUIRY = Prepared(
    lambda: entries_where(STANDS, Task.inquiry.in_(wholes.parts_of(slot("number"))))
)


def entries_between(
    start: datetime, end: datetime, login: str | None, now: datetime, team: Team
) -> tuple[Entry, ...]:
    """Those that count; a lost one ends with its last sign, so it may not reach the period."""
    if login is None:
        rows = _BETWEEN.rows(start=start, end=end)
    else:
        member = team.members.get(login)
        rows = _BETWEEN_OF.rows(start=start, end=end, member=member.id if member else 0)
    found = (entry(row, team).as_of(now) for row in rows)
    return tuple(one for one in found if one.stands and _reaches(one, start))


def _reaches(one: Entry, start: datetime) -> bool:
    return one.ended_at is None or one.ended_at > start


def entries_of_inquiry(number: int, now: datetime, team: Team) -> tuple[Entry, ...]:
    whole = wholes.whole(number, team).inquiry.number
    rows = _OF_INQUIRY.rows(number=whole)
    return tuple(entry(row, team).as_of(now) for row in rows)


def one_entry(entry_id: int, now: datetime, team: Team) -> Entry:
    found = entry_of(entry_id, team)
    if found is None:
        raise no_such_entry()
    return found.as_of(now)


def own_time(login: str, start: datetime, end: datetime, now: datetime, team: Team) -> OwnTime:
    member = team.members.get(login)
    rows = _BETWEEN_OF.rows(start=start, end=end, member=member.id if member else 0)
    found = [entry(row, team).as_of(now) for row in rows]
    standing = tuple(one for one in found if one.stands and _reaches(one, start))
    former = {one.id: one for one in found if not one.stands}
    missing = [one.corrects for one in standing if one.corrects and one.corrects not in former]
    for earlier in missing:  # what it said before was another day's
        before = entry_of(earlier, team)
        if before is not None:
            former[before.id] = before
    numbers = {one.task.number for one in standing if one.task}
    return OwnTime(standing, former, _subjects(numbers))


def _subjects(numbers: set[int]) -> dict[int, str]:
    query: Any = Inquiry.select(Inquiry.number, Inquiry.subject).where(
        Inquiry.number.in_(sorted(numbers))
    )
    return dict(query.tuples())
