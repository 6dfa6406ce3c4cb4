"""When a hand-off that nobody takes becomes an alarm: before its giver leaves."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from csboard.domain.business_calendar import Calendar
from csboard.domain.business_time import working_between
from csboard.i18n import in_zone

MOST_CLOSED = 30
"""Days without business hours in a row that are looked back over."""


def rings_from(offered_at: datetime, leaves_at: datetime, calendar: Calendar) -> datetime:
    """The begin of the business day before the day of leaving; the offer, if that was later."""
    zone = ZoneInfo(calendar.zone)
    day = in_zone(leaves_at, zone).date()
    for back in range(1, MOST_CLOSED + 1):
        start = datetime.combine(day - timedelta(days=back), time.min, zone)
        if working_between(calendar, start, start + timedelta(days=1)):
            return max(offered_at, start)
    return offered_at
