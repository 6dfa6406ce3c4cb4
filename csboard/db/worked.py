"""Reading the time that was worked in a period, with the inquiries it was for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from peewee import fn

from csboard.db import models, records
from csboard.db.clock_models import TimeEntryRow
from csboard.db.in_parts import in_parts
from csboard.db.models import whole_of
from csboard.db.prepared import Prepared, slot
from csboard.db.stories import MOST_AT_ONCE
from csboard.db.team import Team
from csboard.db.time_reads import entries_between
from csboard.domain.figures import Period
from csboard.domain.records import Tags
from csboard.domain.worked import Stretch, Worked, worked_of

_Inquiry = models.InquiryRow
_Whole = _Inquiry.alias("whole")

_CORRECTED = Prepared(
    lambda: TimeEntryRow.select(fn.COUNT(TimeEntryRow.id)).where(
        TimeEntryRow.started_at < slot("end"),
        TimeEntryRow.ended_at > slot("start"),
        TimeEntryRow.withdrawn_at.is_null(False),
    )
)


def worked(period: Period, team: Team, now: datetime, login: str | None) -> tuple[Worked, Worked]:
    """Of the whole team, and of one person."""
    entries = entries_between(period.start, period.end, None, now, team)
    wholes = {
        number: (whole, tags)
        for number, whole, tags in _wholes({one.task.number for one in entries if one.task}, team)
    }
    stretches = [Stretch(one, wholes[one.task.number][0] if one.task else None) for one in entries]
    tags = dict(wholes.values())
    own = [one for one in stretches if one.entry.login == login]
    return worked_of(stretches, tags, period, now), worked_of(own, tags, period, now)


def corrected(period: Period) -> int:
    """How many entries of a period were corrected or dropped since."""
    return int(_CORRECTED.scalar(start=period.start, end=period.end))


def _wholes(numbers: Iterable[int], team: Team) -> Iterator[tuple[int, int, Tags]]:
    """Of each inquiry in which it goes on, and the tags of that."""
    for some in in_parts(sorted(numbers), MOST_AT_ONCE):
        goes_on_in = whole_of(_Inquiry)
        query: Any = _Inquiry.select(_Inquiry.number, _Whole.number, _Whole.tags)
        query = query.join(_Whole, on=(_Whole.number == goes_on_in))
        for number, whole, tags in query.where(_Inquiry.number.in_(some)).tuples():
            yield number, whole, team.settings.vocabulary.shown(records.tags_of(tags))
