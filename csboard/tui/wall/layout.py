"""A page of the wall fitted into a window of any size: lines of text with their roles. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from csboard.domain.wall_pages import Lane, Page, Row, Tile
from csboard.i18n import _
from csboard.tui.layout import cell_len, cut, pad, wrap_all
from csboard.tui.wall.digits import Scale, drawn, fitting

Run = tuple[str, str]
Line = list[Run]

EDGE = 2
"""Blank cells at each side, which become the frame of what is out of date."""
LEAST_WIDTH, LEAST_HEIGHT = 40, 10
"""A window smaller than that gets a few words, one above the other."""
WIDEST_GAP = 6
LANE_GAP = 3
LEAST_LANE = 22
DIGIT = "digit-"
"""Begins the roles of a digit's points."""
BY_NIGHT = frozenset({"overdue", "stale", "head"})
"""What stays as it is at night; all else is drawn as what one reads second."""


class Frame(NamedTuple):
    """What stands around the page."""

    team: str
    day: str
    """With its name, where it has one."""
    clock: str
    read: str
    """When what is shown was read."""
    stale: str = ""
    """How long ago that was, where it is too long; empty while it isn't."""
    why: str = ""
    place: str = ""
    """Which page of how many."""
    is_dim: bool = False
    """Whether nobody is there whom light would serve."""
    shift: tuple[int, int] = (0, 0)
    """Cells by which everything stands further right and lower, each 0 or 1."""


def lines(page: Page, frame: Frame, width: int, height: int) -> list[Line]:
    """Exactly `height` lines of exactly `width` cells."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        found = [_plain(line, width) for line in _few_words(page, frame, height)]
    else:
        found = _whole(page, frame, width, height)
    found = found[:height] + [_plain(("", ""), width)] * (height - len(found))
    if frame.stale or frame.is_dim:
        kept = frozenset({"stale"}) if frame.stale else BY_NIGHT
        found = [[(text, _dimmed(role, kept)) for text, role in line] for line in found]
    return found


def _plain(run: Run, width: int) -> Line:
    text, role = run
    return [(pad(text, width), role)]


def _dimmed(role: str, kept: frozenset[str]) -> str:
    if role.removeprefix(DIGIT) in kept:
        return role
    return f"{DIGIT}muted" if role.startswith(DIGIT) else "muted"


def _few_words(page: Page, frame: Frame, height: int) -> Iterator[Run]:
    """The worst first, so that it is seen through a keyhole."""
    if frame.stale:
        yield frame.stale, "stale"
    worst = {"overdue": 0, "due-soon": 1}
    tiles = [*page.tiles, *(lane.tile for lane in page.lanes)]
    if height > len(tiles) + bool(frame.stale):
        yield f"{frame.clock} {page.title}", "head"
    for tile in sorted(tiles, key=lambda one: worst.get(one.role, 2)):
        yield " ".join(filter(None, (tile.label, tile.value, tile.word))), tile.role
    for row in page.rows:
        yield " ".join(filter(None, row.cells)), row.role
    for note in page.notes:
        yield note, "muted"


def _whole(page: Page, frame: Frame, width: int, height: int) -> list[Line]:
    right, down = frame.shift
    inner, rows = width - 2 * EDGE - 1, height - 1
    edge = "stale" if frame.stale else ""
    body = [_edged(line, width, inner, right, edge) for line in _body(page, inner, rows - 4)]
    blank = _edged([], width, inner, right, edge)
    head, foot = _head(page, frame, inner), _foot(frame, inner)
    if frame.stale:
        head, foot = _wide(head, width), _wide(foot, width)
    else:
        head, foot = (_edged(line, width, inner, right, edge) for line in (head, foot))
    picture = [head, blank, *body, blank, foot]
    return [blank, *picture] if down else [*picture, blank]


def _edged(line: Line, width: int, inner: int, right: int, edge: str) -> Line:
    """The line between its edges, which are there whether they are seen or not."""
    after = width - 2 * EDGE - inner - right
    margins = (" " * right, ""), (" " * after, "")
    return [(" " * EDGE, edge), margins[0], *_filled(line, inner), margins[1], (" " * EDGE, edge)]


def _wide(line: Line, width: int) -> Line:
    """A line that is part of the frame, from edge to edge."""
    ((text, role),) = line
    return [(pad(" " * EDGE + text, width), role)]


def _filled(line: Line, width: int) -> Line:
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


def _head(page: Page, frame: Frame, width: int) -> Line:
    left = f" {frame.stale}  " if frame.stale else f" {page.title}  "
    told = f"{left}{frame.team}"
    right = f"{frame.day}  {frame.clock} "
    return _both(told, right, width, "stale" if frame.stale else "head")


def _foot(frame: Frame, width: int) -> Line:
    if frame.stale:
        told = "  ".join(filter(None, (frame.stale, frame.read, frame.why)))
        return [(pad(f" {told}", width), "stale")]
    return _both(f" {frame.read}", f"{frame.place} ", width, "muted")


def _both(left: str, right: str, width: int, role: str) -> Line:
    """The left text is cut for the right one's sake: that is the clock."""
    room = max(0, width - cell_len(right))
    return [(pad(cut(left, max(0, room - 1)), room) + cut(right, width), role)]


# What stands on the page


