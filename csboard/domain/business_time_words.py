"""Lengths of business time as people read them: hours and minutes, without seconds."""

from __future__ import annotations

from datetime import timedelta

_NEARLY_A_MINUTE = timedelta(minutes=1) - timedelta.resolution


def business_time(amount: timedelta) -> str:
    """Hours and minutes, rounded down to the minute, without a sign: `1:40`."""
    minutes = abs(amount) // timedelta(minutes=1)
    return f"{minutes // 60}:{minutes % 60:02}"


def time_left(amount: timedelta) -> str:
    """The same of what is left, rounded up: with the time that was used it makes the promise."""
    return business_time(amount + _NEARLY_A_MINUTE)
