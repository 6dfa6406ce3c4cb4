"""Lines of the wall as runs of text with their roles, and what joins them. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from csboard.tui.layout import cell_len, cut, cut_between, wrap_all

Run = tuple[str, str]
Line = list[Run]

GAP = 2
"""Blank cells between two things that stand beside one another."""


def filled(line: Line, width: int) -> Line:
    """The line in exactly `width` cells, cut where it is longer."""
    found: Line = []
    used = 0
    for text, role in line:
        # Blanks that have no room are no words that are missing.
        text = cut(text.rstrip(" ") if cell_len(text) > width - used else text, width - used)
        if text:
            found.append((text, role))
            used += cell_len(text)
    return [*found, (" " * (width - used), "")] if used < width else found


def sentence(text: str, width: int, most: int) -> list[str]:
    """The text in at most so many lines, its end left out between two words where it is longer."""
    lines = wrap_all(text, width) if text else []
    if len(lines) <= most:
        return lines
    last = " ".join(lines[most - 1 : most + 1])
    return [*lines[: most - 1], cut_between(last, width)] if most > 0 else []


def beside(columns: Sequence[Sequence[Line]]) -> list[Line]:
    """Blocks of as many lines each, side by side."""
    return [[run for part in parts for run in part] for parts in zip(*columns, strict=True)]


def bar(left: Sequence[str], right: Sequence[str], width: int, by_need: Sequence[str]) -> str:
    """What stands at the left and at the right of one line: of all that is `by_need` as much as
    fits whole, the first before the next. Exactly `width` cells, with a blank at each end."""
    room, kept = width - 2, set[str]()
    for part in filter(None, by_need):
        if cell_len(part) > room:
            break
        kept.add(part)
        room -= cell_len(part) + GAP
    first, last = (
        (" " * GAP).join(part for part in side if part in kept) for side in (left, right)
    )
    return f" {first}{' ' * (width - 2 - cell_len(first) - cell_len(last))}{last} "
