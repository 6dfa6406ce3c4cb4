"""Lengths of business time as people read them: hours and minutes, without seconds."""

from __future__ import annotations

from datetime import timedelta

from csboard.i18n import _

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
