"""Choosing what the board shows: quick views, the filter, the chips of both, the order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.widget import Widget

from csboard.i18n import _
from csboard.tui import keys
from csboard.tui.app import app_of
from csboard.tui.arrange import View, Whose
from csboard.tui.fence import Plain, say
from csboard.tui.layout import cell_len
from csboard.tui.screens.board_view import BoardView
from csboard.tui.screens.board_words import chips, order_text
from csboard.tui.widgets.chips import ChipLine

if TYPE_CHECKING:
    from csboard.domain.card_query import CardFilter
    from csboard.tui.widgets.filter import FilterLine

TYPED_IN = 24
"""Cells that stay for what is typed, whatever is told beside it."""


class NarrowedBoard(BoardView):
    """A board that shows some of its cards."""

    _filter: FilterLine | None = None
    _filter_told: Plain | None = None
    _beside = ""
    """What is told there."""
    _chips: ChipLine | None = None

    def on_mount(self) -> None:
        self._show_chips()

    def set_view(self, view: View) -> None:
        super().set_view(view)
        self._show_chips()

    def _show_chips(self) -> None:
        """One line for what narrows the board, and none when nothing does.

        While the filter is typed, its words stand in its own line.
        """
        shown = self.view if self._filter is None else self.view._replace(words="")
        narrowing = chips(shown)
        if narrowing and self._chips is None:
            self._chips = ChipLine()
            self.mount(self._chips, after=self._header)
        if self._chips is not None:
            self._chips.display = bool(narrowing)
            self._chips.show(narrowing)

    @on(ChipLine.Removed)
    def _chip_removed(self, event: ChipLine.Removed) -> None:
        self.set_view(self.view._replace(**{event.part: getattr(View(), event.part)}))

    def action_all(self) -> None:
        self._narrow_to(self.view._replace(whose=Whose.ALL))

    def action_mine(self) -> None:
        self._narrow_to(self.view._replace(whose=Whose.MINE))

    def action_nobodys(self) -> None:
        self._narrow_to(self.view._replace(whose=Whose.NOBODYS))

    def action_review(self) -> None:
        self._narrow_to(self.view._replace(whose=Whose.REVIEW))

    def action_waiting(self) -> None:
        self._narrow_to(self.view._replace(whose=Whose.WAITING))

    def action_order(self) -> None:
        order = self.view.order.following
        self.set_view(self.view._replace(order=order))
        self.order_anew()
        say(self.app, order_text(order))

    def action_clear(self) -> None:
        """End what narrows the board, else the newcomer's hints; the order stays."""
        if self.view.narrowed:
            self.set_view(View(order=self.view.order))
        else:
            app_of(self).end_first_steps()

    async def action_filter(self) -> None:
        from textual.containers import Horizontal

        from csboard.domain.query import PASTED
        from csboard.tui.widgets.filter import FilterLine  # a text field: not for the first paint

        if self._filter is None:
            self._filter = FilterLine(self.view.words, self._narrow, holds=PASTED)
            self.leave_said(unseen=True)  # covered now, and old when the line is free again
            self.footer.display = False
            label = Plain(_("Filter"), classes="label")
            self._filter_told, self._beside = Plain("", classes="told"), ""
            await self.mount(Horizontal(label, self._filter, self._filter_told, id="filter-line"))
            self._filter.focus()
            self._show_chips()
            self.call_after_refresh(self.prepare_filter)

    def _narrow(self, words: str) -> None:
        self._narrow_to(self.view._replace(words=words))
        wanted = self._arranger.filter_of(words)
        self._tell_beside(_told_of(wanted) if wanted else "")

    def _tell_beside(self, sentence: str) -> None:
        """Beside what is typed: what there isn't, what cards don't tell and where to ask it."""
        line = self._filter_told
        if line is None or sentence == self._beside:
            return
        self._beside = sentence
        line.show(sentence)
        line.styles.width = min(cell_len(sentence) + 2, max(20, self.size.width - TYPED_IN))
        line.display = bool(sentence)  # empty, its padding would take the filter's last cells

    def _narrow_to(self, view: View) -> None:
        """Show other cards; where this stage has none of them, go to the first that has."""
        self.set_view(view)
        found = [index for index, column in enumerate(self.all_columns) if column.cards]
        if view.narrowed and found and self.stage_index not in found:
            self.go_to_stage(found[0])

    async def on_filter_line_ended(self, event: FilterLine.Ended) -> None:
        if self._filter is not None:
            line = self._filter.parent  # a query would keep it in its cache when it is gone
            assert isinstance(line, Widget)
            await line.remove()
            self._filter = self._filter_told = None
            self.footer.display = True
        self.set_view(self.view if event.keep else self.view._replace(words=""))

    def on_filter_line_going(self, event: FilterLine.Going) -> None:
        self.go_to_card(self.column.cursor + event.by)


def _told_of(wanted: CardFilter) -> str:
    """What is to be said of a filter; empty where it asks for what cards tell."""
    if wanted.problem or not wanted.unaskable:
        return wanted.problem
    return _("No card tells {what}: search with {keys}").format(
        what=wanted.unaskable[0],
        keys=f"{keys.key_of('everywhere.go')} {keys.key_of('go.search')}",
    )
