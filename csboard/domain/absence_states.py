"""What the rules about absences are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from csboard.domain.absences import Absence
from csboard.domain.records import Event, Member, Task, TaskRef
from csboard.i18n import in_zone
from csboard.named import NamedTuple


class StillWith(NamedTuple):
    """A task that stays where an absence took it to."""

    task: TaskRef
    owner: str | None
    """Login; None for nobody."""


class AbsenceState(NamedTuple):
    """Who is away when, and the absence that is to change."""

    actor: Member
    members: Mapping[str, Member]
    zone: ZoneInfo
    """The team's."""
    absences: tuple[Absence, ...] = ()
    """Those that stand."""
    absence: Absence | None = None
    """The one that is named; None when there is none of that id."""
    is_withdrawn: bool = False
    """Whether that one was withdrawn."""
    task: Task | None = None
    """The one that is to have a rule of its own."""
    standing_rule: int | None = None
    """Id of the row with the rule that it has."""

    held: Mapping[str, int] = MappingProxyType({})
    """By login of those who have open replies the number of the oldest one."""
    since: tuple[Event, ...] = ()
    """Of an undoing: what else was done to the absence since the act, oldest first."""
    passed: tuple[StillWith, ...] = ()
    """Of the same: the open tasks that the absence took from whose it is, and who has them."""

    def today(self, now: datetime) -> date:
        return in_zone(now, self.zone).date()
