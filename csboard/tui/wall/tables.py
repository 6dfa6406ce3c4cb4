"""Rows of the wall in columns, in a space of any size: whole, or left out and counted. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest

from csboard.domain.wall_parts import Kind, Kinds, Row
from csboard.i18n import _
from csboard.tui.layout import cell_len, cut, cut_between, pad, wrap_all
from csboard.tui.wall.lines import GAP, Line, filled

WIDEST_GAP, HIGHEST_GAP, HIGHEST_IN_LANES = 13, 8, 12
"""What is left of a space goes between columns and rows, up to one in so many of its cells and
lines: a larger one is read from further away, and a few rows still stand together."""
INDENT = 2
LEAST_WORDS, LEAST_LIST, LEAST_NAME = 10, 12, 5
"""Cells with which words, a list, or a name in wide letters are still worth reading."""
SHORTEST_NAME = 4
"""Cells of a name that say more of who it is than nothing does."""
LEFT_OUT: tuple[frozenset[Kind], ...] = (
    frozenset(),
    frozenset({Kind.SPARE}),
    frozenset({Kind.WORDS, Kind.LIST}),
    frozenset({Kind.SPARE, Kind.WORDS, Kind.LIST}),
)
"""What rows do without, one after the other until they fit."""
WITHOUT_NAMES = LEFT_OUT[-1] | {Kind.NAME}

Block = list[Line]
"""The lines of one row."""
Least = Mapping[Kind, Callable[[str], int]]
"""How many cells of a text have to stand there, by its kind."""


def table(
    rows: Sequence[Row], kinds: Kinds, width: int, height: int, more: int = 0
) -> tuple[list[Line], int]:
    """At most `height` lines, and how many rows stand there; what is missing is counted.

    `more` is how many there are besides. Where all columns don't fit beside one another, those of
    a row stand below one another if all rows have room for it; else columns give way. A list, which
    says how many more there are, gives way at once.
    """
    if not rows:
        return [], 0
    lines = in_columns(rows, kinds, width, GAP, LEFT_OUT[:1] if Kind.LIST in kinds else None)
    blocks = [[line] for line in lines or ()]
    if not blocks:
        blocks = [stacked(row, kinds, rows, width) for row in rows]
        if sum(map(len, blocks)) + bool(more) > height:
            lines = in_columns(rows, kinds, width, GAP, LEFT_OUT)
            blocks = [[line] for line in lines or ()]
        blocks = blocks or [stacked(row, kinds, rows, width, LEFT_OUT[-1]) for row in rows]
    return _fitted(blocks, height, more, max(GAP, height // HIGHEST_GAP))


def lane(
    rows: Sequence[Row], kinds: Kinds, width: int, height: int, more: int = 0, gap: int = 0
) -> list[Line]:
    """As `table`, a line for each row in a narrow column, at most `gap` blank ones below each.

    Where not even the first words of names have room, these lose letters before they are left out;
    and not from rows that have the room because they say nothing else.
    """
    lines = in_columns(rows, kinds, width, 1, LEFT_OUT[:2])
    if lines is None:
        brief = [row.in_brief for row in rows]
        widths = _widths_in_brief(brief, kinds, width)
        lines = (
            _drawn(brief, kinds, widths, width, 1) if widths else _each_alone(brief, kinds, width)
        )
    return _fitted([[line] for line in lines], height, more, gap)[0]


def _widths_in_brief(rows: Sequence[Row], kinds: Kinds, width: int) -> dict[int, int] | None:
    found = _widths(rows, kinds, width, 1, LEFT_OUT)
    return found or _widths(rows, kinds, width, 1, LEFT_OUT[-1:], _LEAST_OF_ALL)


def _each_alone(rows: Sequence[Row], kinds: Kinds, width: int) -> list[Line]:
    """Of each row what it has room for behind the longest first cell."""
    first = max((cell_len(row.cells[0]) for row in rows), default=0)
    lines: list[Line] = []
    for row in rows:
        told = row._replace(cells=(pad(row.cells[0], first), *row.cells[1:]))
        widths = _widths_in_brief([told], kinds, width)
        widths = widths or _widths([told], kinds, width, 1, (WITHOUT_NAMES,))
        lines.append(_row(told, kinds, widths, 1) if widths else [(row.cells[0], row.role)])
    return lines


def gap_of_lanes(counts: Sequence[int], height: int) -> int:
    """Blank lines below each row that lanes of so many rows have room for, in all of them alike."""
    longest = max(counts, default=0)
    return max(0, min(height // HIGHEST_IN_LANES, (height - longest) // max(1, longest)))


def _fitted(blocks: Sequence[Block], height: int, more: int, gap: int) -> tuple[list[Line], int]:
    """The blocks that fit, at most `gap` blank lines apart, and what is missing."""
    used, shown = 0, 0
    for number, block in enumerate(blocks):
        is_last = number == len(blocks) - 1 and not more
        if used + len(block) + (not is_last) > height:
            break
        used, shown = used + len(block), number + 1
    missing = len(blocks) - shown + more
    spare = height - used - bool(missing)
    gap = min(gap, spare // max(1, shown)) if shown == len(blocks) else 0
    lines = [line for block in blocks[:shown] for line in (*block, *([[]] * gap))]
    if missing and height > 0:
        lines = [*lines, [(_("+{n} more").format(n=missing), "muted")]]
    return lines[:height], shown


# Beside one another


def in_columns(
    rows: Sequence[Row],
    kinds: Kinds,
    width: int,
    least_gap: int,
    ways: Sequence[frozenset[Kind]] | None,
) -> list[Line] | None:
    """A line for each row, by the first of some ways of leaving out that fits; None: none does.

    Without ways everything must fit as it is.
    """
    widths = _widths(rows, kinds, width, least_gap, ways)
    return None if widths is None else _drawn(rows, kinds, widths, width, least_gap)


def _widths(
    rows: Sequence[Row],
    kinds: Kinds,
    width: int,
    least_gap: int,
    ways: Sequence[frozenset[Kind]] | None,
    least_of: Least | None = None,
) -> dict[int, int] | None:
    """By place how wide the columns are that stand there, as `in_columns` has them.

    `least_of` says what a cell takes at least, if not what is worth reading of it.
    """
    least_of = least_of or _LEAST
    columns = list(zip_longest(*(row.cells for row in rows), fillvalue=""))
    for without in ways or LEFT_OUT[:1]:
        places = [
            place
            for place, column in enumerate(columns)
            if any(column) and (place == 0 or kinds[place] not in without)
        ]
        room = width - least_gap * (len(places) - 1)
        widths = {place: max(map(cell_len, columns[place])) for place in places}
        if ways and sum(widths.values()) > room:
            least = {place: max(map(least_of[kinds[place]], columns[place])) for place in places}
            widths = _given_way(widths, least, kinds, room)
        if sum(widths.values()) <= room:
            return widths
    return None


def _given_way(
    widths: dict[int, int], least: dict[int, int], kinds: Kinds, room: int
) -> dict[int, int]:
    """Columns as wide as the room allows, names before words, and none less than it needs."""
    found, spare = dict(least), max(0, room - sum(least.values()))
    for place in sorted(found, key=lambda one: kinds[one] is not Kind.NAME):
        more = min(widths[place] - found[place], spare)
        found[place], spare = found[place] + more, spare - more
    return found


def _least_name(text: str) -> int:
    """Its first word and a mark; where letters are wide some of them are enough."""
    first = text.partition(" ")[0]
    cells = min(cell_len(text), cell_len(first) + 1)
    return cells if first.isascii() else min(cells, LEAST_NAME)


def _least(cells: int) -> Callable[[str], int]:
    return lambda text: min(cell_len(text), cells)


_LEAST: Least = {
    Kind.WHOLE: cell_len,
    Kind.SPARE: cell_len,
    Kind.NAME: _least_name,
    Kind.LIST: _least(LEAST_LIST),
    Kind.WORDS: _least(LEAST_WORDS),
}
_LEAST_OF_ALL: Least = {**_LEAST, Kind.NAME: _least(SHORTEST_NAME)}


def _drawn(
    rows: Sequence[Row], kinds: Kinds, widths: dict[int, int], width: int, least_gap: int
) -> list[Line]:
    spare = (width - sum(widths.values())) // max(1, len(widths))
    gap = max(least_gap, min(max(GAP, width // WIDEST_GAP), spare))
    return [_row(row, kinds, widths, gap) for row in rows]


def _row(row: Row, kinds: Kinds, widths: dict[int, int], gap: int) -> Line:
    texts = {
        place: _SHORTENED[kinds[place]](row.cells[place], cells)
        for place, cells in widths.items()
        if place < len(row.cells)
    }
    line = [
        (pad(text, widths[place]) + " " * gap, row.role or ("strong" if place == 0 else ""))
        for place, text in texts.items()
    ]
    text, role = line[-1]
    return [*line[:-1], (text.rstrip(), role)]


def items_within(text: str, width: int) -> str:
    """As many items as fit, and how many more; empty where not even one does."""
    items = text.split("  ")
    found, used = "", -GAP
    for count, item in enumerate(items, 1):
        used += GAP + cell_len(item)
        if used > width:
            break
        more = f"  +{len(items) - count}" if count < len(items) else ""
        if used + len(more) <= width:
            found = "  ".join(items[:count]) + more
    return found


def _as_it_is(text: str, _width: int) -> str:
    return text


def _as_a_name(text: str, width: int) -> str:
    """Shortened between words, or within the first where even that has no room."""
    return cut_between(text, width) or cut(text, width)


_SHORTENED: dict[Kind, Callable[[str, int], str]] = {
    Kind.WHOLE: _as_it_is,
    Kind.SPARE: _as_it_is,
    Kind.NAME: _as_a_name,
    Kind.LIST: items_within,
    Kind.WORDS: cut_between,
}


# Below one another


def stacked(
    row: Row, kinds: Kinds, rows: Sequence[Row], width: int, without: frozenset[Kind] = LEFT_OUT[0]
) -> Block:
    """The cells of a row in as many lines as they take, each of them whole."""
    first = max(cell_len(one.cells[0]) for one in rows)
    hang = first + GAP if first <= width // 3 else INDENT
    lines: Block = [[(part, row.role or "strong")] for part in wrap_all(row.cells[0], width)]
    for text, kind in zip(row.cells[1:], kinds[1:], strict=False):
        if text and kind not in without:
            _put(lines, text, kind, hang, width, row.role)
    return lines


def _put(lines: Block, text: str, kind: Kind, hang: int, width: int, role: str) -> None:
    """Put a cell behind what stands there, or below it."""
    used = sum(cell_len(run) for run, _role in lines[-1])
    at = max(used + GAP, hang)
    if kind is Kind.LIST:
        is_short = not (told := items_within(text, width - at))
        parts = [told or items_within(text, width - hang) or text.partition("  ")[0]]
    else:
        is_short = cell_len(text) > width - at
        parts = [text] if not is_short else wrap_all(text, width - hang)
    if at == hang or not is_short:
        lines[-1].append((" " * (at - used) + parts.pop(0), role))
    lines += [[(" " * hang + part, role)] for part in parts]


def in_exactly(lines: Sequence[Line], width: int, height: int) -> list[Line]:
    """The lines in a space of that size, blank where there are none."""
    some = [*lines[:height], *([[]] * (height - len(lines)))]
    return [filled(line, width) for line in some]
