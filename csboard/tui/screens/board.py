"""The board: what its keys and the mouse do."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import ClassVar

from textual import events, on
from textual.binding import BindingType

from csboard.domain.records import Card, TaskRef
from csboard.errors import CsboardError
from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.app import app_of
from csboard.tui.fence import say
from csboard.tui.permitted import is_allowed, may_hand_off, may_work
from csboard.tui.plan import WIDE
from csboard.tui.screens.board_drag import DraggedBoard
from csboard.tui.screens.board_marks import FOR_ONE
from csboard.tui.widgets.column import Column
from csboard.tui.widgets.footer import Footer
from csboard.tui.widgets.stages import StageStrip

PLACES_HERE = ("board", "everywhere")
"""Whose keys act on the board."""


class BoardScreen(DraggedBoard):
    """The board under a person's hands."""

    CSS_PATH = "board.tcss"
    PLACES = ("board",)
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("board")

    _led_to: int | None = None
    """The task that `n` went to last: only from there does it go on to the next."""

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
        """Go to the unassigned card most in need; pressed again there, to the one after it."""
        self.order_anew()
        needy = self._ranking.to_take(card for column in self.all_columns for card in column.cards)
        if not needy:
            say(self.app, self._nothing_unassigned())
            return
        ids = [card.task_id for card in needy]
        here = self.card.task_id if self.card else None
        led_here = here in ids and here == self._led_to
        target = needy[(ids.index(here) + 1) % len(ids)] if led_here and here else needy[0]
        self._led_to = target.task_id
        if target.task_id == here:
            most = _("#{ref} is the one most in need: {claim} takes it.")
            say(self.app, most.format(ref=target.ref, claim=keys.key_of("board.claim")))
        else:
            self.go_to_task(target)

    def _nothing_unassigned(self) -> str:
        if self._ranking.to_take(self.state.cards.values()):
            hidden = _("Nothing shown here is unassigned; {clear} shows all cards.")
            return hidden.format(clear=keys.key_of("board.clear"))
        return _("Nothing is unassigned.")

    async def action_go_first(self) -> None:
        self.action_first()

    def jump(self, ref: TaskRef) -> None:
        """Go to the card if it is shown, else open the inquiry."""
        card = self.state.card(ref)
        if card is None or not self.go_to_task(card):
            super().jump(ref)

    def action_open(self) -> None:
        """Open the inquiry of the card; its neighbours are those of the column."""
        from csboard.tui.screens.inquiry import InquiryScreen

        if self.card is not None:
            self.hint()  # whoever comes back has read it
            numbers = dict.fromkeys(card.ref.number for card in self.column.cards)
            self.app.push_screen(InquiryScreen(self.card.ref.number, tuple(numbers)))

    def action_why(self) -> None:
        """Say why the card stands where it stands."""
        if self.card is None:
            say(self.app, _("There is no card under the cursor."))
        elif self.card.closed_at is not None:
            told = _("#{ref} is done: what is done stands in the order in which it was.")
            say(self.app, told.format(ref=self.card.ref))
        else:
            from csboard.tui.screens.why_here import why_here

            self.app.push_screen(why_here(self.card, self.state, self._station.clock.now()))

    def action_reply(self) -> None:
        """Open the draft of the reply; who may work begins one where there is none."""
        from csboard.tui.screens.draft import DraftScreen

        if self.card is not None:
            self.hint()
            begin = may_work(self, self.state)
            self.app.push_screen(DraftScreen(self.card.ref.number, begin=begin))

    def action_copy(self) -> None:
        """Have number and subject copied."""
        from csboard.tui.copying import copy, of_card

        if self.card is not None:
            copy(self, of_card(self.card))

    def action_preview(self) -> None:
        if self.size.width < WIDE:
            least = _("The preview needs a terminal of {n} columns.").format(n=WIDE)
            say(self.app, least)
        else:
            self.toggle_preview()

    def can(self, name: str) -> bool:
        makes_sense = MAKES_SENSE.get(name)
        return makes_sense is None or makes_sense(self)

    # the rest

    async def on_key(self, event: events.Key) -> None:
        """Say of a key that acts in an inquiry only where it does."""
        # Textual calls the handler of `GoingScreen`, too.
        if self._typed is not None or self._filter is not None:
            return
        action = keys.only_in("inquiry", event.key, PLACES_HERE)
        if action is not None:
            is_own = event.key in action.keys.split(",")  # else typed with an input method on
            key = keys.keys_text(event.key if is_own else action.keys).split()[0]
            told = _("{key} ({label}) is for an inquiry: {open} opens it.")
            way = keys.key_of("board.open")
            say(self.app, told.format(key=key, label=_(action.label), open=way))

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
            if not await app_of(self).live.read_older(oldest):
                self.has_all = True
                self._show_state({stage_key})


def _closing(card: Card) -> tuple[datetime, int]:
    """The order in which the board hands out closed cards."""
    return (card.closed_at or card.opened_at, card.task_id)


def _may(act: str) -> Callable[[BoardScreen], bool]:
    """Whether the rules let one do it to any of the cards that it would be done to."""

    def can(board: BoardScreen) -> bool:
        cards = board.marked or tuple(filter(None, [board.card]))
        return any(is_allowed(board, board.state, act, card) for card in cards)

    return can


def _may_work(board: BoardScreen) -> bool:
    return may_work(board, board.state)


def _may_hand_off(board: BoardScreen) -> bool:
    """Whether any of the cards is one's own, or offered to oneself."""
    cards = board.marked or tuple(filter(None, [board.card]))
    return any(may_hand_off(board, board.state, card) for card in cards)


def _has_reply(board: BoardScreen) -> bool:
    """Whether there is a draft to read, or one may be begun."""
    card = board.card
    return card is not None and (card.reply is not None or _may_work(board))


ON_CARD = ("claim", "release", "take_over", "move_left", "move_right", "wait")
ON_INQUIRY = ("note", "note_elsewhere", *FOR_ONE)

MAKES_SENSE: dict[str, Callable[[BoardScreen], bool]] = {
    **dict.fromkeys(("open", "mark", "copy", "why"), lambda board: board.card is not None),
    **{act: _may(act) for act in (*ON_CARD, *ON_INQUIRY)},
    **dict.fromkeys(("new", "undo"), _may_work),
    "hand_off": _may_hand_off,
    "reply": _has_reply,
    "unmark": lambda board: bool(board.marked),
    "clear": lambda board: bool(board.marked or board.view.narrowed or board.running),
    "preview": lambda board: board.size.width >= WIDE,
}
"""When an action can do something; the others always can."""
