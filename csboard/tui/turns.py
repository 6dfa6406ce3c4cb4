"""One's own acts, on whichever screen they were asked for: one after the other.

Keys may come faster than acts are done. Each act finds its card as those before it left it,
and none of them is lost when its screen is closed meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

from csboard.domain.records import Card

Doing = Callable[[int], Awaitable[object]]
"""Does an act; it is told how many acts came between what it acts on was read and its turn."""


class Turns:
    """The line in which acts wait for their turn."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._asked_for = 0
        self._over = 0
        self.done = 0
        """Acts that have been done: what is read from now on tells what came of them."""

    def take(
        self,
        doing: Doing,
        then: Callable[[], Awaitable[None]] | None = None,
        read_at: int | None = None,
    ) -> Coroutine[None, None, None]:
        """What does an act when its turn comes; its place in the line is taken at once.

        `then` shows what came of it, before the next one's turn. `read_at` is how many acts
        were `done` when that was read which is acted on; without it nothing older than the
        acts that are over was.
        """
        before = self._asked_for - (self._over if read_at is None else read_at)
        self._asked_for += 1
        return self._in_turn(doing, then, before)

    async def _in_turn(
        self, doing: Doing, then: Callable[[], Awaitable[None]] | None, before: int
    ) -> None:
        try:
            async with self._turn:
                try:
                    await doing(before)
                finally:
                    self.done += 1
                if then is not None:
                    await then()
        finally:
            self._over += 1


def as_left(seen: Card, now: Card, before: int) -> Card:
    """The card after so many acts of one's own; as it was seen, if others changed it too."""
    return now if now.version <= seen.version + before else seen
