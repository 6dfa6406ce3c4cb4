"""All that is handed off: offered to oneself, one's own, taken, and what others hand off."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import BindingType

from csboard.domain.hand_off_page import Page, as_markdown, as_text
from csboard.domain.hand_off_records import HandOff
from csboard.domain.hand_off_since import Since
from csboard.domain.records import Card, Event
from csboard.i18n import _, ngettext
from csboard.named import NamedTuple
from csboard.text import clean
from csboard.tui import keys
from csboard.tui.app import app_of, station_of
from csboard.tui.copying import Copyable, copy
from csboard.tui.fence import Plain, say
from csboard.tui.hand_off_lines import hand_off_row, in_order, is_for
from csboard.tui.permitted import may_work
from csboard.tui.screens.reading_list import ListScreen
from csboard.tui.state import BoardState, Change
from csboard.tui.widgets.listing import Listing

if TYPE_CHECKING:
    from csboard.board import Board


class Found(NamedTuple):
    """What is read for the list."""

    hand_offs: tuple[HandOff, ...]
    titles: Mapping[int, str]
    """By task id."""
    since: Mapping[int, Since]
    """By id of those to be taken, what has happened since their sheets were written."""


class HandOffsScreen(ListScreen[Found]):
    """Those to be taken first; a letter for each thing that can be done."""

    CSS_PATH: ClassVar[list[str]] = ["telling.tcss", "hand_offs.tcss"]  # type: ignore[assignment]
    PLACES = ("hand_offs", "listing")
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("hand_offs")

    def __init__(self) -> None:
        super().__init__(_("Hand-offs"), _asked, self._show, tells_whole=True)
        self._some: list[HandOff] = []

    @property
    def me(self) -> str:
        return station_of(self).actor.login

    @property
    def one(self) -> HandOff | None:
        """The one under the cursor."""
        at = self.query_one(Listing).cursor
        return self._some[at] if at < len(self._some) else None

    def can(self, name: str) -> bool:
        makes_sense = _MAKES_SENSE.get(name)
        if makes_sense is None:
            return name in ("help", "back") or may_work(self, self.state)
        one = self.one
        return one is not None and makes_sense(one, self.me)

    def board_changed(self, _change: Change) -> None:
        self.read_soon()

    def follow(self, event: Event) -> None:
        """Nothing goes with the cursor here: the list is read anew."""

    def _show(self, found: Found) -> None:
        self._some = in_order(found.hand_offs, self.me)
        to_take = sum(is_for(one, self.me) for one in self._some)
        told = ngettext(
            "Hand-offs: {n} is offered to you", "Hand-offs: {n} are offered to you", to_take
        )
        title = told.format(n=to_take) if to_take else _("Hand-offs")
        self.query_one("#title", Plain).show(title)
        page = self._page(found)
        rows = [hand_off_row(one, page, self.me) for one in self._some]
        nothing = _("Nothing is handed off. {key} on a card does it; {all} here for all of yours.")
        one, every = keys.key_of("board.hand_off"), keys.key_of("hand_offs.all")
        nothing = nothing.format(key=one, all=every)
        self.query_one(Listing).show(rows, nothing, [one.id for one in self._some])
        self.show_keys()

    def _page(self, found: Found) -> Page:
        state: BoardState = self.state
        now = station_of(self).clock.now()
        return Page(state.members, found.titles, state.zone, now, found.since, state.stages)

    @on(Listing.Moved)
    def _moved(self) -> None:
        self.show_keys()

    # what keys do

    @on(Listing.Chosen)
    def action_open(self) -> None:
        """The sheet: to write on, to take, or only to read."""
        one = self.one
        if one is None:
            return
        if one.is_open and (one.giver == self.me or is_for(one, self.me)):
            self._hand_off(one)
        else:
            self._read_sheet(one)

    def _read_sheet(self, one: HandOff) -> None:
        from csboard.tui.screens.report import ReportScreen

        assert self._found is not None
        head, told, *rows = as_text([one], self._page(self._found))
        self.app.push_screen(ReportScreen(told.strip(), rows, clean(head)))

    def action_take(self) -> None:
        if self.one is None or not is_for(self.one, self.me):
            say(self.app, _("This is not offered to you."), "warning")
        else:
            self._hand_off(self.one)

    def action_offer(self) -> None:
        if self.one is None or self.one.giver != self.me or not self.one.is_open:
            say(self.app, _("This is not yours to offer."), "warning")
        else:
            self._hand_off(self.one)

    def _hand_off(self, one: HandOff) -> None:
        app_of(self).hold_keys()
        self._do("hand_off_task", one.task)

    def action_withdraw(self) -> None:
        self._on_task("withdraw")

    def action_drop(self) -> None:
        self._on_task("drop")

    def action_take_back(self) -> None:
        self._on_task("take_back")

    def action_keep(self) -> None:
        self._on_task("keep")

    def _on_task(self, name: str) -> None:
        if self.one is not None:
            self._do(name, self.one.task)

    def action_all(self) -> None:
        """All open tasks of one's own that are not offered yet, one after another."""
        mine = [card for card in self.state.cards.values() if self._is_mine(card)]
        if not mine:
            say(self.app, _("You have no task that isn't offered already."))
        else:
            app_of(self).hold_keys()
            self._do("hand_off_each", mine)

    def _is_mine(self, card: Card) -> bool:
        return card.owner == self.me and card.closed_at is None and card.offer is None

    def action_inquiry(self) -> None:
        from csboard.tui.screens.inquiry import InquiryScreen

        if self.one is not None:
            self.app.push_screen(InquiryScreen(self.one.task.number))

    def action_copy(self) -> None:
        """All that is shown, as Markdown."""
        if self._found is None or not self._some:
            say(self.app, _("Nothing is handed off."))
            return
        page = "\n".join(as_markdown(self._some, self._page(self._found)))
        copy(self, Copyable(_("Hand-offs"), page, multiline=True))

    def action_undo(self) -> None:
        self._do("undo")

    def _do(self, name: str, *about: object) -> None:
        """Do what `csboard.tui.hand_off_acts` calls `name`, and show what came of it."""
        from csboard.tui import hand_off_acts

        act: Callable[..., Coroutine[None, None, None]] = getattr(hand_off_acts, name)
        self.in_turn(lambda: act(self, *about), then_read=True)


def _asked(board: Board, _login: str) -> Found:
    hand_offs = (*board.hand_offs(), *board.hand_offs_left())
    titles = board.task_titles([one.task_id for one in hand_offs])
    return Found(hand_offs, titles, board.since_written(hand_offs))


_MAKES_SENSE: dict[str, Callable[[HandOff, str], bool]] = {
    "open": lambda _one, _me: True,
    "inquiry": lambda _one, _me: True,
    "take": is_for,
    "offer": lambda one, me: one.is_open and one.giver == me,
    "withdraw": lambda one, me: one.is_offered and one.giver == me,
    "drop": lambda one, me: one.is_open and not one.is_offered and one.giver == me,
    "take_back": lambda one, me: one.taken_at is not None and one.giver == me,
    "keep": lambda one, me: one.taken_at is not None and one.giver == me,
}
"""When an action can do something with the one under the cursor."""
