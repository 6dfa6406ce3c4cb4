"""Screens that count the days that are gone to: a day, a week, a month, one after the other."""

from __future__ import annotations

from abc import abstractmethod
from datetime import date
from typing import ClassVar

from csboard.domain.periods import Days, Length, days_around, today
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui.app import station_of
from csboard.tui.fence import say
from csboard.tui.screens.counting import CountingScreen


class PeriodScreen(CountingScreen):
    """Begins with the days around today."""

    LENGTH: ClassVar[Length]
    """Of the days that are counted first."""

    _days: Days | None = None
    """Those that are shown or being counted; None before the first count."""
    _days_shown: Days | None = None

    @abstractmethod
    async def read_days(self, days: Days) -> None:
        """Count these and show them."""

    async def read(self) -> None:
        days = self.days
        await self.read_days(days)
        self._days_shown = days

    def count_given_up(self) -> None:
        self._days = self._days_shown

    @property
    def days(self) -> Days:
        if self._days is None:
            self._days = days_around(self.LENGTH, self._today)
        return self._days

    @property
    def _today(self) -> date:
        return today(station_of(self).clock.now(), self.state.zone)

    def can(self, name: str) -> bool:
        return name != "after" or self.days.last < self._today

    def action_day(self) -> None:
        self._around(Length.DAY)

    def action_week(self) -> None:
        self._around(Length.WEEK)

    def action_month(self) -> None:
        self._around(Length.MONTH)

    def _around(self, length: Length) -> None:
        """The days of that length in which those that are shown end, as far as they have come."""
        self._go(days_around(length, min(self.days.last, self._today)))

    def action_before(self) -> None:
        self._move(-1)

    def action_after(self) -> None:
        if self.days.last < self._today:
            self._move(1)
        else:
            say(self.app, _("That time has not come yet."))

    def _move(self, by: int) -> None:
        try:
            self._go(self.days.moved(by))
        except CsboardError as failure:
            say(self.app, failure.sentence, "warning")

    def _go(self, days: Days) -> None:
        self.leave_said(unseen=True)  # of the days that were shown
        self._days = days
        self.read_with_keys_held()
