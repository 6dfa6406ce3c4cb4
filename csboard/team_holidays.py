"""The public holidays that are to be written down with a team's settings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from csboard.board import Board
from csboard.domain.commands import BringHolidays
from csboard.domain.records import Actor, Event
from csboard.i18n import in_zone
from csboard.named import NamedTuple
from csboard.public_holidays import PublicHolidays, holidays_around

OF_ZONES = {"Asia/Tokyo": "JP"}
"""Whose public holidays a new board keeps, by the zone of the machine on which it is made."""
A_YEAR = timedelta(days=365)


class Compared(NamedTuple):
    """What is written down beside what the library knows today."""

    written: PublicHolidays
    known: PublicHolidays
    """Around today, for the same place."""
    ends_soon: bool
    """Whether the last day of the years that are written down is less than a year away."""

    @property
    def more(self) -> Mapping[date, str]:
        """Days of years that are written down which are missing there, or called otherwise."""
        written = self.written.days
        return {
            day: name
            for day, name in self.known.days.items()
            if self._covers(day) and written.get(day) != name
        }

    @property
    def gone(self) -> Mapping[date, str]:
        """Days that are written down and that the library doesn't know, of years it knows."""
        first, last = self.known.first, self.known.last
        return {
            day: name
            for day, name in self.written.days.items()
            if first <= day.year <= last and day not in self.known.days
        }

    @property
    def is_behind(self) -> bool:
        """Whether writing down what the library knows would say more of the years to come."""
        return bool(self.more or self.gone) or self.known.last > self.written.last

    def _covers(self, day: date) -> bool:
        return self.written.first <= day.year <= self.written.last


def days_for(place: str, board: Board) -> PublicHolidays | None:
    """Those of `place` around today; None when they stand on the board already.

    ConfigError when nothing is known of the place.
    """
    if place == board.public_days().place:
        return None
    return holidays_around(place, today_of(board))


def compared(board: Board) -> Compared:
    """What the team keeps, beside what the library knows of it today."""
    written, today = board.public_days(), today_of(board)
    return Compared(written, holidays_around(written.place, today), end_soon(written, today))


def end_soon(written: PublicHolidays, today: date) -> bool:
    """Whether the years that are written down end within a year."""
    return bool(written.place) and date(written.last, 12, 31) - today < A_YEAR


def bring_in(found: Compared, board: Board, actor: Actor) -> Event:
    """Write down what the library knows of the place; Refused as `BringHolidays`."""
    return board.execute(BringHolidays(public_days=found.known), actor)


def today_of(board: Board) -> date:
    """The day that the team has."""
    return in_zone(board.clock.now(), board.settings().zone).date()
