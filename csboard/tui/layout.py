"""Fitting text into terminal cells: measuring, cutting, wrapping as Japanese is set.

Pure functions. Widths are in cells, counted by whole graphemes, so nothing is ever cut
through the middle of a wide letter, a joined emoji or a base with its marks.
"""

from __future__ import annotations

from rich.cells import cell_len, split_graphemes

from csboard.text import NEVER_FIRST, NEVER_LAST

ELLIPSIS = "…"

MOST_PER_CELL = 12
"""Code points that a cell can hold at most (a joined emoji); more of a text is not looked at."""

MAX_PUSHED = 6
"""How many graphemes a rule may push to the next line before it gives way."""

__all__ = [
    "ELLIPSIS",
    "cell_len",
    "cut",
    "cut_between",
    "pad",
    "paragraphs",
    "wrap",
    "wrap_all",
    "wrap_indented",
]


def cut(text: str, width: int) -> str:
    """`text` in at most `width` cells; what does not fit gives way to `…`."""
    text = text[: (width + 1) * MOST_PER_CELL]
    if cell_len(text) <= width:
        return text
    if width <= 0:
        return ""
    return _head(text, width - 1).rstrip() + ELLIPSIS


def cut_between(text: str, width: int) -> str:
    """As `cut`, but no word of narrow letters loses a part: empty where not even one fits."""
    if cell_len(text[: (width + 1) * MOST_PER_CELL]) <= width:
        return text
    if width <= 1:
        return ""
    at = _break(text, width - 1)
    while at and _is_within_a_word(text[at - 1 : at + 1]):
        at -= 1
    head = text[:at].rstrip(" ,、。:;")
    return head + ELLIPSIS if head else ""


def _is_within_a_word(pair: str) -> bool:
    return " " not in pair and all(cell_len(letter) <= 1 for letter in pair)


def pad(text: str, width: int) -> str:
    """`text` cut or filled with blanks to exactly `width` cells."""
    text = cut(text, width)
    return text + " " * (width - cell_len(text))


def wrap(text: str, width: int, lines: int, indent: str = "") -> tuple[str, ...]:
    """`text` in at most `lines` lines of `width` cells, the last one cut with `…`.

    All lines but the first begin with `indent`. Breaks at blanks and between wide letters,
    never before 、。」 and their like nor after 「 and its like; a word longer than a line is
    broken where the line ends. Where there is no room, a letter stands on a line.
    """
    width = max(1, width)
    done: list[str] = []
    rest = text[: width * lines * MOST_PER_CELL].strip()
    lead = ""
    while rest:
        room = max(1, width - cell_len(lead))
        at = _break(rest, room) if len(done) < lines - 1 else len(rest)
        done.append(lead + cut(rest[:at].rstrip(), room))
        rest = rest[at:].lstrip()
        lead = indent
    return tuple(done) or ("",)


def _head(text: str, width: int) -> str:
    """The longest run of whole graphemes from the start that fits into `width` cells."""
    used = 0
    for start, _end, cells in split_graphemes(text)[0]:
        used += cells
        if used > width:
            return text[:start]
    return text


def _break(text: str, width: int) -> int:
    """Where a line of `width` cells that begins with `text` is to end, as an index."""
    spans = _graphemes(text, width)
    used = 0
    fits = len(spans)
    for index, (_start, _end, cells) in enumerate(spans):
        used += cells
        if used > width:
            fits = max(1, index)
            break
    if fits == len(spans):
        return spans[-1][1]
    for index in range(fits, 0, -1):
        before, after = spans[index - 1], spans[index]
        if _may_break(text[before[0] : before[1]], text[after[0] : after[1]], before[2], after[2]):
            if index < fits - MAX_PUSHED and _is_wide_run(spans, index, fits):
                break
            return spans[index][0]
    return spans[fits][0]


def _graphemes(text: str, width: int) -> list[tuple[int, int, int]]:
    """The graphemes that fill `width` cells and at least two more, or all that are looked at.

    Most of a line's letters are single code points: a few more than its cells are enough.
    """
    most = min(len(text), width * MOST_PER_CELL)
    looked_at = width + 3
    while True:
        spans, cells = split_graphemes(text[: min(looked_at, most)])
        # what stands last may go on in what was not looked at
        if looked_at >= most or (len(spans) > 2 and cells - spans[-1][2] > width):
            return spans
        looked_at *= 3


def _may_break(before: str, after: str, before_cells: int, after_cells: int) -> bool:
    if before in NEVER_LAST or after in NEVER_FIRST:
        return False
    return before == " " or after == " " or before_cells == 2 or after_cells == 2


def _is_wide_run(spans: list[tuple[int, int, int]], start: int, end: int) -> bool:
    return all(cells == 2 for _start, _end, cells in spans[start:end])


def paragraphs(text: str, width: int, rows: int) -> list[str]:
    """`text`, which may have many lines, in at most `rows` lines of `width` cells."""
    done: list[str] = []
    for line in text.splitlines():
        if len(done) >= rows:
            break
        done += wrap(line, width, rows - len(done))
    return done[:rows]


def wrap_all(text: str, width: int) -> list[str]:
    """The whole of one paragraph in lines of `width` cells, its indentation kept."""
    width = max(1, width)
    done: list[str] = []
    rest = text.expandtabs(8).rstrip()
    while rest and (at := _break(rest, width)) < min(len(rest), width * MOST_PER_CELL):
        done.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return [*done, rest]


def wrap_indented(text: str, width: int) -> list[str]:
    """As `wrap_all`, every line as far in as the first, up to half of the width."""
    text = text.expandtabs(8).rstrip()
    inner = text.lstrip(" ")
    indent = " " * min(len(text) - len(inner), width // 2)
    return [indent + line for line in wrap_all(inner, width - len(indent))]
