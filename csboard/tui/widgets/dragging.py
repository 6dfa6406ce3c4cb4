"""What the mouse does to a card it is pressed on: it takes the card along until it lets go."""

from __future__ import annotations

from textual import events
from textual.geometry import Offset
from textual.message import Message

from csboard.domain.records import Card
from csboard.named import NamedTuple
from csboard.tui.widgets.canvas import Canvas


class _Press(NamedTuple):
    """What the mouse was pressed on, where, and whether it has gone on since."""

    card: Card | None = None
    at: Offset = Offset(0, 0)
    went_on: bool = False


class Dragging(Canvas):
    """A canvas of cards that the mouse can drag away; what becomes of them others decide."""

    class Dragged(Message):
        """The mouse went on with a card it was pressed on; `over` is where, on the screen."""

        def __init__(self, card: Card, over: Offset) -> None:
            super().__init__()
            self.card = card
            """As it was when the mouse was pressed."""
            self.over = over

    class Dropped(Message):
        """The card that was dragged was let go of."""

    _press = _Press()

    def card_at(self, y: int) -> Card | None:
        """The card that is drawn on a line of this widget."""
        raise NotImplementedError

    @property
    def has_dragged(self) -> bool:
        """Whether what the mouse last did here was to drag."""
        return self._press.went_on

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Hold on to the mouse, wherever it goes next: it may be dragging a card."""
        event.stop()
        card = self.card_at(event.y) if event.button == 1 else None
        self._press = _Press(card, event.screen_offset)
        if card is not None:
            self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        card, at, went_on = self._press
        if card is None or (event.screen_offset == at and not went_on):
            return
        event.stop()
        if not event.button:  # let go of where nobody heard it
            self.let_go()
        else:
            self._press = _Press(card, at, went_on=True)
            self.post_message(self.Dragged(card, event.screen_offset))

    def on_mouse_up(self, event: events.MouseUp) -> None:
        event.stop()
        self.let_go()

    def let_go(self) -> None:
        """End what the mouse began here; a drag ends as a drop."""
        self.release_mouse()
        card, at, went_on = self._press
        self._press = _Press(None, at, went_on)
        if card is not None and went_on:
            self.post_message(self.Dropped())

    def forget_press(self) -> None:
        """End a drag without a drop."""
        self.release_mouse()
        self._press = _Press(None, went_on=True)
