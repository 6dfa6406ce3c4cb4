"""What wants oneself: mentions, reviews, words on one's replies, what went wrong with them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType
from textual.screen import Screen

from csboard.domain.alarm_settings import IN_INBOX, UNTAKEN
from csboard.domain.inbox_words import ALARMS, in_a_sentence_of, unread_first
from csboard.domain.mentions import OFFERED, OFFERED_TO_ALL, STAND_INS_AWAY
from csboard.domain.presence_commands import ReadInbox
from csboard.domain.replies import InboxItem, Surroundings
from csboard.errors import CsboardError
from csboard.i18n import _, ngettext
from csboard.text import clean
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.screens.reading_list import ListScreen
from csboard.tui.times import Times
from csboard.tui.widgets.listing import Listing, Row

if TYPE_CHECKING:
    from csboard.board import Board


class InboxScreen(ListScreen[list[InboxItem]]):
    """Those not seen to before the others, of both the newest first."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "inbox.tcss"]  # type: ignore[assignment]
    PLACES = ("inbox", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("inbox")

    def __init__(self) -> None:
        super().__init__(_("Inbox"), _asked, self._show)
        self._items: list[InboxItem] = []

    def on_mount(self) -> None:
        app_of(self).surroundings.subscribe(self, self._changed)

    def can(self, name: str) -> bool:
        return bool(self._items) or name not in ("open", "seen", "seen_all")

    def _changed(self, around: Surroundings) -> None:
        if around.unread != sum(item.read_at is None for item in self._items):
            self.read_soon()

    def _show(self, items: list[InboxItem]) -> None:
        self._items = items
        state = app_of(self).state
        times = Times(state.zone, station_of(self).clock.now())
        unread = sum(item.read_at is None for item in items)
        told = ngettext("Inbox: {n} thing wants you", "Inbox: {n} things want you", unread)
        title = told.format(n=unread) if unread else _("Inbox: nothing wants you")
        self.query_one("#title", Plain).show(title)
        me = station_of(self).actor.login
        rows = [_row(item, in_a_sentence_of(item, state.members, me), times) for item in items]
        names = [item.id for item in items]
        self.query_one(Listing).show(rows, _("Nothing wants you now."), names)
        self.show_keys()

    @property
    def _item(self) -> InboxItem | None:
        return self._items[self.query_one(Listing).cursor] if self._items else None

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Go to what it is about; then it is seen to."""
        if (item := self._item) is not None:
            app_of(self).hold_keys()
            self.run_worker(self._open(item), group="act")

    async def _open(self, item: InboxItem) -> None:
        screen = await self._place_of(item)
        self.app.push_screen(screen)
        app_of(self).let_keys_go()
        await self._seen_to((item,))

    async def _place_of(self, item: InboxItem) -> Screen[None]:
        """All alarms where it tells of several; the absences where a stand-in is away; the
        hand-offs where one is offered; the draft while it is open; else the inquiry.
        """
        from csboard.tui.screens.inquiry import InquiryScreen

        if item.more:
            from csboard.tui.screens.alarms import AlarmsScreen

            return AlarmsScreen()
        if item.kind in STAND_INS_AWAY:
            from csboard.tui.screens.absences import AbsencesScreen

            return AbsencesScreen()
        if item.kind in (OFFERED, OFFERED_TO_ALL):
            from csboard.tui.screens.hand_offs import HandOffsScreen

            return HandOffsScreen()
        draft_id = item.draft_id
        with suppress(CsboardError):
            if draft_id is not None:
                draft = await station_of(self).read(lambda board: board.draft(draft_id))
                if draft.ended_at is None:
                    from csboard.tui.screens.draft import DraftScreen

                    return DraftScreen(item.number, begin=False)
        return InquiryScreen(item.number, message=item.message_id)

    async def action_seen(self) -> None:
        if (item := self._item) is not None:
            await self._seen_to((item,))

    async def action_seen_all(self) -> None:
        await self._seen_to(tuple(self._items))

    async def _seen_to(self, items: tuple[InboxItem, ...]) -> None:
        ids = tuple(item.id for item in items if item.read_at is None)
        if not ids:
            return
        try:
            await station_of(self).keep(ReadInbox(ids=ids))
        except CsboardError as failure:
            say(self.app, failure.sentence, "warning")
        app_of(self).look_around()
        self.read_soon()


def _asked(board: Board, login: str) -> list[InboxItem]:
    return unread_first(board.inbox(login))


def _row(item: InboxItem, sentence: str, times: Times) -> Row:
    unread = item.read_at is None
    role = "alarm" if unread or item.kind in ALARMS else "muted"
    mark = _("new") if unread else _("seen")
    is_of_card = not item.about or item.kind == IN_INBOX + UNTAKEN
    said = clean(item.words) or (item.subject if is_of_card else "")
    return (
        ((f"{mark}  ", role), (sentence, "" if unread else "muted")),
        ((f"   {times.moment(item.at)}  ", "muted"), (said, "muted")),
    )
