"""What is most like an inquiry: past ones and how they ended, cases, templates; and their words."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.timer import Timer

from csboard.domain.alike import Alike, Kind, Ready, Similar
from csboard.domain.alike_words import Around
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.alike_lines import row_of, words_of
from csboard.tui.app import app_of, station_of
from csboard.tui.fence import Plain, say
from csboard.tui.permitted import may_work
from csboard.tui.prepared_words import PreparedWords, put_into_reply
from csboard.tui.screens.inquiry_reading import SIDE_BY_SIDE
from csboard.tui.screens.reading import ReadingScreen
from csboard.tui.state import Change
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.listing import Listing
from csboard.tui.widgets.pager import Pager

WORDS_DELAY = 0.1
"""Seconds the cursor rests before the words beside follow it."""


class AlikeRows(Listing):
    """Two lines for each."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"canvas--tags", "canvas--kind"}


class WordsPager(Pager, can_focus=False):
    """The words of what is under the cursor; the list keeps the keys."""


class SimilarScreen(ReadingScreen):
    """The likest first. Where there is room the words stand beside the list, else in its place."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "similar.tcss"]  # type: ignore[assignment]
    PLACES = ("similar", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("similar")
    AUTO_FOCUS = "AlikeRows"

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number
        self._similar: Similar | None = None
        self._words_of: tuple[Alike, Ready] | None = None
        """The words that are shown, and whose they are."""
        self._sees_words = False
        """Whether they are shown where there is room for one of both."""
        self._resting: Timer | None = None
        self._listing = AlikeRows()
        self._words = WordsPager(id="words")

    def compose(self) -> ComposeResult:
        yield Plain(self._title(), id="title")
        yield Horizontal(self._listing, self._words, id="body")
        yield Footer()

    def on_mount(self) -> None:
        self._lay_out()

    def on_screen_resume(self, _event: events.ScreenResume) -> None:
        self._listing.focus()

    def on_resize(self, _event: events.Resize) -> None:
        self._lay_out()
        self._show()

    def _lay_out(self) -> None:
        beside = self._is_beside
        self._listing.display = beside or not self._sees_words
        self._words.display = beside or self._sees_words
        self.set_class(beside, "-beside")

    @property
    def _is_beside(self) -> bool:
        return self.app.size.width >= SIDE_BY_SIDE

    # reading

    def board_changed(self, change: Change) -> None:
        if change.whole or any(self._concerns(event.number) for event in change.events):
            self.read_soon()

    def _concerns(self, number: int | None) -> bool:
        shown = {one.id for one in self._alike if one.kind is Kind.INQUIRY}
        return number is None or number == self.number or number in shown

    async def read(self) -> None:
        number = self.number
        self._similar = await station_of(self).read(lambda board: board.similar(number))
        self.number = self._similar.number
        self._show()
        self._read_words_soon()

    @on(Listing.Moved)
    def _moved(self) -> None:
        self._read_words_soon(WORDS_DELAY)
        self.show_keys()

    def _read_words_soon(self, delay: float = 0.0) -> None:
        """When the cursor has come to rest, and only where the words are in view."""
        if self._resting is not None:
            self._resting.stop()
            self._resting = None
        if self._words.display and self.chosen is not None:
            self._resting = self.set_timer(delay, self._read_words) if delay else None
            if not delay:
                self._read_words()

    def _read_words(self) -> None:
        if (chosen := self.chosen) is not None:
            self.run_worker(self._show_words_of(chosen), group="words", exclusive=True)

    async def _show_words_of(self, alike: Alike) -> None:
        ready = await self.words_for(alike)
        if ready is not None and alike == self.chosen:
            is_other = self._words_of is None or self._words_of[0][:2] != alike[:2]
            self._words_of = (alike, ready)
            self._words.show(words_of(alike, ready, self._around()))
            if is_other:
                self._words.action_first()

    async def words_for(self, alike: Alike) -> Ready | None:
        """The words of one, as they would stand in the reply; None, told why, without them."""
        number, login = self.number, station_of(self).actor.login
        kind, own_id = alike.kind, alike.id
        try:
            return await station_of(self).read(
                lambda board: board.ready_words(kind, own_id, number, login)
            )
        except CsboardError as failure:
            say(self.app, failure.sentence, "warning")
            return None

    # showing

    @property
    def _alike(self) -> tuple[Alike, ...]:
        return self._similar.alike if self._similar else ()

    @property
    def chosen(self) -> Alike | None:
        """What keys act on."""
        cursor = self._listing.cursor
        return self._alike[cursor] if cursor < len(self._alike) else None

    def _around(self) -> Around:
        state, now = self.state, station_of(self).clock.now()
        return Around(state.members, state.zone, now)

    def _show(self) -> None:
        if self._similar is None or not self.size.width:
            return
        around, width = self._around(), self._listing.size.width or self.size.width
        rows = [row_of(one, width - 2, around) for one in self._alike]
        names = [(one.kind, one.id) for one in self._alike]
        self._listing.show(rows, _("Nothing is like it yet."), names)
        self.query_one("#title", Plain).show(self._title())
        self.show_keys()

    def _title(self) -> str:
        about = f"#{self.number} {self._similar.subject}" if self._similar else f"#{self.number}"
        return _("Similar to {inquiry}").format(inquiry=about)

    def can(self, name: str) -> bool:
        chosen = self.chosen
        if name == "put_in":
            is_there = chosen is not None and (
                chosen.ending is None or bool(chosen.ending.answered_by)
            )
            return is_there and may_work(self, self.state)
        if name == "words":
            return not self._is_beside
        return name not in ("open", "further", "nearer") or chosen is not None

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """Read it: the inquiry or the case; of a template there is no more than its words."""
        from csboard.tui.screens.case import CaseScreen
        from csboard.tui.screens.inquiry import InquiryScreen

        chosen = self.chosen
        if chosen is None:
            return
        if chosen.kind is Kind.INQUIRY:
            among = [one.id for one in self._alike if one.kind is Kind.INQUIRY]
            self.app.push_screen(InquiryScreen(chosen.id, among))
        elif chosen.kind is Kind.CASE:
            self.app.push_screen(CaseScreen(chosen.id, self.number))
        elif not self._is_beside:
            self.action_words()

    def action_words(self) -> None:
        """Show the words in place of the list, and back."""
        if self._is_beside:
            return
        self._sees_words = not self._sees_words
        self._lay_out()
        self._read_words_soon()

    def action_further(self) -> None:
        self._words.action_page_down()

    def action_nearer(self) -> None:
        self._words.action_page_up()

    def action_put_in(self) -> None:
        chosen = self.chosen
        if chosen is None:
            return
        if not self.can("put_in"):
            say(self.app, _("Nobody has replied yet: there are no words to put in."), "warning")
            return
        app_of(self).hold_keys()
        self.app.run_worker(self._put_in(chosen), group="act")

    async def _put_in(self, chosen: Alike) -> None:
        ready = await self.words_for(chosen)
        app_of(self).let_keys_go()
        if ready is None or not ready.text:
            return
        told = _("The words are in the reply: make them fit.")
        words = PreparedWords(
            ready.text,
            told,
            subject=ready.subject,
            success_id=ready.success_id,
            template_id=ready.template_id,
            message_id=ready.message_id,
        )
        if self.app.screen is self:
            await self.app.pop_screen()
        await put_into_reply(self.app, self.number, words)

    def action_back(self) -> None:
        if self._sees_words and not self._is_beside:
            self.action_words()
        else:
            self.dismiss()
