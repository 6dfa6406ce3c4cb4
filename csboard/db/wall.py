"""What a wall display is told, by the tables."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from peewee import fn

from csboard.db.models import InquiryRow
from csboard.db.prepared import Prepared, slot
from csboard.db.reads import Reading, start_of_day
from csboard.db.sheet import sheet
from csboard.db.team import Team
from csboard.domain.people import name_of
from csboard.domain.sheet import Pick, SheetRow
from csboard.domain.team_goals import ResultStanding
from csboard.domain.wall import Aside, Case, Wall, without_names


def _came() -> Any:
    """How many inquiries came in since, without junk and without what goes on in another."""
    return InquiryRow.select(fn.COUNT(InquiryRow.number)).where(
        InquiryRow.opened_at >= slot("since"),
        InquiryRow.junked_at.is_null(),
        InquiryRow.merged_into.is_null(),
    )


_CAME = Prepared(_came)


def wall(reading: Reading, now: datetime, *, names: bool) -> Wall:
    """The open cards and what is counted, in the transaction at hand."""
    found = reading.snapshot(now, 0)
    if not names:
        found = found._replace(cards=tuple(map(without_names, found.cards)))
    return Wall(now, found, _CAME.scalar(since=start_of_day(reading.team, now)))


def aside(team: Team, now: datetime, headline: ResultStanding | None, *, names: bool) -> Aside:
    """This week's case beside the headline."""
    found = sheet(now, team)
    if found.pick is None:
        return Aside(headline=headline, at=now)
    row = next(one for one in found.rows if one.success.id == found.pick.success_id)
    author = name_of(row.success.author, found.members)
    return Aside(case_of(row, found.pick, author, names=names), headline, at=now)


def case_of(row: SheetRow, pick: Pick, author: str, *, names: bool) -> Case:
    """A case as the wall tells it: its title began as an inquiry's subject."""
    success = row.success
    title = success.title if names else ""
    return Case(success.id, title, success.tags, author, row.standing.used, pick.reason)
