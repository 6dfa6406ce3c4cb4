"""Lengths of business time as people read them: hours and minutes, without seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

from csboard.domain.business_calendar import Calendar
from csboard.i18n import _, format_time

_MINUTE = timedelta(minutes=1)
_NEARLY_A_MINUTE = _MINUTE - timedelta.resolution


def business_time(amount: timedelta) -> str:
    """Hours and minutes, rounded down to the minute, without a sign: `1:40`."""
    minutes = abs(amount) // _MINUTE
    return f"{minutes // 60}:{minutes % 60:02}"


def time_over(amount: timedelta) -> str:
    """The same of what was late: below a minute in seconds, for nothing late was late by 0:00."""
    if abs(amount) >= _MINUTE:
        return business_time(amount)
    return _("{n} s").format(n=max(1, abs(amount) // timedelta(seconds=1)))


def time_over_so_far(amount: timedelta) -> str:
    """The same of what is late by now, which stands for a while: below a minute `under 0:01`."""
    if abs(amount) >= _MINUTE:
        return business_time(amount)
    return _("under {time}").format(time=business_time(_MINUTE))


def time_left(amount: timedelta) -> str:
    """The same of what is left, rounded up: with the time that was used it makes the promise."""
    return business_time(amount + _NEARLY_A_MINUTE)


def outside_hours(moment: datetime, calendar: Calendar, now: datetime) -> str:
    """That nobody is there at a moment to come, and when they are; empty when somebody is."""
    from csboard.domain.business_time import add_working

    opens = add_working(calendar, moment, timedelta())
    if opens is None or opens <= moment:
        return ""
    told, then = (format_time(one, calendar.zone, now=now) for one in (moment, opens))
    return _("{moment} is outside business hours: work begins again {opens}.").format(
        moment=told, opens=then
    )
