"""Moments as the person reads them, to the minute, in the team's zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from csboard.i18n import in_zone
from csboard.tui.cards import short_date


def moment(at: datetime, zone: ZoneInfo) -> str:
    """Day and time: `11/24(火) 9:05` · `Tue Nov 24 9:05`."""
    local = in_zone(at, zone)
    return f"{short_date(local)} {local.hour}:{local:%M}"
