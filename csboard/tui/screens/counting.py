"""Screens whose reading may take seconds: they tell how far it is, and can be stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from csboard.board import Board
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.screens.reading import ReadingScreen

PATIENCE = 0.3
"""Seconds for which keys wait for a count; then its way is told and keys act again."""

Found = TypeVar("Found")
Progress = Callable[[int, int], object]
Stop = Callable[[], bool]


class CountingScreen(ReadingScreen):
    """Counts on a connection of its own; has a `#title`, and a key `back` that stops the count.

    What is shown stays while something else is counted, and when that is stopped.
    """

    _stop: threading.Event | None = None
    """Set to stop the count that is under way; None when none is."""

    _titled = ""
    """The title of what is shown."""

    def on_unmount(self) -> None:
        if self._stop is not None:
            self._stop.set()

    def _stop_counting(self) -> bool:
        """Whether there was a count to stop."""
        stop, self._stop = self._stop, None
        if stop is None:
            return False
        stop.set()
        self.query_one("#title", Plain).show(self._titled)
        return True

    async def counted(self, what: str, job: Callable[[Board, Progress, Stop], Found]) -> Found:
        """What `job` finds; `what` is its name in the title. Raises Stopped."""
        self._stop_counting()
        self._titled = self.query_one("#title", Plain).render().plain
        stop, loop = threading.Event(), asyncio.get_running_loop()
        self._stop = stop
        patience = self.set_timer(PATIENCE, lambda: self._begin_telling(stop, what))

        def progress(done: int, of: int) -> None:
            if not stop.is_set():
                loop.call_soon_threadsafe(self._tell_way, stop, what, done, of)

        try:
            return await station_of(self).aside(lambda board: job(board, progress, stop.is_set))
        finally:
            patience.stop()
            stop.set()  # a reading that was given up for the next one needn't go on
            if self._stop is stop:
                self._stop = None

    def _begin_telling(self, stop: threading.Event, what: str) -> None:
        app_of(self).let_keys_go()
        self._tell_way(stop, what)

    def _tell_way(self, stop: threading.Event, what: str, done: int = 0, of: int = 0) -> None:
        if self._stop is not stop or not self.is_attached:
            return
        percent = f" {100 * done // of} %" if of else ""
        back = _("{key}: stop").format(key=keys.key_of(f"{self.PLACES[0]}.back"))
        told = _("Counting {period}").format(period=what)
        self.query_one("#title", Plain).show(f"{told}{percent}  {back}")

    def action_back(self) -> None:
        if not self._stop_counting():
            self.dismiss()
            return
        say(self.app, _("Stopped before it was done."))
