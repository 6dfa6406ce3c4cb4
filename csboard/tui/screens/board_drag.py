"""Moving a card by the mouse: press on it, let go over another stage."""

from __future__ import annotations

from textual import on
from textual.errors import NoWidget
from textual.geometry import Offset

from csboard.domain.records import Card
from csboard.i18n import _, current_language
from csboard.tui.screens.board_marks import MarkedBoard
from csboard.tui.widgets.column import Column
from csboard.tui.widgets.stages import NOWHERE, StageStrip


class DraggedBoard(MarkedBoard):
    """A board on which cards are dragged. What others do meanwhile drags no other card."""

    _dragged: Card | None = None
    """As it was when the mouse was pressed: so its version tells what others did since."""
    _over = NOWHERE
    """The index of the stage under the mouse."""

    @on(Column.Dragged)
    def _drag_on(self, event: Column.Dragged) -> None:
        self._dragged = event.card
        self._over = self._stage_at(event.over)
        self._show_drop()

    @on(Column.Dropped)
    def _drop(self) -> None:
        card, over = self._dragged, self._over
        self._end_drag()
        if card is None or over == NOWHERE or self._is_at_home(card, over) or self._is_busy():
            return
        stage = self.all_columns[over].stage_key
        if card.task_id in self._marks:
            self.put_marked(stage)
        else:
            self.put_one(card, stage)

    def action_clear(self) -> None:
        """Let a dragged card stay where it is; else what `esc` does otherwise."""
        if self._dragged is None:
            super().action_clear()
        else:
            for column in self.all_columns:
                column.forget_press()
            self._end_drag()

    def _stage_at(self, place: Offset) -> int:
        try:
            widget, region = self.get_widget_at(*place)
        except NoWidget:
            return NOWHERE
        if isinstance(widget, StageStrip):
            return widget.index_at(place.x - region.x)
        return self.all_columns.index(widget) if isinstance(widget, Column) else NOWHERE

    def _is_at_home(self, card: Card, stage_index: int) -> bool:
        return self.all_columns[stage_index].stage_key == card.stage

    def _end_drag(self) -> None:
        self._dragged, self._over = None, NOWHERE
        self._show_drop()

    def _show_drop(self) -> None:
        """Show where the card would be put, on the stage and in words."""
        card = self._dragged
        over = self._over
        if card is None or (over != NOWHERE and self._is_at_home(card, over)):
            over = NOWHERE
        for index, column in enumerate(self.all_columns):
            column.set_takes_drop(index == over)
        self._strip.show_drop(over)
        if card is None:
            self.hint()
        elif over == NOWHERE:
            self.hint(_("#{ref} stays where it is; esc ends this").format(ref=card.ref))
        else:
            stage = self.state.stages[over].name(current_language())
            self.hint(_("#{ref} to {stage}; esc ends this").format(ref=card.ref, stage=stage))
