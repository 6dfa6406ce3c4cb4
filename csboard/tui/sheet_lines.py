"""The successful-cases sheet as rows and columns of some width. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from csboard.domain import words
from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.domain.sheet import SheetRow
from csboard.i18n import _, short_day
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.times import Times
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.listing import Row

GAP = "  "
COUNT = 6
"""Cells of a column that counts."""
DAY = 10
LEAST_TAGS, MOST_TAGS = 18, 34
LEAST_WHO, MOST_WHO = 8, 14
WIDE = 100
"""From so many columns on there is room for who made it."""


class Columns(NamedTuple):
    """How wide each is; 0 for one that is left out."""

    title: int
    tags: int
    who: int


def columns(width: int) -> Columns:
    """Titles get what tags, counts and days leave."""
    who = min(MOST_WHO, max(LEAST_WHO, width // 12)) if width >= WIDE else 0
    tags = min(MOST_TAGS, max(LEAST_TAGS, width // 5))
    parts = [tags, COUNT, COUNT, DAY, *([who] if who else [])]
    title = width - 3 - sum(parts) - len(GAP) * len(parts)
    return Columns(max(12, title), tags, who)


def heading(width: int) -> str:
    """The names of the columns, where they stand."""
    at = columns(width)
    parts = [
        pad(_("Case"), at.title),
        pad(_("Tags"), at.tags),
        _right(_("used"), COUNT),
        _right(_("not"), COUNT),
        pad(_("confirmed"), DAY),
        *([pad(_("by"), at.who)] if at.who else []),
    ]
    return "  " + GAP.join(parts)


def row_of(row: SheetRow, width: int, times: Times, members: Mapping[str, Member]) -> Row:
    """What a case is about in columns; under it what changed by it."""
    at, role = columns(width), "muted" if row.is_faded else ""
    standing = row.standing
    counts = [
        _right(str(standing.used or "-"), COUNT),
        _right(str(standing.not_here or "-"), COUNT),
        pad(short_day(row.confirmed_at, times.zone, times.now), DAY),
        *([_fit(name_of(row.success.author, members), at.who)] if at.who else []),
    ]
    first: list[Run] = [
        (" " + _fit(row.success.title, at.title) + GAP, role),
        (_fit(words.tags(row.success.tags), at.tags) + GAP, role or "tags"),
        (GAP.join(counts), role),
    ]
    return (first, [("   ", ""), *_change(row, width - 4)])


def _change(row: SheetRow, width: int) -> list[Run]:
    """Before and after, in as much of the line as each needs; without them what helped."""
    runs: list[Run] = []
    if row.is_faded:
        runs.append((f"{_('faded')}  ", "alarm"))
        width -= cell_len(_("faded")) + 2
    was, became = _joined(row.success.was), _joined(row.success.became)
    if not (was or became):
        return [*runs, (cut(_joined(row.success.passage), width), "muted")]
    room = width - cell_len(ARROW)
    half = max(room // 2, room - cell_len(became))
    return [
        *runs,
        (cut(was or "…", half), "muted"),
        (ARROW, "muted"),
        (cut(became or "…", room - min(half, cell_len(was or "…"))), "" if became else "muted"),
    ]


ARROW = " => "


def _joined(text: str) -> str:
    return " ".join(text.split())


def _fit(text: str, width: int) -> str:
    return pad(cut(text, width), width)


def _right(text: str, width: int) -> str:
    return " " * max(0, width - cell_len(text)) + text
