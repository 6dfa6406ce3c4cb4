"""Figures and stages of the wall: as large as all their words allow, or a list. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from csboard.domain.wall_parts import Kind, Lane, Row, Tile
from csboard.named import NamedTuple
from csboard.tui.layout import cell_len, wrap_all
from csboard.tui.wall.digits import Scale, drawn, fitting, points_of
from csboard.tui.wall.lines import GAP, Line, beside, filled
from csboard.tui.wall.tables import gap_of_lanes, in_exactly, lane, table

LANE_GAP = 3
LEAST_LANE = 18
MOST_OF_A_NAME = 2
"""Lines that the name of a stage may take."""
DIGIT = "digit-"
"""Begins the roles of a digit's points."""
_USUAL = ("888", "88:88")
"""Numbers and times have room for that, so that a figure stays in its place when it grows."""
_LISTED = (Kind.WHOLE, Kind.WHOLE, Kind.WHOLE, Kind.SPARE)
_WORST = {"overdue": 0, "due-soon": 1}


class _Way(NamedTuple):
    """Tiles in a grid: of how many columns, with which words, and how large the digits are."""

    columns: int
    heads: tuple[tuple[str, ...], ...]
    """Of each tile the lines above its number."""
    scales: list[Scale]

    @property
    def area(self) -> tuple[int, int]:
        """By the smallest digit; of alike ways the one with about three columns."""
        least = min(scale.columns * scale.lines for scale in self.scales)
        return least, -abs(self.columns - 3)


def tiles(some: Sequence[Tile], width: int, height: int) -> list[Line]:
    """In as many columns as make the digits largest; a list where digits have no room."""
    values = [tile.value for tile in some]
    usual = [max(value, _USUAL[":" in value], key=points_of) for value in values]
    ways = list(_ways(some, usual, width, height)) or list(_ways(some, values, width, height))
    if not ways:
        return _list(some, width, height)
    columns, heads, _scales = max(ways, key=lambda way: way.area)
    tall, wide = height // -(-len(some) // columns), width // columns
    scales = fitting(values, wide - GAP, tall - _words(some, heads))
    blocks = [
        _tile(tile, head, scale, wide, tall)
        for tile, head, scale in zip(some, heads, scales, strict=True)
    ]
    starts = range(0, len(some), columns)
    return [line for start in starts for line in beside(blocks[start : start + columns])]


def _ways(some: Sequence[Tile], values: Sequence[str], width: int, height: int) -> Iterator[_Way]:
    """Those in which every word is whole, with the state beside the label or below it."""
    for columns in range(1, len(some) + 1):
        wide, tall = width // columns - GAP, height // -(-len(some) // columns)
        if any(cell_len(tile.below) > wide for tile in some):
            continue
        for heads in _heads(some):
            if any(cell_len(line) > wide for head in heads for line in head):
                continue
            if scales := fitting(values, wide, tall - _words(some, heads)):
                yield _Way(columns, heads, scales)
                break


def _words(some: Sequence[Tile], heads: Sequence[Sequence[str]]) -> int:
    """Lines above and below a number."""
    return len(heads[0]) + any(tile.below for tile in some)


def _heads(some: Sequence[Tile]) -> Iterator[tuple[tuple[str, ...], ...]]:
    yield tuple(("  ".join(filter(None, (tile.label, tile.word))),) for tile in some)
    if any(tile.word for tile in some):
        yield tuple((tile.label, tile.word) for tile in some)


def _tile(
    tile: Tile, head: Sequence[str], scale: Scale | None, width: int, height: int
) -> list[Line]:
    """Label and state, the number, the target; exactly `height` lines."""
    role = tile.role or "strong"
    found: list[Line] = [[(line, role)] for line in head]
    if scale is None:
        found.append([(tile.value, role)])
    else:
        found += [_points(line, tile.role) for line in drawn(tile.value, scale)]
    if tile.below:
        found.append([(tile.below, "muted")])
    if height > len(found) + 1 and scale is not None:
        found.insert(len(head), [])
    if height > len(found) + 2 and scale is not None and tile.below:
        found.insert(-1, [])
    return in_exactly(found, width, height)


def _points(line: str, role: str) -> Line:
    """The points of a digit in its colour, what is between them in none."""
    return [
        (piece, f"{DIGIT}{role or 'plain'}" if piece[0] == "#" else "")
        for piece in re.findall("#+| +", line)
    ]


def _list(some: Sequence[Tile], width: int, height: int) -> list[Line]:
    """One below the other, in their places; where not all have room the worst first."""
    lines, shown = table([_listed(tile) for tile in some], _LISTED, width, height)
    if shown < len(some):
        worst = sorted(some, key=lambda one: _WORST.get(one.role, 2))
        lines, _shown = table([_listed(tile) for tile in worst], _LISTED, width, height)
    return lines


def _listed(tile: Tile) -> Row:
    return Row((tile.label, tile.value, tile.word, tile.below), tile.role)


# Stages with what stands in them


def lanes(some: Sequence[Lane], width: int, height: int) -> list[Line]:
    """Side by side with their rows; only their numbers where there is no room for that."""
    wide = (width + LANE_GAP) // len(some)
    heads = [tuple(wrap_all(one.tile.label, wide - LANE_GAP)) for one in some]
    words = max(map(len, heads))
    values = [one.tile.value for one in some]
    scales: Sequence[Scale | None] = fitting(values, wide - LANE_GAP, max(5, height // 4))
    tall = (scales[0].height if scales and scales[0] else 1) + words + 3
    if wide < LEAST_LANE or words > MOST_OF_A_NAME or tall >= height:
        return tiles([one.tile for one in some], width, height)
    scales = scales or [None] * len(some)
    gap = gap_of_lanes([len(one.rows) + bool(one.more) for one in some], height - tall)
    blocks = []
    for one, head, scale in zip(some, heads, scales, strict=True):
        padded = (*head, *[""] * (words - len(head)))
        top = _tile(one.tile, padded, scale, wide - LANE_GAP, tall)
        rows = lane(one.rows, one.kinds, wide - LANE_GAP, height - tall, one.more, gap)
        below = in_exactly(rows, wide - LANE_GAP, height - tall)
        blocks.append([filled(line, wide) for line in (*top, *below)])
    return beside(blocks)
