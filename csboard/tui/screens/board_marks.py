"""Acting: on the card under the cursor, or on all that are marked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable, Sequence
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, cast

from csboard.domain.records import Card, Event, Stage
from csboard.i18n import _, ngettext, together
from csboard.tui.app import app_of
from csboard.tui.fence import say
from csboard.tui.keys import key_of
from csboard.tui.permitted import offered
from csboard.tui.screens.board_narrowing import NarrowedBoard
from csboard.tui.state import Change
from csboard.tui.turns import as_left
from csboard.tui.widgets.column import Column

if TYPE_CHECKING:
    from csboard.tui.several_run import Run

Doing = Callable[[Sequence[Card]], Coroutine[None, None, object]]

DoingOne = Callable[["MarkedBoard", Card], Coroutine[None, None, None]]

MARKED_FOOTER = (
    ("board.claim",),
    ("board.move_right",),
    ("board.wait",),
    ("board.unmark",),
    ("board.help",),
)
"""What the last line shows behind the number of marks."""
OF_INQUIRIES = ("wait", "edit", "tags", "split_off")
"""Acts that the screen of an inquiry has too, each with a box of its own."""
OF_CASES = ("success",)
OF_STANDING = ("pin",)
OF_TIMERS = ("timer",)
OF_HAND_OFFS = ("hand_off",)
WITH_BOXES = (*OF_INQUIRIES, *OF_CASES, *OF_HAND_OFFS)
FOR_ONE = ("edit", "split_off", "success", "pin", "timer")
"""Acts that make no sense on several cards at once."""


class MarkedBoard(NarrowedBoard):
    """A board on which cards are marked, and acts are done to them."""

    running: Run | None = None
    """The act on several cards that is under way."""
    last_batch: tuple[Event, ...] = ()
    """What the last such act did, while nothing of one's own came after it."""
    _marks: tuple[int, ...] = ()
    _change_is_own = False
    """Whether what is being shown was done by oneself."""

    # marks

    @property
    def marked(self) -> tuple[Card, ...]:
        """The marked cards as they are now, in the order in which they were marked."""
        cards = self.state.cards
        return tuple(cards[task_id] for task_id in self._marks if task_id in cards)

    def action_mark(self) -> None:
        """Mark the card, or take its mark off, and go on to the next."""
        if self.card is None:
            say(self.app, _("There is no card under the cursor."))
            return
        here = self.card.task_id
        if here in self._marks:
            self.unmark([here])
        else:
            self._set_marks((*self._marks, here))
        self.go_to_card(self.column.cursor + 1)

    def action_unmark(self) -> None:
        self._set_marks(())

    def unmark(self, task_ids: Iterable[int]) -> None:
        """Take the marks off these tasks."""
        gone = set(task_ids)
        self._set_marks(tuple(one for one in self._marks if one not in gone))

    def _make_columns(self) -> list[Column]:
        columns = super()._make_columns()
        for column in columns:
            column.set_marked(frozenset(self._marks))
        return columns

    def _set_marks(self, marks: tuple[int, ...]) -> None:
        self._marks = marks
        for column in self.all_columns:
            column.set_marked(frozenset(marks))
        self._show_footer()

    def _show_footer(self) -> None:
        if not self._marks:
            super()._show_footer()
            return
        count = len(self._marks)
        lead = ngettext("{n} marked", "{n} marked", count).format(n=count)
        self.footer.show(offered(MARKED_FOOTER, self.can), lead)

    def _show_state(self, touched: set[str] | None = None) -> None:
        super()._show_state(touched)
        if self._marks:
            self._drop_unseen_marks()

    def _drop_unseen_marks(self) -> None:
        """Keep only marks that can be seen: no act shall hit what nobody looks at."""
        shown = {card.task_id for column in self.all_columns for card in column.cards}
        unseen = [task_id for task_id in self._marks if task_id not in shown]
        if unseen:
            self.unmark(unseen)
        if unseen and not self._change_is_own:
            told = ngettext(
                "{n} mark is gone with its card, which is not shown any more.",
                "{n} marks are gone with their cards, which are not shown any more.",
                len(unseen),
            )
            say(self.app, told.format(n=len(unseen)), "warning")

    def action_clear(self) -> None:
        """Stop what runs; else take off the marks; else end what narrows the board."""
        if self.running is not None:
            self.running.stop()
        elif self._marks:
            self.action_unmark()
        else:
            super().action_clear()

    # acting

    def action_claim(self) -> None:
        self.act("claim")

    def action_release(self) -> None:
        self.act("release")

    def action_take_over(self) -> None:
        self.act("take_over")

    def action_move_left(self) -> None:
        self.act("move_left")

    def action_move_right(self) -> None:
        self.act("move_right")

    def stages_ahead(self) -> list[Stage]:
        cards = self.marked or [card for card in (self.card,) if card is not None]
        here = {card.stage for card in cards}
        return [stage for stage in self.state.stages if cards and here != {stage.key}]

    def put_into(self, stage_key: str) -> None:
        """Move the marked cards, else the one under the cursor, into a stage."""
        if self._is_busy():
            return
        if self._marks:
            self.put_marked(stage_key)
        elif self.guard:
            say(self.app, self.guard, "warning")
        elif self.card is not None:
            self.put_one(self.card, stage_key)

    def put_marked(self, stage_key: str) -> None:
        """Move the marked cards into a stage."""
        self._take_turn(lambda cards: several().put(self, cards, stage_key), self.marked)

    def put_one(self, card: Card, stage_key: str) -> None:
        """Move a card, as it was seen, into a stage."""
        self._take_turn(lambda cards: acts().put(self, *cards, stage_key), (card,))

    def action_note(self) -> None:
        self.act("note")

    def action_note_elsewhere(self) -> None:
        self.act("note_elsewhere")

    def action_wait(self) -> None:
        self.act("wait")

    def action_timer(self) -> None:
        """On the card under the cursor; where there is none, stop what runs."""
        app = app_of(self)
        if self.card is None and app.timing is not None and app.timing.own is not None:
            self._take_turn(lambda _cards: timer_acts().stop(app))
        else:
            self.act("timer")

    def action_edit(self) -> None:
        self.act("edit")

    def action_tags(self) -> None:
        self.act("tags")

    def action_split_off(self) -> None:
        self.act("split_off")

    def action_hand_off(self) -> None:
        """Of several marked cards one after another."""
        if self._marks and not self._is_busy():
            app_of(self).hold_keys()
            self._take_turn(lambda cards: hand_off_acts().hand_off_each(self, cards), self.marked)
        else:
            self.act("hand_off")

    def action_pin(self) -> None:
        self.act("pin")

    def action_success(self) -> None:
        self.act("success")

    def action_new(self) -> None:
        app_of(self).hold_keys()
        self.run_worker(acts().new_inquiry(self), group="act")

    def action_undo(self) -> None:
        if self._is_busy():
            return
        if self.last_batch:
            self._take_turn(lambda _cards: several().undo(self, self.last_batch))
        else:
            self._take_turn(lambda _cards: acts().undo(self))

    def act(self, act: str) -> None:
        """Do the act of this name to the marked cards, else to the one under the cursor."""
        if self._is_busy():
            return
        if self._marks and act in FOR_ONE:
            told = _("That goes for one card: take the marks off with {key} first.")
            say(self.app, told.format(key=key_of("board.unmark")), "warning")
        elif self._marks:
            if several().asks(self, self.marked, act):
                app_of(self).hold_keys()
            self._take_turn(lambda cards: several().do(self, cards, act), self.marked)
        elif self.guard:
            say(self.app, self.guard, "warning")
        elif self.card is None:
            say(self.app, _("There is no card under the cursor."))
        else:
            doing = _act_on_one(act)
            if act in WITH_BOXES or acts().asks(self, self.card, doing):
                app_of(self).hold_keys()
            self._take_turn(lambda cards: self._come_back_after(doing, *cards), (self.card,))

    async def _come_back_after(self, doing: DoingOne, card: Card) -> None:
        """Do an act, and have the cursor on its card again if others moved that under a box."""
        self.strayed_from = None
        await doing(self, card)
        await self.caught_up()
        strayed, self.strayed_from = self.strayed_from == card.task_id, None
        now = self.state.cards.get(card.task_id)
        if strayed and now is not None and self.go_to_task(now):
            self._end_guard()
        elif strayed and self.card is not None:
            told = _("The cursor is on #{ref} now.").format(ref=self.card.ref)
            say(self.app, together(self.footer.said, told), "warning")

    def _take_turn(self, doing: Doing, cards: Sequence[Card] = ()) -> None:
        """Do one act after the other: each finds its cards as those before it leave them."""

        async def act(before: int) -> None:
            now = app_of(self).live.state.cards
            await doing([as_left(card, now.get(card.task_id, card), before) for card in cards])
            await self.caught_up()

        self.app.run_worker(app_of(self).turns.take(act), group="act")

    async def caught_up(self) -> None:
        """Return when the board shows all that has been read by now."""
        shown = asyncio.Event()
        self.call_next(shown.set)  # what was read before stands in the same line
        await shown.wait()

    def _is_busy(self) -> bool:
        if self.running is not None:
            say(self.app, _("Wait for what is being done, or stop it with esc."), "warning")
        return self.running is not None

    def _changed(self, change: Change) -> None:
        me = self._station.actor.login
        last = self.last_batch[-1].id if self.last_batch else 0
        if self.running is None and any(e.actor == me and e.id > last for e in change.events):
            self.last_batch = ()
        self._change_is_own = all(event.actor == me for event in change.events)
        super()._changed(change)
        self._change_is_own = False


def acts() -> ModuleType:
    """The acts, loaded after the first paint."""
    return import_module("csboard.tui.acts")


def _act_on_one(name: str) -> DoingOne:
    if name in OF_CASES:
        name, module = "make", import_module("csboard.tui.case_acts")
        return cast(DoingOne, getattr(module, name))
    if name in OF_STANDING:
        return cast(DoingOne, getattr(import_module("csboard.tui.standing_acts"), name))
    if name in OF_TIMERS:
        return cast(DoingOne, timer_acts().timer)
    if name in OF_HAND_OFFS:
        return cast(DoingOne, hand_off_acts().hand_off)
    module = import_module("csboard.tui.inquiry_acts") if name in OF_INQUIRIES else acts()
    found: DoingOne = getattr(module, name)
    return found


def timer_acts() -> ModuleType:
    """The acts on one's timer, likewise."""
    return import_module("csboard.tui.timer_acts")


def hand_off_acts() -> ModuleType:
    """The acts by which tasks change hands, likewise."""
    return import_module("csboard.tui.hand_off_acts")


def several() -> ModuleType:
    """The acts on several cards at once, loaded when first done."""
    return import_module("csboard.tui.several")
