"""A window that is too small for the board, at the start and later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from csboard.i18n import _
from csboard.tui.layout import cell_len, paragraphs

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from textual.geometry import Size

MIN_COLUMNS, MIN_LINES = 60, 15
LEAST = f"{MIN_COLUMNS}x{MIN_LINES}"


def is_too_small(columns: int, lines: int) -> bool:
    """Whether the board can't be shown; a size of nothing is one that nobody knows."""
    return 0 < columns < MIN_COLUMNS or 0 < lines < MIN_LINES


class TooSmall:
    """One sentence in the middle of a window, and nothing else."""

    def __init__(self, size: Size) -> None:
        self._size = size

    def __rich_console__(self, _console: Console, _options: ConsoleOptions) -> RenderResult:
        from rich.control import Control
        from rich.segment import Segment

        yield Control.clear()
        for column, row, line in self._lines():
            yield Control.move_to(column, row)
            yield Segment(line)

    def _lines(self) -> Iterator[tuple[int, int, str]]:
        """Each line and where it begins."""
        width, height = self._size
        told = _("The window is too small: {least} at least.").format(least=LEAST)
        lines = paragraphs(told, max(1, width), max(1, height))
        for row, line in enumerate(lines, (height - len(lines)) // 2):
            yield max(0, (width - cell_len(line)) // 2), row, line
