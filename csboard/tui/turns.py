"""One's own acts, on whichever screen they were asked for: one after the other.

Keys may come faster than acts are done. Each act finds its card as those before it left it,
and none of them is lost when its screen is closed meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine

from csboard.domain.records import Card

Doing = Callable[[int], Awaitable[object]]
"""Does an act; it is told how many acts were before it when it was asked for."""


class Turns:
    """The line in which acts wait for their turn."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._in_line = 0
        """Acts that are under way or wait for their turn."""

    def take(self, doing: Doing) -> Coroutine[None, None, None]:
        """What does an act when its turn comes; its place in the line is taken at once."""
        before = self._in_line
        self._in_line += 1
        return self._in_turn(doing, before)

    async def _in_turn(self, doing: Doing, before: int) -> None:
        try:
            async with self._turn:
                await doing(before)
        finally:
            self._in_line -= 1


def as_left(seen: Card, now: Card, before: int) -> Card:
    """The card after so many acts of one's own; as it was seen, if others changed it too."""
    return now if now.version <= seen.version + before else seen
