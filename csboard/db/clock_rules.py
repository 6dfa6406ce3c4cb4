"""The clocks' rules as long as the team's settings hold."""

from __future__ import annotations

import threading

from csboard.db.team import Team
from csboard.domain.clock_rules import Rules
from csboard.domain.clock_rules import rules_of as made_of


class _Latest:
    """The rules that were asked for last. Safe in threads."""

    def __init__(self) -> None:
        self._of: tuple[object, Rules] | None = None
        self._lock = threading.Lock()

    def of(self, team: Team) -> Rules:
        with self._lock:
            if self._of is None or self._of[0] is not team.settings:
                self._of = team.settings, made_of(team.settings, team.public_days)
            return self._of[1]


_latest = _Latest()


def rules_of(team: Team) -> Rules:
    """What the team has decided of its clocks; the same object as long as it stays so."""
    return _latest.of(team)
