"""What the draft screen shows, always as it is now."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from csboard.domain.records import Direction, Event, Message
from csboard.domain.replies import Draft, ReplyView
from csboard.errors import Refused, Unavailable
from csboard.tui.app import app_of, station_of
from csboard.tui.draft_keeper import DraftKeeper
from csboard.tui.draft_words import WAITS
from csboard.tui.fence import say
from csboard.tui.rescue import rescue
from csboard.tui.screens.draft_panes import DraftPanes
from csboard.tui.screens.inquiry_reading import READ_AGAIN
from csboard.tui.state import Change
from csboard.tui.threads import DRAFT, nearest

LOOK_EVERY = 2.0
"""Seconds after which it is looked whether somebody writes in the draft: that rings no bell."""

if TYPE_CHECKING:
    from csboard.board import Board


class DraftReading(DraftPanes):
    """Reads its draft whenever the board says that something about it has changed."""

    def on_mount(self) -> None:
        app = app_of(self)
        self._lay_out()
        self._comments.beside(self._row_of)
        app.changes.subscribe(self, self._changed)
        app.troubles.subscribe(self, self._top.warn)
        app.surroundings.subscribe(self, lambda _around: self._show_again())
        self._top.warn(app.trouble)
        app.hold_keys()
        self.set_interval(LOOK_EVERY, self._look)
        self._read_soon()

    async def on_unmount(self) -> None:  # type: ignore[override]  # Textual awaits it
        app_of(self).forget(self)
        keeper = self.keeper
        if keeper is None:
            return
        await keeper.rest()
        keeper.close()
        if keeper.problem and not keeper.is_saved:
            rescue(app_of(self), keeper.draft.number, keeper.typed.text)

    # reading

    def follow(self, event: Event) -> None:
        """One's own act comes back as everybody's."""

    def _changed(self, change: Change) -> None:
        if change.whole or any(self.number in (one.number, one.other) for one in change.events):
            self._read_soon()

    def _read_soon(self) -> None:
        read: Any = self._read
        self._reading = self.run_worker(read, group="read", exclusive=True)

    async def _read(self) -> None:
        number = self.number
        try:
            answer = await station_of(self).read(lambda board: _asked(board, number))
        except Refused as no:
            self.dismiss()
            say(self.app, no.sentence, "warning")
            return
        except Unavailable as lost:
            self._top.warn(lost.sentence)
            self.paint_first()
            self.set_timer(READ_AGAIN, self._read_soon)
            return
        self._top.warn(app_of(self).trouble)
        view, self._is_sent_for = answer
        await self._take(view)
        self.paint_first()

    async def _take(self, view: ReplyView) -> None:
        """Show what was read; the first time with the newest message in view."""
        first = self.view is None
        self.view, self.number = view, view.inquiry.number
        self._which = min(self._which, max(0, len(view.drafts) - 1))
        draft = view.drafts[self._which] if view.drafts else None
        if draft is None:
            self.has_no_draft(first)
            return
        self._keep_hold_of(draft)
        self._show_again()
        if first:
            self.arrived()

    def has_no_draft(self, first: bool) -> None:
        """There is none; `first` when there was none to begin with."""
        raise NotImplementedError

    def arrived(self) -> None:
        """The draft is shown for the first time."""
        assert self.view is not None
        if self.view.messages:
            self._talk.top_at(_newest_of_customer(self.view.messages).id)
        self._comments.choose(nearest(self._threads, DRAFT, 0))
        if self._sees_talk:
            self._have_seen()
            self._show_again()
        self._focus_pane()
        app_of(self).let_keys_go()

    def _keep_hold_of(self, draft: Draft) -> None:
        """Take up a draft as read; another one than before is held by a hand of its own."""
        if self.keeper is None or self.keeper.draft.id != draft.id:
            if self.keeper is not None:
                self.keeper.close()
            self.keeper = DraftKeeper(station_of(self), self.session, draft, self._kept)
            self._seen = max(self._seen, draft.seen)
        else:
            self.keeper.take_up(draft)
        self.draft = self.keeper.draft

    def _look(self) -> None:
        """Whether somebody writes: what is typed comes without a wake-up. Who does says so."""
        if self.keeper is not None:
            self.keeper.give_sign()
        if self.draft is not None and not self.is_writing:
            look: Any = partial(self._look_at_draft, self.draft)
            self.run_worker(look, group="look", exclusive=True)

    async def _look_at_draft(self, before: Draft) -> None:
        try:
            now = await station_of(self).read(lambda board: board.draft(before.id))
        except (Refused, Unavailable):
            return  # the live board says what is the matter
        same = before._replace(files=now.files, pen=now.pen, saved_at=now.saved_at)
        if now.ended_at is not None or (now.pen != before.pen or now != same):
            self._read_soon()

    def _kept(self) -> None:
        """Something about saving has changed."""
        raise NotImplementedError


def _asked(board: Board, number: int) -> tuple[ReplyView, bool]:
    """The replies; and whether a program is there that sends what waits among them."""
    view = board.replies(number)
    waits = any(entry.state in WAITS for entry in view.outbox)
    return view, not waits or board.somebody_sends()


def _newest_of_customer(messages: Sequence[Message]) -> Message:
    """What is answered; where the customer has said nothing, what was said last."""
    written = [one for one in messages if one.direction is Direction.IN]
    return (written or messages)[-1]
