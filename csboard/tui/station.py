"""Where screens meet the board: one thread that writes, one that reads, no waiting on the loop.

Each thread has one connection of its own, opened by an explicit call. A write that has
begun is always finished: cancelling whoever waits for it does not stop it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from csboard.errors import Refused, Unavailable
from csboard.i18n import _

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.clock import Clock
    from csboard.domain.commands import Command
    from csboard.domain.records import Actor, Event
    from csboard.domain.views import Snapshot

Answer = TypeVar("Answer")

LONGEST_LEAVING = 2.0
"""Seconds that what was begun has to be finished in when the person leaves."""


class _Desk:
    """One thread with one connection, opened again after it was lost."""

    def __init__(self, name: str, board: Board) -> None:
        self._board = board
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        self._connected = False

    def submit(self, job: Callable[[Board], Answer]) -> Future[Answer]:
        try:
            return self._pool.submit(self._work, job)
        except RuntimeError:  # whoever asks while the board is being left gets no answer any more
            raise Unavailable("closed", _("The board is being closed.")) from None

    def _work(self, job: Callable[[Board], Answer]) -> Answer:
        if not self._connected:
            self._board.connect()
            self._connected = True
        try:
            return job(self._board)
        except Unavailable:
            self._hang_up()
            raise

    def _hang_up(self) -> None:
        if self._connected:
            self._connected = False
            self._board.disconnect()

    def park(self, go_on: threading.Event) -> Future[None]:
        """Begin nothing more until `go_on`; done itself when nothing is under way."""
        parked: Future[None] = Future()

        def wait() -> None:
            if parked.set_running_or_notify_cancel():
                parked.set_result(None)
                go_on.wait()

        self._pool.submit(wait)
        return parked

    def leave(self) -> Future[None]:
        """Hang up when all that was begun is done; done itself then."""
        return self._pool.submit(self._hang_up)

    def close(self) -> None:
        self._pool.shutdown(wait=True)


class Unsettled:
    """The last command of which nobody knows whether it was carried out.

    Its answer was lost. Who then says the very same again means the same wish, and it must not
    be done twice.
    """

    def __init__(self) -> None:
        self.command: Command | None = None

    def as_meant(self, command: Command) -> Command:
        """`command`, as the unsettled one when it says the same."""
        before = self.command
        if before is None or type(before) is not type(command):
            return command
        again = command.replaced(op_id=before.op_id)
        return again if vars(again) == vars(before) else command

    def wonder(self, command: Command) -> None:
        """The answer to this one was lost."""
        self.command = command

    def settle(self) -> None:
        """The board answers again: what is said from now on is meant anew."""
        self.command = None


class Station:
    """The board as screens may use it: ask with `read`, change with `execute`."""

    def __init__(self, board: Board, actor: Actor) -> None:
        self.actor = actor
        self._board = board
        self._writer = _Desk("csboard-write", board)
        self._reader = _Desk("csboard-read", board)
        self._unsettled = Unsettled()
        self._asides: set[asyncio.Task[Any]] = set()
        self.lost: Unavailable | None = None
        """Why something could not be done or read, the last time that this was."""
        self._rest = asyncio.Lock()
        """Held while nothing of what `aside` does may begin."""

    @property
    def clock(self) -> Clock:
        return self._board.clock

    @property
    def is_sqlite(self) -> bool:
        return self._board.is_sqlite

    @property
    def url(self) -> str:
        """Where the board is, without a password."""
        return self._board.url

    def begin(self, first: Callable[[], None] | None = None) -> Future[Snapshot]:
        """Start reading the first snapshot at once, while the screen is still being built.

        `first` is done before it, in the same thread.
        """

        def read(board: Board) -> Snapshot:
            if first is not None:
                first()
            return board.snapshot()

        return self._reader.submit(read)

    async def execute(self, command: Command) -> Event:
        """Do `command` in this person's name; Refused, Conflict or Unavailable when it fails.

        The same again after Unavailable is done once, even if the first was done after all;
        Conflict says what holds now when others have changed its task since then.
        """
        meant = self._unsettled.as_meant(command)
        done = self._writer.submit(lambda board: board.execute(meant, self.actor))
        try:
            event = await _finished(asyncio.wrap_future(done))
        except Unavailable as lost:
            self.lost = lost
            self._unsettled.wonder(meant)
            raise
        except Refused:
            if meant is not command:  # then it was not done before either
                self._unsettled.settle()
            raise
        self._unsettled.settle()
        if meant is not command:
            await self.read(lambda board: _refuse_if_overtaken(board, event))
        return event

    async def found(self) -> Event | None:
        """What the last command has left whose answer was lost, if it was done after all.

        It is then no longer in doubt. Unavailable when the board can't be asked.
        """
        wondered = self._unsettled.command
        if wondered is None:
            return None
        event = await self.read(lambda board: board.event_of(wondered.op_id))
        if event is not None and self._unsettled.command is wondered:
            self._unsettled.settle()
        return event

    async def read(self, question: Callable[[Board], Answer]) -> Answer:
        """The answer to `question`, asked on the read thread."""
        try:
            return await asyncio.wrap_future(self._reader.submit(question))
        except Unavailable as lost:
            self.lost = lost
            raise

    async def keep(self, command: Command) -> None:
        """Do `command` about this person's own marks; fails as `execute` does."""
        done = self._writer.submit(lambda board: board.keep(command, self.actor))
        await _finished(asyncio.wrap_future(done))

    def keep_soon(self, command: Command) -> None:
        """As `keep`, for who leaves: it is done before `close` returns, and nobody hears how."""

        def work(board: Board) -> None:
            with suppress(Refused, Unavailable):
                board.keep(command, self.actor)

        self._writer.submit(work)

    async def aside(self, job: Callable[[Board], Answer]) -> Answer:
        """The answer to a `job` that may take long: on a thread and a connection of its own."""

        def work() -> Answer:
            self._board.connect()
            try:
                return job(self._board)
            finally:
                self._board.disconnect()

        async with self._rest:
            begun = asyncio.create_task(asyncio.to_thread(work))
            self._asides.add(begun)
        begun.add_done_callback(self._asides.discard)
        return await _finished(begun)

    @asynccontextmanager
    async def at_rest(self) -> AsyncIterator[None]:
        """Inside, nothing is under way in the database; what is asked for then waits."""
        go_on = threading.Event()
        async with self._rest:
            try:
                if self._asides:
                    await asyncio.wait(self._asides)
                for desk in (self._writer, self._reader):
                    await asyncio.wrap_future(desk.park(go_on))
                yield
            finally:
                go_on.set()

    def close(self) -> bool:
        """Finish what was begun and hang up; blocks meanwhile.

        Where the database doesn't answer, nobody is kept for long: False when a change was
        begun whose fate is unknown then.
        """
        written, read = self._writer.leave(), self._reader.leave()
        done, unanswered = wait((written, read), LONGEST_LEAVING)
        if unanswered:
            self._board.give_up()
        self._writer.close()
        self._reader.close()
        return written in done


def _refuse_if_overtaken(board: Board, event: Event) -> None:
    """Conflict, with what holds now, when `event` is not the newest of its task."""
    if event.task is None:
        return
    if any(one.id > event.id for one in board.history(event.task.number) if one.task == event.task):
        from csboard.domain.flow import changed_meanwhile

        card = board.card(event.task)
        stages = {stage.key: stage for stage in board.settings().stages}
        raise changed_meanwhile(card.ref, stages.get(card.stage), card.stage, card.owner_name)


async def _finished(answer: asyncio.Future[Answer]) -> Answer:
    """The answer to a job that goes on when whoever waits is cancelled."""
    # A failure that nobody waits for any more is no traceback on somebody's terminal.
    answer.add_done_callback(lambda done: done.cancelled() or done.exception())
    return await asyncio.shield(answer)
