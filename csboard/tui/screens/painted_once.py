"""A screen's first paint: one layout and one frame, of all there is to show."""

from __future__ import annotations

from asyncio import get_running_loop
from contextlib import ExitStack

from textual import events
from textual.screen import Screen
from textual.widget import Widget

from csboard.tui.screens.going import GoingScreen

PATIENCE = 0.1
"""Seconds for which the screen before stays in view while there is something to be read."""


class PaintedOnce(GoingScreen):
    """Paints itself when all is there.

    Textual alone would paint the whole screen three to seven times before the first key: when
    it comes up, when its widgets have got their sizes and styles, and as each of them is filled.
    """

    waits_for_reading = False
    """Whether `paint_first` is called when something has been read, or else after `PATIENCE`."""
    _painted = False

    def __init__(self) -> None:
        super().__init__()
        self._unpainted = ExitStack()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        if self._painted:
            return
        event.prevent_default()
        self.app._refresh_notifications()
        if self.waits_for_reading:
            self._unpainted.enter_context(self.app.batch_update())
            self.set_timer(PATIENCE, self.paint_first)
        else:
            self.paint_first()

    def on_unmount(self) -> None:
        self._unpainted.close()

    def paint_first(self) -> None:
        """Paint now, unless that was done; requests to do so that are under way are forgotten."""
        self._unpainted.close()
        if self._painted or not self.is_current:
            return
        self._painted = True
        self.set_reactive(Screen.stack_updates, 1)  # until now no resize counts
        self._refresh_layout(self.app.size)
        for widget in self.walk_children(Widget, with_self=True):
            widget._layout_required = widget._repaint_required = False
            widget._exchange_repaint_regions()
        self.call_later(self._forget_requests)
        # Textual's timer of frames lets a whole frame's time pass at its first use. It passes
        # now, while nobody waits: else the first key would be painted 17 ms late. Not at once,
        # as what pauses the timer before it has begun would undo this.
        get_running_loop().call_soon(self._update_timer.resume)

    def _compositor_refresh(self) -> None:
        """Paint what has changed, but nothing that the screen in front hides anyway.

        Textual takes the screen behind for seen through whatever is in front, and would paint
        all of that again.
        """
        front = self.app.screen
        if front is self or front.styles.background.a < 1:
            super()._compositor_refresh()

    def _forget_requests(self) -> None:
        self._layout_required = self._repaint_required = False
        self._dirty_widgets.clear()
