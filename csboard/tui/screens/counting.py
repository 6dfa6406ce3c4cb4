"""Screens whose reading may take seconds: they tell how far it is, and can be stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

from csboard.board import Board
from csboard.errors import CsboardError, Stopped
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


class _Count:
    """One that is under way."""

    def __init__(self, what: str) -> None:
        self.what = what
        self.stop = threading.Event()
        self.percent = ""
        self.is_told = False


class CountingScreen(ReadingScreen):
    """Counts on a connection of its own; has a `#title`, and a key `back` that stops the count.

    What is shown stays while something else is counted, and when that is stopped or fails.
    """

    _count: _Count | None = None
    """The count that is under way."""

    _titled = ""
    """The title of what is shown, which a count under way may have taken the place of."""

    @property
    def is_idle(self) -> bool:
        """Whether no count is under way."""
        return self._count is None

    def entitle(self, title: str) -> None:
        """What is shown has this title."""
        self._titled = title
        if self.is_idle:
            self.query_one("#title", Plain).show(title)

    def count_given_up(self) -> None:
        """The count that was under way brings nothing: what was shown before stays."""

    def on_unmount(self) -> None:
        if self._count is not None:
            self._count.stop.set()

    def _stop_counting(self) -> bool:
        """Whether there was a count to stop."""
        count, self._count = self._count, None
        if count is None:
            return False
        count.stop.set()
        self.entitle(self._titled)
        return True

    async def counted(self, what: str, job: Callable[[Board, Progress, Stop], Found]) -> Found:
        """What `job` finds; `what` is its name in the title. Raises Stopped."""
        self._stop_counting()
        self._titled = self._titled or self.query_one("#title", Plain).render().plain
        count, loop = _Count(what), asyncio.get_running_loop()
        self._count = count
        patience = self.set_timer(PATIENCE, lambda: self._begin_telling(count))

        def progress(done: int, of: int) -> None:
            if not count.stop.is_set():
                loop.call_soon_threadsafe(self._has_come, count, done, of)

        try:
            found = await station_of(self).aside(
                lambda board: job(board, progress, count.stop.is_set)
            )
            if self._count is not count:  # it was done before it noticed
                raise _stopped()
            return found
        except CsboardError:
            if self._count is count:
                self._stop_counting()
                self.count_given_up()
            raise
        finally:
            patience.stop()
            count.stop.set()  # a reading that was given up for the next one needn't go on
            if self._count is count:
                self._count = None

    def _has_come(self, count: _Count, done: int, of: int) -> None:
        count.percent = f" {100 * done // of} %" if of else ""
        if count.is_told:
            self._tell_way(count)

    def _begin_telling(self, count: _Count) -> None:
        """Its key stops it from now on, and its title says so."""
        count.is_told = True
        app_of(self).let_keys_go()
        self._tell_way(count)

    def _tell_way(self, count: _Count) -> None:
        if self._count is count and self.is_attached:
            told = _("Counting {period}").format(period=count.what)
            back = _("{key}: stop").format(key=keys.key_of(f"{self.PLACES[0]}.back"))
            self.query_one("#title", Plain).show(f"{told}{count.percent}  {back}")

    def action_again(self) -> None:
        self.read_with_keys_held()

    def action_back(self) -> None:
        if not self._stop_counting():
            self.dismiss()
            return
        self.count_given_up()
        say(self.app, _stopped().sentence)


def _stopped() -> Stopped:
    return Stopped(_("Stopped before it was done."))
