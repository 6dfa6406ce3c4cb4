"""What came and went, day by day, as columns that every terminal draws alike.

Not by block or braille letters: some terminals draw those in two cells beside Japanese.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.strip import Strip

from csboard.domain import report_words as words
from csboard.domain.report import FlowDay
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.layout import cell_len
from csboard.tui.widgets.canvas import Canvas, Run

CAME, WENT = " ", "-"
"""Both reversed: blocks of two colours, and without colours one of them has a pattern."""
LEAST, MOST = 2, 9
"""Cells that a day takes."""
ROOMY = 4
"""From so many on each day is named; with fewer each fifth of a month is."""


class FlowPlot(Canvas):
    """For each day two columns, of what came in and of what went, over the day of the month.

    Under them stands how many were open at its end. Days that there is no room for, the first
    ones, are left out.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "canvas--came",
        "canvas--went",
        "canvas--muted",
        "canvas--row",
    }

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._days: tuple[FlowDay, ...] = ()

    def show(self, days: Sequence[FlowDay]) -> None:
        """Draw other days; none at all take no room."""
        self._days = tuple(days)
        self.display = bool(days)
        self.redraw()

    def draw(self, width: int, height: int) -> list[Strip]:
        return [self.line(runs, width) for runs in lines_of(self._days, width, height)]


def lines_of(days: Sequence[FlowDay], width: int, height: int) -> list[list[Run]]:
    """The legend, the columns, and under them the days and how many were open at their ends."""
    rows = height - 3
    if not days or rows < 1:
        return []
    most = max(max(day.arrived, day.departed) for day in days) or 1
    scale = max(len(str(most)), cell_len(_("open"))) + 2
    days, each = _that_fit(days, width - scale)
    told = [_is_told(index, day, each) for index, day in enumerate(days)]
    still_open = [
        str(day.is_open) if is_told else "" for day, is_told in zip(days, told, strict=True)
    ]
    return [
        _legend(),
        *(_level(days, each, scale, Level(row, rows, most)) for row in range(rows, 0, -1)),
        _under("", _named(days, told, each), scale, each),
        _under(_("open"), still_open, scale, each),
    ]


def _is_told(index: int, day: FlowDay, each: int) -> bool:
    """Whether there is room for what stands under that day."""
    return index == 0 or each >= ROOMY or day.first.day == 1 or day.first.day % 5 == 0


class Level(NamedTuple):
    """A line of the columns, counted from below, of how many, and what the highest stands for."""

    row: int
    rows: int
    most: int

    def has(self, count: int) -> bool:
        """Whether a column of so many comes up to it; the least one comes up to the first."""
        return count * self.rows > (self.row - 1) * self.most


def _level(days: Sequence[FlowDay], each: int, scale: int, level: Level) -> list[Run]:
    mark = str(level.most) if level.row == level.rows else ""
    runs: list[Run] = [(f"{mark:>{scale - 1}} ", "muted")]
    thick = max(1, (each - 1) // 2)
    for day in days:
        for count, sign, role in ((day.arrived, CAME, "came"), (day.departed, WENT, "went")):
            is_there = level.has(count)
            runs.append(((sign if is_there else " ") * thick, role if is_there else "row"))
        runs.append((" " * (each - 2 * thick), "row"))
    return runs


def _under(name: str, texts: Sequence[str], scale: int, each: int) -> list[Run]:
    """A line below the columns; texts that are too wide for a day take the place of the next."""
    line = " " * (scale - 1 - cell_len(name)) + name + " "
    free = 0
    for index, text in enumerate(texts):
        start = index * each
        if text and start >= free:
            line += " " * (scale + start - cell_len(line)) + text
            free = start + cell_len(text) + 1
    return [(line, "muted")]


def _named(days: Sequence[FlowDay], told: Sequence[bool], each: int) -> list[str]:
    """The days, of the first and where a month begins with the month where there is room."""
    named: list[str] = []
    for index, (day, is_told) in enumerate(zip(days, told, strict=True)):
        whole = index == 0 or day.first.day == 1 or each > 5
        name = words.short(day.first) if whole else str(day.first.day)
        named.append(name if is_told else "")
    return named


def _legend() -> list[Run]:
    came, went = f" {_('came in')}   ", f" {_('closed')}"
    return [(" ", "row"), (CAME * 2, "came"), (came, "muted"), (WENT * 2, "went"), (went, "muted")]


def _that_fit(days: Sequence[FlowDay], room: int) -> tuple[Sequence[FlowDay], int]:
    """The latest of them, and how many cells each takes."""
    fitting = days[-max(1, room // LEAST) :]
    return fitting, max(LEAST, min(MOST, room // len(fitting)))
