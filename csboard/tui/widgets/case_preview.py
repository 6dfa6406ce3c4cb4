"""The case under the cursor, beside the rows of a wide window."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.timer import Timer

from csboard.errors import CsboardError
from csboard.tui.app import station_of
from csboard.tui.times import Times
from csboard.tui.widgets.pager import Pager, Paragraph, Section

DELAY = 0.15
"""Seconds the cursor rests before the preview follows it."""


class CasePreview(Pager, can_focus=False):
    """Follows a moment later and off the loop; the wheel moves it."""

    _timer: Timer | None = None
    _shown: int | None = None
    """Id of the case that is shown, or about to be."""

    def forget(self) -> None:
        """Read even the same case again: it may say something else by now."""
        self._shown = None

    def follow(self, success_id: int | None, times: Times) -> None:
        """Show a case when the cursor has come to rest; None shows nothing."""
        if success_id == self._shown and success_id is not None:
            return
        self._shown = success_id
        if self._timer is not None:
            self._timer.stop()
        if success_id is None:
            self.show([])
        else:
            self._timer = self.set_timer(DELAY, partial(self._read_soon, success_id, times))

    def _read_soon(self, success_id: int, times: Times) -> None:
        read: Any = partial(self._read, success_id, times)  # one never begun would complain
        self.run_worker(read, exclusive=True)

    async def _read(self, success_id: int, times: Times) -> None:
        from csboard.tui.screens.case import sections

        try:
            view = await station_of(self).read(lambda board: board.success(success_id))
        except CsboardError:
            return
        if success_id == self._shown:
            title = Section("title", lambda: [Paragraph(view.success.title, "chosen", ("  ", ""))])
            self.show([title, *sections(view, times)])
            self.action_first()
