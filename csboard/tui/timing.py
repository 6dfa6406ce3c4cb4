"""This person's timer at this open board: kept alive, asked about after a silence, ended if lost.

A board that is open says so while a timer runs, wherever it is (`company`). Whoever comes back to
a timer after a long time without a key is asked what became of the time; until then it runs on.
Where the machine slept, no sign of life went out: then the timer is over, which is told, not asked.
Timers whose boards dropped off are ended by whichever board notices.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from csboard.domain.time_commands import EndLostTimer
from csboard.domain.time_records import LOST_AFTER
from csboard.errors import CsboardError
from csboard.tui.fence import say
from csboard.tui.permitted import may_work
from csboard.tui.timer_words import lost, own_of

if TYPE_CHECKING:
    from csboard.domain.replies import Surroundings
    from csboard.domain.time_entries import Question
    from csboard.domain.time_records import Running
    from csboard.tui.app import CsboardApp
    from csboard.tui.state import Change


class Timing:
    """What an open board does about timers. All of it on the loop of the app."""

    def __init__(self, app: CsboardApp) -> None:
        self.own: Running | None = None
        """One's own that runs, as last read."""
        self._app = app
        self._last_key = app.station.clock.now()
        self.read_at = self._last_key
        """When `own` was read last."""
        self._is_asking = False
        self._asked_of = 0
        """The entry of which it was asked whether it was forgotten: that is asked once."""
        self._ending: set[int] = set()

    def take(self, around: Surroundings) -> None:
        """Take notice of the timers that run."""
        self.read_at = self._app.station.clock.now()
        self.own = own_of(around.timers, self._app.station.actor.login)
        for one in around.timers:
            if one.is_lost and one.id not in self._ending and may_work(self._app, self._app.state):
                self._ending.add(one.id)
                self._app.run_worker(self._end(one.id), group="timers")

    async def _end(self, entry_id: int) -> None:
        with suppress(CsboardError):  # another board was first, or the next look finds it again
            await self._app.station.execute(EndLostTimer(entry_id=entry_id))
        self._ending.discard(entry_id)

    def heard(self, change: Change) -> None:
        """Tell the person when their own timer was ended."""
        me = self._app.station.actor.login
        for event in change.events:
            if event.kind == "timer_lost" and event.detail.get("login") == me:
                say(self._app, lost(event), "warning")

    def comes_back(self) -> bool:
        """Whether a key was pressed after so long that it is asked first what became of the time.

        Then the key does nothing else.
        """
        now = self._app.station.clock.now()
        last, self._last_key = self._last_key, now
        if self.own is None or self._is_asking:
            return False
        if now - self.read_at >= LOST_AFTER:
            self._app.look_around()  # and ends it, if no sign of life went out meanwhile
            return False
        from csboard.domain.time_entries import question  # only whoever has a timer needs it

        asked = question(self.own, last, now)
        if asked is None or (asked.why == "long" and self._asked_of == self.own.id):
            return False
        self._asked_of = self.own.id
        self._is_asking = True
        self._app.hold_keys()
        self._app.run_worker(self._ask(asked, now), group="timers")
        return True

    async def _ask(self, asked: Question, now: datetime) -> None:
        from csboard.tui.timer_acts import ask_of_silence

        try:
            await ask_of_silence(self._app, asked, now)
        finally:
            self._is_asking = False
