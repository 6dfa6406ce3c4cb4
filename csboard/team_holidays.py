"""The public holidays that are to be written down with a team's settings."""

from __future__ import annotations

from csboard.board import Board
from csboard.i18n import in_zone
from csboard.public_holidays import PublicHolidays, holidays_around


def days_for(place: str, board: Board) -> PublicHolidays | None:
    """Those of `place` around today; None when they stand on the board already.

    ConfigError when nothing is known of the place.
    """
    if place == board.public_days().place:
        return None
    return holidays_around(place, in_zone(board.clock.now(), board.settings().zone).date())
