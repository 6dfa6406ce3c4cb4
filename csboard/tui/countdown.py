"""The seconds in which a reply can still be stopped, told in the last line and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from math import ceil

from textual.screen import Screen
from textual.timer import Timer

from csboard.i18n import ngettext
from csboard.tui.keys import key_of

EVERY = 1.0
"""Seconds; only while there is something to count."""


class Countdown:
    """Ticks while a reply waits for its window to end, and is silent otherwise."""

    def __init__(
        self, screen: Screen[None], now: Callable[[], datetime], tell: Callable[[str], None]
    ) -> None:
        self._screen = screen
        self._now = now
        self._tell = tell
        self._until: datetime | None = None
        self._timer: Timer | None = None

    def count_to(self, until: datetime | None) -> None:
        """Count the seconds to that moment; None, or one that has passed, ends it."""
        if until is not None and until <= self._now():
            until = None
        self._until = until
        if until is None:
            self._stop()
        elif self._timer is None:
            self._timer = self._screen.set_interval(EVERY, self._tick)
            self._tick()

    def _tick(self) -> None:
        left = ceil((self._until - self._now()).total_seconds()) if self._until else 0
        if left <= 0:
            self._stop()
            return
        told = ngettext(
            "Goes out in {n} second. {key}: stop", "Goes out in {n} seconds. {key}: stop", left
        )
        self._tell(told.format(n=left, key=key_of("draft.undo")))

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            self._tell("")
