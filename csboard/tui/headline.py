"""The one figure that the team has its eyes on, in the header of every board.

It is worked out on a thread and a connection of its own, a few minutes apart, and only when
something has happened since: what takes a second of work is asked for less often.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from csboard.board import Board
from csboard.domain.undo import READINGS
from csboard.errors import CsboardError
from csboard.tui.state import Change

if TYPE_CHECKING:
    from csboard.domain.team_goals import ResultStanding
    from csboard.tui.app import CsboardApp

EVERY = 180.0
"""Seconds between two looks."""
SHARE = 100
"""Of the time it takes to work it out: so much longer it rests then."""
AT_ONCE = (*READINGS, "settings_changed")
"""Kinds of events after which it is another at once; an undoing may be of one of them."""


class Headline:
    """Looks at the headline while the board is open, and tells when it is another."""

    def __init__(self, app: CsboardApp) -> None:
        self._app = app
        self._rests = EVERY
        self._seen = -1
        """The newest event when it was worked out last."""
        app.changes.subscribe(app, self._changed)
        self._look()

    def _changed(self, change: Change) -> None:
        kinds = {event.kind for event in change.events}
        if change.whole or kinds.intersection(AT_ONCE):
            self._seen = -1
            self._look()

    def _look(self) -> None:
        self._app.run_worker(self._work_out(), group="headline", exclusive=True)

    async def _work_out(self) -> None:
        """Ask, unless nothing has happened, and again after a rest."""
        app = self._app
        now = app.state.rev
        if now != self._seen:
            began = time.monotonic()
            try:
                standing = await app.station.aside(Board.headline)
            except CsboardError:  # told where it matters; it is asked again
                standing = app.headline
            else:
                self._seen = now
            self._rests = max(EVERY, SHARE * (time.monotonic() - began))
            if standing != app.headline:
                app.headline = standing
                app.show_header()
        app.set_timer(self._rests, self._look)


def told(standing: ResultStanding) -> tuple[tuple[str, ...], str]:
    """How a header says it, with its ink; a value without its name would say nothing."""
    from csboard.domain import goal_words as words  # most teams have no headline
    from csboard.domain.objectives import Pace

    role = "alarm" if standing.pace in (Pace.AT_RISK, Pace.BEHIND) else ""
    return (words.headline(standing),), role
