"""An open board on a host that sends: sees to the replies that are due, its own and others'.

It looks when the board is opened, when a reply is let go, and again when one is due; a look costs
one query, and without anything on its way there is none.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.timer import Timer

from csboard.domain.replies import OutboxEntry, OutboxState
from csboard.errors import ConfigError, Refused, Unavailable
from csboard.mail.mail_options import BY_HAND, MailOptions, mail_options
from csboard.mail.sender_actor import sender_actor
from csboard.mail.sending import Sender
from csboard.mail.transport import Transport, transport_of
from csboard.tui.fence import say
from csboard.tui.permitted import may_work
from csboard.tui.state import Change

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.tui.app import CsboardApp

ON_ITS_WAY = (OutboxState.QUEUED, OutboxState.CLAIMED, OutboxState.HANDING)
LETTING_GO = frozenset(("queued", "undone"))
"""Kinds of events after which something may be on its way."""
SOONEST, LATEST = 0.5, 60.0
"""Seconds between two looks while something is on its way."""
PAUSE = 5.0
"""Seconds to the next look after one that sent, or tried to."""
MOST_STEPS = 100
"""Replies seen to in one go."""


def begin_sending(app: CsboardApp) -> Outgoing | None:
    """Let the board send when there is a way and the person may work; else None."""
    if not may_work(app, app.state):
        return None
    if app.pretended is not None:
        return Outgoing(app, BY_HAND, app.pretended)
    if app.config is None:
        return None
    try:
        options = mail_options(app.config)
    except ConfigError as wrong:
        say(app, wrong.sentence, "warning")
        return None
    transport = transport_of(options)
    return Outgoing(app, options, transport) if transport else None


class Outgoing:
    """Sends what is due while the board is open."""

    def __init__(self, app: CsboardApp, options: MailOptions, transport: Transport) -> None:
        self._app = app
        self._options = options
        self._transport = transport
        self._sender: Sender | None = None
        self._timer: Timer | None = None
        self._sending = asyncio.Lock()
        app.changes.subscribe(app, self._changed, immediate=True)
        self._look_in(0)

    @property
    def way(self) -> tuple[MailOptions, Transport]:
        """How mail leaves this host."""
        return self._options, self._transport

    def _changed(self, change: Change) -> None:
        if change.whole or any(event.kind in LETTING_GO for event in change.events):
            self._look_in(0)

    def _look_in(self, seconds: float) -> None:
        """Look after so many seconds, and not at another time that was meant before."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._app.set_timer(max(SOONEST, seconds), self._look)

    def _look(self) -> None:
        self._app.run_worker(self._send_due(), group="outgoing", exclusive=False)

    async def _send_due(self) -> None:
        """Send what is due, and look again when the next one is; one such at a time."""
        station, least = self._app.station, 0.0
        async with self._sending:
            try:
                entries = await station.read(lambda board: board.outbox())
                if self._next(entries) == 0.0:
                    await station.aside(self._steps)
                    entries = await station.read(lambda board: board.outbox())
                    least = PAUSE
            except (Unavailable, Refused):
                self._look_in(LATEST)
                return
        seconds = self._next(entries)
        if seconds is not None:
            self._look_in(max(least, min(seconds, LATEST)))

    def _next(self, entries: Sequence[OutboxEntry]) -> float | None:
        """Seconds until one of the entries is to be seen to; None when none is on its way."""
        now = self._app.station.clock.now()
        moments = [
            entry.held_until if entry.held_until is not None else entry.not_before
            for entry in entries
            if entry.state in ON_ITS_WAY
        ]
        return min((max(0.0, (at - now).total_seconds()) for at in moments), default=None)

    def _steps(self, board: Board) -> None:
        """Blocks as long as the mail server does: for a thread of its own."""
        if self._sender is None:
            actor = sender_actor(board, self._app.station.actor)
            self._sender = Sender(actor, self._options)
        for _time in range(MOST_STEPS):
            if self._sender.step(board, self._transport) is None:
                return
