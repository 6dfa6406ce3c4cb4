"""What is most like an inquiry, beside it in a wide window: read a moment after all else."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from textual.timer import Timer

from csboard.errors import CsboardError
from csboard.tui.app import station_of
from csboard.tui.screens.telling import TellingScreen

if TYPE_CHECKING:
    from csboard.domain.alike import Similar

ALIKE_DELAY = 0.2
"""Seconds an inquiry is in view before it is asked for: whoever pages on waits for nothing."""


class AlikeBeside(TellingScreen):
    """A screen of the inquiry `number` that may have it `alike`, once it was read."""

    number: int
    alike: Similar | None = None
    _alike_timer: Timer | None = None

    def read_alike_soon(self) -> None:
        """Ask for it when the inquiry has been in view for a moment; the latest wish counts."""
        if self._alike_timer is not None:
            self._alike_timer.stop()
        self._alike_timer = self.set_timer(ALIKE_DELAY, self._ask_for_alike)

    @abstractmethod
    def show_alike(self) -> None:
        """It is there."""

    def _ask_for_alike(self) -> None:
        self.run_worker(self._read_alike(), group="alike", exclusive=True)

    async def _read_alike(self) -> None:
        number = self.number
        try:
            found = await station_of(self).read(lambda board: board.similar(number))
        except CsboardError:
            return  # nobody has asked for it: the key does, and is told
        if number == self.number and found != self.alike:
            self.alike = found
            self.show_alike()
