"""What a person writes in a box is kept while they type, and comes back when that was cut off.

As drafts of replies are; but a note is nobody else's before it is saved, so it is kept in a
file of the person's own (`begun_files`), never on the board.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from csboard.errors import CsboardError, Refused
from csboard.i18n import N_, _, together
from csboard.tui.begun_files import Begun, BegunFile, BegunFiles
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.times import Times

if TYPE_CHECKING:
    from csboard.board import Board
    from csboard.clock import Clock
    from csboard.tui.app import CsboardApp
    from csboard.tui.screens.writing import WritingScreen

NOTE, EDIT, NEW, COMMENT, REMARK = "note", "edit", "new", "comment", "remark"
TEMPLATE = "template"
HAND_OFF, READ_BACK = "hand_off", "read_back"
CASE, CASE_EDIT, CASE_FAILED = "case", "case_edit", "case_failed"
"""The boxes whose words are kept."""
KEEP_AFTER = 1.0
"""Seconds after the first key that is not kept yet: with the writing this stays under two."""
MOST_TOLD = 3
"""Texts that are named at the start."""

Box = TypeVar("Box", bound="WritingScreen[Any]")


class BegunText:
    """The words of one box, from when it opens until they are stored or given up.

    A context: whoever leaves it in order is done with them, and nothing is kept. Whoever is
    cut off, as by a hang-up, leaves them for the next time.
    """

    def __init__(
        self, files: BegunFiles | None, clock: Clock, zone: str, box: str, numbers: tuple[int, ...]
    ) -> None:
        self._files = files
        self._clock = clock
        self._zone = zone
        self._box = box
        self._numbers = numbers
        self._file: BegunFile | None = None
        self._left: Begun | None = None
        """What was left behind and is not back in its box yet."""
        self._was: Mapping[str, str] | None = None
        self._now: Mapping[str, str] = {}
        self._kept: Mapping[str, str] = {}
        self._due: asyncio.TimerHandle | None = None
        self._keeping: asyncio.Task[None] | None = None
        self._turn = threading.Lock()
        self._is_done = False

    async def __aenter__(self) -> Self:
        if self._files is not None:
            now = self._clock.now()
            found = await asyncio.to_thread(self._files.take, self._box, self._numbers, now)
            self._file, self._left = found or (self._files.new(), None)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        if kind is None:
            self._stop()
            await asyncio.to_thread(self._drop)
        else:
            self.flush()
            self._file.leave()

    def in_box(self, box: Box) -> Box:
        """The box, with its words kept from when it opens."""
        box.begun = self
        return box

    def opened(self, box: WritingScreen[Any]) -> str:
        """Put back what was left behind, the first time; the sentence about that, or none."""
        written = box.written()
        if self._was is None:
            self._was = written
        if (left := self._left) is None:
            return ""
        self._left = None
        self._kept = self._now = {**written, **left.typed}
        box.put_back(left.typed)
        return self._told(left, written)

    def _told(self, left: Begun, written: Mapping[str, str]) -> str:
        when = Times(self._zone, self._clock.now()).moment(left.at)
        told = _("You were writing this on {when}: it was kept.").format(when=when)
        if left.numbers != self._numbers:
            told = together(told, _("It was for {inquiries}.").format(inquiries=_listed(left)))
        if any(written.get(name) != text for name, text in left.was.items()):
            told = together(told, _("Others have changed these fields since: saving puts yours."))
        return told

    def typed(self, written: Mapping[str, str]) -> None:
        """This is what stands in the box now: keep it soon."""
        self._now = written
        if self._file is not None and self._due is None and self._now != self._kept:
            self._due = asyncio.get_running_loop().call_later(KEEP_AFTER, self._begin_keeping)

    def flush(self) -> None:
        """Keep what stands there, at once: there may be no later."""
        self._stop()
        if self._now != self._kept:
            self._keep()

    def _stop(self) -> None:
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _begin_keeping(self) -> None:
        self._due = None
        self._keeping = asyncio.create_task(asyncio.to_thread(self._keep))

    def _keep(self) -> None:
        """Blocks. On a full disk the words still stand before the person."""
        with self._turn, suppress(OSError):
            if self._file is None or self._is_done:
                return
            now, was = self._now, self._was or {}
            typed = {name: text for name, text in now.items() if text != was.get(name, "")}
            before = {name: was.get(name, "") for name in typed}
            if typed:
                begun = Begun(self._box, self._numbers, typed, before, self._clock.now())
                self._file.write(begun)
            else:
                self._file.drop()
            self._kept = now

    def _drop(self) -> None:
        """Blocks. Nothing is kept from now on."""
        with self._turn:
            self._is_done = True
            if self._file is not None:
                self._file.drop()


def begun_text(app: CsboardApp, box: str, *numbers: int) -> BegunText:
    """What keeps the words of a box opened for these inquiries; without a name, nothing."""
    files = _files_of(app) if box else None
    return BegunText(files, app.station.clock, app.state.zone, box, numbers)


def begun_comment(app: CsboardApp, number: int, title: str, on: str) -> BegunText:
    """The same for what is said of a reply: it comes back where the same words stand."""
    return begun_text(app, f"{COMMENT} {sha256(f'{title} {on}'.encode()).hexdigest()}", number)


def begun_remark(app: CsboardApp, number: int, message_id: int, parent: int = 0) -> BegunText:
    """The same for what is said of a whole message, or for an answer to that, wherever it is."""
    return begun_text(app, f"{REMARK} {message_id} {parent}", number)


def begun_on_case(app: CsboardApp, box: str, success_id: int, number: int) -> BegunText:
    """The same for what is written on a case that is on the sheet, made of inquiry `number`."""
    return begun_text(app, f"{box} {success_id}", number)


def _files_of(app: CsboardApp) -> BegunFiles | None:
    station = app.station
    return BegunFiles(app.begun_in, station.url, station.actor.login) if app.begun_in else None


async def tell_begun(app: CsboardApp) -> bool:
    """At the start say what was left behind, and whether there is anything.

    What was begun on an inquiry that has been erased since is dropped unread.
    """
    files = _files_of(app)
    if files is None:
        return False
    now = app.station.clock.now()
    if not (left := await asyncio.to_thread(files.left, now)):
        return False
    numbers = {number for begun in left for number in begun.numbers}
    try:
        erased = await app.station.read(lambda board: _erased(board, numbers))
    except CsboardError:  # the header says it
        return False
    if erased:
        await asyncio.to_thread(files.drop_before, erased)
        left = await asyncio.to_thread(files.left, now)
    if left:
        say(app, _told_of(left))
    return bool(left)


def _erased(board: Board, numbers: set[int]) -> dict[int, datetime]:
    """When those of the inquiries were erased that were."""
    found: dict[int, datetime] = {}
    for number in numbers:
        with suppress(Refused):
            for event in board.inquiry(number).events:
                if event.kind == "erased" and event.number == number:
                    found[number] = event.at
    return found


def _told_of(left: Sequence[Begun]) -> str:
    named = [_named(begun) for begun in left[:MOST_TOLD]]
    if len(left) > MOST_TOLD:
        named.append("…")
    return _("Begun and kept: {texts}").format(texts=_(", ").join(named))


def _named(begun: Begun) -> str:
    """A text with the key that goes on with it."""
    told, *actions = _BOXES.get(
        begun.box.partition(" ")[0],
        (N_("comment on the reply to {inquiries} ({key})"), "board.reply"),
    )
    keys = " ".join(map(key_of, actions))
    return _(told).format(inquiries=_listed(begun), key=keys)


_ON_THE_SHEET = ("everywhere.go", "go.cases")
_BOXES: dict[str, tuple[str, ...]] = {
    NOTE: (N_("note on {inquiries} ({key})"), "board.note"),
    EDIT: (N_("changes to {inquiries} ({key})"), "board.edit"),
    NEW: (N_("new inquiry ({key})"), "board.new"),
    HAND_OFF: (N_("sheet to hand off {inquiries} ({key})"), "board.hand_off"),
    READ_BACK: (N_("line to take {inquiries} ({key})"), "board.hand_off"),
    TEMPLATE: (N_("template ({key})"), "everywhere.go", "go.templates"),
    REMARK: (N_("comment on a message of {inquiries} ({key})"), "inquiry.comment"),
    CASE: (N_("case of {inquiries} ({key})"), "inquiry.success"),
    CASE_EDIT: (N_("changes to the case of {inquiries} ({key})"), *_ON_THE_SHEET),
    CASE_FAILED: (N_("why the case of {inquiries} did not work ({key})"), *_ON_THE_SHEET),
}
"""By the box's first word: what it is called, and the keys that go on with it."""


def _listed(begun: Begun) -> str:
    return _(", ").join(f"#{number}" for number in begun.numbers)
