"""The clocks' rules as long as the team's settings hold."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from csboard.db.team import Team
from csboard.domain.business_calendar import Calendar
from csboard.domain.team_calendar import team_calendar

if TYPE_CHECKING:
    from csboard.domain.clock_rules import Rules


class _Latest:
    """What was asked for last. Safe in threads."""

    def __init__(self) -> None:
        self._settings: object = None
        self._calendar: Calendar
        self._rules: Rules | None
        self._lock = threading.Lock()

    def calendar(self, team: Team) -> Calendar:
        with self._lock:
            return self._calendar_of(team)

    def rules(self, team: Team) -> Rules:
        from csboard.domain.clock_rules import rules_by

        with self._lock:
            calendar = self._calendar_of(team)
            if self._rules is None:
                self._rules = rules_by(calendar, team.settings)
            return self._rules

    def _calendar_of(self, team: Team) -> Calendar:
        if self._settings is not team.settings:
            self._calendar = team_calendar(team.settings, team.public_days)
            self._settings, self._rules = team.settings, None
        return self._calendar


_latest = _Latest()


def rules_of(team: Team) -> Rules:
    """What the team has decided of its clocks; the same object as long as it stays so."""
    return _latest.rules(team)


def calendar_of(team: Team) -> Calendar:
    """Of the same the calendar alone, for what no promise is asked of."""
    return _latest.calendar(team)