def _body(page: Page, width: int, height: int) -> list[Line]:
    notes = [line for note in page.notes for line in wrap_all(note, width)]
    notes = notes[: max(0, height // 3)]
    room = height - len(notes) - bool(notes)
    if page.tiles:
        body = _tiles(page.tiles, width, room)
    elif page.lanes:
        body = _lanes(page.lanes, width, room)
    else:
        body = _table(page.rows, width, room)
    body = body[:room] + [[] for _line in range(room - len(body))]
    return [*body, *([[]] if notes else []), *([(note, "")] for note in notes)]


def _tiles(tiles: Sequence[Tile], width: int, height: int) -> list[Line]:
    """In as many columns as make the digits largest."""
    ways = [_way(tiles, columns, width, height) for columns in range(1, len(tiles) + 1)]
    columns, scales = max(ways, key=lambda way: (_area(way[1]), -abs(way[0] - 3)))
    tall, wide = height // -(-len(tiles) // columns), width // columns
    drawn_tiles = [_tile(one, scale, wide, tall) for one, scale in zip_longest(tiles, scales)]
    found: list[Line] = []
    for start in range(0, len(tiles), columns):
        row = drawn_tiles[start : start + columns]
        found += [[run for part in parts for run in part] for parts in zip(*row, strict=True)]
    return found


def _area(scales: Sequence[Scale]) -> int:
    """How large digits are: by the smallest of them."""
    return min((scale.columns * scale.lines for scale in scales), default=0)


def _way(tiles: Sequence[Tile], columns: int, width: int, height: int) -> tuple[int, list[Scale]]:
    tall = height // -(-len(tiles) // columns)
    return columns, fitting([one.value for one in tiles], width // columns - 2, tall - 3)


def _tile(tile: Tile, scale: Scale | None, width: int, height: int) -> list[Line]:
    """Label and state, the number, the target; exactly `height` lines."""
    label = "  ".join(filter(None, (tile.label, tile.word)))
    found: list[Line] = [[(label, tile.role or "strong")]]
    if scale is None:
        found.append([(tile.value, tile.role or "strong")])
    else:
        found += [_points(line, tile.role) for line in drawn(tile.value, scale)]
    if tile.below:
        found.append([(tile.below, "muted")])
    if height > len(found) + 1 and scale is not None:
        found.insert(1, [])
    if height > len(found) + 2 and scale is not None and tile.below:
        found.insert(-1, [])
    found = found[:height] + [[] for _line in range(height - len(found))]
    return [_filled(line, width) for line in found]


def _points(line: str, role: str) -> Line:
    """The points of a digit in its colour, what is between them in none."""
    return [
        (piece, f"{DIGIT}{role or 'plain'}" if piece[0] == "#" else "")
        for piece in re.findall("#+| +", line)
    ]


def _lanes(lanes: Sequence[Lane], width: int, height: int) -> list[Line]:
    wide = (width + LANE_GAP) // len(lanes)
    if wide < LEAST_LANE:
        return _tiles([lane.tile for lane in lanes], width, height)
    scales = fitting([lane.tile.value for lane in lanes], wide - LANE_GAP, max(5, height // 4))
    tall = (scales[0].height if scales else 1) + 4
    columns = [
        [
            *(_filled(line, wide) for line in _tile(lane.tile, scale, wide - LANE_GAP, tall)),
            *_lane_rows(lane.rows, wide, height - tall),
        ]
        for lane, scale in zip_longest(lanes, scales)
    ]
    return [[run for part in parts for run in part] for parts in zip(*columns, strict=True)]


def _lane_rows(rows: Sequence[Row], width: int, height: int) -> list[Line]:
    """As many as fit, and how many more there are."""
    shown = rows[:height] if len(rows) <= height else rows[: max(0, height - 1)]
    found = [_filled(line, width) for line in _columns(shown, width - LANE_GAP)]
    if len(shown) < len(rows):
        more = _("+{n} more").format(n=len(rows) - len(shown))
        found.append(_filled([(more, "muted")], width))
    return found + [_filled([], width) for _line in range(height - len(found))]


def _table(rows: Sequence[Row], width: int, height: int) -> list[Line]:
    """The rows as far apart as there is room for."""
    found = _columns(rows, width)
    gap = min(2, height // max(1, len(found)) - 1)
    spaced = [line for one in found for line in (one, *([[]] * max(0, gap)))]
    return spaced[:height]


def _columns(rows: Sequence[Row], width: int) -> list[Line]:
    """Cells below one another, as far from the next as fits; the last one is cut."""
    if not rows:
        return []
    cells = list(zip_longest(*(row.cells for row in rows), fillvalue=""))
    widths = [max(map(cell_len, column)) for column in cells]
    kept = [place for place, wide in enumerate(widths) if wide]
    used = sum(widths[place] for place in kept)
    gap = max(1, min(WIDEST_GAP, (width - used) // max(1, len(kept))))
    gap = min(gap, 1 if width < 30 else 2) if width < 80 else gap
    return [
        _filled(_spaced((cells[place][line] for place in kept), widths, kept, gap, row), width)
        for line, row in enumerate(rows)
    ]


def _spaced(
    texts: Iterable[str], widths: Sequence[int], kept: Sequence[int], gap: int, row: Row
) -> Line:
    found = [
        (pad(text, widths[place]) + " " * gap, row.role or ("strong" if number == 0 else ""))
        for number, (text, place) in enumerate(zip(texts, kept, strict=True))
    ]
    text, role = found[-1]
    return [*found[:-1], (text.rstrip(), role)]
