"""A page of the wall fitted into a window of any size: lines of text with their roles. Pure.

What stands there is whole: what has no room is left out as a whole, or told as a count.
"""

from __future__ import annotations

from collections.abc import Sequence

from csboard.domain.wall_parts import Page
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.layout import cell_len, pad, wrap, wrap_all
from csboard.tui.wall.lines import Line, bar, filled, sentence
from csboard.tui.wall.tables import table
from csboard.tui.wall.tiles import DIGIT, lanes, tiles

EDGE = 2
"""Blank cells at each side, which become the frame of what is out of date."""
LEAST_WIDTH, LEAST_HEIGHT = 40, 12
"""A window smaller than that gets a few words, one above the other."""
FLOOR_WIDTH, FLOOR_HEIGHT = 20, 6
"""A window smaller than that is told to be too small."""
BY_NIGHT = frozenset({"overdue", "stale", "head"})
"""What stays as it is at night; all else is drawn as what one reads second."""


class Frame(NamedTuple):
    """What stands around the page."""

    team: str
    day: str
    clock: str
    read: str
    """When what is shown was read."""
    named: str = ""
    """By what name the day is no ordinary one."""
    stale: str = ""
    """How long ago that was, where it is too long; empty while it isn't."""
    why: str = ""
    place: str = ""
    """Which page of how many."""
    stays: str = ""
    """Why it stays, where it does."""
    is_dim: bool = False
    """Whether nobody is there whom light would serve."""
    shift: tuple[int, int] = (0, 0)
    """Cells by which everything stands further right and lower, each 0 or 1."""


def lines(page: Page, frame: Frame, width: int, height: int) -> list[Line]:
    """Exactly `height` lines of exactly `width` cells."""
    if width < FLOOR_WIDTH or height < FLOOR_HEIGHT:
        found = _too_small(frame, width, height)
    elif width < LEAST_WIDTH or height < LEAST_HEIGHT:
        found = _few_words(page, frame, width, height)
    else:
        found = _whole(page, frame, width, height)
    found = [filled(line, width) for line in (*found[:height], *[[]] * (height - len(found)))]
    if frame.stale or frame.is_dim:
        kept = frozenset({"stale"}) if frame.stale else BY_NIGHT
        found = [[(text, _dimmed(role, kept)) for text, role in line] for line in found]
    return found


def _dimmed(role: str, kept: frozenset[str]) -> str:
    if role.removeprefix(DIGIT) in kept:
        return role
    return f"{DIGIT}muted" if role.startswith(DIGIT) else "muted"


def _too_small(frame: Frame, width: int, height: int) -> list[Line]:
    """One sentence; that data is old stands before it."""
    stale: list[Line] = [
        [(line, "stale")] for line in (wrap(frame.stale, width, height) if frame.stale else ())
    ]
    least = f"{FLOOR_WIDTH}x{FLOOR_HEIGHT}"
    told = _("The window is too small: {least} at least.").format(least=least)
    return [*stale, *([(line, "")] for line in sentence(told, width, height - len(stale)))]


def _few_words(page: Page, frame: Frame, width: int, height: int) -> list[Line]:
    """Without blank lines and edges."""
    head: list[Line] = [[(pad(line, width), "stale")] for line in _wrapped(frame.stale, width)]
    if cell_len(page.title) + 1 + cell_len(frame.clock) <= width:
        gap = " " * (width - cell_len(page.title) - cell_len(frame.clock))
        head.append([(f"{page.title}{gap}{frame.clock}", "head")])
    else:
        head += [[(pad(line, width), "head")] for line in _wrapped(page.title, width)]
    notes = (*filter(None, (frame.why,)), *page.notes)
    return [*head, *_body(page._replace(notes=notes), width, height - len(head), gap=0)]


def _wrapped(text: str, width: int) -> list[str]:
    return wrap_all(text, width) if text else []


