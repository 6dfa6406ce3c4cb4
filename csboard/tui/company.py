"""This open board among those of colleagues: it tells where it is, and knows where they are.

Nothing is asked while nothing happens. What others do is read when the board hears of a change,
when one goes somewhere, with each sign of one's own, at the turn of a minute, and when somebody
who is shown would count as gone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.timer import Timer

from csboard.domain.presence import PRESENT_FOR
from csboard.domain.presence_commands import BePresent, MarkRead
from csboard.domain.replies import Surroundings
from csboard.domain.reply_mark import ReplyState
from csboard.errors import CsboardError, Refused, Unavailable
from csboard.named import NamedTuple
from csboard.tui.state import BoardState

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.tui.app import CsboardApp

EVERY = 15.0
"""Seconds between signs while one is in an inquiry."""
SETTLED = 0.5
"""Seconds for which one must have been somewhere before that is told."""
REST = 0.2
"""Seconds between two readings, however much happens."""
PASSING = frozenset({"unreachable", "busy", "full", "io", "no_such_inquiry"})
"""Codes of failures after which it is tried again; others say that one may not tell at all."""


class Whereabouts(NamedTuple):
    """The inquiry in which somebody is, and whether they write there."""

    number: int
    doing: str
    """`looks` or `writes`."""


class Company:
    """What is told of this board and read of the others. All of it on the loop of the app."""

    def __init__(self, app: CsboardApp, publish: Callable[[Surroundings], None]) -> None:
        self.around = Surroundings()
        """As last read, without this person's own boards."""
        self._app = app
        self._me = app.station.actor.login
        self._publish = publish
        self._is_known = False
        """Whether anything was read yet."""
        self._is_mute = False
        self._here: Whereabouts | None = None
        self._told: Whereabouts | None = None
        self._sign: Timer | None = None
        self._expiry: Timer | None = None
        self._is_wanted = False
        self._is_looking = False

    # telling

    # What is begun goes on in the app's own context: in that of the screen it was asked for on,
    # it would keep that screen alive.

    def moved(self) -> None:
        """One may be elsewhere now, or begin or end to write."""
        self._app.call_later(self._move)

    def _move(self) -> None:
        here = whereabouts(self._app.screen_stack)
        if here == self._here:
            return
        self._here = here
        self._sign_after(SETTLED)
        if here is not None:
            self._want()

    def sends(self) -> None:
        """From now on this board sends replies, wherever one is in it: let that be known."""
        self._sign_after(SETTLED)

    def leave(self) -> None:
        """Take this board away from where it was shown, without waiting for that."""
        is_known = self._told is not None or self._app.outgoing is not None or self._times
        if is_known and not self._is_mute and not self._app.trouble:
            self._app.station.keep_soon(BePresent(session=self._app.session))

    def _sign_after(self, seconds: float) -> None:
        if self._sign is not None:
            self._sign.stop()
        self._sign = self._app.set_timer(seconds, self._give_sign)

    @property
    def _times(self) -> bool:
        """Whether a timer of this person runs, which lives by these signs."""
        return self._app.timing is not None and self._app.timing.own is not None

    def _give_sign(self) -> None:
        """Say where one is; while that is in an inquiry, or a timer runs, again and again."""
        must = self._app.outgoing is not None or self._times
        if self._is_mute or (self._here is None and self._told is None and not must):
            return
        if self._told == self._here and self._here is not None:
            self._want()
        self._app.run_worker(self._tell(), group="presence")
        if self._here is not None or must:
            self._sign_after(EVERY)

    async def _tell(self) -> None:
        here = self._told = self._here
        number, doing = here or (None, "")
        sends = self._app.outgoing is not None
        await self._keep(
            BePresent(session=self._app.session, number=number, doing=doing, sends=sends)
        )

    async def _keep(self, command: BePresent | MarkRead) -> None:
        """Do it if it can be done; who only reads the board keeps nothing."""
        try:
            await self._app.station.keep(command)
        except (Refused, Unavailable) as no:
            self._is_mute = self._is_mute or no.code not in PASSING

    # what was read

    def mark_read(self, number: int, at: datetime) -> None:
        """Everything of an inquiry up to that moment is before one's eyes."""
        self._app.call_later(self._mark_read, number, at)

    def _mark_read(self, number: int, at: datetime) -> None:
        known = self.around.read.get(number)
        if self._is_mute or (known is not None and at <= known):
            return
        self._take(self.around._replace(read={**self.around.read, number: at}))
        self._app.run_worker(self._keep(MarkRead(number=number, at=at)), group="presence")

    # looking

    def look_soon(self) -> None:
        """Read what others do and what one hasn't read; many such wishes are one reading."""
        self._app.call_later(self._want)

    def _want(self) -> None:
        self._is_wanted = True
        if not self._is_looking:
            self._is_looking = True
            self._app.run_worker(self._look(), group="company")

    async def _look(self) -> None:
        try:
            while self._is_wanted:
                self._is_wanted = False
                self._take(self._of_others(await self._read()))
                if self._is_wanted:
                    await asyncio.sleep(REST)
        except CsboardError:
            return  # the header says so, and the next change leads here again
        finally:
            self._is_looking = False

    async def _read(self) -> Surroundings:
        waiting = 0 if self._app.outgoing is not None else _waiting(self._app.state)

        def read(board: Board) -> Surroundings:
            around = board.surroundings(self._me)
            stuck = waiting if waiting and not board.somebody_sends() else 0
            return around._replace(stuck=stuck)

        return await self._app.station.read(read)

    def _of_others(self, around: Surroundings) -> Surroundings:
        others = tuple(one for one in around.present if one.login != self._me)
        mine = self.around.read  # of closed ones, and of what is about to be kept
        read = {
            number: max(marks[number] for marks in (mine, around.read) if number in marks)
            for number in {**mine, **around.read}
        }
        return around._replace(present=others, read=read)

    def _take(self, around: Surroundings) -> None:
        before, self.around = self.around, around
        timed = self._times
        if self._app.timing is not None:
            self._app.timing.take(around)
        if self._times and not timed:
            self._sign_after(SETTLED)
        self._expect_silence()
        if before != around or not self._is_known:
            self._is_known = True
            self._publish(around)

    def tell_again(self) -> None:
        """Let whoever shows what is read of others show it again: what stands beside it changed."""
        if self._is_known:
            self._publish(self.around)

    def _expect_silence(self) -> None:
        """Look again when the first of those who are there would count as gone."""
        if self._expiry is not None:
            self._expiry.stop()
            self._expiry = None
        signs = [one.at for one in self.around.present if one.number is not None]
        if signs:
            left = min(signs) + PRESENT_FOR - self._app.station.clock.now()
            self._expiry = self._app.set_timer(max(1.0, left.total_seconds()), self._want)


def _waiting(state: BoardState) -> int:
    """How many replies wait to go out, by their cards."""
    return sum(
        card.reply is not None and card.reply.state is ReplyState.QUEUED
        for card in state.cards.values()
    )


def whereabouts(screens: Sequence[Screen[Any]]) -> Whereabouts | None:
    """Where the person is by what is on the screen; a box leaves them where it was opened."""
    for screen in reversed(screens):
        if hasattr(screen, "whereabouts"):
            found: Whereabouts | None = screen.whereabouts
            return found
    return None
