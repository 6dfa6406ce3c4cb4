"""The board: what its keys and the mouse do."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import datetime
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.binding import BindingType

from csboard.domain.records import Card
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.app import app_of
from csboard.tui.arrange import View, Whose, in_need
from csboard.tui.fence import say
from csboard.tui.plan import WIDE
from csboard.tui.screens.board_view import BoardView
from csboard.tui.screens.board_words import order_text
from csboard.tui.widgets.column import Column
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.stages import StageStrip

if TYPE_CHECKING:
    from csboard.tui.widgets.filter import FilterLine


class BoardScreen(BoardView):
    """The board under a person's hands."""

    CSS_PATH = "board.tcss"
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("board")

    _pending_go = False
    _filter: FilterLine | None = None

    # going about

    def action_up(self) -> None:
        self.go_to_card(self.column.cursor - 1)

    def action_down(self) -> None:
        self.go_to_card(self.column.cursor + 1)

    def action_left(self) -> None:
        self.go_to_stage(self.stage_index - 1)

    def action_right(self) -> None:
        self.go_to_stage(self.stage_index + 1)

    def action_page_up(self) -> None:
        self.go_to_card(self.column.cursor - self.column.page)

    def action_page_down(self) -> None:
        self.go_to_card(self.column.cursor + self.column.page)

    def action_first(self) -> None:
        self.go_to_card(0)

    def action_last(self) -> None:
        self.go_to_card(len(self.column.cards) - 1)

    def action_next(self) -> None:
        """Go to the unassigned card most in need, then to the one after it."""
        needy = in_need(card for column in self.all_columns for card in column.cards)
        if not needy:
            say(self.app, _("Nothing is unassigned."))
            return
        ids = [card.task_id for card in needy]
        here = self.card.task_id if self.card else None
        place = ids.index(here) + 1 if here in ids else 0
        self.go_to_task(needy[place % len(needy)])

    def action_go(self) -> None:
        self._pending_go = True
        self.hint(_("g …  t: tray  g: first card"))

    def on_key(self, event: events.Key) -> None:
        """The second key of a sequence, and letters that only an input method sends."""
        if self._pending_go:
            self._pending_go = False
            self.hint("")
            event.stop()
            event.prevent_default()
            self._go_where(unicodedata.normalize("NFKC", event.character or ""))
        elif (
            event.character
            and not event.character.isascii()
            and not keys.bound(self._bindings, event.key)
        ):
            say(self.app, _("The input method is on: turn it off to use the keys."))

    def _go_where(self, key: str) -> None:
        if key == "g":
            self.action_first()
        elif key == "t":
            from csboard.tui.screens.tray import TrayScreen

            self.app.push_screen(TrayScreen())

    def action_open(self) -> None:
        """Open the inquiry of the card; its neighbours are those of the column."""
        from csboard.tui.screens.inquiry import InquiryScreen

        if self.card is not None:
            numbers = dict.fromkeys(card.ref.number for card in self.column.cards)
            self.app.push_screen(InquiryScreen(self.card.ref.number, tuple(numbers)))

    # acting on the card under the cursor

    def action_claim(self) -> None:
        self._with_card("claim")

    def action_release(self) -> None:
        self._with_card("release")

    def action_take_over(self) -> None:
        self._with_card("take_over")

    def action_move_left(self) -> None:
        self._with_card("move_left")

    def action_move_right(self) -> None:
        self._with_card("move_right")

    def action_note(self) -> None:
        self._with_card("note")

    def action_new(self) -> None:
        app_of(self).hold_keys()
        self.run_worker(acts().new_inquiry(self), group="act")

    def action_undo(self) -> None:
        self.run_worker(acts().undo(self), group="act")

    def _with_card(self, act: str) -> None:
        """Do what `csboard.tui.acts` calls `act` to the card under the cursor."""
        if self.guard:
            say(self.app, self.guard, "warning")
        elif self.card is None:
            say(self.app, _("There is no card under the cursor."))
        else:
            doing = getattr(acts(), act)
            if acts().asks(self, self.card, doing):
                app_of(self).hold_keys()
            self.run_worker(doing(self, self.card), group="act")

    # choosing what is shown

    def action_all(self) -> None:
        self._narrow_to(self.view._replace(whose=Whose.ALL))

    def action_mine(self) -> None:
        self._narrow_to(self.view._replace(whose=Whose.MINE))

    def action_nobodys(self) -> None:
        self._narrow_to(self.view._replace(whose=Whose.NOBODYS))

    def action_order(self) -> None:
        order = self.view.order.following
        self.set_view(self.view._replace(order=order))
        say(self.app, order_text(order))

    def action_clear(self) -> None:
        """End the filter, or the newcomer's hints when there is none; the order stays."""
        if not self.view.narrowed:
            app_of(self).end_first_steps()
        self.set_view(View(order=self.view.order))

    def action_preview(self) -> None:
        if self.size.width < WIDE:
            least = _("The preview needs a terminal of {n} columns.").format(n=WIDE)
            say(self.app, least)
        else:
            self.toggle_preview()

    async def action_filter(self) -> None:
        from csboard.tui.widgets.filter import FilterLine  # a text field: not for the first paint

        if self._filter is None:
            self._filter = FilterLine(self.view.words, self._narrow)
            self.footer.display = False
            await self.mount(self._filter)
            self._filter.focus()
            self.call_after_refresh(self.prepare_filter)

    def _narrow(self, words: str) -> None:
        self._narrow_to(self.view._replace(words=words))

    def _narrow_to(self, view: View) -> None:
        """Show other cards; where this stage has none of them, go to the first that has."""
        self.set_view(view)
        found = [index for index, column in enumerate(self.all_columns) if column.cards]
        if view.narrowed and found and self.stage_index not in found:
            self.go_to_stage(found[0])

    async def on_filter_line_ended(self, event: FilterLine.Ended) -> None:
        if self._filter is not None:
            await self._filter.remove()
            self._filter = None
            self.footer.display = True
        if not event.keep:
            self.set_view(self.view._replace(words=""))

    def on_filter_line_going(self, event: FilterLine.Going) -> None:
        self.go_to_card(self.column.cursor + event.by)

    # the rest

    def action_help(self) -> None:
        from csboard.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("board"))

    def action_quit(self) -> None:
        self.app.exit()

    # mouse

    @on(Column.Chosen)
    def _chosen(self, event: Column.Chosen) -> None:
        self.go_to_stage(self.all_columns.index(event.column))
        self.go_to_card(event.index)
        if event.twice:
            self.action_open()

    @on(StageStrip.Picked)
    def _picked(self, event: StageStrip.Picked) -> None:
        self.go_to_stage(event.index)

    @on(Footer.Pressed)
    async def _pressed(self, event: Footer.Pressed) -> None:
        await self.run_action(event.action)

    # older closed cards

    @on(Column.EndReached)
    def _end_reached(self, event: Column.EndReached) -> None:
        stage = self.state.stage(event.column.stage_key)
        if stage is not None and stage.kind == "done":
            self.run_worker(self._read_older(stage.key), group="older")

    async def _read_older(self, stage_key: str) -> None:
        closed = (card for card in self.state.cards.values() if card.stage == stage_key)
        oldest = min(closed, key=_closing)
        with suppress(CsboardError):  # the header says already that there is no database
            await app_of(self).live.read_older(oldest)


def _closing(card: Card) -> tuple[datetime, int]:
    """The order in which the board hands out closed cards."""
    return (card.closed_at or card.opened_at, card.task_id)


def acts() -> ModuleType:
    """The acts, loaded after the first paint."""
    return import_module("csboard.tui.acts")
