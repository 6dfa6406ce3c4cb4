"""Which page of the wall stands there: whole pages take turns, and one that calls stays. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from csboard.named import NamedTuple

LEAST_SECONDS = 20
"""A page stands at least so long: who looks up must find time to read it."""
USUAL_SECONDS = 30


class Turn(NamedTuple):
    """The page that stands, and since when."""

    page: str
    since: datetime
    is_held: bool = False
    """Whether somebody said that it stays."""
    is_chosen: bool = False
    """Whether somebody went there: then it stands its time even while another one calls."""


def turned(turn: Turn, pages: Sequence[str], called: str | None, now: datetime, every: int) -> Turn:
    """The turn as it is at `now`: `pages` of which there is one at least, and the one that calls.

    A clock that was put back doesn't make a page stand for hours.
    """
    if turn.is_held and turn.page in pages:
        return turn
    stood = now - turn.since
    is_over = not timedelta() <= stood < timedelta(seconds=every)
    if turn.page not in pages:
        return Turn(called or pages[0], now)
    if called is not None:
        if turn.page == called:
            return turn._replace(is_chosen=False)
        return turn if turn.is_chosen and not is_over else Turn(called, now)
    if not is_over:
        return turn
    return Turn(_beside(turn.page, pages, 1), now)


def stepped(turn: Turn, pages: Sequence[str], step: int, now: datetime) -> Turn:
    """Somebody goes to the next page, or with -1 to the one before."""
    if turn.page not in pages:
        return Turn(pages[0], now, is_chosen=True)
    return Turn(_beside(turn.page, pages, step), now, turn.is_held, is_chosen=True)


def held(turn: Turn, now: datetime) -> Turn:
    """Somebody says that the page stays, or that pages turn again."""
    return turn._replace(is_held=not turn.is_held, since=now)


def _beside(page: str, pages: Sequence[str], step: int) -> str:
    return pages[(pages.index(page) + step) % len(pages)]