def _whole(page: Page, frame: Frame, width: int, height: int) -> list[Line]:
    right, down = frame.shift
    inner, rows = width - 2 * EDGE - 1, height - 1
    edge = "stale" if frame.stale else ""

    def edged(line: Line) -> Line:
        return _edged(line, width, inner, right, edge)

    head, foot = _head(page, frame, inner), _foot(frame, inner, rows // 3)
    room = rows - 2 - len(head) - len(foot)
    body = _body(page, inner, room, gap=1)
    body = [*body, *[[]] * (room - len(body))]
    around = _wide if frame.stale else edged
    blank = edged([])
    picture = [*map(around, head), blank, *map(edged, body), blank, *map(around, foot)]
    return [blank, *picture] if down else [*picture, blank]


def _edged(line: Line, width: int, inner: int, right: int, edge: str) -> Line:
    """The line between its edges, which are there whether they are seen or not."""
    after = width - 2 * EDGE - inner - right
    margins = (" " * right, ""), (" " * after, "")
    return [(" " * EDGE, edge), margins[0], *filled(line, inner), margins[1], (" " * EDGE, edge)]


def _wide(line: Line) -> Line:
    """A line that is part of the frame, which goes from edge to edge."""
    ((text, role),) = line
    return [(" " * EDGE + text + " " * (EDGE + 1), role)]


def _head(page: Page, frame: Frame, width: int) -> list[Line]:
    """That its data is old, which page it is, the time, the day, and whose it is."""
    role, right = "stale" if frame.stale else "head", (frame.named, frame.day, frame.clock)
    by_need = (page.title, frame.clock, frame.day, frame.named, frame.team)
    if not frame.stale:
        return [[(bar((page.title, frame.team), right, width, by_need), role)]]
    both = bar((frame.stale, page.title, frame.team), right, width, (frame.stale, *by_need))
    if page.title in both:
        return [[(both, role)]]
    alone = bar((frame.stale,), (frame.clock,), width, (frame.stale, frame.clock))
    return [[(alone, role)], [(bar((page.title,), (), width, (page.title,)), role)]]


def _foot(frame: Frame, width: int, most: int) -> list[Line]:
    """Why its data is no newer, and when it was read."""
    role, why = "stale" if frame.stale else "muted", sentence(frame.why, width - 2, most)
    right, by_need = (frame.stays, frame.place), (frame.read, frame.place, frame.stays)
    last = bar((frame.read,), right, width, by_need)
    return [*([(pad(f" {line}", width), role)] for line in why), [(last, role)]]


# What stands on the page


def _body(page: Page, width: int, height: int, gap: int) -> list[Line]:
    """At most `height` lines: what warns, what the page is for, and notes that fit whole."""
    blank: list[Line] = [[]] * gap
    head: list[Line] = [[(line, "due-soon")] for line in _wrapped(page.warning, width)]
    head += blank if head else []
    room = height - len(head)
    least = max(len(page.tiles), len(page.lanes), min(1, len(page.rows)))
    if not least:
        told = [sentence(note, width, room) for note in page.notes]
        return [*head, *([(line, "")] for lines in told for line in lines)][:height]
    # Large digits say more than a sentence.
    most = room // 6 if page.tiles else room // 3
    notes = _notes(page.notes, width, min(most, room - gap - least))
    notes = [*blank, *notes] if notes else []
    if notes and page.rows and not _has_room(page, width, room, len(notes)):
        notes = []
    room -= len(notes)
    body = _content(page, width, room)
    return [*head, *body, *[[]] * (room - len(body)), *notes]


def _has_room(page: Page, width: int, height: int, lines: int) -> bool:
    """Whether so many lines may be taken without a word of the rows being lost."""
    whole, rest = (
        [line for line in _content(page, width, room) if line] for room in (height, height - lines)
    )
    return whole == rest


def _notes(notes: Sequence[str], width: int, most: int) -> list[Line]:
    """Those that fit whole, in their order."""
    found: list[Line] = []
    for note in notes:
        wrapped = _wrapped(note, width)
        if len(found) + len(wrapped) <= most:
            found += [[(line, "")] for line in wrapped]
    return found


def _content(page: Page, width: int, height: int) -> list[Line]:
    if page.tiles:
        return tiles(page.tiles, width, height)
    if page.lanes:
        return lanes(page.lanes, width, height)
    return table(page.rows, page.kinds, width, height, page.more)[0]
