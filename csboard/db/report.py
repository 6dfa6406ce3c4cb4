"""Reading all that a report over some days tells."""

from __future__ import annotations

from datetime import datetime, timedelta

from csboard.db.basis import basis
from csboard.db.matters import Progress, Stop
from csboard.db.matters import counted as figures_of
from csboard.db.team import Team
from csboard.db.worked import worked
from csboard.domain.counted import Counted
from csboard.domain.periods import Days


def counted(
    days: Days,
    login: str | None,
    team: Team,
    now: datetime,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Counted:
    """Figures of some days and of those before, with the time worked and what they go by."""
    zone = team.settings.zone
    period = days.period(zone)
    earlier = days.moved(-1).period(zone)
    if now < period.end:
        passed = max(now - period.start, timedelta())
        earlier = earlier._replace(end=min(earlier.start + passed, earlier.end))
    figures, before = figures_of((period, earlier), team, now, progress, stop)
    teams, own = worked(period, team, now, login)
    return Counted(days, now, figures, before, teams, own, basis(period, team))
