"""One line that says why the board can't be read just now, wherever one is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.strip import Strip

from csboard.tui.palette import Ink
from csboard.tui.widgets.canvas import Canvas

if TYPE_CHECKING:
    from textual.signal import Signal


class TroubleLine(Canvas):
    """Takes no room while all is well. Hears of troubles by itself, for as long as it stands."""

    INKS: ClassVar[Mapping[str, Ink]] = {
        "banner": Ink("error-foreground", "error-background", bold=True),
    }

    def __init__(self) -> None:
        super().__init__(classes="trouble")
        self.styles.height = 1
        self.display = False
        self._trouble = ""

    def on_mount(self) -> None:
        if (troubles := self._troubles) is not None:
            troubles.subscribe(self, self.warn)
            self.warn(getattr(self.app, "trouble", ""))

    def on_unmount(self) -> None:
        if (troubles := self._troubles) is not None:
            troubles.unsubscribe(self)

    @property
    def _troubles(self) -> Signal[str] | None:
        """Nothing where an application reads no board."""
        return getattr(self.app, "troubles", None)

    def warn(self, trouble: str) -> None:
        """Show a trouble; with the empty text the line goes."""
        self._trouble = trouble
        self.display = bool(trouble)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        return [self.line([(f" {self._trouble}", "banner")], width, "banner")]
