"""Figures of some days with what they were counted by."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from csboard.domain.clock_rules import JUDGED_BY
from csboard.domain.figures import Figures
from csboard.domain.periods import Days
from csboard.domain.records import Event, Member
from csboard.domain.settings import TeamSettings
from csboard.domain.worked import Worked
from csboard.named import NamedTuple


def judged_by(event: Event) -> list[str]:
    """Which of the settings that figures go by an event has changed."""
    keys = event.detail.get("keys")
    return sorted(JUDGED_BY.intersection(keys)) if isinstance(keys, (list, tuple)) else []


class Basis(NamedTuple):
    """What figures were counted by, and what of that has changed since the period began."""

    settings: TeamSettings
    changes: tuple[Event, ...]
    """Those in which some of that changed, oldest first."""
    corrected: int
    """Entries of worked time in the period that were corrected or dropped since."""
    members: Mapping[str, Member]


class Counted(NamedTuple):
    """All of a report before it is put into words."""

    days: Days
    now: datetime
    figures: Figures
    before: Figures
    """Of the days before, as many or of the same kind; of one that isn't over, of as much of it."""
    worked: Worked
    own: Worked
    """Of whoever asked."""
    basis: Basis

    @property
    def is_unfinished(self) -> bool:
        """Whether more may come."""
        return self.now < self.days.period(self.basis.settings.zone).end
