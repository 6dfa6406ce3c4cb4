"""The measured figures beside their targets, and how they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One measured value. `limit` is what it may be at most (or at least)."""

    row: str
    """P1 … P16, as in the table of targets."""
    what: str
    where: str
    """Size, database and terminal it was measured on."""
    value: float
    unit: str
    limit: float | None = None
    at_least: bool = False
    counted: bool = False
    """A count that must hold exactly on any machine; times only on a quiet one."""

    @property
    def holds(self) -> bool:
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    @property
    def target(self) -> str:
        if self.limit is None:
            return ""
        return f"{'≥' if self.at_least else '≤'} {_shown(self.limit)}"

    @property
    def verdict(self) -> str:
        if self.limit is None:
            return ""
        return "ok" if self.holds else "OVER" if not self.at_least else "UNDER"

    def line(self) -> str:
        """Everything about it, for a person who waits."""
        return "  ".join(self.cells())

    def cells(self) -> tuple[str, ...]:
        shown = f"{_shown(self.value)} {self.unit}"
        return self.row, self.what, self.where, shown, self.target, self.verdict


def table(figures: Iterable[Figure]) -> str:
    """All figures, aligned, in the order of the rows."""
    head = ("row", "measure", "where", "figure", "target", "")
    ordered = sorted(figures, key=lambda figure: int(figure.row[1:]))
    lines = [figure.cells() for figure in ordered]
    widths = [max(len(line[column]) for line in (head, *lines)) for column in range(len(head))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in (head, *lines)
    )


def median(values: Sequence[float]) -> float:
    return percentile(values, 50)


def percentile(values: Sequence[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]


def _shown(value: float) -> str:
    if value >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.2f}" if value < 10 else f"{value:.1f}"
