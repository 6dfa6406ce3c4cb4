"""Keeps the shown board true: reads what new events touched and hands it to the screens.

One path for one's own changes and for everybody else's. A wake-up is only a reason to
look; many of them make one look.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable

from csboard.board import Board
from csboard.domain.records import Card, TaskRef
from csboard.domain.views import Delta, Snapshot
from csboard.errors import CsboardError, Unavailable
from csboard.i18n import _
from csboard.tui.state import BoardState, Change
from csboard.tui.station import Station
from csboard.tui.wakeups import Files, follow

FIRST_WAIT, LONGEST_WAIT = 1.0, 10.0
"""Seconds between attempts to reach a lost database: it is found within 20 s of its return."""


class Live:
    """The board as last read, and the loop that keeps it so."""

    def __init__(
        self,
        station: Station,
        snapshot: Snapshot,
        publish: Callable[[Change], None],
        trouble: Callable[[str], None],
    ) -> None:
        self.state = BoardState.of(snapshot)
        self._station = station
        self._publish = publish
        self._trouble = trouble
        self._wanted = asyncio.Event()
        self._anew = False
        self._looking = asyncio.Lock()
        self._waiting: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Something may have changed: look soon."""
        self._wanted.set()

    def read_anew(self) -> None:
        """Read the whole board again, as after midnight."""
        self._anew = True
        self.wake()

    async def run(self, files: Files | None = None) -> None:
        """Look whenever woken, until cancelled; `files` hear what changes of theirs."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(follow(self._station, self.wake, lambda: self.state.rev, files))
                while True:
                    await self._wanted.wait()
                    self._wanted.clear()
                    await self.look()
        finally:
            if self._waiting is not None:
                self._waiting.cancel()

    async def read_older(self, before: Card) -> int:
        """Add the closed cards that come after `before`; say how many there were."""
        async with self._looking:  # else a card that left meanwhile would come back
            cards = await self._station.read(lambda board: board.older_done(before))
            if cards:
                self.state = self.state.with_older(cards)
                self._publish(Change(self.state, cards, ()))
        return len(cards)

    async def read_reply(self, number: int) -> None:
        """Show on its card how a reply stands by now: saving words of it is no event."""
        async with self._looking:
            try:
                view = await self._station.read(lambda board: board.inquiry(number))
            except CsboardError:
                return  # the next look says what is the matter
            card = self.state.card(TaskRef(number))
            if card is not None and card.reply != view.reply:
                card = card._replace(reply=view.reply)
                self.state = self.state._replace(cards={**self.state.cards, card.task_id: card})
                self._publish(Change(self.state, (card,), ()))

    async def look(self) -> None:
        """Read what is new and hand it on. Without a database, say so and go on trying."""
        async with self._looking:
            anew, self._anew = self._anew, False  # who asks from now on is not answered by this
            rev = None if anew else self.state.rev
            try:
                news = await self._station.read(lambda board: _news(board, rev))
            except Unavailable as lost:
                self._anew = self._anew or anew
                self._lose(lost)
            else:
                self._find_again()
                self._take(news)

    def _take(self, news: Delta | Snapshot) -> None:
        if isinstance(news, Snapshot):
            self.state = BoardState.of(news)
            self._publish(Change(self.state, (), (), whole=True))
        elif news.rev != self.state.rev:
            self.state = self.state.after(news)
            self._publish(Change(self.state, news.cards, news.events))
            if news.members is not None:
                self.read_anew()  # names and stages stand on cards that no event touched

    def _lose(self, lost: Unavailable) -> None:
        if self._waiting is None:
            gone = _("The database can't be reached: this is what was read last. Trying again …")
            self._trouble(gone if lost.code == "unreachable" else lost.sentence)
            self._waiting = asyncio.create_task(self._keep_trying(), name="reconnect")

    def _find_again(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
            self._trouble("")

    async def _keep_trying(self) -> None:
        """Look again and again, ever more rarely, until a look finds the database."""
        wait = FIRST_WAIT
        while True:
            await asyncio.sleep(wait * random.uniform(0.5, 1.0))
            self.wake()
            wait = min(wait * 2, LONGEST_WAIT)


def _news(board: Board, rev: int | None) -> Delta | Snapshot:
    """What is new since `rev`; everything when that is None or too long ago."""
    delta = None if rev is None else board.delta(rev)
    return board.snapshot() if delta is None else delta
