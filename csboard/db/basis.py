"""Reading what figures are counted by, and what of that has changed."""

from __future__ import annotations

from datetime import datetime

from csboard.db import models, records
from csboard.db.prepared import Prepared, slot
from csboard.db.team import Team
from csboard.db.worked import corrected
from csboard.domain.counted import Basis, judged_by
from csboard.domain.figures import Period
from csboard.domain.records import Event

_Event = models.EventRow

_BEFORE = Prepared(
    lambda: (
        _Event.select(_Event.id)
        .where(_Event.at < slot("since"))
        .order_by(_Event.id.desc())
        .limit(1)
    )
)
"""Found by walking back from the newest."""
_CHANGES = Prepared(
    lambda: (
        _Event.select(*records.EVENT_COLUMNS)
        .where(_Event.id > slot("after"), _Event.kind == "settings_changed")
        .order_by(_Event.id)
    )
)


def basis(period: Period, team: Team) -> Basis:
    """The settings of now, with their changes since the period began."""
    changes = _changes(period.start, team)
    return Basis(team.settings, changes, corrected(period), team.members)


def _changes(since: datetime, team: Team) -> tuple[Event, ...]:
    events = (
        records.event(row, team.logins)
        for row in _CHANGES.rows(after=_BEFORE.scalar(since=since) or 0)
    )
    return tuple(one for one in events if judged_by(one))
