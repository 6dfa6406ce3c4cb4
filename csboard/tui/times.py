"""Moments as the person reads them, to the minute, in the team's zone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from csboard.i18n import format_time, in_zone
from csboard.named import NamedTuple


class Times(NamedTuple):
    """What moments are told by: the team's zone, and now, for the year of what is older."""

    zone: str
    now: datetime

    def moment(self, at: datetime) -> str:
        """Day and time: `11/24(火) 09:05`, in another year `2025/11/24(月) 09:05`."""
        return format_time(at, self.zone, now=self.now)

    @property
    def today(self) -> date:
        return in_zone(self.now, self.zone).date()

    def day_after_tomorrow(self) -> str:
        """A day to come, as one is written: `11/28`."""
        day = in_zone(self.now, self.zone) + timedelta(2)
        return f"{day.month}/{day.day}"
