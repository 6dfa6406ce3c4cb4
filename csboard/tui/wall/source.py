"""Where the wall's data comes from: one thread that reads, and one for what takes longer.

Whatever happens to the database, the wall goes on: what failed is told and tried again, for ever.
"""

from __future__ import annotations

import asyncio
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime

from csboard import log
from csboard.board import Board
from csboard.clock import Clock, SystemClock
from csboard.crash import write_crash_log
from csboard.domain.wall import NOTHING_ASIDE, Aside, Wall, day_of
from csboard.domain.wall_freshness import (
    ASIDE_EVERY,
    LONGEST_REST,
    Readings,
    failed,
    is_due,
    succeeded,
)
from csboard.errors import CsboardError, Unavailable, UsageError, WrongDatabase
from csboard.i18n import _

ANEW = ("removed", "closed")
"""Codes of failures after which the board is opened anew, and not only connected to again."""


class Source:
    """The board at `url` as it was read last, and how reading goes.

    With `thinks` also what takes longer: for pages on which it stands.
    """

    def __init__(
        self, url: str, clock: Clock | None = None, *, names: bool = False, thinks: bool = True
    ) -> None:
        self._url, self._names, self._thinks = url, names, thinks
        self._shown, self._name = Board.shown_and_name(url)
        self._given = clock
        self._clock: Clock = clock or SystemClock()
        self._board: Board | None = None
        self._is_connected = False
        self._reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wall")
        self._thinker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="wall-aside")
        self._is_reading = False
        self._is_thinking = False
        self._begun = self._clock.now()
        self._aside_of: Wall | None = None
        self._thoughts = Readings()
        self.wall: Wall | None = None
        self.aside: Aside = NOTHING_ASIDE
        self.readings = Readings()
        self.is_outdated = False
        """Whether the board was upgraded, and this program has to be started anew."""

    def now(self) -> datetime:
        """By the board's clock, as soon as there is one."""
        return self._clock.now()

    async def look(self) -> bool:
        """Read if it is time to; whether anything was tried. Never raises for what is wrong."""
        if self._is_reading or not is_due(self.readings, self.now()):
            return False
        self._is_reading = True
        try:
            await self._read()
        finally:
            self._is_reading = False
        return True

    async def _read(self) -> None:
        began = self.now()
        loop = asyncio.get_running_loop()
        try:
            self.wall = await loop.run_in_executor(self._reader, self._work)
        except CsboardError as failure:
            self._fail(failure)
        except Exception as error:
            self._fail(_unexpected(error, began))
        else:
            self.readings = succeeded(self.wall.at)

    def _fail(self, failure: CsboardError) -> None:
        now = self.now()
        self.readings = _failed(self.readings, now, failure)._replace(why=self._why(failure))
        is_newer = isinstance(failure, WrongDatabase) or _code(failure) == "upgraded"
        # A new process that finds the same would only be started again and again.
        if is_newer and (self.wall is not None or now - self._begun >= LONGEST_REST):
            self.is_outdated = True

    def _why(self, failure: CsboardError) -> str:
        """For whoever comes by, who is to make no board in the place of one that was there."""
        is_gone = isinstance(failure, UsageError) or _code(failure) == "removed"
        if is_gone and self.wall is not None:
            return _("The board is gone from its place: it is shown again as soon as it is back.")
        return failure.sentence.replace(self._shown, self._name)

    def _work(self) -> Wall:
        """In the reader's thread: what is on the board now."""
        try:
            return self._asked(self._connected())
        except BaseException as failure:
            self._hang_up(anew=_code(failure) in ANEW)
            raise

    def _connected(self) -> Board:
        if self._board is None:
            if self._is_thinking:  # its tables are still bound to the board that is gone
                raise Unavailable("busy", _("The board is being opened again."))
            self._board = Board.look_at(self._url, self._given)
            self._clock = self._board.clock
        elif not self._is_connected:
            self._board.connect()
        self._is_connected = True
        return self._board

    def _asked(self, board: Board) -> Wall:
        """Everything, or only that nothing has changed since."""
        began, known = board.clock.now(), self.wall
        if known is None or board.wall_mark() != known.snapshot.rev:
            return board.wall(names=self._names)
        if day_of(began, known.zone) != day_of(known.at, known.zone):
            return board.wall(names=self._names)
        return known._replace(at=began)

    def _hang_up(self, *, anew: bool) -> None:
        if self._board is not None:
            try:
                self._board.disconnect()
            except Exception as error:  # it is broken: there is nothing to be left of it
                log.unexpected("", type(error).__name__)
        self._is_connected = False
        if anew:
            self._board = None

    async def think(self) -> bool:
        """Work out what takes longer, if it is time to; whether it was. Never raises, as `look`."""
        board, wall = self._board, self.wall
        if board is None or wall is None or not self._is_time_to_think(wall):
            return False
        if self._still_holds(wall):
            self.aside = self.aside._replace(at=wall.at)
            return False
        self._is_thinking = True
        began = self.now()
        try:
            self.aside = await self._aside(board)
        except CsboardError as failure:
            self._thoughts = _failed(self._thoughts, self.now(), failure)
        except Exception as error:
            self._thoughts = _failed(self._thoughts, self.now(), _unexpected(error, began))
        else:
            self._aside_of, self._thoughts = wall, Readings()
        finally:
            self._is_thinking = False
        return True

    def _is_time_to_think(self, wall: Wall) -> bool:
        if not self._thinks or self._is_thinking or not is_due(self._thoughts, self.now()):
            return False
        at = self.aside.at
        return at is None or bool(self._thoughts.failed) or abs(wall.at - at) >= ASIDE_EVERY

    def _still_holds(self, wall: Wall) -> bool:
        """Whether nothing has changed since that it is worked out from."""
        known = self._aside_of
        if known is None or known.snapshot.rev != wall.snapshot.rev:
            return False
        return day_of(known.at, wall.zone) == day_of(wall.at, wall.zone)

    async def _aside(self, board: Board) -> Aside:
        def work() -> Aside:
            board.connect()
            try:
                return board.wall_aside(names=self._names)
            finally:
                board.disconnect()

        return await asyncio.get_running_loop().run_in_executor(self._thinker, work)

    def close(self) -> None:
        """Let go of the board; a server that doesn't answer is not waited for."""
        if self._board is not None:
            self._board.give_up()
        self._reader.submit(self._hang_up, anew=True)
        self._reader.shutdown(wait=True)
        self._thinker.shutdown(wait=True)


def _failed(readings: Readings, now: datetime, failure: CsboardError) -> Readings:
    if isinstance(failure, Unavailable):
        log.unavailable(failure.code)
    return failed(readings, now, failure.sentence, random.random())


def _code(failure: BaseException) -> str:
    return str(getattr(failure, "code", ""))


def _unexpected(error: Exception, now: datetime) -> CsboardError:
    """What nobody foresaw is written down if that can be, and the wall goes on without it."""
    log.unexpected("", type(error).__name__)
    with suppress(OSError, CsboardError):
        path = write_crash_log(error, now)
        told = _("It can't be read, for a reason that nobody foresaw: {path} has it.")
        return CsboardError(told.format(path=path))
    return CsboardError(_("It can't be read, for a reason that nobody foresaw."))
