"""Of the topics of open cards: who alone has answered them. Asked little by little, each once.

It begins when the board has been there for a while. What was found holds until somebody sends an
answer in the topic; when members or tags changed, all is asked anew.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from csboard.domain.holders import Topic, topics_of
from csboard.errors import CsboardError
from csboard.tui.state import Change

if TYPE_CHECKING:
    from csboard.tui.app import CsboardApp

AT_ONCE = 5
"""Topics that are asked in one reading, so that whoever waits for another waits little."""
REST = 0.1
"""Seconds between two readings."""
MOST = 500
"""Topics that are asked at all: a board with more open ones says it of these."""
OF_AN_INQUIRY = frozenset({"sent", "merged", "divided", "undone", "junked", "unjunked"})
"""Events after which another may have answered the topics of their inquiry."""
OF_ALL = ("member_changed", "tag", "erased")
"""The beginnings of the kinds of events after which anything may be different."""


class Alone:
    """Keeps what the application knows of this. All of it on the loop of the application."""

    def __init__(self, app: CsboardApp) -> None:
        self._app = app
        self._known: dict[Topic, str | None] = {}
        self._is_asking = False
        self._forgot = 0
        """How often something was forgotten: what was read meanwhile may be of before."""

    def begin(self) -> None:
        self._app.changes.subscribe(self._app, self._changed)
        self._ask_soon()

    def _changed(self, change: Change) -> None:
        if change.whole or any(event.kind.startswith(OF_ALL) for event in change.events):
            self._forget(set(self._known))
        numbers = {event.number for event in change.events if event.kind in OF_AN_INQUIRY}
        if numbers:
            cards = (card for card in change.state.cards.values() if card.ref.number in numbers)
            self._forget({topic for card in cards for topic in topics_of(card.tags)})
        self._ask_soon()

    def _forget(self, topics: set[Topic]) -> None:
        self._forgot += 1
        for topic in topics:
            self._known.pop(topic, None)

    def _ask_soon(self) -> None:
        if not self._is_asking:
            self._is_asking = True
            self._app.run_worker(self._ask(), group="alone")

    async def _ask(self) -> None:
        try:
            while missing := list(islice(self._missing(), AT_ONCE)):
                forgot = self._forgot
                found = await self._app.station.read(lambda board: board.only_answerers(missing))
                if forgot == self._forgot:
                    self._known |= found
                await asyncio.sleep(REST)
            self._tell()  # once: whoever reads and scrolls meanwhile waits for no other frame
        except CsboardError:
            return  # the header says so, and the next change leads here again
        finally:
            self._is_asking = False

    def _missing(self) -> Iterator[Topic]:
        """The topics of open cards that nothing is known of, each once."""
        open_ones = (card for card in self._app.state.cards.values() if card.closed_at is None)
        topics = dict.fromkeys(topic for card in open_ones for topic in topics_of(card.tags))
        return (topic for topic in islice(topics, MOST) if topic not in self._known)

    def _tell(self) -> None:
        alone = {topic: login for topic, login in self._known.items() if login is not None}
        if alone != self._app.alone:
            self._app.alone = alone
            if self._app.company is not None:
                self._app.company.tell_again()
