"""Keeps what a person types in a draft: soon, again when it failed, and beside when they lost it.

It has the draft's pen while there is one. The screen tells it what stands in the editor and is
told when that changes anything to be seen.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta

from csboard.domain.draft_commands import HoldPen, LeaveWords, SaveDraft
from csboard.domain.replies import Draft, Words
from csboard.errors import CsboardError, Refused, Unavailable
from csboard.tui.station import Station

SAVE_AFTER = 1.0
"""Seconds after the first unsaved key: with the time a save takes this stays under two."""
AGAIN_AFTER = 2.0
"""Seconds after which a save that failed is tried again."""
LEAVING = frozenset(("pen", "written", "ended", "on_its_way", "no_such_draft"))
"""Codes of refusals after which what was typed can't go into the draft any more."""
BEAT = timedelta(seconds=15)
"""After which it is shown that the pen is still held."""


class DraftKeeper:
    """One person's hand on one draft."""

    def __init__(self, station: Station, session: str, draft: Draft, tell: Callable[[], None]):
        self._station = station
        self._session = session
        self._tell = tell
        self._saving = asyncio.Lock()
        self._due: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[object]] = set()
        self._signed: datetime | None = None
        """When it was last shown that the pen is held; None while it needn't be."""
        self.draft = draft
        """As last read."""
        self.typed = draft.words
        """As it stands before the person."""
        self.seen = draft.seen
        """Newest message they have before their eyes."""
        self.problem = ""
        """Why what was typed isn't saved yet; empty when all is well."""
        self.lost: Refused | None = None
        """Why there is no writing any more: somebody has the pen, or the draft is gone."""
        self.left = False
        """Whether what could not be saved is kept beside the draft; see `lost`."""
        self._saved = draft.words
        """As it was typed when it was last saved."""
        self._base = draft.version
        """The version that is typed over: never one that was only looked at meanwhile."""
        self._is_writing = False

    @property
    def is_saved(self) -> bool:
        """Whether nothing would be lost; a save may store words a little cleaner than typed."""
        return self.typed in (self._saved, self.draft.words)

    @property
    def has_pen(self) -> bool:
        pen = self.draft.pen
        return pen is not None and pen.session == self._session

    # what the person does

    def type(self, words: Words) -> None:
        """This is what stands in the editor now: save it soon."""
        self.typed = words
        if not self.is_saved and self._due is None and self.lost is None:
            self._soon(SAVE_AFTER)

    def take_up(self, draft: Draft) -> None:
        """The draft as read anew. What is typed and not saved yet stays."""
        if draft.version < self.draft.version and draft.id == self.draft.id:
            return  # read before a save of ours
        was_saved = self.is_saved
        self.draft = draft
        if self._is_writing and not self.has_pen:
            self._run(self._find_out())
        elif was_saved and not self._is_writing:
            self._start_from(draft)

    async def begin(self) -> None:
        """Have the pen from now on; Refused while somebody else writes."""
        await self._station.keep(HoldPen(draft_id=self.draft.id, session=self._session))
        self.lost, self.left = None, False
        await self._read()
        self._start_from(self.draft)
        self._is_writing = True
        self._signed = self._station.clock.now()

    def give_sign(self) -> None:
        """Show that the pen is still held, if it is time to; to be called every few seconds."""
        # No timer of its own: stopped, it would keep the closed screen for as long as a beat.
        now = self._station.clock.now()
        if self._signed is not None and abs(now - self._signed) >= BEAT:
            self._signed = now
            self._run(self._hold())

    async def rest(self) -> None:
        """Save and lay the pen down."""
        self._signed = None
        saved = await self.save()
        self._is_writing = not saved and self.lost is None
        if not saved or not self.has_pen:
            return
        command = HoldPen(draft_id=self.draft.id, session=self._session, leave=True)
        try:
            await self._station.keep(command)
            await self._read()
        except CsboardError:
            return  # it counts as free soon, by itself

    async def save(self) -> bool:
        """Save what is typed, now; True when it is saved. Safe to call at any time."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
        async with self._saving:
            while not self.is_saved and self.lost is None:
                try:
                    await self._save(self.typed)
                except Unavailable as failure:
                    self._fail(failure.sentence)
                    return False
                except Refused as no:
                    if not await self._settle(no):
                        return False
            if self.is_saved:
                self._set_problem("")
        return self.lost is None

    def close(self) -> None:
        """Nothing is saved by itself any more."""
        self._signed = None
        if self._due is not None:
            self._due.cancel()
            self._due = None

    # saving

    async def _save(self, words: Words) -> None:
        await self._station.keep(
            SaveDraft(
                draft_id=self.draft.id,
                session=self._session,
                seen_version=self._base,
                words=words,
                seen=self.seen,
            )
        )
        self._saved = words
        await self._read()
        self._base = self.draft.version
        self._tell()

    async def _settle(self, no: Refused) -> bool:
        """Do what a refused save asks for; whether what was typed is safe, or to be tried again."""
        if no.code not in LEAVING:
            self._set_problem(no.sentence)
            return False
        try:
            await self._read()
            own = self.has_pen and self.draft.writer == self._station.actor.login
            if no.code == "written" and own and self.draft.version != self._base:
                self._base = self.draft.version  # a save of ours whose answer was lost
            else:
                await self._leave(no)
        except Unavailable as failure:
            self._fail(failure.sentence)
            return False
        return True

    async def _find_out(self) -> None:
        """Somebody else may have the pen: then writing ends, and nothing of it is lost."""
        if not await self.save() or self.lost is not None:
            return
        await self._hold()

    def _start_from(self, draft: Draft) -> None:
        self.typed = self._saved = draft.words
        self._base = draft.version

    async def _read(self) -> None:
        draft_id = self.draft.id
        self.draft = await self._station.read(lambda board: board.draft(draft_id))

    async def _leave(self, why: Refused) -> None:
        """Keep beside the draft what was typed: it goes on without us."""
        try:
            await self._station.execute(LeaveWords(draft_id=self.draft.id, words=self.typed))
        except Refused as no:
            if no.code != "unchanged":  # then it stays before the person, and goes into a file
                self._set_problem(no.sentence)
                self._lose(why)
                return
        else:
            self.left = True
        self._start_from(self.draft)
        self._lose(why)

    def _lose(self, why: Refused) -> None:
        self.lost, self._is_writing = why, False
        self.close()
        self._tell()

    def _fail(self, sentence: str) -> None:
        self._set_problem(sentence)
        self._soon(AGAIN_AFTER)

    def _set_problem(self, sentence: str) -> None:
        if sentence != self.problem:
            self.problem = sentence
            self._tell()

    # in time

    def _soon(self, seconds: float) -> None:
        if self._due is None:
            loop = asyncio.get_running_loop()
            self._due = loop.call_later(seconds, self._begin_save)

    def _begin_save(self) -> None:
        self._due = None
        self._run(self.save())

    async def _hold(self) -> None:
        try:
            await self._station.keep(HoldPen(draft_id=self.draft.id, session=self._session))
        except Refused as no:
            await self.save()
            if self.lost is None:
                self._lose(no)
        except Unavailable:
            return  # the next save says so

    def _run(self, work: Coroutine[None, None, object]) -> None:
        task: asyncio.Task[object] = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
