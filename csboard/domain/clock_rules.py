"""What the team has decided of its clocks."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from csboard.domain.business_calendar import Calendar
from csboard.domain.promises import Promise, promises_of
from csboard.domain.settings import TeamSettings
from csboard.domain.team_calendar import team_calendar
from csboard.named import NamedTuple
from csboard.public_holidays import PublicHolidays

Pausing = Mapping[str, frozenset[str]]
"""By for whom a reply waits, which clocks stand still."""

JUDGED_BY = frozenset({"zone", "hours", "holidays", "days", "promises", "pausing"})
"""The settings by which clocks run: when one of them changes, all are worked out anew."""


class Rules(NamedTuple):
    """By what clocks run and are judged."""

    calendar: Calendar
    promises: tuple[Promise, ...] = ()
    pausing: Pausing = MappingProxyType({})


def rules_of(settings: TeamSettings, days: PublicHolidays) -> Rules:
    """By settings that have been checked, and the public holidays written down with them."""
    return rules_by(team_calendar(settings, days), settings)


def rules_by(calendar: Calendar, settings: TeamSettings) -> Rules:
    """The same with the calendar that they make."""
    pausing = {whom: frozenset(clocks) for whom, clocks in settings.pausing.items()}
    return Rules(calendar, promises_of(settings), pausing)
