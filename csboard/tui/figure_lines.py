"""The figures of a report as rows of some width. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from csboard.domain import report_words as words
from csboard.domain.report import COUNT, SHARE, Line, Part, Report
from csboard.i18n import _
from csboard.named import NamedTuple
from csboard.tui.layout import cell_len, cut, pad
from csboard.tui.widgets.canvas import Run
from csboard.tui.widgets.listing import Row

GAP = "  "
LEAST_LABEL, MOST_LABEL = 24, 44
LEAST_BAR, MOST_BAR = 10, 40


class FigureRow(NamedTuple):
    """A row of the list, and the figure it tells; a heading tells none."""

    name: str
    row: Row
    line: Line | None = None


class Columns(NamedTuple):
    """How wide each is; no bar where there is no room."""

    label: int
    value: int
    of: int
    before: int
    change: int
    bar: int


def rows_of(report: Report, width: int) -> Iterator[FigureRow]:
    """Each part under its heading."""
    at = _columns([line for part in report.parts for line in part.lines], width)
    for part in report.parts:
        yield FigureRow(part.key, ([(" " + part.title, "heading")],))
        most = max((line.measure or 0 for line in part.lines), default=0)
        for line in part.lines:
            yield FigureRow(line.key, (_runs(line, part, at, most),), line)


def heading(report: Report, width: int) -> str:
    """What the columns are called, where they stand."""
    at = _columns([line for part in report.parts for line in part.lines], width)
    names = (_right(name, room) for name, room in zip(_names(), at[1:5], strict=True))
    return "    " + GAP.join((" " * at.label, *names))


def _names() -> tuple[str, ...]:
    return _("figure"), "", _("before"), _("difference")


def _columns(lines: Sequence[Line], width: int) -> Columns:
    cells = [_names(), *map(_cells, lines)]
    fixed = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    label = min(MOST_LABEL, max((cell_len(line.label) for line in lines), default=0))
    rest = width - 4 - sum(fixed) - len(fixed) * len(GAP)
    label = max(min(label, rest), min(LEAST_LABEL, rest), 1)
    bar = min(rest - label - len(GAP), MOST_BAR)
    value, of, before, change = fixed
    return Columns(label, value, of, before, change, bar if bar >= LEAST_BAR else 0)


def _cells(line: Line) -> tuple[str, ...]:
    says_of = line.unit != COUNT and line.is_of_inquiries
    of = words.behind(line.behind) if says_of else ""
    return line.value, of, "" if line.before is None else line.value_before, line.change


def _runs(line: Line, part: Part, at: Columns, most: float) -> Sequence[Run]:
    value, of, before, change = _cells(line)
    runs: list[Run] = [
        ("   " + pad(cut(line.label, at.label), at.label) + GAP, ""),
        (_right(value, at.value) + GAP, "value"),
        (_right(of, at.of) + GAP + _right(before, at.before) + GAP, "muted"),
        (_right(change, at.change), ""),
    ]
    if at.bar and (bar := _bar(line, part, at.bar, most)):
        runs += [(GAP, ""), (bar, "bar")]
    return runs


def _bar(line: Line, part: Part, cells: int, most: float) -> str:
    """How much it is of the most of its part; a share of the whole."""
    if line.unit == SHARE:
        most = 1
    elif not part.key.startswith(("tags", "outcomes")):
        return ""
    return " " * round(cells * (line.measure or 0) / most) if most else ""


def _right(text: str, width: int) -> str:
    return " " * max(0, width - cell_len(text)) + text
