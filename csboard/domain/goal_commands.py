"""What can be asked about what the team wants to reach, and about what it looks back on."""

from __future__ import annotations

from datetime import date, datetime

from csboard.domain.commands import Command


class EnterReading(Command):
    """Write down what a key result, or the number of users, was on some days.

    What was written down of a day before stands no more.
    """

    result: str
    """The key of a key result that is measured by hand, or `objective_settings.USERS`."""
    values: tuple[tuple[date, float], ...]


class WithdrawReading(Command):
    """What was written down of a key for a day was a mistake, and counts no more."""

    result: str
    day: date


class SayWhyBroken(Command):
    """Say why a promise of an inquiry was broken: in a code, and in words if one likes."""

    number: int
    code: str
    """One of `late.CODES`."""
    words: str = ""
    clock: str = ""
    """Whose promise; empty: the latest that was broken."""
    since: datetime | None = None
    """When that clock began; None: the latest of its kind that was broken."""
