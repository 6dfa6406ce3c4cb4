"""The successful-cases sheet as rows and columns of some width. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from csboard.domain import words
from csboard.domain.people import name_of
from csboard.domain.records import Member
from csboard.domain.sheet import SheetRow
from csboard.i18n import _, short_day
from csboard.named import NamedTuple
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.times import Times
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.listing import Row

GAP = "  "
MOST_TAGS, MOST_WHO = 34, 14
LEAST_TITLE = 12
WIDE = 100
"""From so many columns on there is room for who made it."""


class Columns(NamedTuple):
    """How wide each is; 0 for one that is left out."""

    title: int
    tags: int
    used: int
    not_here: int
    day: int
    who: int


class Sight(NamedTuple):
    """How wide the rows are, and as of when and by which names they are told."""

    width: int
    times: Times
    members: Mapping[str, Member]

    def day(self, row: SheetRow) -> str:
        return short_day(row.confirmed_at, self.times.zone, self.times.now)

    def who(self, row: SheetRow) -> str:
        return name_of(row.success.author, self.members)


def columns(rows: Iterable[SheetRow], sight: Sight) -> Columns:
    """Each as wide as what stands in it; titles get the rest."""
    some = tuple(rows)
    most_tags = min(MOST_TAGS, max(12, sight.width // 4))
    tags = _widest(_("Tags"), (words.tags(row.success.tags) for row in some), most_tags)
    used = _widest(_("used"), (str(row.standing.used) for row in some))
    not_here = _widest(_("not"), (str(row.standing.not_here) for row in some))
    day = _widest(_("confirmed"), map(sight.day, some))
    who = _widest(_("by"), map(sight.who, some), MOST_WHO) if sight.width >= WIDE else 0
    parts = [tags, used, not_here, day, *([who] if who else [])]
    title = sight.width - 3 - sum(parts) - len(GAP) * len(parts)
    return Columns(max(LEAST_TITLE, title), tags, used, not_here, day, who)


def heading(at: Columns) -> str:
    """The names of the columns, where they stand."""
    parts = [
        pad(_("Case"), at.title),
        pad(_("Tags"), at.tags),
        _right(_("used"), at.used),
        _right(_("not"), at.not_here),
        pad(_("confirmed"), at.day),
        *([pad(_("by"), at.who)] if at.who else []),
    ]
    return "  " + GAP.join(parts)


def row_of(row: SheetRow, at: Columns, sight: Sight) -> Row:
    """What a case is about in columns; under it what changed by it."""
    role = "muted" if row.is_faded else ""
    standing = row.standing
    counts = [
        _right(str(standing.used or "-"), at.used),
        _right(str(standing.not_here or "-"), at.not_here),
        pad(sight.day(row), at.day),
        *([_fit(sight.who(row), at.who)] if at.who else []),
    ]
    first: list[Run] = [
        (" " + _fit(row.success.title, at.title) + GAP, role),
        (_fit(words.tags(row.success.tags), at.tags) + GAP, role or "tags"),
        (GAP.join(counts), role),
    ]
    return (first, [("   ", ""), *_change(row, sight.width - 4)])


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


def _widest(name: str, texts: Iterable[str], most: int = 99) -> int:
    """Cells of a column: of its name or the longest text in it, as far as it may go."""
    return max(cell_len(name), min(most, max(map(cell_len, texts), default=0)))


def _fit(text: str, width: int) -> str:
    return pad(cut(text, width), width)


def _right(text: str, width: int) -> str:
    return " " * max(0, width - cell_len(text)) + text
