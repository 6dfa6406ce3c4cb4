"""The alarms as this open board knows them: counted in its header, and told of for the team.

They are looked at when the board hears of a change, and when the next one comes by itself; a
board on which nothing can come asks for nothing. What nobody was told of is told by whoever is
first: a worker if one runs, else one of the open boards, of which each waits a moment of its own.
"""

from __future__ import annotations

import asyncio
import random
from typing import TYPE_CHECKING

from textual.timer import Timer

from csboard.domain.alarm_records import NO_ALARMS, Alarms
from csboard.domain.replies import Surroundings
from csboard.errors import CsboardError, Refused, Unavailable
from csboard.tui.permitted import may_work
from csboard.tui.state import Change

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.tui.app import CsboardApp

SOON = 0.3
"""Seconds after a change in which others of the same moment may come."""
REST = 3.0
"""Seconds between two looks at least; after a long one more."""
SHARE = 20
"""A look is followed by so many times its length without another."""
PATIENCE = (2.0, 15.0)
"""Seconds after which a board tells what is still to be told; a worker needs less."""
LEASE_SECONDS = 30


class AlarmWatch:
    """What stands, as last seen. All of it on the loop of the app."""

    def __init__(self, app: CsboardApp) -> None:
        self.alarms = NO_ALARMS
        self._app = app
        self._look: Timer | None = None
        self._telling: Timer | None = None
        self._free_at = 0.0
        self._unread = 0
        self._rings = False
        """Whether it rings if there is more in the inbox when that is read next."""
        app.changes.subscribe(app, self._changed, immediate=True)
        app.surroundings.subscribe(app, self._heard, immediate=True)
        self._want()

    def tick(self) -> None:
        """At the turn of a minute: look if one has come by itself, or is to be told still."""
        look = self.alarms.next_look
        has_come = look is not None and look <= self._app.station.clock.now()
        if has_come or self.alarms.untold:
            self._want()

    def _changed(self, change: Change) -> None:
        self._rings = self._rings or any(event.kind == "alarms_told" for event in change.events)
        self._want()

    def _heard(self, around: Surroundings) -> None:
        """Ring when an alarm has reached one's own inbox."""
        if self._rings and around.unread > self._unread:
            self._app.bell()
            self._rings = False
        self._unread = around.unread

    # looking

    def _want(self) -> None:
        """Look soon; many such wishes are one look."""
        if self._look is None and self._app.is_running:
            wait = self._free_at - asyncio.get_running_loop().time()
            self._look = self._app.set_timer(max(SOON, wait), self._begin)

    def _begin(self) -> None:
        self._look = None
        self._app.run_worker(self._read(), group="alarms")

    async def _read(self) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        self._free_at = begun + REST
        try:
            alarms = await self._app.station.read(lambda board: board.alarms())
        except CsboardError:
            return  # the header says so, and a change or a minute leads here again
        self._free_at = loop.time() + max(REST, (loop.time() - begun) * SHARE)
        self._take(alarms)

    def _take(self, alarms: Alarms) -> None:
        before, self.alarms = self.alarms, alarms
        if before.shown != alarms.shown:
            self._app.alarmed.publish(alarms)
        if alarms.untold and self._telling is None and may_work(self._app, self._app.state):
            self._telling = self._app.set_timer(random.uniform(*PATIENCE), self._begin_telling)

    # telling

    def _begin_telling(self) -> None:
        self._telling = None
        if self.alarms.untold:
            self._app.run_worker(self._tell(), group="alarms")

    async def _tell(self) -> None:
        """For the whole team, if no other program does; what comes of it comes as a change."""
        try:
            await self._app.station.aside(self._told)
        except (Refused, Unavailable):
            return  # another was first, or will be: a minute leads here again

    def _told(self, board: Board) -> None:
        from csboard.domain.alarm_commands import TellAlarms
        from csboard.domain.alarm_settings import TELLER
        from csboard.domain.sending_commands import HoldLease
        from csboard.mail.sender_actor import sender_actor

        actor = sender_actor(board, self._app.station.actor)
        lease = HoldLease(name=TELLER, holder=self._app.session, seconds=LEASE_SECONDS)
        board.keep(lease, actor)
        board.execute(TellAlarms(), actor)
